"""A wheel installed elsewhere and run from an empty folder finds its banks and its style sheets."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent


def test_an_installed_wheel_finds_its_banks(tmp_path: Path) -> None:
    subprocess.run(
        [
            sys.executable,
            "-m",
            "pip",
            "wheel",
            "-q",
            "--no-deps",
            "--no-build-isolation",
            "-w",
            str(tmp_path),
            str(ROOT),
        ],
        check=True,
    )
    (wheel,) = tmp_path.glob("mockdeck-*.whl")
    elsewhere, empty = tmp_path / "elsewhere", tmp_path / "empty"
    empty.mkdir()
    with zipfile.ZipFile(wheel) as archive:
        assert {name.split("/")[0] for name in archive.namelist() if ".dist-info" not in name} == {
            "engine", "tui", "question_banks",
        }  # fmt: skip
        assert "tui/screens/home.tcss" in archive.namelist()
        archive.extractall(elsewhere)
    environment = {**os.environ, "PYTHONPATH": str(elsewhere), "MOCKDECK_HOME": str(tmp_path / "home")}
    listed = subprocess.run(
        [sys.executable, "-P", "-m", "tui", "banks", "--json"],
        cwd=empty, env=environment, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert "AI-103" in {bank["code"] for bank in json.loads(listed.stdout)}
    where = subprocess.run(
        [sys.executable, "-P", "-c", "import engine, question_banks; print(engine.__file__, question_banks.__file__)"],
        cwd=empty, env=environment, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert all(Path(file).is_relative_to(elsewhere) for file in where.stdout.split())
