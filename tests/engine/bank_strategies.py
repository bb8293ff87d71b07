"""Small random banks for the rooms that draw, judge and schedule: any blueprint, every kind, families, case studies.

Banks are built in memory from the models, so these tests say nothing about how a bank is read.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from engine.banks.bank import Bank, Blueprint, Manifest
from engine.items.kinds import (
    CaseStudy,
    Dropdown,
    Item,
    ItemGroup,
    Matching,
    MultipleResponse,
    Numeric,
    Ordering,
    Parametric,
    ProblemSeries,
    ShortText,
    SingleChoice,
    YesNoSeries,
)
from engine.items.responses import Json

SHOWN = ("single_choice", "multiple_response", "yes_no_series", "dropdown")
NOT_SHOWN = ("matching", "ordering", "numeric", "short_text", "parametric")
CODE = "EX-1"

unhurried = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
"""For every property test: how long an example takes proves nothing."""

many = settings(unhurried, max_examples=120)
"""For properties whose rare cases matter: a long form, a case study, a family in two domains."""

seeds = st.integers(min_value=0, max_value=2**31)

_ITEM: TypeAdapter[Item] = TypeAdapter(Item)


def make_item(item_id: str, kind: str = "single_choice", size: int = 3, **fields: object) -> Item:
    """A valid item of any kind with `size` parts; everything else of it can be given."""
    given: dict[str, object] = {"id": item_id, "kind": kind, "domain": "d0", "stem": f"What of {item_id}?"}
    return _ITEM.validate_python({**given, **_body(kind, size), **fields})


def make_bank(blueprint: Blueprint, items: Sequence[Item], groups: Sequence[ItemGroup] = (), cut: str = "0.7") -> Bank:
    """A bank of single items and groups."""
    manifest = Manifest.model_validate(
        {
            "format": "mockdeck-bank", "version": "1", "code": CODE, "title": "An exam", "status": "live",
            "notice": "ours", "licence": "MIT", "exam": {"cut": cut}, "blueprint": blueprint,
        }
    )  # fmt: skip
    grouped = {item.id: group for group in groups for item in group.items}
    everything = {item.id: item for item in (*items, *(item for group in groups for item in group.items))}
    return Bank(manifest, everything, grouped, "0" * 64)


def make_blueprint(*weights: tuple[int, int], objectives: Sequence[int] = (1,)) -> Blueprint:
    """Domains d0, d1, ... with these weights, each with a topic (d0-t0, ...) for every count of objectives."""
    return Blueprint.model_validate(
        {"domains": [_domain(place, weight, objectives) for place, weight in enumerate(weights)]}
    )


def _domain(place: int, weight: tuple[int, int], objectives: Sequence[int]) -> dict[str, object]:
    name = f"d{place}"
    topics = [
        {
            "id": f"{name}-t{topic}", "name": "a topic",
            "objectives": [{"id": f"{name}-t{topic}-o{n}", "name": "an objective"} for n in range(count)],
        }
        for topic, count in enumerate(objectives)
    ]  # fmt: skip
    return {"id": name, "name": f"Domain {place}", "weight": weight, "topics": topics}


def make_case(name: str, items: Sequence[Item]) -> CaseStudy:
    """A case study of these items."""
    stimuli = [{"id": "overview", "title": "Overview", "text": "A firm."}]
    return CaseStudy.model_validate(
        {"kind": "case_study", "id": name, "title": "A case", "stimuli": stimuli, "items": list(items)}
    )


def _body(kind: str, size: int) -> dict[str, object]:
    def parts(prefix: str, count: int) -> list[dict[str, str]]:
        return [{"id": f"{prefix}{n}", "text": f"{prefix} number {n}"} for n in range(count)]

    bodies: dict[str, dict[str, object]] = {
        "single_choice": {"options": parts("o", size), "key": "o0"},
        "multiple_response": {"options": parts("o", size + 2), "key": [f"o{n}" for n in range(size)]},
        "yes_no_series": {"statements": parts("s", size), "key": {f"s{n}": n % 2 == 0 for n in range(size)}},
        "dropdown": {
            "body": " ".join(f"[[g{n}]]" for n in range(size)),
            "gaps": [{"id": f"g{n}", "options": parts("o", 3)} for n in range(size)],
            "key": {f"g{n}": "o0" for n in range(size)},
        },
        "matching": {
            "sources": parts("s", size), "targets": parts("t", 2), "key": {f"s{n}": "t0" for n in range(size)},
        },
        "ordering": {"steps": parts("p", size + 1), "key": [f"p{n}" for n in range(size)]},
        "numeric": {"key": "1.5", "tolerance": "0.1"},
        "short_text": {"key": ["right", "correct"]},
        "parametric": {"generator": "confusion_matrix", "parameters": {"measure": "recall"}},
    }  # fmt: skip
    return bodies[kind]


def key_response(item: Item) -> Json:
    """The response that is the item's key."""
    match item:
        case SingleChoice():
            return item.key
        case MultipleResponse() | Ordering():
            return [*item.key]
        case YesNoSeries() | Matching() | Dropdown():
            return {**item.key}
        case Numeric():
            return str(item.key)
        case ShortText():
            return item.key[0]
        case Parametric():
            raise AssertionError("a parametric item has no key before it is drawn")


