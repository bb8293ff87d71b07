"""`banks` and `lint`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from engine.banks.loader import read_bank
from engine.banks.problems import Problem
from engine.banks.sanitise import clean_text
from engine.practice.ports import BankSummary
from tui.commands import PART, REFUSED, JsonFlag, explain, opened, print_json


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command()(banks)
    app.command()(lint)


def banks(context: typer.Context, as_json: JsonFlag = False) -> None:
    """List the banks at hand."""
    with opened(context) as mockdeck:
        listing = mockdeck.catalogue.listing()
    if as_json:
        print_json([_summary(summary) for summary in listing.summaries])
    else:
        for summary in listing.summaries:
            print(f"{summary.code:<8} {summary.status:<8} {summary.items:>4} questions  {summary.title}")
    for error in listing.refused:
        explain(error)
    if listing.refused:
        raise typer.Exit(PART)


def lint(
    context: typer.Context,
    path_or_code: Annotated[str, typer.Argument(help="A bank's folder or a file in it, or the code of one at hand.")],
    as_json: JsonFlag = False,
) -> None:
    """Check a bank's structure; every problem with file, line and item."""
    folder = Path(path_or_code)
    if folder.is_file():
        folder = folder.parent
    if not folder.is_dir():
        with opened(context) as mockdeck:
            folder = mockdeck.catalogue.folder(path_or_code)
    reading = read_bank(folder)
    errors = [problem for problem in reading.problems if problem.severity == "error"]
    warnings = [problem for problem in reading.problems if problem.severity == "warning"]
    if as_json:
        facts: dict[str, Any] = {}
        if reading.bank is not None:
            kinds = Counter(item.kind for item in reading.bank.items.values())
            facts = {"code": reading.bank.code, "items": len(reading.bank.items), "kinds": dict(kinds)}
        print_json({"errors": [*map(_finding, errors)], "warnings": [*map(_finding, warnings)], "bank": facts})
    else:
        for problem in reading.problems:
            print(clean_text(f"{problem.severity}: {problem}"))
        print(f"{clean_text(str(folder))}: {_count(errors, 'error')}, {_count(warnings, 'warning')}")
    if errors:
        raise typer.Exit(REFUSED)


def _count(problems: Sequence[Problem], noun: str) -> str:
    return f"{len(problems)} {noun}{'' if len(problems) == 1 else 's'}"


def _summary(summary: BankSummary) -> dict[str, Any]:
    return {
        "code": summary.code,
        "title": summary.title,
        "status": summary.status,
        "retired_on": summary.retired_on.isoformat() if summary.retired_on else None,
        "successor": summary.successor,
        "items": summary.items,
        "questions": summary.questions,
        "minutes": summary.minutes,
        "domains": [
            {"id": domain_id, "name": name, "weight": [low, high], "items": items}
            for domain_id, name, low, high, items in summary.domains
        ],
    }


def _finding(problem: Problem) -> dict[str, Any]:
    return {"file": problem.file, "line": problem.line, "item": problem.item, "reason": problem.message}
