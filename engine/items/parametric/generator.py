"""What a generator must offer."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Drawn:
    """The question that drawn values make, with its exact key."""

    question: str
    key: Fraction
    tolerance: Fraction
    unit: str | None
    explanation: str


class Generator(Protocol):
    """Draws values from a source of chance and renders them; a change of meaning raises `version`."""

    name: str
    version: int

    def check(self, parameters: Mapping[str, str]) -> None:
        """Raise ValueError where `parameters` has a name or value the generator does not take."""

    def draw(self, rng: random.Random, parameters: Mapping[str, str]) -> dict[str, int]:
        """Values for one item."""

    def render(self, values: Mapping[str, int], parameters: Mapping[str, str]) -> Drawn:
        """The question and its key; a pure function of its arguments."""
