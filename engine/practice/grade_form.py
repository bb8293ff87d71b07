"""Grading responses against a printed form, without a sitting."""

from __future__ import annotations

from collections.abc import Mapping

from engine.banks.bank import Bank
from engine.errors import FormError, ResponseError
from engine.exams.score_report import ScoreReport, grade
from engine.items.responses import Json


def grade_form(bank: Bank, form: Json, responses: Json) -> ScoreReport:
    """Judge `{item id: response}` against a form as `mockdeck form --json` prints it.

    Raises:
        FormError: the form is of another bank, or not in that shape, or names an item the bank lacks.
        ResponseError: a response does not fit its item.
    """
    if not isinstance(responses, Mapping):
        raise ResponseError("the responses must be one JSON object, from item id to response")
    ids = _item_ids(bank, form)
    return grade(
        [bank.items[item_id] for item_id in ids],
        responses,
        cut=bank.manifest.exam.cut,
        domains=bank.manifest.blueprint.domain_names,
    )


def _item_ids(bank: Bank, form: Json) -> list[str]:
    entries = form.get("items") if isinstance(form, Mapping) else None
    if not isinstance(form, Mapping) or not isinstance(entries, list) or not entries:
        raise FormError("the form must be the JSON document that `mockdeck form --json` prints")
    if form.get("code") != bank.code:
        raise FormError(f"the form is of {form.get('code')}, not of {bank.code}")
    ids: list[str] = []
    for place, entry in enumerate(entries, 1):
        item_id = entry.get("id") if isinstance(entry, Mapping) else entry
        if not isinstance(item_id, str) or item_id not in bank.items:
            raise FormError(f"item {place} of the form, {item_id!r}, is not in the bank {bank.code}")
        if item_id in ids:
            raise FormError(f"the form names {item_id!r} twice")
        ids.append(item_id)
    return ids
