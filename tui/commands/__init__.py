"""The Typer application: one module a command group, all refusals turned into words and exit codes."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from engine.banks.sanitise import clean_text
from engine.errors import BankError, MockdeckError

if TYPE_CHECKING:
    from engine.bootstrap import Mockdeck

REFUSED, PART = 1, 3
"""Exit codes beside 0 (done), 2 (wrong usage) and 130 (interrupted), which are Typer's own."""

app = typer.Typer(
    name="mockdeck", add_completion=False, pretty_exceptions_enable=False, no_args_is_help=False,
    help="Practice exams in the terminal. Without a command the app opens; --version tells the version.",
)  # fmt: skip

JsonFlag = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]


@dataclass(frozen=True, slots=True)
class Front:
    """The global options."""

    home: Path | None
    learner: str | None


@app.callback()
def front(
    context: typer.Context,
    home: Annotated[
        Path | None,
        typer.Option(envvar="MOCKDECK_HOME", help="Folder for everything: database, banks, backups."),
    ] = None,
    learner: Annotated[str | None, typer.Option(help="Whose answers these are.")] = None,
) -> None:
    """Options that hold for every command."""
    context.obj = Front(home, learner)


@contextmanager
def opened(context: typer.Context) -> Iterator[Mockdeck]:
    """The home of the global options, for the length of a command."""
    from engine.bootstrap import open_mockdeck

    with open_mockdeck(context.obj.home, context.obj.learner) as mockdeck:
        yield mockdeck


def print_json(document: object) -> None:
    """One JSON document on stdout."""
    print(json.dumps(document, indent=2, ensure_ascii=False))


def read_json(path: Path) -> object:
    """The JSON document in a file, or on standard input for `-`.

    Raises:
        MockdeckError: it cannot be read or is not JSON.
    """
    try:
        text = sys.stdin.read() if str(path) == "-" else path.read_text(encoding="utf-8-sig")
        return json.loads(text)
    except OSError as error:
        raise MockdeckError(f"{path} cannot be read: {error.strerror}") from None
    except (ValueError, RecursionError) as error:
        raise MockdeckError(f"{path} is not JSON: {error}") from None


def explain(error: MockdeckError) -> None:
    """Say on stderr what was refused, every problem on a line of its own."""
    print(clean_text(f"mockdeck: {error}"), file=sys.stderr)  # files and folders may be named by anybody
    if isinstance(error, BankError):
        for problem in error.problems:
            print(clean_text(f"  {problem}"), file=sys.stderr)


def run(arguments: Sequence[str]) -> None:
    """Run a command and leave with its exit code."""
    from tui.commands import banks, exam, results, review

    for module in (exam, review, banks, results):
        module.register(app)
    try:
        app(list(arguments), prog_name="mockdeck")
    except MockdeckError as error:
        explain(error)
        sys.exit(REFUSED)
