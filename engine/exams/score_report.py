"""The score report: points, pass or fail, a bar per domain, and what every item earned."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from engine.errors import ResponseError
from engine.exams.scaled_score import passed, scaled_score
from engine.items.kinds import Item, Parametric, ScorableItem
from engine.items.responses import Json, parse_response
from engine.items.scoring import Mark, score

NOT_A_PERCENTAGE = (
    "700 is not 70 %: the vendor scales every form, does not publish how, and this figure is a practice estimate."
)


@dataclass(frozen=True, slots=True)
class ItemResult:
    """One item of the report."""

    item_id: str
    kind: str
    domain: str
    topic: str | None
    mark: Mark
    response: Json
    flagged: bool = False
    time_ms: int = 0


@dataclass(frozen=True, slots=True)
class DomainResult:
    """A domain's part of the points."""

    id: str
    name: str
    items: int
    points: Fraction
    maximum: Fraction

    @property
    def fraction(self) -> Fraction:
        """Share of the domain's points, 0..1."""
        return self.points / self.maximum if self.maximum else Fraction(0)


@dataclass(frozen=True, slots=True)
class ScoreReport:
    """What a sitting came to."""

    points: Fraction
    maximum: Fraction
    cut: Fraction
    items: tuple[ItemResult, ...]
    domains: tuple[DomainResult, ...]
    used_ms: int = 0
    free_ms: int = 0
    limit_ms: int | None = None
    ended: str = "submitted"

    @property
    def fraction(self) -> Fraction:
        """Share of the points, 0..1, exact."""
        return self.points / self.maximum if self.maximum else Fraction(0)

    @property
    def scaled(self) -> int:
        """Practice estimate on the scale of 1 to 1000."""
        return scaled_score(self.fraction, self.cut)

    @property
    def passed(self) -> bool:
        """Whether the exact fraction reaches the cut."""
        return passed(self.fraction, self.cut)


def grade(
    items: Sequence[Item],
    responses: Mapping[str, Json],
    *,
    cut: Fraction,
    domains: Sequence[tuple[str, str]],
    flagged: frozenset[str] = frozenset(),
    time_on_ms: Mapping[str, int] | None = None,
) -> ScoreReport:
    """Judge responses to a form's items; absent ones are unanswered. `domains` are ids and names, as reported.

    Raises:
        ResponseError: a response does not fit its item, or names none of them.
    """
    known = {item.id for item in items}
    for item_id in responses:
        if item_id not in known:
            raise ResponseError(f"{item_id}: the form has no such item")
    spent = time_on_ms or {}
    results = [
        ItemResult(
            item.id, item.kind, item.domain, item.topic,
            score(_scorable(item), parse_response(_scorable(item), responses.get(item.id))),
            responses.get(item.id), item.id in flagged, spent.get(item.id, 0),
        )
        for item in items
    ]  # fmt: skip
    points = sum((result.mark.points for result in results), Fraction(0))
    maximum = sum((result.mark.maximum for result in results), Fraction(0))
    return ScoreReport(points, maximum, cut, tuple(results), _domains(results, domains))


def _scorable(item: Item) -> ScorableItem:
    if isinstance(item, Parametric):
        raise ResponseError(f"{item.id}: a parametric item must be drawn before it can be graded")
    return item


def _domains(results: Sequence[ItemResult], domains: Sequence[tuple[str, str]]) -> tuple[DomainResult, ...]:
    found = []
    for domain_id, name in domains:
        own = [result for result in results if result.domain == domain_id]
        if own:
            points = sum((result.mark.points for result in own), Fraction(0))
            maximum = sum((result.mark.maximum for result in own), Fraction(0))
            found.append(DomainResult(domain_id, name, len(own), points, maximum))
    return tuple(found)
