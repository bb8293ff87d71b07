"""The content version of an item: a hash of everything that changes what is asked or what is right."""

from __future__ import annotations

import hashlib
import json

from engine.items import parametric
from engine.items.kinds import Item, ItemGroup, MultipleResponse, Parametric, ShortText

WITHOUT_MEANING = frozenset(
    {
        "also_tests", "blind_check", "difficulty", "domain", "explanation", "family", "id", "locked",
        "misconception", "objective", "rationale", "references", "shuffle", "tags", "topic", "volatile",
    }
)  # fmt: skip
"""Fields that place, teach or document an item without changing the question or its key."""

_NAMED = frozenset({"options", "statements", "sources", "targets", "steps", "gaps"})


def item_version(item: Item, group: ItemGroup | None = None) -> str:
    """SHA-256 in hex over the item's meaning, and over the stimuli it is read with."""
    meaning = _strip(item.model_dump(mode="json"))
    if isinstance(item, MultipleResponse | ShortText):
        meaning["key"] = sorted(item.key)  # these keys are sets; the order they are written in says nothing
    if isinstance(item, Parametric) and item.generator in parametric.GENERATORS:
        meaning["generator_version"] = parametric.GENERATORS[item.generator].version
    shared = [stimulus.text for stimulus in group.stimuli] if group else []
    text = json.dumps([meaning, shared], sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def _strip(fields: dict[str, object]) -> dict[str, object]:
    kept: dict[str, object] = {}
    for name, value in fields.items():
        if name in WITHOUT_MEANING:
            continue
        if name in _NAMED and isinstance(value, list):
            # By id: options are shuffled and graded by id, so their order on paper has no meaning.
            kept[name] = sorted(({"id": part["id"], **_strip(part)} for part in value), key=lambda part: part["id"])
        elif value is not None:
            kept[name] = value
    return kept
