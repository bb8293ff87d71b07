"""What every item carries whatever its kind: where it belongs, why its key is right, what it is worth."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Annotated, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    WithJsonSchema,
    model_validator,
)


def _trim(text: str) -> str:
    """Drop the blank lines and the trailing space a YAML block brings; leading spaces may be code."""
    trimmed = text.strip("\n").rstrip()
    if not trimmed:
        raise ValueError("the text is blank; write it or leave the field out")
    return trimmed


Text = Annotated[str, StringConstraints(min_length=1, max_length=20_000), AfterValidator(_trim)]
"""Candidate-facing text in the CommonMark subset: paragraphs, emphasis, code, lists, tables."""

Identifier = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$", max_length=120)]
"""An opaque name; candidates never see one."""


def _exact(value: object) -> object:
    """Read a float by its shortest decimal form, so that 0.1 is one tenth and not its nearest binary."""
    return str(value) if isinstance(value, float) else value


Amount = Annotated[Fraction, BeforeValidator(_exact), WithJsonSchema({"type": ["number", "string"]})]
"""An exact number; `0.1` means one tenth."""

Difficulty = Literal["easy", "medium", "hard"]


class Model(BaseModel):
    """Frozen and strict about field names, so that a typo in a bank is an error and not a loss."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Reference(Model):
    """A page that settles the key, and the day someone read it."""

    url: Annotated[str, StringConstraints(pattern=r"^https?://\S+$", max_length=2_000)]
    title: Text
    read_on: date
    section: Text | None = None


class Option(Model):
    """One choice of an item. Its id is hidden from the candidate and used for grading."""

    id: Identifier
    text: Text
    rationale: Text | None = None
    misconception: Text | None = None
    locked: bool = False
    """A locked option keeps its authored place when the others are shuffled."""


class BlindCheck(Model):
    """What happened when someone answered the item without having seen its key."""

    checked_on: date
    outcome: Literal["agreed", "settled", "rewritten"]
    note: Text | None = None


class RuleScoring(Model):
    """A rule that needs no numbers of its own; see `rules.py`. `points` replaces the usual maximum."""

    rule: Literal["all_or_nothing", "per_component", "plus_minus", "every_decision", "halves"]
    points: Amount | None = Field(default=None, gt=0)


class FractionScoring(Model):
    """Moodle's rule: the chosen components' fractions added up and held within 0..1."""

    rule: Literal["fractions"]
    credit: Mapping[str, Amount]
    points: Amount | None = Field(default=None, gt=0)


class MappingScoring(Model):
    """QTI's `map_response`: mapped values added up and held within `lower`..`upper`."""

    rule: Literal["mapping"]
    entries: Mapping[str, Amount]
    default: Amount = Fraction(0)
    lower: Amount = Fraction(0)
    upper: Amount | None = None
    points: Amount | None = Field(default=None, gt=0)

    @model_validator(mode="after")
    def _check(self) -> Self:
        # Bounds without room between them would give every response the same points.
        if self.upper is not None and self.lower >= self.upper:
            raise ValueError(f"lower ({self.lower}) must be less than upper ({self.upper})")
        return self


Scoring = Annotated[RuleScoring | FractionScoring | MappingScoring, Field(discriminator="rule")]


class ItemBase(Model):
    """Fields shared by all kinds."""

    id: Identifier
    domain: Identifier
    topic: Identifier | None = None
    objective: Identifier | None = None
    also_tests: tuple[Identifier, ...] = ()
    family: Identifier | None = None
    """Items of one family test one fact: a form never holds two, a review may show any."""
    difficulty: Difficulty = "medium"
    stem: Text
    scoring: Scoring | None = None
    explanation: Text | None = None
    references: tuple[Reference, ...] = ()
    tags: tuple[Text, ...] = ()
    volatile: bool = False
    """The fact is likely to change; check its references more often."""
    blind_check: BlindCheck | None = None

    @property
    def family_id(self) -> str:
        """The family, or the item itself where it stands alone."""
        return self.family or self.id
