"""The kinds of item. Each says what its components are; `scoring.py` judges responses by them.

A component is named by a short string, an *atom*: the chosen option's id, or `slot=value`
where an item has several places to fill. A response and a key are both sets of atoms.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator

from engine.items.base import Amount, Identifier, ItemBase, Model, Option, Text

RIGHT = "right"
"""The one atom of kinds whose answer is typed rather than chosen."""


def slot_atom(slot: str, value: str) -> str:
    """The atom of a value put into a slot."""
    return f"{slot}={value}"


def yes_no(answer: bool) -> str:
    """A decision as an atom's value."""
    return "yes" if answer else "no"


def _distinct(names: Iterable[str], what: str) -> None:
    seen: set[str] = set()
    for name in names:
        if name.casefold() in seen:
            raise ValueError(f"two {what} share the id {name!r}; give each its own")
        seen.add(name.casefold())


def _known(names: Iterable[str], known: Iterable[str], what: str) -> None:
    allowed = set(known)
    for name in names:
        if name not in allowed:
            raise ValueError(f"key names {name!r}, which is no {what} of this item")


class SingleChoice(ItemBase):
    """One right option among several."""

    kind: Literal["single_choice"]
    options: tuple[Option, ...] = Field(min_length=2, max_length=26)
    key: Identifier
    shuffle: bool = True

    default_rule: ClassVar[Literal["all_or_nothing"]] = "all_or_nothing"

    @model_validator(mode="after")
    def _check(self) -> Self:
        ids = [option.id for option in self.options]
        _distinct(ids, "options")
        _known([self.key], ids, "option")
        return self

    @property
    def key_atoms(self) -> frozenset[str]:
        return frozenset({self.key})

    @property
    def decision_count(self) -> int:
        return 1


class MultipleResponse(ItemBase):
    """Several right options; the candidate is told how many to choose."""

    kind: Literal["multiple_response"]
    options: tuple[Option, ...] = Field(min_length=3, max_length=26)
    key: tuple[Identifier, ...] = Field(min_length=1)
    shuffle: bool = True

    default_rule: ClassVar[Literal["per_component"]] = "per_component"

    @model_validator(mode="after")
    def _check(self) -> Self:
        ids = [option.id for option in self.options]
        _distinct(ids, "options")
        _distinct(self.key, "entries of the key")
        _known(self.key, ids, "option")
        return self

    @property
    def select(self) -> int:
        """How many options the candidate may choose."""
        return len(self.key)

    @property
    def key_atoms(self) -> frozenset[str]:
        return frozenset(self.key)

    @property
    def decision_count(self) -> int:
        return len(self.options)


class Statement(Model):
    """A sentence that is true or not."""

    id: Identifier
    text: Text
    rationale: Text | None = None


class YesNoSeries(ItemBase):
    """Statements, each to be judged yes or no."""

    kind: Literal["yes_no_series"]
    statements: tuple[Statement, ...] = Field(min_length=1, max_length=26)
    key: Mapping[Identifier, bool]

    default_rule: ClassVar[Literal["per_component"]] = "per_component"

    @model_validator(mode="after")
    def _check(self) -> Self:
        ids = [statement.id for statement in self.statements]
        _distinct(ids, "statements")
        _known(self.key, ids, "statement")
        for name in ids:
            if name not in self.key:
                raise ValueError(f"key says nothing about statement {name!r}")
        return self

    @property
    def key_atoms(self) -> frozenset[str]:
        return frozenset(slot_atom(name, yes_no(answer)) for name, answer in self.key.items())

    @property
    def decision_count(self) -> int:
        return len(self.statements)


class Choice(Model):
    """A value that can be put into a slot."""

    id: Identifier
    text: Text


class Matching(ItemBase):
    """Drag and drop: each source takes one target; a target serves once, more than once or never."""

    kind: Literal["matching"]
    sources: tuple[Statement, ...] = Field(min_length=2, max_length=26)
    targets: tuple[Choice, ...] = Field(min_length=2, max_length=26)
    key: Mapping[Identifier, Identifier]
    shuffle: bool = True

    default_rule: ClassVar[Literal["per_component"]] = "per_component"

    @model_validator(mode="after")
    def _check(self) -> Self:
        sources, targets = [s.id for s in self.sources], [t.id for t in self.targets]
        _distinct(sources, "sources")
        _distinct(targets, "targets")
        _known(self.key, sources, "source")
        _known(self.key.values(), targets, "target")
        for name in sources:
            if name not in self.key:
                raise ValueError(f"key gives no target for source {name!r}")
        return self

    @property
    def key_atoms(self) -> frozenset[str]:
        return frozenset(slot_atom(source, target) for source, target in self.key.items())

    @property
    def decision_count(self) -> int:
        return len(self.sources)


