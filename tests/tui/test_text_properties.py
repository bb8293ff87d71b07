"""Whatever a bank holds, what leaves through `tui.text` cannot drive a terminal, reorder a line or be clicked."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st
from textual.content import Content

from tests.tui.hostility import HOSTILE_PIECES, forbidden
from tui import text

MARKUP = (
    "*", "**", "`", "```\n", "```python\n", "~~~", "[", "](", ")", "![", "<", ">", "- ", "1. ", "> ", "    ", "\n",
    "\n\n",     "|a|b|\n|-|-|\n|", "|", "#", "---", "[[g1]]", "https://a.example", "\t", "x", " ", "word",
)  # fmt: skip

texts = st.lists(st.sampled_from(HOSTILE_PIECES + MARKUP) | st.text(max_size=8), max_size=25).map("".join)
languages = st.sampled_from(["python", "json", "bash", "text", "html", "yaml", "no-such-language"])


def is_harmless(content: Content) -> bool:
    """Nothing forbidden in the text, nothing clickable in the styles, isolates closed."""
    assert not forbidden(content.plain), repr(content.plain)
    assert not [span for span in content.spans if "@" in str(span.style) or "link" in str(span.style)]
    return True


@given(texts)
@example("&#x202e;reversed&#x2069;")
@example("`&#x1b;`\n\n    &#x1b;[2J")
@example("[a\x1b[2J](http://x/&#x202e;)")
@example("![&#x202e;](x)")
@example("|&#x202e;|b|\n|-|-|\n|\x9b|&#13;|")
def test_rich_text_is_harmless_whatever_it_is_made_of(given_text: str) -> None:
    assert is_harmless(text.rich(given_text))


@given(texts)
def test_plain_text_is_harmless_and_says_all_that_is_printable(given_text: str) -> None:
    shown = text.plain(given_text)
    assert is_harmless(shown)
    assert shown.spans == []
    printable = [one for one in given_text if one.isascii() and one.isprintable()]
    assert [one for one in shown.plain if one.isascii() and one.isprintable()] == printable


@given(texts, languages)
def test_code_is_harmless(given_text: str, language: str) -> None:
    assert is_harmless(text.code(given_text, language))


@given(texts, st.none() | languages, texts, texts)
def test_gapped_text_is_harmless(body: str, language: str | None, one: str, other: str) -> None:
    assert is_harmless(text.gapped(body, language, {"g1": one, "g2": other}))


@given(st.text(alphabet="ab \t\n=()#'\"", max_size=30), languages)
def test_highlighting_styles_pieces_of_the_text_and_nothing_beside_it(given_text: str, language: str) -> None:
    shown = text.code(given_text, language)
    assert shown.plain == given_text
    ends_of_line = 1  # a highlighter adds the last line's end where it is missing
    assert all(0 <= span.start <= span.end <= len(given_text) + ends_of_line for span in shown.spans)


@given(st.text(alphabet="abc 0[]/$@=\\", max_size=30))
def test_markup_of_the_screen_library_is_only_text(given_text: str) -> None:
    assert text.plain(given_text).plain == given_text
    assert text.code(given_text, "text").plain == given_text
