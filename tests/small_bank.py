"""A small bank of our own, written as YAML into a home: every kind the exam room shows, two families with variants.

`KEYS` and `SLIPS` hold for every item a response that is right and one that earns nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from engine.items.responses import Json

CODE = "EX-9"

MANIFEST = """\
format: mockdeck-bank
version: 1
code: {code}
title: {title}
status: live
notice: Written for tests.
licence: MIT
exam: {{questions: {questions}, minutes: {minutes}, cut: "0.7"}}
blueprint:
  domains:
    - id: garden
      name: The garden
      weight: [40, 60]
      topics:
        - {{id: soil, name: Soil, objectives: [{{id: compost, name: Make compost}}]}}
    - id: kitchen
      name: The kitchen
      weight: [40, 60]
"""

GARDEN = """\
items:
  - id: worm-1
    kind: single_choice
    domain: garden
    topic: soil
    family: worms
    stem: What do earthworms leave behind?
    options:
      - {id: a, text: Casts, rationale: They pass soil through their bodies.}
      - {id: b, text: Webs}
      - {id: c, text: Shells}
    key: a
  - id: worm-2
    kind: single_choice
    domain: garden
    topic: soil
    family: worms
    stem: Whose casts make soil crumbly?
    options:
      - {id: a, text: Ladybirds'}
      - {id: b, text: Earthworms'}
    key: b
  - id: compost
    kind: multiple_response
    domain: garden
    topic: soil
    stem: Which two belong on a compost heap?
    options:
      - {id: a, text: Peelings}
      - {id: b, text: Glass}
      - {id: c, text: Leaves}
      - {id: d, text: Foil}
    key: [a, c]
  - id: frost
    kind: yes_no_series
    domain: garden
    topic: soil
    stem: Does it survive a night at ten below zero outdoors?
    statements:
      - {id: s1, text: A tomato plant}
      - {id: s2, text: A gooseberry bush}
    key: {s1: false, s2: true}
"""

KITCHEN = """\
items:
  - id: dough
    kind: dropdown
    domain: kitchen
    stem: Complete the sentence.
    body: Bread dough rises because [[what]] gives off [[gas]].
    gaps:
      - id: what
        options: [{id: y, text: yeast}, {id: s, text: salt}]
      - id: gas
        options: [{id: c, text: carbon dioxide}, {id: h, text: helium}]
    key: {what: y, gas: c}
  - id: salt
    kind: single_choice
    domain: kitchen
    stem: When is pasta water salted?
    options:
      - {id: a, text: Once it boils}
      - {id: b, text: After draining}
    key: a
  - id: knife-1
    kind: single_choice
    domain: kitchen
    family: knives
    stem: Which knife slips more easily?
    options:
      - {id: a, text: The blunt one}
      - {id: b, text: The sharp one}
    key: a
  - id: knife-2
    kind: single_choice
    domain: kitchen
    family: knives
    stem: Which knife is the safer one?
    options:
      - {id: a, text: The sharp one}
      - {id: b, text: The blunt one}
    key: a
"""

KEYS: Mapping[str, Json] = {
    "worm-1": "a",
    "worm-2": "b",
    "compost": ["a", "c"],
    "frost": {"s1": False, "s2": True},
    "dough": {"what": "y", "gas": "c"},
    "salt": "a",
    "knife-1": "a",
    "knife-2": "a",
}
SLIPS: Mapping[str, Json] = {
    "worm-1": "b",
    "worm-2": "a",
    "compost": ["b", "d"],
    "frost": {"s1": True, "s2": False},
    "dough": {"what": "s", "gas": "h"},
    "salt": "b",
    "knife-1": "b",
    "knife-2": "b",
}
FAMILIES = 6
"""How many facts there are; a form can hold one item of each."""


def write_bank(
    home: Path, code: str = CODE, title: str = "An example exam", questions: int = FAMILIES, minutes: int = 10,
    garden: str = GARDEN, kitchen: str = KITCHEN,
) -> Path:  # fmt: skip
    """Put the bank where a learner's own banks lie; returns its folder. Writing again replaces it."""
    folder = home / "banks" / code.lower()
    folder.mkdir(parents=True, exist_ok=True)
    manifest = MANIFEST.format(code=code, title=title, questions=questions, minutes=minutes)
    for name, text in {"bank": manifest, "garden": garden, "kitchen": kitchen}.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return folder
