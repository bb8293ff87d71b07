"""A wrapped option keeps clear of its mark and number, at every width."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from textual.content import Content
from textual.style import Style
from textual.visual import RenderOptions

from tui.widgets.hanging import Hanging

leads = st.text(alphabet="○◉☐☑ 123", min_size=1, max_size=8)
bodies = st.text(alphabet="abc 日本\n", max_size=80)
OPTIONS = RenderOptions(lambda style: style if isinstance(style, Style) else Style(), {})


def lines_of(visual: Hanging, width: int) -> list[str]:
    """The text of each line at that width."""
    return [strip.text for strip in visual.render_strips(width, None, Style(), OPTIONS)]


@given(leads, bodies, st.integers(1, 60))
def test_every_line_after_the_first_keeps_clear_of_the_lead(lead: str, body: str, width: int) -> None:
    room = Content(lead).cell_length
    first, *others = lines_of(Hanging(Content(lead), Content(body)), width)
    if width >= 2 * room:
        assert first.startswith(lead)
        assert all(line.startswith(" " * room) for line in others)


@given(leads, bodies, st.integers(2, 60))
def test_no_line_is_wider_than_there_is_room(lead: str, body: str, width: int) -> None:
    strips = Hanging(Content(lead), Content(body)).render_strips(width, None, Style(), OPTIONS)
    assert all(strip.cell_length <= max(width, Content(lead).cell_length) for strip in strips)


@given(leads, bodies, st.integers(1, 60))
def test_the_height_told_is_the_height_drawn(lead: str, body: str, width: int) -> None:
    visual = Hanging(Content(lead), Content(body))
    assert visual.get_height({}, width) == len(lines_of(visual, width)) > 0


@given(leads, bodies)
def test_at_its_best_width_nothing_wraps(lead: str, body: str) -> None:
    visual = Hanging(Content(lead), Content(body))
    width = visual.get_optimal_width({}, 200)
    assert width >= Content(lead).cell_length
    if width >= 2 * Content(lead).cell_length:
        assert len(lines_of(visual, max(1, width))) == len(body.split("\n"))


def test_the_words_of_the_body_all_stand_there() -> None:
    visual = Hanging(Content(" ○ 1  "), Content("a long answer that has to be wrapped twice at least"))
    assert lines_of(visual, 24) == [
        " ○ 1  a long answer that",
        "      has to be wrapped",
        "      twice at least",
    ]  # fmt: skip
