"""`exam`, `form` and `grade`."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import typer

from engine.practice.sit import ExamOptions
from tui.commands import JsonFlag, opened, print_json, read_json
from tui.figures import percent_text, points_text

if TYPE_CHECKING:
    from engine.items.responses import Json

Code = Annotated[str, typer.Argument(help="The exam's code, such as AI-103.")]
Questions = Annotated[int | None, typer.Option(min=1, max=500, help="How many questions; the bank's own number else.")]
Minutes = Annotated[int | None, typer.Option(min=1, max=1_000, help="Time limit; the bank's own else.")]
Seed = Annotated[int | None, typer.Option(min=0, help="Draws the same form again; by chance else.")]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command()(exam)
    app.command()(form)
    app.command()(grade)


def exam(
    context: typer.Context,
    code: Code,
    questions: Questions = None,
    minutes: Minutes = None,
    seed: Seed = None,
    strict_clock: Annotated[bool, typer.Option("--strict-clock", help="Count time lost to crashes and sleep.")] = False,
) -> None:
    """Sit a timed mock exam; without options, go on with the one left unfinished, if there is one."""
    from tui.app import Request
    from tui.launch import run_app

    with opened(context) as mockdeck:
        mockdeck.catalogue.bank(code)  # a bank with problems is refused here, in words, before any screen
    asked = (seed, questions, minutes) != (None, None, None) or strict_clock
    options = ExamOptions(_seed(seed), questions, minutes, strict_clock) if asked else None
    raise typer.Exit(run_app(context.obj.home, context.obj.learner, Request("exam", code, options)))


def form(
    context: typer.Context, code: Code, questions: Questions = None, minutes: Minutes = None, seed: Seed = None,
    as_json: JsonFlag = False,
) -> None:  # fmt: skip
    """Print the form that would be drawn."""
    with opened(context) as mockdeck:
        bank = mockdeck.catalogue.bank(code)
        drawn = mockdeck.exam_room.draw(bank, mockdeck.learner, ExamOptions(_seed(seed), questions, minutes))
    entries = [
        {"id": item.id, "kind": item.kind, "domain": item.domain, "topic": item.topic}
        for item in (bank.items[item_id] for item_id in drawn.item_ids)
    ]
    for note in drawn.notes:
        typer.echo(note, err=True)
    if as_json:
        print_json({"code": drawn.code, "seed": drawn.seed, "minutes": drawn.minutes, "items": entries})
        return
    print(f"{drawn.code}, seed {drawn.seed}, {len(entries)} questions, {drawn.minutes} minutes")
    for number, entry in enumerate(entries, 1):
        print(f"{number:>3}  {entry['domain']:<12} {entry['topic'] or '':<14} {entry['kind']:<18} {entry['id']}")


def grade(
    context: typer.Context,
    code: Code,
    form: Annotated[Path, typer.Option(help="A form as `mockdeck form --json` prints it; - for stdin.")],
    responses: Annotated[Path, typer.Option(help="JSON object from item id to response; absent ones are unanswered.")],
    as_json: JsonFlag = False,
) -> None:
    """Grade responses against a printed form; nothing is recorded."""
    from engine.practice.grade_form import grade_form
    from tui.commands.report_json import report_document

    with opened(context) as mockdeck:
        bank = mockdeck.catalogue.bank(code)
    report = grade_form(bank, cast("Json", read_json(form)), cast("Json", read_json(responses)))
    if as_json:
        print_json(report_document(report))
        return
    verdict = "passed" if report.passed else "not passed"
    print(f"{verdict}: {report.scaled} of 1000 ({points_text(report.points)} of {points_text(report.maximum)} points)")
    for domain in report.domains:
        print(f"  {percent_text(domain.fraction):>7}  {domain.name}")


def _seed(seed: int | None) -> int:
    return secrets.randbelow(1_000_000_000) if seed is None else seed
