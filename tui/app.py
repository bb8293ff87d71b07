"""The app: opens the home behind its first frame and keeps its first screen true."""

from __future__ import annotations

import asyncio
import gc
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Literal

from textual import work
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.notifications import SeverityLevel

from tui.journeys import READ_ONLY, Journeys, Opened
from tui.screens.home import HomeScreen

if TYPE_CHECKING:
    from engine.practice.overview import Overview
    from engine.practice.sit import ExamOptions


@dataclass(frozen=True, slots=True)
class Request:
    """What the command line asked for. An exam without options goes on with one left unfinished, if there is one."""

    what: Literal["exam", "review"]
    code: str | None = None
    options: ExamOptions | None = None
    limit: int | None = None


class MockdeckApp(Journeys):
    """`opening` joins engine and home; it runs on a thread, after the first frame."""

    TITLE = "Mockdeck"
    CSS_PATH = "screens/home.tcss"  # a default screen's own CSS_PATH is not read
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("question_mark", "keys", "Keys", id="app.keys", tooltip="Every key of this screen"),
    ]

    @dataclass
    class Ready(Message):
        """The home is open and looked over."""

        overview: Overview

    def __init__(self, opening: Callable[[], Opened], request: Request | None = None) -> None:
        super().__init__()
        self._opening, self._request = opening, request
        self._home = HomeScreen()

    def notify(
        self, message: str, *, title: str = "", severity: SeverityLevel = "information",
        timeout: float | None = None, markup: bool = False,
    ) -> None:  # fmt: skip
        """Tell something in plain text: a refusal may name a file that somebody else named."""
        from engine.banks.sanitise import clean_text

        super().notify(clean_text(message), title=clean_text(title), severity=severity, timeout=timeout, markup=markup)

    def get_default_screen(self) -> HomeScreen:
        return self._home

    def on_mount(self) -> None:
        if sys.platform != "win32":
            # A closed terminal (SIGHUP) ends the process as it stands: leaving in order would wait for that terminal.
            asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, self.exit)
        self.call_after_refresh(self.action_reload)

    # -- opening ----------------------------------------------------------------------------------------------

    @work(thread=True, exclusive=True, exit_on_error=False, group="overview")
    def action_reload(self) -> None:
        """Open the home if it is not open, and look it over."""
        try:
            opened = self._opened or self._opening()
            self._opened = opened
            self.post_message(self.Ready(opened.mockdeck.overview(self._heard)))
        except Exception as error:  # whatever it is: on this thread nobody else would hear of it
            self.call_from_thread(self._home.show_progress, f"Mockdeck cannot start: {error}")

    def _heard(self, name: str, done: int, total: int) -> None:
        """On the opening thread: pass on how far a bank is read."""
        words = f"Reading the bank {name} for the first time: {done} of {total} files"
        self.call_from_thread(self._home.show_progress, words)

    def on_mockdeck_app_ready(self, event: Ready) -> None:
        if self._overview is None:
            gc.freeze()  # what is loaded now stays: a full collection over it would hold a key press for 100 ms
        self._overview = event.overview
        self._home.show_overview(event.overview)
        if self._opened is not None and not self._opened.may_write:
            self._home.show_notice(READ_ONLY)
        request, self._request = self._request, None
        if request is not None:
            self._serve(request)

    def on_journeys_returned(self) -> None:
        self.action_reload()

    def _serve(self, request: Request) -> None:
        if request.what == "review":
            self.review(request.code, request.limit)
        elif request.code is not None and request.options is None:
            self.go_on_or_sit(request.code)
        elif request.code is not None:
            self.sit(request.code, request.options)

    # -- from home --------------------------------------------------------------------------------------------

    def on_home_screen_picked(self, event: HomeScreen.Picked) -> None:
        if self._overview is None:
            return
        kind, _, name = event.what.partition(":")
        match kind:
            case "exam":
                self.offer(name)
            case "resume":
                self.resume(next(s for s in self._overview.unfinished if s.sitting.id == name))
            case "review":
                self.review(None, None)
            case "history":
                self.look_at_history()
            case "problems":
                from tui.screens.problems import ProblemsScreen

                self.push_screen(ProblemsScreen(self._overview.listing.refused))

    def action_help_quit(self) -> None:
        """Tell those who press Ctrl+C how to leave."""
        self.notify("Ctrl+Q leaves the exam, or closes Mockdeck.")

    async def action_quit(self) -> None:
        """Close Mockdeck; out of an exam only by its own door, since its clock must know."""
        from tui.screens.exam import ExamScreen

        room = next((screen for screen in self.screen_stack if isinstance(screen, ExamScreen)), None)
        if room is None:
            self.exit()
        else:
            room.action_leave()

    def action_keys(self) -> None:
        """Show every key of this screen."""
        from tui.screens.help import HelpScreen

        if not isinstance(self.screen, HelpScreen):
            self.push_screen(HelpScreen(self.screen))
