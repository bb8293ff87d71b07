"""Looking through a finished sitting: every item as it was asked, with the response and its mark."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from engine.exams.score_report import ItemResult
from engine.items.kinds import Item, ItemGroup
from engine.practice.ports import Learner, Store, StoredResult


@dataclass(frozen=True, slots=True)
class AnsweredItem:
    """One item of the sitting. `number` counts from 1 in form order."""

    number: int
    item: Item
    group: ItemGroup | None
    option_order: Mapping[str, tuple[str, ...]]
    result: ItemResult


@dataclass(frozen=True, slots=True)
class LookBack:
    """A finished sitting, ready to be looked through."""

    stored: StoredResult
    answered: tuple[AnsweredItem, ...]


def look_back(store: Store, learner: Learner, sitting_id: str) -> LookBack | None:
    """The finished sitting of that id; None where the learner has none."""
    with store.reading() as unit:
        stored = unit.sittings.result(learner.id, sitting_id)
        if stored is None:
            return None
        sitting = stored.sitting
        asked = unit.banks.item_versions(sitting.form.code, sitting.versions)
    return LookBack(
        stored,
        tuple(
            AnsweredItem(
                number,
                asked[result.item_id].item,
                asked[result.item_id].group,
                sitting.option_orders.get(result.item_id, {}),
                result,
            )
            for number, result in enumerate(stored.report.items, 1)
        ),
    )
