"""No room brings in what it must not know; import-linter sees the static graph, this sees what really loads."""

from __future__ import annotations

import subprocess
import sys

import pytest

SCREENS = {"textual", "rich", "typer", "tui"}
DATABASES = {"sqlmodel", "sqlalchemy", "alembic", "apscheduler"}
PURE_ROOMS = ["engine.items", "engine.items.parametric", "engine.exams.form", "engine.exams.sitting",
              "engine.exams.score_report", "engine.reviews.memory", "engine.reviews.queue"]  # fmt: skip
OTHER_ROOMS = ["engine.banks.loader", "engine.banks.schema", "engine.practice.sit", "engine.practice.review",
               "engine.practice.overview", "engine.practice.look_back"]  # fmt: skip


def loaded_by(statement: str) -> set[str]:
    """Top-level modules in memory after a statement in a fresh interpreter."""
    script = f"{statement}\nimport sys\nprint(' '.join({{name.partition('.')[0] for name in sys.modules}}))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


@pytest.mark.parametrize("room", PURE_ROOMS + OTHER_ROOMS)
def test_rooms_load_neither_a_screen_nor_a_database(room: str) -> None:
    assert not loaded_by(f"import {room}") & (SCREENS | DATABASES)


def test_the_store_loads_no_screen() -> None:
    assert not loaded_by("import engine.bootstrap") & SCREENS


def test_the_first_frame_needs_textual_alone() -> None:
    assert not loaded_by("import tui.launch") & (DATABASES | {"pydantic", "yaml", "fsrs", "markdown_it", "typer"})


def test_the_version_needs_nothing() -> None:
    loaded = loaded_by("from tui.cli import main; main(['--version'])")
    assert not loaded & (SCREENS | DATABASES - {"tui"} | {"pydantic", "yaml"}) - {"tui"}
