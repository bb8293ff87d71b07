"""The only way for foreign text into the engine: nothing that can drive a terminal or reorder a line comes through."""

from __future__ import annotations

import re
import unicodedata

_LINE_BREAKS = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
_DROPPED = re.compile(
    "["
    "\x00-\x08\x0e-\x1f\x7f-\x9f"  # C0 but tab and newline, DEL, C1
    "\u202a-\u202e"  # bidi embeddings and overrides
    "\ud800-\udfff"  # lone surrogates
    "\ufdd0-\ufdef\ufeff"  # noncharacters, byte order mark
    "\U000e0000-\U000e007f"  # tag characters
    "]"
    "|[\ufffe\uffff\U0001fffe\U0001ffff\U0002fffe\U0002ffff\U0010fffe\U0010ffff]"
)
_ISOLATE_OPENERS = "\u2066\u2067\u2068"
_ISOLATE_CLOSER = "\u2069"
_ZERO_WIDTH = re.compile("[\u200b-\u200d\u2060\u00ad]")
MARKS_PER_CHARACTER = 8


def clean_text(text: str) -> str:
    """NFC text without control codes (newline and tab stay), bidi overrides, surrogates or stacked marks.

    Idempotent: cleaning clean text changes nothing.
    """
    if text.isascii() and text.isprintable():
        return text
    text = _LINE_BREAKS.sub("\n", text)
    text = _DROPPED.sub("", text)
    text = unicodedata.normalize("NFC", text)
    return _cap_marks(_balance_isolates(text))


def clean_identifier(text: str) -> str:
    """The form in which ids are compared: clean, without zero-width characters, case folded, trimmed."""
    return _ZERO_WIDTH.sub("", clean_text(text)).casefold().strip()


def _balance_isolates(text: str) -> str:
    """Drop isolate marks that are never closed, or never opened, so that no field reorders the next."""
    if not any(mark in text for mark in _ISOLATE_OPENERS + _ISOLATE_CLOSER):
        return text
    kept = list(text)
    open_at: list[int] = []
    for place, character in enumerate(text):
        if character in _ISOLATE_OPENERS:
            open_at.append(place)
        elif character == _ISOLATE_CLOSER:
            if open_at:
                open_at.pop()
            else:
                kept[place] = ""
    for place in open_at:
        kept[place] = ""
    return "".join(kept)


def _cap_marks(text: str) -> str:
    """Keep at most `MARKS_PER_CHARACTER` combining marks on one character."""
    kept: list[str] = []
    marks = 0
    for character in text:
        marks = marks + 1 if unicodedata.combining(character) else 0
        if marks <= MARKS_PER_CHARACTER:
            kept.append(character)
    return "".join(kept)
