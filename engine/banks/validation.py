"""Turns the model's validation errors into findings with a line, in words an author can act on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from engine.banks.problems import Problem
from engine.banks.yaml_reader import MappingNode, SequenceNode, Value


def problems_of(
    error: ValidationError, tree: Value, file: str, item: str | None, but: str | None = None
) -> Iterator[Problem]:
    """One finding an error, at the line of the nearest thing that exists in the file.

    Errors within the field `but` are left out; they have been reported one by one.
    """
    details = error.errors(include_url=False)
    for detail in details:
        if detail["loc"][:1] == (but,) or _only_follows(detail, details):
            continue
        line, steps = _walk(tree, detail["loc"])
        yield Problem("error", file, line, item, _message(detail, ".".join(map(str, steps))))


def _only_follows(detail: ErrorDetails, details: Sequence[ErrorDetails]) -> bool:
    """Whether a list counts as too short only because some of its entries have errors of their own."""
    place = detail["loc"]
    return detail["type"] == "too_short" and any(
        len(other["loc"]) > len(place) and other["loc"][: len(place)] == place for other in details
    )


def _walk(tree: Value, place: Sequence[str | int]) -> tuple[int | None, list[str | int]]:
    """The line of a place, and its steps as the author wrote them: without the model's marks for keys and unions."""
    line = tree.line if isinstance(tree, MappingNode | SequenceNode) else None
    here: Value = tree
    steps: list[str | int] = []
    for step in place:
        if isinstance(here, MappingNode) and isinstance(step, str) and step in here.lines:
            line, here = here.lines[step], here.get(step)
        elif isinstance(here, SequenceNode) and isinstance(step, int) and step < len(here):
            line, here = here.lines[step], here[step]
        elif step == "[key]" or (isinstance(here, MappingNode) and step in (here.get("rule"), here.get("kind"))):
            continue
        else:
            here = None
        steps.append(step)
    return line, steps


def _message(detail: ErrorDetails, field: str) -> str:
    match detail["type"]:
        case "missing":
            return f"`{field}` is missing"
        case "extra_forbidden":
            return f"unknown field `{field}`"
        case "bool_parsing" | "bool_type":
            return f"`{field}` must be true or false"
        case "value_error":
            text = detail["msg"].removeprefix("Value error, ")
        case "too_short":
            text = f"needs at least {detail['ctx']['min_length']} entries, has {detail['ctx']['actual_length']}"
        case "too_long":
            text = f"takes at most {detail['ctx']['max_length']} entries"
        case _:
            text = detail["msg"][:1].lower() + detail["msg"][1:]
    if detail["type"] == "value_error" and not field:
        return text
    return f"`{field}`: {text}" if field else f"the whole entry: {text}"
