"""Protects the one way in for text: whatever a stranger wrote, it cannot drive a terminal or reorder a line."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from engine.banks.sanitise import MARKS_PER_CHARACTER, clean_identifier, clean_text

OPENERS, CLOSER = "\u2066\u2067\u2068", "\u2069"
MARKS = "\u0301\u0323\u0489\u20dd\u0e31"
"""Above, below, and three that combine although their combining class is 0."""

LETTERS = "eaA\u05d0 \u1100\u1161\uac00\u0cc6\u0cc2\u09c7\u09be\u0958\u212b\ufb1d"
"""Some of them compose with their neighbour or decompose for good."""
BREAKS = "\r\n\v\f\x85\u2028\u2029\t"
HIDDEN = "\x00\x1b\x9b\x7f\u202e\u200d\u200e\u034f\ufeff\ufffe\U0003ffff\U000e0041\ufdd0\ud800"

nasty = st.text(st.sampled_from(LETTERS + MARKS + OPENERS + CLOSER + BREAKS + HIDDEN), max_size=60)
any_text = nasty | st.text(max_size=80)


def _is_forbidden(character: str) -> bool:
    """The rule in the words of the Unicode data, not in code points."""
    code = ord(character)
    return (
        (unicodedata.category(character) == "Cc" and character not in "\n\t")
        or unicodedata.category(character) in ("Cs", "Zl", "Zp")
        or unicodedata.bidirectional(character) in ("LRE", "RLE", "LRO", "RLO", "PDF")
        or code & 0xFFFE == 0xFFFE
        or 0xFDD0 <= code <= 0xFDEF
        or 0xE0000 <= code <= 0xE007F
        or character == "\ufeff"
    )


def _stacked(text: str) -> int:
    """The longest run of marks that lands on one character; invisible format characters do not end a run."""
    longest = run = 0
    for character in text:
        category = unicodedata.category(character)
        if category in ("Mn", "Me"):
            run += 1
        elif category != "Cf":
            run = 0
        longest = max(longest, run)
    return longest


@given(any_text)
@example("e\u2069\u0301")
@example("a" + "\u0301" * 8 + "\u0cc6" + "\u0323" * 3 + "\u0cc2")
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    assert clean_text(clean_text(text)) == clean_text(text)


@given(any_text)
@example("e\u2069\u0301")
def test_clean_text_is_nfc_and_free_of_what_is_forbidden(text: str) -> None:
    clean = clean_text(text)
    assert [character for character in clean if _is_forbidden(character)] == []
    assert unicodedata.is_normalized("NFC", clean)
    clean.encode("utf-8")


def test_no_code_point_slips_through() -> None:
    every = "".join(map(chr, range(0x110000)))
    assert {character for character in clean_text(every) if _is_forbidden(character)} == set()


@given(any_text)
def test_every_isolate_is_closed_and_every_closer_closes_one(text: str) -> None:
    depth = 0
    for character in clean_text(text):
        depth += (character in OPENERS) - (character == CLOSER)
        assert depth >= 0
    assert depth == 0


@given(any_text)
@example("e" + ("\u0301" * 8 + "\u034f") * 3)
@example("e" + "\u20dd" * 20)
@example("e" + ("\u0301" * 8 + "\u200d") * 3)
def test_marks_do_not_stack_without_end(text: str) -> None:
    assert _stacked(clean_text(text)) <= MARKS_PER_CHARACTER


@given(st.text(st.characters(categories=("L", "N", "P", "S", "Zs")), max_size=80))
def test_ordinary_writing_is_only_normalised(text: str) -> None:
    assert clean_text(text) == unicodedata.normalize("NFC", text)


@pytest.mark.parametrize(
    "text",
    [
        "naïve Größe, 5 µm; ½ ≥ 2",
        "\u05e9\u05b8\u05c1\u05dc\u05d5\u05b9\u05dd \u0645\u064e\u0631\u0652\u062d\u064e\u0628\u064b\u0627",
        "\u0e44\u0e17\u0e22 \u0939\u093f\u0928\u094d\u0926\u0940",
        "\u2067\u05d0\u2069 stands in an isolate",
        "left\u200eto\u200fright marks stay",
        "    code\n\tindented",
        "👩\u200d💻 ❤\ufe0f",
    ],
)
def test_languages_code_and_emoji_come_through_whole(text: str) -> None:
    assert clean_text(text) == text


@pytest.mark.parametrize("line_break", ["\r\n", "\r", "\n", "\v", "\f", "\x85", "\u2028", "\u2029"])
def test_every_line_break_is_one_newline(line_break: str) -> None:
    assert clean_text(f"one{line_break}two") == "one\ntwo"


@pytest.mark.parametrize("attack", ["\x1b[2J", "\x9b2J", "\x1b]52;c;aGk=\x07", "\x1bPq\x1b\\", "\x9d0;title\x9c"])
def test_no_terminal_command_survives(attack: str) -> None:
    assert re.fullmatch(r"[\x20-\x7e]*", clean_text(f"a{attack}b"))


def test_an_override_cannot_reverse_a_word() -> None:
    assert clean_text("\u202etxet\u202c") == "txet"


@given(any_text)
def test_ids_are_compared_without_case_edges_and_what_cannot_be_seen(text: str) -> None:
    folded = clean_identifier(text)
    assert clean_identifier(f" {text}\t") == folded
    assert re.search("[\u200b-\u200d\u2060\u00ad]", folded) is None
    assert clean_identifier("Ab\u200b-1") == clean_identifier("aB-1\u2060 ")
