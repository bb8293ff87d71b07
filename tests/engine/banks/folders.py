"""Small banks on disk for these tests, written as an author would write them."""

from __future__ import annotations

from pathlib import Path

MANIFEST = """\
format: mockdeck-bank
version: 1
code: EX-1
title: An example exam
status: live
notice: Written for tests.
licence: MIT
exam: {questions: 5, minutes: 10, cut: "0.7", outline: 2026-01-31}
blueprint:
  domains:
    - id: d1
      name: First domain
      weight: [40, 60]
      topics:
        - id: d1-t1
          name: A topic
          objectives: [{id: d1-t1-o1, name: An objective}]
    - id: d2
      name: Second domain
      weight: [40, 60]
"""

ITEM = """\
  - id: {name}
    kind: single_choice
    domain: {domain}
    stem: Which one?
    options:
      - {{id: a, text: First}}
      - {{id: b, text: Second}}
    key: b
"""


def item(name: str, domain: str = "d1", **more: str) -> str:
    """One item as text; `more` adds fields on lines of their own."""
    return ITEM.format(name=name, domain=domain) + "".join(f"    {field}: {value}\n" for field, value in more.items())


def items(*texts: str) -> str:
    """An item file."""
    return "items:\n" + "".join(texts)


def write_bank(folder: Path, manifest: str | None = MANIFEST, **files: str | bytes) -> Path:
    """A bank folder; a keyword `one` becomes `one.yaml`."""
    folder.mkdir(parents=True, exist_ok=True)
    if manifest is not None:
        (folder / "bank.yaml").write_text(manifest, encoding="utf-8")
    for name, content in files.items():
        data = content.encode() if isinstance(content, str) else content
        (folder / f"{name}.yaml").write_bytes(data)
    return folder
