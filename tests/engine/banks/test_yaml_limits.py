"""Protects against hostile YAML: each known attack is refused at once, with its line, before anything is built."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from engine.banks import yaml_reader
from engine.banks.yaml_reader import MAX_BYTES, MAX_DEPTH, YamlRefusedError, read_yaml


def _refusal(data: bytes) -> YamlRefusedError:
    with pytest.raises(YamlRefusedError) as refusal:
        read_yaml(data)
    return refusal.value


BOMB = b"a: &a [x, x]\n" + b"".join(b"%c: &%c [*%c, *%c]\n" % (n + 1, n + 1, n, n) for n in range(97, 121))
MERGE = b"a: &a {x: 1}\nb:\n  <<: [*a, *a]\n"


@pytest.mark.parametrize(
    ("data", "line", "reason"),
    [
        (b"a: &x 1\n", 1, "aliases and anchors are not allowed"),
        (b"a: 1\nb: *x\n", 2, "aliases and anchors are not allowed"),
        (b"a:\n  - &x {b: c}\n", 2, "aliases and anchors"),
        (b"a:\n  - &x [b]\n", 2, "aliases and anchors"),
        (BOMB, 1, "aliases and anchors"),
        (MERGE, 1, "aliases and anchors"),
        (b"a: !!python/object/apply:os.system [id]\n", 1, "tags such as"),
        (b"a: !!str 1\n", 1, "tags such as 'tag:yaml.org,2002:str' are not allowed"),
        (b"a: 1\nb: !own {c: d}\n", 2, "tags such as '!own'"),
        (b"%TAG ! tag:x:\n---\na: !y z\n", 3, "tags such as 'tag:x:y'"),
        (b"a: 1\nb: 2\na: 3\n", 3, "the key 'a' stands twice, first on line 1"),
        (b"a: 1\n'a': 3\n", 2, "stands twice"),
        (b"a:\nb: 2\na: 3\n", 3, "stands twice"),
        (b"{x: 1, x: 2}", 1, "stands twice"),
        (b'"a\\0": 1\na: 2\n', 2, "stands twice"),
        (b"? [a, b]\n: c\n", 1, "a key must be plain text"),
        (b"? {a: b}\n: c\n", 1, "a key must be plain text"),
        (b"a: 1\n---\nb: 2\n", None, "more than one document"),
        (b"a: 1\n---\n", None, "more than one document"),
        (b"a: [1, 2\n", 2, "not valid YAML"),
        (b"a: 1\n\tb: 2\n", 2, "not valid YAML"),
        (b"a: 'open\n", 2, "not valid YAML"),
        (b"a: b: c\n", 1, "not valid YAML: mapping values are not allowed"),
        (b"a: \x00\n", None, "not valid YAML"),
        (b"a: \x1b[2J\n", None, "not valid YAML"),
        (b"a: \xff\n", None, "not UTF-8 (byte 3); save the file as UTF-8"),
        ("a: ü\n".encode("latin-1"), None, "not UTF-8 (byte 3)"),
        ("a: 1\n".encode("utf-16"), None, "not UTF-8 (byte 0)"),
        (b"a: \xed\xa0\x80\n", None, "not UTF-8"),
    ],
)
def test_what_is_not_allowed_is_refused_at_its_line(data: bytes, line: int | None, reason: str) -> None:
    refusal = _refusal(data)
    assert reason in str(refusal)
    assert refusal.line == line
    assert "\n" not in str(refusal)
    assert str(refusal).isprintable()


@pytest.mark.parametrize("opening", [b"[", b"{a: "])
def test_one_level_more_than_allowed_is_refused(opening: bytes) -> None:
    assert str(_refusal(opening * (MAX_DEPTH + 1))) == f"nested more than {MAX_DEPTH} deep"


@pytest.mark.parametrize("opening", [b"[", b"{a: ", b"- "])
def test_a_depth_that_would_crash_a_recursive_loader_is_refused(opening: bytes) -> None:
    assert "nest" in str(_refusal(opening * 100_000))


def test_deep_nesting_by_indentation_is_refused_at_its_line() -> None:
    text = "".join(f"{' ' * n}k:\n" for n in range(40)) + " " * 40 + "v"
    refusal = _refusal(text.encode())
    assert (str(refusal), refusal.line) == (f"nested more than {MAX_DEPTH} deep", MAX_DEPTH + 1)


def test_the_depth_an_author_may_need_is_read() -> None:
    value = read_yaml(b"[" * MAX_DEPTH + b"x" + b"]" * MAX_DEPTH)
    for _ in range(MAX_DEPTH):
        assert isinstance(value, list)
        value = value[0]
    assert value == "x"


def test_a_file_over_the_size_limit_is_not_even_decoded() -> None:
    assert read_yaml(b"a: x\n" + b" " * (MAX_BYTES - 5)) == {"a": "x"}
    assert str(_refusal(b"\xff" * (MAX_BYTES + 1))) == "larger than 10 MB"


def test_the_number_of_values_is_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yaml_reader, "MAX_NODES", 5)
    assert read_yaml(b"[a, b, c, d]") == ["a", "b", "c", "d"]
    refusal = _refusal(b"[a, b,\n c, d, e]")
    assert (str(refusal), refusal.line) == ("more than 5 values", 2)


@given(st.binary(max_size=60) | st.text("a:-[]{}&*!|>'\"#%?,~ \n\t\r\x00\x1bé\ud7ff", max_size=40).map(str.encode))
def test_any_bytes_are_read_or_refused_and_nothing_else(data: bytes) -> None:
    """Whatever PyYAML itself can load without harm we read too, or say why not."""
    try:
        read_yaml(data)
    except YamlRefusedError as refusal:
        message = str(refusal)
    else:
        message = ""
        list(yaml.parse(data.decode("utf-8-sig"), Loader=yaml.CSafeLoader))
    assert "\n" not in message
