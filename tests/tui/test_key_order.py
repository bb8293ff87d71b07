"""Keys that come faster than the program draws: each must act on the question it was pressed at."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("termios")  # the taker needs a pseudo-terminal

from tests.tui.exam_view import exam_view
from tests.tui.kill_oracle import take_evidence
from tests.tui.taker import Taker
from tui.widgets.choices import chosen_in, groups_of

pytestmark = pytest.mark.pty

QUESTIONS = 20


@pytest.mark.parametrize("choose", ["1", "enter"])
def test_an_answer_stays_with_its_question_when_the_next_key_comes_at_once(tmp_path: Path, choose: str) -> None:
    with Taker(tmp_path / "home") as taker:
        taker.wait_for("Press Enter to sit")
        taker.press("enter")
        taker.wait_for("Start (s)")
        taker.press("enter")
        taker.wait_until(lambda text: (view := exam_view(text)) is not None and bool(view.rows) and view.saved)
        taker.press(*[choose, "n"] * QUESTIONS)
        taker.wait_until(
            lambda text: (view := exam_view(text)) is not None and view.place[0] == QUESTIONS + 1 and view.saved
        )
    record = take_evidence(tmp_path / "home", tmp_path / "scratch").newest
    assert record is not None
    sitting = record.state.sitting
    for item_id in sitting.form.item_ids[:QUESTIONS]:
        item = record.items[item_id]
        first = groups_of(item, sitting.option_orders.get(item_id, {}))[0]
        chosen = chosen_in(item, record.state.responses.get(item_id))
        assert chosen == {(first.slot, first.choices[0].id)}, f"{item_id} has another answer than was given"
