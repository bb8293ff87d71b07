"""What is wrong with a bank, and where: enough for its author to mend it without asking."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding. An error keeps the bank out; a warning is shown and does not."""

    severity: Literal["error", "warning"]
    file: str
    line: int | None
    item: str | None
    message: str

    @property
    def where(self) -> str:
        """`file:line, item id`, as far as known."""
        place = self.file if self.line is None else f"{self.file}:{self.line}"
        return place if self.item is None else f"{place}, item {self.item}"

    def __str__(self) -> str:
        return f"{self.where}: {self.message}"
