"""Small banks for these tests, built from dictionaries and written as the files an author would write."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, TypeAlias

Entry: TypeAlias = dict[str, Any]


def single(name: str, stem: str, *options: str, key: str = "a", **more: Any) -> Entry:
    """A single-choice item; options are a, b, c, … in the order given, which the screen keeps."""
    return _item(name, "single_choice", stem, options=_options(options), key=key, shuffle=False) | more


def multiple(name: str, stem: str, *options: str, key: Sequence[str] = ("a", "b"), **more: Any) -> Entry:
    """A choose-N item, N being the keys there are."""
    return _item(name, "multiple_response", stem, options=_options(options), key=[*key], shuffle=False) | more


def yes_no(name: str, stem: str, *statements: tuple[str, bool], **more: Any) -> Entry:
    """A series of statements s1, s2, … with their truth."""
    parts = [{"id": f"s{place}", "text": text} for place, (text, _) in enumerate(statements, 1)]
    key = {f"s{place}": truth for place, (_, truth) in enumerate(statements, 1)}
    return _item(name, "yes_no_series", stem, statements=parts, key=key) | more


def dropdown(name: str, stem: str, body: str, *gaps: tuple[str, ...], key: Mapping[str, str], **more: Any) -> Entry:
    """Gaps g1, g2, …, each with its options a, b, …"""
    parts = [{"id": f"g{place}", "options": _options(gap), "shuffle": False} for place, gap in enumerate(gaps, 1)]
    return _item(name, "dropdown", stem, body=body, gaps=parts, key=dict(key)) | more


def case(name: str, title: str, text: str, *items: Entry) -> Entry:
    """A case study of one tab."""
    return {
        "id": name, "kind": "case_study", "title": title,
        "stimuli": [{"id": "tab", "title": "Overview", "text": text}], "items": [*items],
    }  # fmt: skip


def manifest(code: str, **more: Any) -> Entry:
    """`bank.yaml`; one domain takes all, pass at 70 per cent of the points."""
    exam = {"questions": more.pop("questions", 4), "minutes": more.pop("minutes", 40), "cut": more.pop("cut", "0.7")}
    return {
        "format": "mockdeck-bank", "version": 1, "code": code, "title": "A small exam", "status": "live",
        "notice": "Written for tests.", "licence": "MIT", "exam": exam,
        "blueprint": {"domains": [{"id": "d1", "name": "Everything", "weight": [100, 100]}]},
    } | more  # fmt: skip


def write(home: Path, code: str, *entries: Entry, **more: Any) -> Path:
    """Put a bank into a home; its folder."""
    folder = home / "banks" / code.lower()
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "bank.yaml").write_text(as_yaml(manifest(code, **more)), encoding="utf-8")
    (folder / "items.yaml").write_text(as_yaml({"items": [*entries]}), encoding="utf-8")
    return folder


def as_yaml(document: Entry) -> str:
    """JSON with its escapes is YAML, and can say every character."""
    return json.dumps(document, indent=1)


def _item(name: str, kind: str, stem: str, **fields: Any) -> Entry:
    return {"id": name, "kind": kind, "domain": "d1", "stem": stem} | fields


def _options(texts: Sequence[str]) -> list[Entry]:
    return [{"id": "abcdefghi"[place], "text": text} for place, text in enumerate(texts)]


RIVER = single(
    "river", "Which river is the longest?", "The Danube", "The Rhine", "The Elbe",
    explanation="The Danube is longer by far.",
    references=[{"url": "https://example.org/rivers", "title": "Rivers", "read_on": "2026-01-05", "section": "Length"}],
)  # fmt: skip
RIVER["options"][1]["rationale"] = "The Rhine is the second of these."
PRIMES = multiple("primes", "Which numbers are prime?", "Two", "Three", "Four", "Six", key=["a", "b"])
MOON = yes_no("moon", "Judge the statements.", ("The moon shines by its own light.", False), ("Tides obey it.", True))
LOOP = dropdown(
    "loop", "Complete the loop.", "for n in [[g1]]:\n    [[g2]](n)", ("range(3)", "3"), ("echo", "print"),
    key={"g1": "a", "g2": "b"}, language="python",
)  # fmt: skip

ONE_OF_EACH = (RIVER, PRIMES, MOON, LOOP)
"""A single choice, a choose-two, a yes/no series and a dropdown."""

KEYS: dict[str, Any] = {"river": "a", "primes": ["a", "b"], "moon": {"s1": False, "s2": True}, "loop": LOOP["key"]}
"""Responses that are right throughout."""
