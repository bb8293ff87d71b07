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
    + "".join(chr(plane + end) for plane in range(0, 0x110000, 0x10000) for end in (0xFFFE, 0xFFFF))  # noncharacters
    + "]"
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
    if text.isascii():
        return text
    text = unicodedata.normalize("NFC", _balance_isolates(text))
    # Once more, because what stood apart may compose where something between was taken out.
    return unicodedata.normalize("NFC", _cap_marks(text))


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
    """Keep at most `MARKS_PER_CHARACTER` marks on one character.

    By category and not by combining class, which is 0 for enclosing marks and for the joiner that could part a
    stack in two; and format characters, being invisible, do not part one either.
    """
    kept: list[str] = []
    marks = 0
    for character in text:
        category = unicodedata.category(character)
        if category in ("Mn", "Me"):
            marks += 1
            if marks > MARKS_PER_CHARACTER:
                continue
        elif category != "Cf":
            marks = 0
        kept.append(character)
    return "".join(kept)
