"""Text that would drive a terminal, reorder a line or be clicked, and how to tell that it came through."""

from __future__ import annotations

import unicodedata

HOSTILE_PIECES = (
    "\x1b[2J", "\x1b]52;c;aGk=\x07", "\x9b2J", "\x9d52;c;aGk=\x9c", "\x1b", "\x00", "\x07", "\x08", "\x0c", "\r",
    "\x7f", "\u202e", "\u2066", "\u2069", "\u2028", "\ufeff", "\ud800", "\U000e0041",
    "&#x1b;", "&#27;", "&#x9b;", "&#x202e;", "&#8238;", "&#x2066;", "&#13;", "&#12;", "&#x2028;", "&#xe0041;", "&#0;",
    "&rlo;", "&Tab;", "&NewLine;", "&shy;", "[@click=app.quit]x[/]", "[/nope]", "[$primary]x", "\\", "[link=x]",
)  # fmt: skip

ESCAPES = "\x1b[2J\x1b]52;c;aGk=\x07\x9b2J\x9d0;t\x9c\x00\x08\x7f\u202e\u2066\u2028"
ENTITIES = "&#x9b;&#x202e;&#13;&#xe0041;"
MARKUP = "[@click=app.quit]press[/] [/nope] [$primary]x [link='https://a.example']y [b"
HOSTILE = f"{MARKUP} {ESCAPES}{ENTITIES} \\"
"""All of it in one text; the part that shows comes first."""


def forbidden(shown: str) -> set[str]:
    """The characters that must not reach a terminal."""
    controls = {one for one in shown if unicodedata.category(one) in ("Cc", "Cs") and one not in "\n\t"}
    overrides = {one for one in shown if one in "\u202a\u202b\u202c\u202d\u202e\u2028\u2029\ufeff"}
    tags = {one for one in shown if 0xE0000 <= ord(one) <= 0xE007F}
    return controls | overrides | tags