def wrong_response(item: Item) -> Json:
    """A response that shares no component with the key."""
    match item:
        case SingleChoice():
            return next(option.id for option in item.options if option.id != item.key)
        case MultipleResponse():
            return [next(option.id for option in item.options if option.id not in item.key)]
        case Ordering():
            return [*reversed(item.key)]
        case YesNoSeries():
            return {name: not answer for name, answer in item.key.items()}
        case Matching():
            return {source: next(t.id for t in item.targets if t.id != item.key[source]) for source in item.key}
        case Dropdown():
            return {gap.id: next(o.id for o in gap.options if o.id != item.key[gap.id]) for gap in item.gaps}
        case Numeric():
            return str(item.key + 2 * item.tolerance + 1)
        case ShortText():
            return " ".join(item.key)
        case Parametric():
            raise AssertionError("a parametric item has no key before it is drawn")


def part_response(item: Item, components: int) -> Json:
    """The key's first components and no other, for kinds that are scored by component."""
    match item:
        case MultipleResponse():
            return [*item.key[:components]]
        case YesNoSeries() | Matching() | Dropdown():
            return dict([*item.key.items()][:components])
        case _:
            raise AssertionError(f"{item.kind} is not scored by component")


@st.composite
def blueprints(draw: st.DrawFn) -> Blueprint:
    """Up to four domains whose ranges hold some split of 100; topics with 0 to 3 objectives."""
    ends = [0, *sorted(draw(st.lists(st.integers(0, 100), max_size=3))), 100]
    objectives = draw(st.lists(st.integers(0, 3), max_size=3))
    weights = [
        (max(0, high - low - draw(st.integers(0, 10))), min(100, high - low + draw(st.integers(0, 40))))
        for low, high in pairwise(ends)
    ]
    return make_blueprint(*weights, objectives=objectives)


Traits = tuple[str, int, int, str | None, str]


def _traits(kinds: Sequence[str], families: Sequence[str | None]) -> st.SearchStrategy[Traits]:
    """Kind, number of the domain, number of the topic, family and difficulty."""
    levels = ["easy", "medium", "hard"]
    return st.tuples(
        st.sampled_from(kinds),
        st.integers(0, 11),
        st.integers(0, 3),
        st.sampled_from(families),
        st.sampled_from(levels),
    )


_FAMILIES = [f"f{n}" for n in range(8)]
_single = _traits([*SHOWN, *SHOWN, *NOT_SHOWN], [None, None, None, *_FAMILIES])
_in_case = _traits([*SHOWN * 6, *NOT_SHOWN], [*[None] * 12, *_FAMILIES])


def _placed(item_id: str, traits: Traits, blueprint: Blueprint) -> Item:
    kind, domain_number, topic_number, family, difficulty = traits
    domain = blueprint.domains[domain_number % len(blueprint.domains)]
    places: list[str | None] = [topic.id for topic in domain.topics] + [None]
    topic = places[topic_number % len(places)]
    return make_item(item_id, kind, domain=domain.id, topic=topic, family=family, difficulty=difficulty)


@st.composite
def banks(draw: st.DrawFn) -> Bank:
    """Single items of all kinds, some sharing a family across domains; case studies and a problem series.

    Half of the banks have plain items besides, enough for forms that can hold a case study.
    """
    blueprint = draw(blueprints())
    singles = draw(st.lists(_single, min_size=1, max_size=25))
    if draw(st.booleans()):
        singles += [(SHOWN[n % 4], n, n // 5, None, "medium") for n in range(40)]
    items = [_placed(f"i{n}", traits, blueprint) for n, traits in enumerate(singles)]
    groups: list[ItemGroup] = []
    for number, members in enumerate(draw(st.lists(st.lists(_in_case, min_size=1, max_size=6), max_size=2))):
        groups.append(make_case(f"c{number}", [_placed(f"c{number}-{n}", m, blueprint) for n, m in enumerate(members)]))
    if draw(st.booleans()):
        groups.append(_series(blueprint))
    return make_bank(blueprint, items, groups)


def _series(blueprint: Blueprint) -> ProblemSeries:
    members = [make_item(f"p{n}", "yes_no_series", 1, domain=blueprint.domains[0].id) for n in range(2)]
    stimuli = [{"id": "scene", "title": "Scene", "text": "A firm."}]
    return ProblemSeries.model_validate(
        {"kind": "problem_series", "id": "p", "title": "A series", "stimuli": stimuli, "items": members}
    )


@dataclass(frozen=True)
class Request:
    """Everything a form is a function of."""

    bank: Bank
    questions: int
    seed: int
    met: Mapping[str, int]

    @property
    def arguments(self) -> dict[str, Any]:
        """Keyword arguments of `assemble`."""
        return {"questions": self.questions, "minutes": 100, "seed": self.seed, "met": self.met}


@st.composite
def requests(draw: st.DrawFn) -> Request:
    """A form to draw from any bank, for a learner who has met any of its families."""
    bank = draw(banks())
    families = sorted({item.family_id for item in bank.items.values()})
    met = draw(st.dictionaries(st.sampled_from(families), st.integers(0, 3), max_size=30))
    return Request(bank, draw(st.integers(1, 29) | st.integers(30, 60)), draw(seeds), met)


cuts = st.fractions(min_value=Fraction(1, 100), max_value=Fraction(99, 100), max_denominator=1000)
