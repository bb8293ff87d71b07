"""The banks at hand: their summaries at once, their contents when an exam needs them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from engine.banks.bank import Bank
from engine.banks.loader import bank_digest, load_bank
from engine.clock import Clock
from engine.errors import BankError
from engine.practice.ports import BankSummary, Store, Writer

Progress = Callable[[str, int, int], None]
"""Called with a bank's folder name, the files read so far and the files there are."""


@dataclass(frozen=True, slots=True)
class Listing:
    """What can be said of the banks: summaries of the good ones, the refusals of the others."""

    summaries: tuple[BankSummary, ...]
    refused: tuple[BankError, ...]


class Catalogue:
    """Finds banks by code; remembers what it has read."""

    def __init__(self, folders: Iterable[Path], store: Store, writer: Writer, clock: Clock) -> None:
        self._folders = {folder.name.casefold(): folder for folder in folders}
        self._store, self._writer, self._clock = store, writer, clock
        self._banks: dict[str, Bank] = {}

    def listing(self, progress: Progress | None = None) -> Listing:
        """Summaries of all banks, reading only those that are new or changed."""
        summaries: list[BankSummary] = []
        refused: list[BankError] = []
        for name, folder in self._folders.items():
            try:
                summaries.append(self._stored(name, folder) or self._read(name, progress)[1])
            except BankError as error:
                refused.append(error)
        return Listing(tuple(sorted(summaries, key=_live_first)), tuple(refused))

    def bank(self, code: str) -> Bank:
        """The bank of an exam code, in any case.

        Raises:
            BankError: there is no such bank, or it has problems; nothing of it was stored.
        """
        self.folder(code)
        return self._banks.get(code.casefold()) or self._read(code.casefold(), None)[0]

    def folder(self, code: str) -> Path:
        """The folder of an exam code's bank, in any case.

        Raises:
            BankError: there is no such bank.
        """
        folder = self._folders.get(code.casefold())
        if folder is None:
            known = ", ".join(sorted(name.upper() for name in self._folders)) or "none"
            raise BankError(f"there is no bank {code!r}; banks here: {known}")
        return folder

    def _stored(self, name: str, folder: Path) -> BankSummary | None:
        with self._store.reading() as unit:
            summary = unit.banks.summary(name.upper())
        try:
            return summary if summary is not None and summary.digest == bank_digest(folder) else None
        except OSError:
            return None  # reading it says what is wrong

    def _read(self, name: str, progress: Progress | None) -> tuple[Bank, BankSummary]:
        folder = self._folders[name]
        bank = load_bank(folder, None if progress is None else lambda done, total: progress(folder.name, done, total))
        if bank.code.casefold() != name:
            raise BankError(f"{folder} holds the bank {bank.code}; name the folder {bank.code.lower()}")
        self._banks[name] = bank
        return bank, self._writer.submit(lambda: self._save(bank)).result()

    def _save(self, bank: Bank) -> BankSummary:
        # Also where the digest is known: a newer Mockdeck may see other item versions in the same text.
        with self._store.writing() as unit:
            return unit.banks.save(bank, self._clock.now())


def _live_first(summary: BankSummary) -> tuple[bool, str]:
    return (summary.status != "live", summary.code)
