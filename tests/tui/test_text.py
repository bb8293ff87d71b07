"""Bank text as the screen shows it: the CommonMark subset, tables and code, and what is not part of it."""

from __future__ import annotations

import pytest
from textual.content import Content

from tui import text

PLAIN = [
    ("one\ntwo", "one two"),
    ("one  \ntwo", "one\ntwo"),
    ("one\n\ntwo", "one\n\ntwo"),
    ("# A heading", "A heading"),
    ("a\n\n---\n\nb", "a\n\n────────────────────\n\nb"),
    ("> quoted\n> on", "▌ quoted on"),
    ("> one\n>\n> two", "▌ one\n\n▌ two"),
    ("- one\n- two", "• one\n• two"),
    ("3. three\n4. four", "3. three\n4. four"),
    ("- one\n  - inner\n    - innermost\n- two", "• one\n  • inner\n    • innermost\n• two"),
    ("1. one\n   - inner\n\n   again", "1. one\n  • inner\n   again"),
    ("- \n- b", "• b"),
    ("[text](https://a.example/x)", "text (https://a.example/x)"),
    ("<https://a.example>", "https://a.example"),
    ("[https://good.example](https://bad.example)", "https://good.example (https://bad.example)"),
    ("![a *cat*](https://a.example/cat.png)", "[image: a cat]"),
    ("<b>x</b>", "<b>x</b>"),
    ("<div>\nx\n</div>", "<div> x </div>"),
    ("a < b & c", "a < b & c"),
    ("&lt;b&gt; &copy;", "<b> ©"),
    (r"\*not emphasis\*", "*not emphasis*"),
    ("snake_case_name and 2 * 3 * 4", "snake_case_name and 2 * 3 * 4"),
    ("[@click=app.quit]x[/] [/nope] [$primary]x", "[@click=app.quit]x[/] [/nope] [$primary]x"),
    ("ends with \\", "ends with \\"),
    ("[default]: allow", "[default]: allow"),
    ("", ""),
]


@pytest.mark.parametrize(("given", "shown"), PLAIN, ids=[given for given, _ in PLAIN])
def test_text_of(given: str, shown: str) -> None:
    assert text.rich(given).plain == shown


def styles(content: Content) -> set[tuple[str, str]]:
    """Each styled piece with its style."""
    return {(content.plain[span.start : span.end], str(span.style)) for span in content.spans}


def test_emphasis_and_code_are_styled() -> None:
    shown = text.rich("*soft* **loud** `code` ***both***")
    assert styles(shown) == {
        ("soft", "italic"), ("loud", "bold"), ("code", text.CODE), ("both", "bold"), ("both", "italic"),
    }  # fmt: skip


def test_inline_code_keeps_what_would_be_markup_elsewhere() -> None:
    assert text.rich("`*a* [x](y) &lt; <b>`").plain == "*a* [x](y) &lt; <b>"


@pytest.mark.parametrize("fence", ["```python", "```", "```no-such-language", "~~~python"])
def test_fenced_code_keeps_its_lines_set_in_by_two(fence: str) -> None:
    source = "def f(x):\n    return x\n\nf(1)"
    shown = text.rich(f"before\n\n{fence}\n{source}\n{fence[:3]}\n\nafter")
    assert shown.plain == "before\n\n  def f(x):\n      return x\n  \n  f(1)\n\nafter"


def test_code_within_a_list_keeps_its_indentation() -> None:
    shown = text.rich("- run\n\n  ```python\n  if x:\n      y()\n  ```")
    first, *code = shown.plain.split("\n")
    assert first == "• run"
    assert [line.removeprefix("    ") for line in code] == ["if x:", "    y()"]


def test_lines_broken_within_a_list_or_a_quotation_stay_under_their_first() -> None:
    assert text.rich("- one  \n  two").plain == "• one\n  two"
    assert text.rich("> one  \n> two").plain == "▌ one\n▌ two"


def test_known_languages_are_highlighted_and_the_text_is_untouched() -> None:
    source = "for n in range(3):\n    print(n)  # three times"
    assert text.code(source, "python").plain == source
    assert len(text.code(source, "python").spans) > 3
    assert text.code(source, "no-such-language").plain == source


@pytest.mark.parametrize("source", ["\tx\n\ty", "x\n", "\n\nx", "a\x0bb", "x  ", ""])
def test_code_that_a_highlighter_would_change_is_shown_as_it_is(source: str) -> None:
    assert text.code(source, "python").plain.replace("\x0b", "\n") == source.replace("\x0b", "\n")


def test_tables_stand_in_columns_as_wide_as_their_widest_cell() -> None:
    shown = text.rich("| name | size |\n|---|---|\n| a | 10 |\n| `long one` | 日本 |\n| short |")
    lines = shown.plain.split("\n")
    assert lines == [
        "name      size",
        "────────  ────",
        "a         10  ",
        "long one  日本",
        "short         ",
    ]
    assert ("long one", text.CODE) in styles(shown)


def test_a_gap_shows_its_filling_set_off_from_the_rest() -> None:
    shown = text.gapped("f([[a]], [[b]])", "python", {"a": " 1: x ", "b": " 2: … "})
    assert shown.plain == "f( 1: x ,  2: … )"
    assert {piece for piece, style in styles(shown) if style == "reverse"} == {" 1: x ", " 2: … "}


def test_a_filling_that_looks_like_a_gap_is_not_filled_again() -> None:
    shown = text.gapped("[[a]] and [[b]]", None, {"a": "[[b]]", "b": "[[a]]"})
    assert shown.plain == "[[b]] and [[a]]"


def test_brackets_that_are_no_gap_stay() -> None:
    assert text.gapped("x[[0]] [[c]] [[a]]", None, {"a": "1"}).plain == "x[[0]] [[c]] 1"
