"""Items drawn anew from a seed: the generators a bank may name, each tested here and never code in a bank."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Mapping
from dataclasses import dataclass

from engine.items.kinds import Numeric, Parametric
from engine.items.parametric.confusion_matrix import ConfusionMatrix
from engine.items.parametric.generator import Drawn, Generator
from engine.items.parametric.token_allowance import TokenAllowance

GENERATORS: Mapping[str, Generator] = {generator.name: generator for generator in (ConfusionMatrix(), TokenAllowance())}


@dataclass(frozen=True, slots=True)
class DrawnItem:
    """A concrete item with what it was drawn from, stored beside the response."""

    item: Numeric
    generator: str
    generator_version: int
    values: Mapping[str, int]


def draw(item: Parametric, seed: int) -> DrawnItem:
    """Draw the item's values from `seed` and compute its key; the same seed gives the same item.

    Raises:
        ValueError: the item names no generator we have, or a parameter it does not take.
    """
    generator = generator_of(item)
    rng = random.Random(int.from_bytes(hashlib.sha256(f"{seed}/{item.id}".encode()).digest()[:8], "big"))
    return restore(item, generator.draw(rng, item.parameters))


def restore(item: Parametric, values: Mapping[str, int]) -> DrawnItem:
    """Rebuild the item from values stored with a response."""
    generator = generator_of(item)
    drawn: Drawn = generator.render(values, item.parameters)
    shared = item.model_dump(exclude={"kind", "generator", "parameters", "stem", "explanation"})
    concrete = Numeric(
        **shared,
        kind="numeric",
        stem=f"{item.stem}\n\n{drawn.question}",
        key=drawn.key,
        tolerance=drawn.tolerance,
        unit=drawn.unit,
        explanation=f"{item.explanation}\n\n{drawn.explanation}" if item.explanation else drawn.explanation,
    )
    return DrawnItem(concrete, generator.name, generator.version, dict(values))


def generator_of(item: Parametric) -> Generator:
    """The generator the item names, with its parameters checked.

    Raises:
        ValueError: there is no such generator, or it does not take these parameters.
    """
    generator = GENERATORS.get(item.generator)
    if generator is None:
        raise ValueError(f"there is no generator {item.generator!r}; there are {', '.join(sorted(GENERATORS))}")
    generator.check(item.parameters)
    return generator
