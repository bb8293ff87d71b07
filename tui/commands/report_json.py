"""A score report as the JSON document that `grade` and `result` print."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from engine.exams.score_report import NOT_A_PERCENTAGE, ScoreReport


def number(value: Fraction) -> int | float:
    """A whole number where it is one."""
    return value.numerator if value.denominator == 1 else float(value)


def report_document(report: ScoreReport) -> dict[str, Any]:
    """Points, fraction and scaled score, domain by domain and item by item; times in seconds."""
    return {
        "points": number(report.points),
        "max": number(report.maximum),
        "fraction": float(report.fraction),
        "cut": float(report.cut),
        "scaled": report.scaled,
        "passed": report.passed,
        "note": NOT_A_PERCENTAGE,
        "domains": [
            {
                "id": domain.id,
                "name": domain.name,
                "items": domain.items,
                "points": number(domain.points),
                "max": number(domain.maximum),
                "fraction": float(domain.fraction),
            }
            for domain in report.domains
        ],
        "items": [
            {
                "id": item.item_id,
                "kind": item.kind,
                "domain": item.domain,
                "topic": item.topic,
                "points": number(item.mark.points),
                "max": number(item.mark.maximum),
                "outcome": item.mark.outcome.value,
                "response": item.response,
                "flagged": item.flagged,
                "seconds": item.time_ms / 1000,
            }
            for item in report.items
        ],
    }
