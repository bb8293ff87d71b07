"""The command line, run as a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.tui import banks

ROOT = Path(__file__).parents[2]
NAMES = [f"q{number}" for number in range(10)]
"""The items of the bank in the shell's home; the key of each is `a`."""


class Shell:
    """Runs `mockdeck` in a folder of its own, with a home that holds the bank TEN-1: ten questions, cut at seven."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.home = folder, folder / "home"
        items = [banks.single(name, f"Question {name}?", "right", "wrong") for name in NAMES]
        banks.write(self.home, "TEN-1", *items, questions=10, minutes=20)

    def __call__(
        self, *words: object, stdin: str = "", home: bool = True, **more: str
    ) -> subprocess.CompletedProcess[str]:
        given = ["--home", self.home] if home else []
        environment = {name: value for name, value in os.environ.items() if not name.startswith(("MOCKDECK", "XDG"))}
        return subprocess.run(
            [sys.executable, "-m", "tui", *map(str, (*given, *words))],
            cwd=self.folder, input=stdin, capture_output=True, text=True, encoding="utf-8", check=False, timeout=60,
            env=environment | {"PYTHONPATH": str(ROOT), "HOME": str(self.folder / "nobody")} | more,
        )  # fmt: skip

    def json(self, *words: object, code: int = 0, stdin: str = "") -> Any:
        """The one JSON document a command prints."""
        done = self(*words, "--json", stdin=stdin)
        assert done.returncode == code, done.stderr
        return json.loads(done.stdout)

    def file(self, name: str, document: object) -> Path:
        """A JSON file."""
        path = self.folder / name
        path.write_text(json.dumps(document), encoding="utf-8")
        return path
