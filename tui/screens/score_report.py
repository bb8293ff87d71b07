"""The score report: the score, the verdict, a bar per domain, where the time went."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Footer, Static

from engine.exams.score_report import NOT_A_PERCENTAGE, ScoreReport
from engine.items.scoring import Outcome
from engine.practice.look_back import LookBack
from tui import text
from tui.figures import bar_text, clock_text, moment_text, percent_text, points_text
from tui.screens.answer_review import AnswerReviewScreen

ENDINGS = {"submitted": "submitted", "time_out": "time ran out; submitted by itself", "abandoned": "given up"}


class ScoreReportScreen(Screen[None]):
    """One finished sitting's report; leads on to its answers."""

    CSS_PATH = "score_report.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a,enter", "answers('all')", "Answers", id="report.answers", tooltip="Look through every answer"),
        Binding("w", "answers('wrong')", "Wrong", id="report.wrong", tooltip="Look through what was not right"),
        Binding("escape,h,q", "dismiss", "Home", id="report.home", tooltip="Back to the home screen"),
    ]

    def __init__(self, looked: LookBack, due_today: int) -> None:
        super().__init__()
        self._looked, self._due_today = looked, due_today

    def compose(self) -> ComposeResult:
        with VerticalScroll(id="report"):
            yield Static(Content("\n").join(list(self._lines())), id="report-text", markup=False)
        yield Footer()

    def action_answers(self, which: str) -> None:
        """Look through the answers."""
        self.app.push_screen(AnswerReviewScreen(self._looked, which))

    def _lines(self) -> Iterator[Content]:
        stored, report = self._looked.stored, self._looked.stored.report
        sitting = stored.sitting
        yield text.plain(f"{sitting.form.code} · {sitting.title} · {moment_text(stored.finished_at)}")
        if not stored.intact:
            warning = "The record of this sitting was changed outside Mockdeck; its checksums do not hold."
            yield Content(warning).stylize("bold $text-error")
        yield Content("")
        yield _verdict(report)
        points = f"{points_text(report.points)} of {points_text(report.maximum)} points"
        yield Content(f"{points}, {percent_text(report.fraction)}; {percent_text(report.cut)} passes here")
        yield Content(NOT_A_PERCENTAGE).stylize(text.QUIET)
        yield Content("")
        yield from _domains(report)
        yield Content("")
        yield from _counts(report)
        yield from _times(report)
        yield Content("")
        if self._due_today:
            noun = "review waits" if self._due_today == 1 else "reviews wait"
            yield Content(f"{self._due_today} {noun} for you now: what you missed comes back until it stays.")
        yield Content("a: look through your answers · w: only what was not right · h: home").stylize(text.QUIET)


def _verdict(report: ScoreReport) -> Content:
    verdict, style = ("✓ PASSED", "$text-success") if report.passed else ("✗ NOT PASSED", "$text-error")
    return Content(f"{verdict}   {report.scaled} of 1000").stylize(f"bold {style}") + Content("   pass mark 700")


def _domains(report: ScoreReport) -> Iterator[Content]:
    for domain in report.domains:
        share = f"{bar_text(domain.fraction)} {percent_text(domain.fraction):>7}"
        count = f"{points_text(domain.points)}/{points_text(domain.maximum)} points, {domain.items} questions"
        yield text.plain(domain.name).stylize("bold")
        yield Content(f"  {share}  {count}")


def _counts(report: ScoreReport) -> Iterator[Content]:
    outcomes = [item.mark.outcome for item in report.items]
    parts = [f"{outcomes.count(outcome)} {outcome.value.replace('_', ' ')}" for outcome in reversed(Outcome)]
    flagged = sum(item.flagged for item in report.items)
    yield Content(f"Questions: {', '.join(parts)}; {flagged} flagged")


def _times(report: ScoreReport) -> Iterator[Content]:
    limit = f" of {clock_text(report.limit_ms)}" if report.limit_ms is not None else ""
    each = clock_text(report.used_ms // max(1, len(report.items)))
    ended = ENDINGS.get(report.ended, report.ended)
    yield Content(f"Time: {clock_text(report.used_ms)}{limit}, {each} a question; {ended}")
    if report.free_ms >= 1000:
        yield Content(f"Not counted: {clock_text(report.free_ms)} while Mockdeck or the machine was not running")
    slowest = sorted(enumerate(report.items, 1), key=lambda one: -one[1].time_ms)[:3]
    listed = ", ".join(f"question {number} ({clock_text(item.time_ms)})" for number, item in slowest if item.time_ms)
    if listed:
        yield Content(f"Slowest: {listed}")
