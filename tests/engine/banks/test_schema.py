"""Protects the published schema: it is the one the model gives, and editors accept what the loader accepts."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from engine.banks.schema import SCHEMA_FILE, bank_schema, schema_text, write_schema
from engine.banks.shelf import SHIPPED
from engine.items.kinds import ScorableItem
from tests.engine.banks.folders import MANIFEST, item, items
from tests.engine.strategies import SCORABLE_KINDS
from tests.engine.strategies import items as any_items

VALIDATOR = Draft202012Validator(bank_schema())
OWN_FILES = sorted(SHIPPED.glob("*/*.yaml"))


def _as_an_editor_sees_it(text: str) -> Any:
    """YAML with its own types; JSON has no dates, so editors take them as text."""
    return _dates_as_text(yaml.safe_load(text))


def _dates_as_text(value: Any) -> Any:
    match value:
        case dict():
            return {key: _dates_as_text(entry) for key, entry in value.items()}
        case list():
            return [_dates_as_text(entry) for entry in value]
        case date():
            return value.isoformat()
        case _:
            return value


def _complaints(document: Any) -> list[str]:
    return [
        f"{list(cause.absolute_path)}: {cause.message}"
        for error in VALIDATOR.iter_errors(document)
        for cause in (error, *(error.context or ()))
    ]


def test_the_published_schema_is_current() -> None:
    assert SCHEMA_FILE.read_text(encoding="utf-8") == schema_text(), "run: python -m engine.banks.schema"


def test_writing_it_is_all_it_takes(tmp_path: Path) -> None:
    write_schema(tmp_path / "schema.json")
    assert (tmp_path / "schema.json").read_text(encoding="utf-8") == schema_text()


def test_it_is_a_schema() -> None:
    Draft202012Validator.check_schema(bank_schema())


def test_there_are_banks_to_check() -> None:
    assert OWN_FILES


@pytest.mark.parametrize("path", OWN_FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_our_own_files_fit_the_schema(path: Path) -> None:
    assert _complaints(_as_an_editor_sees_it(path.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize("text", [MANIFEST, MANIFEST.replace("version: 1", 'version: "1"'), items(item("one"))])
def test_what_the_loader_takes_the_schema_takes(text: str) -> None:
    assert _complaints(_as_an_editor_sees_it(text)) == []


@given(any_items(SCORABLE_KINDS, (None, "halves", "fractions", "mapping")))
def test_every_item_the_model_can_hold_fits(one: ScorableItem) -> None:
    assert VALIDATOR.is_valid({"items": [one.model_dump(mode="json")]})


@pytest.mark.parametrize(
    "text",
    [
        MANIFEST.replace("version: 1", "version: 2"),
        MANIFEST.replace("code: EX-1\n", ""),
        MANIFEST + "extra: 1\n",
        items(item("one", explanaton="Why")),
        items(item("one")).replace("single_choice", "essay"),
        items(item("one")).replace("    key: b\n", ""),
        items(item("one").replace("- {id: b, text: Second}", "")),
        items(item("one", difficulty="extreme")),
        items(item("one", scoring="{rule: guess}")),
        items(item("a b")),
    ],
)
def test_what_the_loader_refuses_by_shape_the_schema_refuses(text: str) -> None:
    assert not VALIDATOR.is_valid(_as_an_editor_sees_it(text))
