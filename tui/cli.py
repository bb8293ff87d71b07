"""The command line. A bare `mockdeck` goes straight to the app; everything else goes through Typer."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from engine import __version__

GLOBAL_OPTIONS = ("--home", "--learner")
"""Options that may stand anywhere; both take a value."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Entry point of the console script."""
    front, rest = hoist(sys.argv[1:] if arguments is None else list(arguments))
    if rest == ["--version"]:
        print(f"mockdeck {__version__}")
        return
    for name in (name for name, value in front.items() if not value):
        print(f"mockdeck: {name} needs a value", file=sys.stderr)
        sys.exit(2)
    if not rest:
        from pathlib import Path

        from tui.launch import run_app

        home = front.get("--home") or _environment_home()
        sys.exit(run_app(Path(home) if home else None, front.get("--learner")))
    from tui.commands import run

    run([*(word for pair in front.items() for word in pair), *rest])


def hoist(arguments: list[str]) -> tuple[dict[str, str], list[str]]:
    """Global options wherever they stand before a `--`, and the rest in order; one without a value has an empty one."""
    front: dict[str, str] = {}
    rest: list[str] = []
    words = iter(arguments)
    for word in words:
        name, equals, value = word.partition("=")
        if word == "--":
            rest += [word, *words]
        elif name in GLOBAL_OPTIONS:
            front[name] = value if equals else next(words, "")
        else:
            rest.append(word)
    return front, rest


def _environment_home() -> str | None:
    import os

    return os.environ.get("MOCKDECK_HOME")
