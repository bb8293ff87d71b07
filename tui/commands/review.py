"""`review` and `due`."""

from __future__ import annotations

from typing import Annotated

import typer

from tui.commands import JsonFlag, opened, print_json

BankCode = Annotated[str | None, typer.Argument(help="Only this exam's reviews.")]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command()(review)
    app.command()(due)


def review(
    context: typer.Context,
    code: BankCode = None,
    limit: Annotated[int | None, typer.Option(min=1, help="At most so many.")] = None,
) -> None:
    """Review what is due."""
    from tui.app import Request
    from tui.launch import run_app

    if code is not None:
        with opened(context) as mockdeck:
            code = mockdeck.catalogue.bank(code).code
    raise typer.Exit(run_app(context.obj.home, context.obj.learner, Request("review", code, limit=limit)))


def due(context: typer.Context, code: BankCode = None, as_json: JsonFlag = False) -> None:
    """Count what is due, today and on the days to come."""
    with opened(context) as mockdeck:
        count = mockdeck.due(mockdeck.catalogue.bank(code).code if code is not None else None)
    if as_json:
        days = [{"day": day.isoformat(), "count": number} for day, number in count.by_day]
        print_json({"today": count.today, "by_day": days})
        return
    print(f"{count.today} due today")
    for day, number in count.by_day:
        print(f"  {day:%Y-%m-%d}  {number}")
