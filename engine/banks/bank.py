"""A bank in memory: its manifest, its blueprint, its items and the groups they stand in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, WithJsonSchema, model_validator

from engine.items.base import Amount, Identifier, Model, Text
from engine.items.kinds import Item, ItemGroup
from engine.items.version import item_version

Code = Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Z0-9-]{1,30}$")]


def _distinct(names: Iterable[str], what: str) -> None:
    """Items are placed by id, so a second bearer of an id would never be found."""
    seen: set[str] = set()
    for name in names:
        if name.casefold() in seen:
            raise ValueError(f"two {what} share the id {name!r}; give each its own")
        seen.add(name.casefold())


class Objective(Model):
    """One skill the exam measures."""

    id: Identifier
    name: Text


class Topic(Model):
    """A group of objectives."""

    id: Identifier
    name: Text
    objectives: tuple[Objective, ...] = ()


class Domain(Model):
    """A skill area with its published weight, in per cent of the items."""

    id: Identifier
    name: Text
    weight: tuple[int, int]
    topics: tuple[Topic, ...] = ()

    @model_validator(mode="after")
    def _check(self) -> Self:
        low, high = self.weight
        if not 0 <= low <= high <= 100:
            raise ValueError(f"weight [{low}, {high}] is no range within 0 to 100")
        return self


class Blueprint(Model):
    """What the exam covers and how much of each."""

    domains: tuple[Domain, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _check(self) -> Self:
        low, high = (sum(domain.weight[end] for domain in self.domains) for end in (0, 1))
        if not low <= 100 <= high:
            raise ValueError(f"the domains' weights span {low} to {high} per cent, which cannot add up to 100")
        topics = [topic for domain in self.domains for topic in domain.topics]
        _distinct((domain.id for domain in self.domains), "domains")
        _distinct((topic.id for topic in topics), "topics")
        _distinct((objective.id for topic in topics for objective in topic.objectives), "objectives")
        return self

    @cached_property
    def topics(self) -> Mapping[str, tuple[Domain, Topic]]:
        """Every topic by id, with its domain."""
        return {topic.id: (domain, topic) for domain in self.domains for topic in domain.topics}

    @property
    def domain_names(self) -> tuple[tuple[str, str], ...]:
        """Id and name of every domain, in order."""
        return tuple((domain.id, domain.name) for domain in self.domains)

    def domain(self, domain_id: str) -> Domain | None:
        """The domain of that id."""
        return next((domain for domain in self.domains if domain.id == domain_id), None)


class ExamFacts(Model):
    """How the real exam runs, as far as its vendor publishes it, and what our mock does."""

    questions: int = Field(default=50, ge=1, le=500)
    minutes: int = Field(default=100, ge=1, le=1_000)
    cut: Amount = Field(default=Fraction(7, 10), gt=0, lt=1)
    """Fraction of the points that passes; the vendor's own conversion is not published."""
    open_book: bool = False
    outline: date | None = None
    outline_url: Text | None = None


class Manifest(Model):
    """`bank.yaml`."""

    format: Literal["mockdeck-bank"]
    version: Annotated[Literal["1"], WithJsonSchema({"enum": [1, "1"]})]
    """Text to our reader, which leaves every scalar as it stands; to an editor's YAML a plain `1` is a number."""
    code: Code
    title: Text
    certification: Text | None = None
    status: Literal["live", "retired"]
    retired_on: date | None = None
    replaces: Code | None = None
    successor: Code | None = None
    notice: Text
    licence: Text
    authors: tuple[Text, ...] = ()
    exam: ExamFacts = ExamFacts()
    blueprint: Blueprint


@dataclass(frozen=True)
class Bank:
    """A loaded bank: everything in it has passed every check."""

    manifest: Manifest
    items: Mapping[str, Item]
    groups: Mapping[str, ItemGroup]
    """Group by the id of each item that stands in it."""
    digest: str
    """SHA-256 in hex over the files it was read from."""

    @property
    def code(self) -> str:
        """The exam's code."""
        return self.manifest.code

    @cached_property
    def versions(self) -> Mapping[str, str]:
        """Content version of every item."""
        return {item_id: item_version(item, self.groups.get(item_id)) for item_id, item in self.items.items()}

    @cached_property
    def distinct_groups(self) -> tuple[ItemGroup, ...]:
        """Each group once, in reading order."""
        return tuple({group.id: group for group in self.groups.values()}.values())
