"""Where banks lie: those that come with Mockdeck, and those the learner put into their home."""

from __future__ import annotations

from pathlib import Path

import question_banks
from engine.banks.loader import MANIFEST

SHIPPED = Path(question_banks.__file__).parent


def bank_folders(home: Path) -> list[Path]:
    """Every folder that holds a bank, shipped ones first; one in the home replaces a shipped one of its name."""
    found: dict[str, Path] = {}
    for shelf in (SHIPPED, home / "banks"):
        if shelf.is_dir():
            for folder in sorted(shelf.iterdir()):
                if (folder / MANIFEST).is_file():
                    found[folder.name.casefold()] = folder
    return list(found.values())
