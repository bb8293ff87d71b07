"""`python -m tests.tui.screenshot`: makes the README's screenshot with the app itself."""

from __future__ import annotations

import asyncio
import re
import tempfile
from contextlib import ExitStack
from pathlib import Path

from engine.bootstrap import open_mockdeck
from engine.practice.sit import ExamOptions
from tui.app import MockdeckApp, Request
from tui.journeys import Opened
from tui.screens.exam import ExamScreen

TARGET = Path(__file__).with_name("screenshot.svg")
KEYS = ["1", "n", "2", "f", "n", "1", "n"]


async def take() -> str:
    """Sit a few questions and draw what the screen shows."""
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:

        def opening() -> Opened:
            return Opened(stack.enter_context(open_mockdeck(Path(folder))), may_write=True)

        app = MockdeckApp(opening, Request("exam", "AI-103", ExamOptions(seed=3)))
        async with app.run_test(size=(90, 28)) as pilot:
            while not isinstance(app.screen, ExamScreen):
                await pilot.pause(0.05)
            await pilot.press(*KEYS)
            await pilot.pause()
            svg = app.export_screenshot(title="Mockdeck")
    # The export asks a web host for a font; without it the reader's own monospace font serves.
    return re.sub(r"@font-face\s*\{.*?\}\s*", "", svg, flags=re.DOTALL)


if __name__ == "__main__":
    TARGET.write_text(asyncio.run(take()), encoding="utf-8")
