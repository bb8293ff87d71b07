"""Sittings and score reports as JSON values, exact both ways: fractions as `n/d`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from fractions import Fraction
from typing import Any

from engine.exams.form import Form
from engine.exams.score_report import DomainResult, ItemResult, ScoreReport
from engine.exams.sitting import Sitting
from engine.items.scoring import ComponentMark, Mark, Outcome


def terms_of(sitting: Sitting) -> dict[str, Any]:
    """What was fixed when the sitting began, beyond its own columns."""
    form = sitting.form
    return {
        "title": sitting.title,
        "domains": sitting.domains,
        "form": {"seed": form.seed, "minutes": form.minutes, "item_ids": form.item_ids, "notes": form.notes},
        "minutes": sitting.minutes,
        "cut": str(sitting.cut),
        "strict_clock": sitting.strict_clock,
        "versions": sitting.versions,
        "option_orders": sitting.option_orders,
        "bank_digest": sitting.bank_digest,
    }


def sitting_from_terms(
    terms: Mapping[str, Any], *, id: str, learner_id: str, code: str, mode: Any, started_at: datetime
) -> Sitting:
    """The sitting `terms_of` was made from."""
    form = terms["form"]
    return Sitting(
        id=id,
        learner_id=learner_id,
        form=Form(code, form["seed"], form["minutes"], tuple(form["item_ids"]), tuple(form["notes"])),
        title=terms["title"],
        domains=tuple((domain_id, name) for domain_id, name in terms["domains"]),
        mode=mode,
        minutes=terms["minutes"],
        cut=Fraction(terms["cut"]),
        strict_clock=terms["strict_clock"],
        started_at=started_at,
        versions=terms["versions"],
        option_orders={
            item_id: {slot: tuple(ids) for slot, ids in slots.items()}
            for item_id, slots in terms["option_orders"].items()
        },
        bank_digest=terms["bank_digest"],
    )


def report_to_json(report: ScoreReport) -> dict[str, Any]:
    """Everything the report was made of; what follows from it is worked out again on reading."""
    return {
        "points": str(report.points),
        "maximum": str(report.maximum),
        "cut": str(report.cut),
        "used_ms": report.used_ms,
        "free_ms": report.free_ms,
        "limit_ms": report.limit_ms,
        "ended": report.ended,
        "domains": [
            {"id": d.id, "name": d.name, "items": d.items, "points": str(d.points), "maximum": str(d.maximum)}
            for d in report.domains
        ],
        "items": [_item_to_json(result) for result in report.items],
    }


def report_from_json(value: Mapping[str, Any]) -> ScoreReport:
    """The report `report_to_json` was made from."""
    return ScoreReport(
        points=Fraction(value["points"]),
        maximum=Fraction(value["maximum"]),
        cut=Fraction(value["cut"]),
        items=tuple(_item_from_json(item) for item in value["items"]),
        domains=tuple(
            DomainResult(d["id"], d["name"], d["items"], Fraction(d["points"]), Fraction(d["maximum"]))
            for d in value["domains"]
        ),
        used_ms=value["used_ms"],
        free_ms=value["free_ms"],
        limit_ms=value["limit_ms"],
        ended=value["ended"],
    )


def _item_to_json(result: ItemResult) -> dict[str, Any]:
    return {
        "id": result.item_id,
        "kind": result.kind,
        "domain": result.domain,
        "topic": result.topic,
        "points": str(result.mark.points),
        "maximum": str(result.mark.maximum),
        "outcome": result.mark.outcome.value,
        "components": [[mark.atom, mark.right] for mark in result.mark.components],
        "response": result.response,
        "flagged": result.flagged,
        "time_ms": result.time_ms,
    }


def _item_from_json(value: Mapping[str, Any]) -> ItemResult:
    mark = Mark(
        Fraction(value["points"]),
        Fraction(value["maximum"]),
        Outcome(value["outcome"]),
        tuple(ComponentMark(atom, right) for atom, right in value["components"]),
    )
    return ItemResult(
        value["id"], value["kind"], value["domain"], value["topic"], mark,
        value["response"], value["flagged"], value["time_ms"],
    )  # fmt: skip
