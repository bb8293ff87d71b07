"""Where a learner's things lie: one folder where a home is given, else the platform's own places."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Home:
    """The folder that holds the database, the learner's banks and the backups."""

    data: Path

    @classmethod
    def at(cls, folder: Path | None) -> Home:
        """The home in `folder`, or in the platform's data folder where none is given."""
        if folder is not None:
            return cls(folder.expanduser().absolute())
        import platformdirs  # only needed without --home

        return cls(platformdirs.user_data_path("mockdeck", appauthor=False))

    @property
    def database(self) -> Path:
        """The SQLite file."""
        return self.data / "mockdeck.sqlite3"

    @property
    def lock(self) -> Path:
        """Held by the app that may write sittings here."""
        return self.data / "app.lock"
