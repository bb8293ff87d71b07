"""How many requests a minute a token allowance carries."""

from __future__ import annotations

import random
from collections.abc import Mapping
from fractions import Fraction

from engine.items.parametric.generator import Drawn


class TokenAllowance:
    """No parameters. Prompt and completion tokens together spend a tokens-a-minute allowance; the key is whole."""

    name = "token_allowance"
    version = 1

    def check(self, parameters: Mapping[str, str]) -> None:
        if parameters:
            raise ValueError("token_allowance takes no parameters")

    def draw(self, rng: random.Random, parameters: Mapping[str, str]) -> dict[str, int]:
        return {
            "prompt": rng.randrange(300, 2_000, 50),
            "completion": rng.randrange(100, 800, 50),
            "allowance": rng.randrange(30_000, 240_000, 10_000),
        }

    def render(self, values: Mapping[str, int], parameters: Mapping[str, str]) -> Drawn:
        each = values["prompt"] + values["completion"]
        key = values["allowance"] // each
        question = (
            f"A deployment may process {values['allowance']:,} tokens a minute. Each request sends "
            f"{values['prompt']:,} prompt tokens and may receive {values['completion']:,} completion tokens, "
            "both counted against the allowance. How many whole requests a minute fit?"
        )
        why = f"{values['allowance']:,} / ({values['prompt']:,} + {values['completion']:,}) rounded down is {key}."
        return Drawn(question, Fraction(key), Fraction(0), "requests a minute", why)
