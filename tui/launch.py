"""Runs the app and closes what it opened, so that everything submitted is written before the process ends."""

from __future__ import annotations

import sys
from contextlib import ExitStack
from pathlib import Path

from tui.app import MockdeckApp, Request
from tui.journeys import Opened


def run_app(home: Path | None, learner: str | None, request: Request | None = None) -> int:
    """Show the app until it is closed; the exit code."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        print(
            "Mockdeck's app needs a terminal; for output to a pipe use a command, see mockdeck --help", file=sys.stderr
        )
        return 2
    with ExitStack() as stack:

        def opening() -> Opened:
            from engine.bootstrap import only_app, open_mockdeck  # behind the first frame

            may_write = stack.enter_context(only_app(home))
            return Opened(stack.enter_context(open_mockdeck(home, learner)), may_write)

        app = MockdeckApp(opening, request)
        app.run()
        return app.return_code or 0
