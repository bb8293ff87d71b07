"""The published JSON Schema of the bank format, generated from the model: `python -m engine.banks.schema`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from engine.banks.bank import Manifest
from engine.banks.shelf import SHIPPED
from engine.items.base import Model
from engine.items.kinds import Entry

SCHEMA_FILE = SHIPPED / "schema.json"


class ItemFile(Model):
    """An item file: one list of items and groups."""

    items: tuple[Entry, ...]


def bank_schema() -> dict[str, Any]:
    """Draft 2020-12 schema that accepts a manifest or an item file."""
    schema = TypeAdapter(Manifest | ItemFile).json_schema()
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Mockdeck question bank",
        "description": "bank.yaml (the manifest) or an item file beside it",
        **schema,
    }


def schema_text() -> str:
    """The schema as it stands in `question_banks/schema.json`."""
    return json.dumps(bank_schema(), indent=2, ensure_ascii=False) + "\n"


def write_schema(path: Path = SCHEMA_FILE) -> None:
    """Bring the published schema up to date."""
    path.write_text(schema_text(), encoding="utf-8")


if __name__ == "__main__":
    write_schema()