class Ordering(ItemBase):
    """Build list: bring the steps that belong into order; some may not belong at all."""

    kind: Literal["ordering"]
    steps: tuple[Option, ...] = Field(min_length=2, max_length=26)
    key: tuple[Identifier, ...] = Field(min_length=2)
    shuffle: bool = True

    default_rule: ClassVar[Literal["all_or_nothing"]] = "all_or_nothing"

    @model_validator(mode="after")
    def _check(self) -> Self:
        ids = [step.id for step in self.steps]
        _distinct(ids, "steps")
        _distinct(self.key, "entries of the key")
        _known(self.key, ids, "step")
        return self

    @property
    def key_atoms(self) -> frozenset[str]:
        return frozenset(slot_atom(str(place), step) for place, step in enumerate(self.key, 1))

    @property
    def decision_count(self) -> int:
        return len(self.key)


class Gap(Model):
    """A place in the body, marked there as `[[id]]`, with the options it offers."""

    id: Identifier
    options: tuple[Option, ...] = Field(min_length=2, max_length=26)
    shuffle: bool = True


class Dropdown(ItemBase):
    """Hot area: gaps in a text or in code, each with its own options."""

    kind: Literal["dropdown"]
    body: Text
    language: Identifier | None = None
    """The language of the body where it is code; without it the body is prose."""
    gaps: tuple[Gap, ...] = Field(min_length=1, max_length=26)
    key: Mapping[Identifier, Identifier]

    default_rule: ClassVar[Literal["per_component"]] = "per_component"

    @model_validator(mode="after")
    def _check(self) -> Self:
        names = [gap.id for gap in self.gaps]
        _distinct(names, "gaps")
        _known(self.key, names, "gap")
        for gap in self.gaps:
            ids = [option.id for option in gap.options]
            _distinct(ids, f"options of gap {gap.id!r}")
            if gap.id not in self.key:
                raise ValueError(f"key says nothing about gap {gap.id!r}")
            _known([self.key[gap.id]], ids, f"option of gap {gap.id!r}")
            if self.body.count(f"[[{gap.id}]]") != 1:
                raise ValueError(f"body must hold [[{gap.id}]] exactly once")
        return self

    @property
    def key_atoms(self) -> frozenset[str]:
        return frozenset(slot_atom(gap, option) for gap, option in self.key.items())

    @property
    def decision_count(self) -> int:
        return len(self.gaps)


class Numeric(ItemBase):
    """A number to type, right within a tolerance."""

    kind: Literal["numeric"]
    key: Amount
    tolerance: Amount = Field(default=Fraction(0), ge=0)
    unit: Text | None = None

    default_rule: ClassVar[Literal["all_or_nothing"]] = "all_or_nothing"

    @property
    def key_atoms(self) -> frozenset[str]:
        return frozenset({RIGHT})

    @property
    def decision_count(self) -> int:
        return 1


class ShortText(ItemBase):
    """Words to type; case and runs of spaces do not count."""

    kind: Literal["short_text"]
    key: tuple[Text, ...] = Field(min_length=1)
    """Every accepted form."""

    default_rule: ClassVar[Literal["all_or_nothing"]] = "all_or_nothing"

    @property
    def key_atoms(self) -> frozenset[str]:
        return frozenset({RIGHT})

    @property
    def decision_count(self) -> int:
        return 1


class Parametric(ItemBase):
    """An item drawn anew each time by a tested generator; `parametric.draw` makes it a `Numeric`."""

    kind: Literal["parametric"]
    generator: Identifier
    parameters: Mapping[str, str] = Field(default_factory=dict)


ScorableItem = SingleChoice | MultipleResponse | YesNoSeries | Matching | Ordering | Dropdown | Numeric | ShortText
"""Kinds that have a key; a parametric item has one only once it is drawn."""

Item = Annotated[ScorableItem | Parametric, Field(discriminator="kind")]
"""Any question of a bank."""


class Stimulus(Model):
    """A tab of shared text."""

    id: Identifier
    title: Text
    text: Text


class CaseStudy(Model):
    """Items under tabbed stimuli; a form takes a case whole or not at all."""

    kind: Literal["case_study"]
    id: Identifier
    title: Text
    stimuli: tuple[Stimulus, ...] = Field(min_length=1, max_length=12)
    items: tuple[Item, ...] = Field(min_length=1, max_length=30)


class ProblemSeries(Model):
    """One scenario and several proposed solutions; an answered solution cannot be revisited."""

    kind: Literal["problem_series"]
    id: Identifier
    title: Text
    stimuli: tuple[Stimulus, ...] = Field(min_length=1, max_length=12)
    items: tuple[YesNoSeries, ...] = Field(min_length=2, max_length=10)

    @model_validator(mode="after")
    def _check(self) -> Self:
        for item in self.items:
            if len(item.statements) != 1:
                raise ValueError(f"item {item.id!r} of a problem series must propose one solution, as one statement")
        return self


ItemGroup = CaseStudy | ProblemSeries

Entry = Annotated[ScorableItem | Parametric | ItemGroup, Field(discriminator="kind")]
"""One entry of an item file: an item, or a group of items under shared text."""
