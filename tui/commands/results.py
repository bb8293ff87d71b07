"""`history` and `result`."""

from __future__ import annotations

from typing import Annotated

import typer

from engine.errors import MockdeckError
from engine.practice.look_back import look_back
from tui.commands import JsonFlag, opened, print_json
from tui.commands.report_json import report_document
from tui.figures import bar_text, clock_text, moment_text, percent_text, points_text


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command()(history)
    app.command()(result)


def history(
    context: typer.Context,
    limit: Annotated[int, typer.Option(min=1, help="At most so many, newest first.")] = 50,
    as_json: JsonFlag = False,
) -> None:
    """List finished exams."""
    with opened(context) as mockdeck:
        entries = mockdeck.history(limit=limit)
    if as_json:
        print_json(
            [
                {
                    "id": entry.sitting_id,
                    "code": entry.bank_code,
                    "mode": entry.mode,
                    "finished_at": entry.finished_at.isoformat(),
                    "questions": entry.questions,
                    "fraction": entry.fraction,
                    "scaled": entry.scaled,
                    "passed": entry.passed,
                    "seconds": entry.used_ms / 1000,
                }
                for entry in entries
            ]
        )
        return
    for entry in entries:
        verdict = "passed" if entry.passed else "not passed"
        print(
            f"{moment_text(entry.finished_at)}  {entry.bank_code:<8} {entry.scaled:>4}  {verdict:<10}", entry.sitting_id
        )
    if not entries:
        print("No exam finished yet.")


def result(
    context: typer.Context,
    sitting_id: Annotated[str, typer.Argument(metavar="ID", help="As `mockdeck history` prints it.")],
    as_json: JsonFlag = False,
) -> None:
    """Print one finished exam's score report."""
    with opened(context) as mockdeck:
        looked = look_back(mockdeck.store, mockdeck.learner, sitting_id)
    if looked is None:
        raise MockdeckError(f"there is no finished exam {sitting_id!r}; `mockdeck history` lists them")
    stored, report = looked.stored, looked.stored.report
    if as_json:
        document = {
            "id": stored.sitting.id,
            "code": stored.sitting.form.code,
            "seed": stored.sitting.form.seed,
            "finished_at": stored.finished_at.isoformat(),
            "ended": report.ended,
            "seconds": report.used_ms / 1000,
            "free_seconds": report.free_ms / 1000,
            "intact": stored.intact,
        }
        print_json(document | report_document(report))
        return
    verdict = "PASSED" if report.passed else "NOT PASSED"
    print(f"{stored.sitting.form.code}  {moment_text(stored.finished_at)}  {verdict}  {report.scaled} of 1000")
    print(f"{points_text(report.points)} of {points_text(report.maximum)} points, {percent_text(report.fraction)}")
    print(f"time {clock_text(report.used_ms)}; {report.ended}")
    if not stored.intact:
        print("The record of this sitting was changed outside Mockdeck; its checksums do not hold.")
    for domain in report.domains:
        print(f"  {bar_text(domain.fraction)} {percent_text(domain.fraction):>7}  {domain.name}")
