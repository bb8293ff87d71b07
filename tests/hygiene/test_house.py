"""The rules of the house that a machine can see: sizes, names, one clock, nothing of this or any machine."""

from __future__ import annotations

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from statistics import median

import pytest

ROOT = Path(__file__).parent.parent.parent
MODULES = sorted(path for room in ("engine", "tui") for path in (ROOT / room).rglob("*.py"))
MAX_FILE, MAX_CLASS, MAX_FUNCTION = 500, 250, 50


def tracked() -> list[Path]:
    """Every file of the repository; the working tree where it is no checkout."""
    done = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip("not a git checkout")
    return [ROOT / name for name in done.stdout.split("\0") if name and (ROOT / name).is_file()]


def too_long(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        limit = {ast.ClassDef: MAX_CLASS, ast.FunctionDef: MAX_FUNCTION, ast.AsyncFunctionDef: MAX_FUNCTION}.get(
            type(node)
        )
        if limit and isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            if lines > limit:
                yield f"{node.name}: {lines} lines"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_files_classes_and_functions_stay_small(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") <= MAX_FILE
    if "migrations" not in path.parts:
        assert not list(too_long(ast.parse(text)))


def test_the_median_file_is_short() -> None:
    assert median(path.read_text(encoding="utf-8").count("\n") for path in MODULES if path.stat().st_size) <= 120


def test_the_app_itself_stays_small() -> None:
    assert (ROOT / "tui" / "app.py").read_text(encoding="utf-8").count("\n") <= 200


def test_files_are_named_for_their_subject() -> None:
    vague = {"utils", "util", "helpers", "helper", "manager", "managers", "misc", "common"}
    assert not [path for path in MODULES if set(path.stem.split("_")) & vague]


def test_only_the_clock_asks_for_the_time() -> None:
    asks = re.compile(r"datetime\.(now|utcnow|today)\(|date\.today\(|time\.(time|monotonic|perf_counter)\(")
    assert not [p for p in MODULES if p != ROOT / "engine" / "clock.py" and asks.search(p.read_text(encoding="utf-8"))]


def test_nothing_names_a_registry_host_or_a_place_on_one_machine() -> None:
    hosts = r"(pypi|python" + r"hosted|npm" + r"js)\.org"
    places = r"(^|[^A-Za-z0-9_.$}])/(work|ro" + r"ot|ho" + r"me/[a-z]+)/"
    forbidden = re.compile(hosts + "|" + places)
    found = []
    for path in tracked():
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        found += [f"{path.name}: {line}" for line in text.splitlines() if forbidden.search(line)]
    assert not found


def test_ci_runs_exactly_the_readmes_test_command() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    commands = re.findall(r"^python3 -m venv .*$", readme, re.MULTILINE)
    assert len(commands) == 2
    assert commands[1] in (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()
