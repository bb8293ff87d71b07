"""Protects what the YAML reader makes of honest files: text stays text, nothing counts as absent, lines are right."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from engine.banks.sanitise import clean_text
from engine.banks.yaml_reader import MappingNode, SequenceNode, Value, read_yaml

texts = st.text(max_size=12).map(clean_text)
keys = st.text(min_size=1, max_size=8).map(clean_text)
documents: st.SearchStrategy[Any] = st.recursive(
    texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=4),
    max_leaves=12,
)


@given(documents, st.booleans() | st.none(), st.sampled_from([20, 80, 1000]), st.booleans())
def test_harmless_documents_read_as_with_pyyaml(document: Any, flow: bool | None, width: int, allow: bool) -> None:
    text = yaml.safe_dump(document, default_flow_style=flow, width=width, allow_unicode=allow)
    theirs = yaml.load(text, Loader=yaml.BaseLoader)
    assert _plain(read_yaml(text.encode())) == theirs == document


def _plain(value: Value) -> Any:
    if isinstance(value, MappingNode):
        return {key: _plain(entry) for key, entry in value.items()}
    if isinstance(value, SequenceNode):
        return [_plain(entry) for entry in value]
    return value


@pytest.mark.parametrize(
    "scalar",
    [
        "NO",
        "no",
        "on",
        "Yes",
        "true",
        "012",
        "0x1F",
        "1e3",
        "1_000",
        "12:30",
        "1.10",
        "2026-01-31",
        ".inf",
        "NULL",
        "=",
    ],
)
def test_a_plain_scalar_stays_the_text_it_is(scalar: str) -> None:
    assert read_yaml(f"a: {scalar}\nb: [{scalar}]\n{scalar}: c".encode()) == {"a": scalar, "b": [scalar], scalar: "c"}


@pytest.mark.parametrize("nothing", ["", "~", "null"])
def test_nothing_is_as_if_the_key_were_not_there(nothing: str) -> None:
    assert read_yaml(f"a: {nothing}\nb: x\n".encode()) == {"b": "x"}
    assert read_yaml(f"- {nothing}\n- x\n".encode()) == [None, "x"]
    assert read_yaml(nothing.encode()) is None


@pytest.mark.parametrize("quoted", ['""', "''", '"~"', "'null'"])
def test_what_is_quoted_is_text_even_where_it_looks_like_nothing(quoted: str) -> None:
    assert read_yaml(f"a: {quoted}".encode()) == {"a": quoted.strip("\"'")}


def test_a_key_may_look_like_nothing() -> None:
    assert read_yaml(b"null: a\n~: b\n") == {"null": "a", "~": "b"}


def test_blocks_keep_their_lines_and_a_byte_order_mark_is_no_content() -> None:
    assert read_yaml("\ufeffa: |\n  one\n    two\nb: >-\n  three\n  four\n".encode()) == {
        "a": "one\n  two\n",
        "b": "three four",
    }


def test_line_breaks_of_every_system_read_alike() -> None:
    text = b"a: |\n  one\n  two\nb: x\n"
    assert read_yaml(text) == read_yaml(text.replace(b"\n", b"\r\n")) == read_yaml(text.replace(b"\n", b"\r"))


def test_text_is_cleaned_on_the_way_in_keys_as_well() -> None:
    assert read_yaml(rb'"k\e[2J": "v\x9b2J\u202e"') == {"k[2J": "v2J"}


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 2)), min_size=1, max_size=8))
def test_lines_are_those_an_editor_shows(layout: list[tuple[int, int]]) -> None:
    """Blank lines and comments before each key, and lines of block text after it."""
    text, expected = "", {}
    for number, (before, block) in enumerate(layout):
        text += "\n# note\n"[: 1 if before % 2 else None] * before
        expected[f"k{number}"] = text.count("\n") + 1
        text += f"k{number}: |\n" + "  text\n" * (block + 1)
    tree = read_yaml(text.encode())
    assert isinstance(tree, MappingNode)
    assert tree.lines == expected


def test_nodes_and_entries_know_their_lines() -> None:
    tree = read_yaml(b"# head\nitems:\n  - id: a\n    tags: [x,\n      y]\n  -\n    id: b\nlast:\n")
    assert isinstance(tree, MappingNode)
    entries = tree["items"]
    assert isinstance(entries, SequenceNode)
    assert (tree.line, entries.line, entries.lines) == (2, 3, [3, 7])
    first = entries[0]
    assert isinstance(first, MappingNode)
    tags = first["tags"]
    assert isinstance(tags, SequenceNode)
    assert (first.lines, tags.lines) == ({"id": 3, "tags": 4}, [4, 5])
    assert tree.lines == {"items": 2, "last": 8}
    assert "last" not in tree


@pytest.mark.parametrize("data", [b"", b"\n\n", b"# only a comment\n", b"---\n", b"---\n...\n"])
def test_an_empty_file_is_nothing(data: bytes) -> None:
    assert read_yaml(data) is None
