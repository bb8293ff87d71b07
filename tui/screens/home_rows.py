"""The rows and the advice of the home screen, from the overview."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from textual.content import Content

from engine.exams.sitting import fold
from engine.practice.overview import Overview
from engine.practice.ports import BankSummary, StoredSitting
from tui import text
from tui.figures import clock_text, moment_text

VERDICTS = {True: "✓ passed", False: "✗ not passed"}


def advice(overview: Overview) -> Content:
    """What to do next, in a sentence or two."""
    if not overview.listing.summaries:
        return Content("There is no bank to practise with yet.")
    if overview.is_first_run:
        first = overview.listing.summaries[0]
        welcome = Content("Welcome. ").stylize("bold")
        return welcome + text.plain(
            f"Press Enter to sit your first mock exam: {first.code}, {first.questions} questions in {first.minutes} "
            "minutes. Afterwards you get a score report, the reasons for every answer, and reviews of what you missed."
        )
    if overview.unfinished:
        return Content("Next: go on with the exam you left unfinished.")
    if overview.due.today:
        return Content(f"Next: {_reviews(overview.due.today)} waiting. A few minutes now keep them.")
    later = next((f"{count} on {day:%Y-%m-%d}" for day, count in overview.due.by_day), None)
    when = f"The next reviews: {later}. " if later else ""
    return Content(f"Nothing is due today. {when}A mock exam shows where you stand.")


def rows(overview: Overview) -> Iterator[tuple[str, Content]]:
    """What each row starts, and its text; the most useful first."""
    for stored in overview.unfinished:
        yield f"resume:{stored.sitting.id}", _resume_line(stored, overview.seen_at)
    if overview.due.today:
        yield "review", Content("↻ ").stylize("bold") + Content(f"Review what is due: {overview.due.today}")
    for summary in overview.listing.summaries:
        yield f"exam:{summary.code}", _bank_line(summary, overview)
    if overview.last:
        yield "history", Content("≡ ").stylize("bold") + Content("History: every finished exam")
    if overview.listing.refused:
        count = len(overview.listing.refused)
        noun = "bank" if count == 1 else "banks"
        yield "problems", Content(f"! {count} {noun} could not be loaded: see why").stylize("$text-warning")


def _resume_line(stored: StoredSitting, now: datetime) -> Content:
    sitting, state = stored.sitting, fold(stored.sitting, stored.events)
    used = max(stored.clock.used_ms, state.used_ms)
    if state.left_at is not None:
        used += round((now - state.left_at).total_seconds() * 1000)
    left = ""
    if sitting.limit_ms is not None:
        left = f", {clock_text(sitting.limit_ms - used)} left" if used < sitting.limit_ms else ", time is up"
        left += " and running" if state.left_at is not None and used < sitting.limit_ms else ""
    lead = Content(f"▶ Resume {sitting.form.code}").stylize("bold")
    return lead + Content(f": begun {moment_text(sitting.started_at)}{left}")


def _bank_line(summary: BankSummary, overview: Overview) -> Content:
    status = "live" if summary.status == "live" else f"retired {summary.retired_on or ''}".strip()
    if summary.successor:
        status += f", now {summary.successor}"
    last = overview.last.get(summary.code)
    score = "not sat yet" if last is None else f"last {last.scaled} {VERDICTS[last.passed]}"
    due = overview.due_by_bank.get(summary.code, 0)
    facts = f"{status} · {summary.items} questions · {score}" + (f" · {due} due" if due else "")
    lead = Content("● ").stylize("bold") + text.plain(f"{summary.code}  {summary.title}").stylize("bold")
    return Content("\n").join([lead, Content("  ") + text.plain(facts).stylize(text.QUIET)])


def _reviews(count: int) -> str:
    return f"{count} review{'' if count == 1 else 's'} {'is' if count == 1 else 'are'}"
