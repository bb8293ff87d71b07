"""Turns the model's validation errors into findings with a line, in words an author can act on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from engine.banks.problems import Problem
from engine.banks.yaml_reader import MappingNode, SequenceNode, Value


def problems_of(error: ValidationError, tree: Value, file: str, item: str | None) -> Iterator[Problem]:
    """One finding an error, at the line of the nearest thing that exists in the file."""
    for detail in error.errors(include_url=False):
        steps = [step for step in detail["loc"] if step != "[key]"]
        yield Problem("error", file, _line(tree, steps), item, _message(detail, steps))


def _line(tree: Value, steps: Sequence[str | int]) -> int | None:
    line = tree.line if isinstance(tree, MappingNode | SequenceNode) else None
    here: Value = tree
    for step in steps:
        if isinstance(here, MappingNode) and isinstance(step, str) and step in here.lines:
            line, here = here.lines[step], here.get(step)
        elif isinstance(here, SequenceNode) and isinstance(step, int) and step < len(here):
            line, here = here.lines[step], here[step]
        elif isinstance(here, MappingNode) and step == here.get("rule"):
            continue
        else:
            break
    return line


def _message(detail: ErrorDetails, steps: Sequence[str | int]) -> str:
    field = ".".join(str(step) for step in steps)
    match detail["type"]:
        case "missing":
            return f"`{field}` is missing"
        case "extra_forbidden":
            return f"unknown field `{field}`"
        case "value_error":
            text = detail["msg"].removeprefix("Value error, ")
            return f"`{field}`: {text}" if field else text
        case _:
            text = detail["msg"][:1].lower() + detail["msg"][1:]
            return f"`{field}`: {text}" if field else f"the whole entry: {text}"
