"""What the home screen shows: banks, the last score of each, what is due, what was left unfinished."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from engine.clock import Clock
from engine.practice.catalogue import Catalogue, Listing, Progress
from engine.practice.ports import HistoryEntry, Learner, Store, StoredSitting
from engine.practice.review import DueCount, count_due


@dataclass(frozen=True, slots=True)
class Overview:
    """One glance at everything a learner can go on with."""

    listing: Listing
    unfinished: tuple[StoredSitting, ...]
    due: DueCount
    due_by_bank: Mapping[str, int]
    last: Mapping[str, HistoryEntry]
    seen_at: datetime

    @property
    def is_first_run(self) -> bool:
        """Whether the learner has not sat anything yet."""
        return not self.last and not self.unfinished


def look_over(
    catalogue: Catalogue, store: Store, learner: Learner, clock: Clock, progress: Progress | None = None
) -> Overview:
    """Gather the overview; `progress` hears of banks that have to be read first."""
    listing = catalogue.listing(progress)
    codes = [summary.code for summary in listing.summaries]
    with store.reading() as unit:
        unfinished = tuple(unit.sittings.open_sittings(learner.id))
        last = {entry.bank_code: entry for code in codes for entry in unit.sittings.history(learner.id, code, 1)}
    due_by_bank = {code: count_due(store, learner, clock, [code]).today for code in codes}
    return Overview(listing, unfinished, count_due(store, learner, clock, codes), due_by_bank, last, clock.now())
