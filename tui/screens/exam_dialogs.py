"""What the exam room asks before something ends."""

from __future__ import annotations

from engine.exams.sitting import SittingState
from tui.screens.dialog import Dialog, Reply


def submit_dialog(state: SittingState) -> Dialog:
    """Warns of what is open; returns `submit` or `stay`."""
    total, missing, flagged = len(state.sitting.form.item_ids), len(state.unanswered), len(state.flagged)
    warning = f"{missing} of {total} questions are unanswered. " if missing else "Everything is answered. "
    warning += f"{flagged} flagged. " if flagged else ""
    return Dialog(
        "Submit the exam?",
        warning + "You cannot come back to it. Unanswered questions score nothing; guessing costs nothing.",
        [Reply("submit", "Submit", "s", "primary"), Reply("stay", "Go on", "g")],
    )


def leave_dialog() -> Dialog:
    """Asks what leaving should mean; returns `stay`, `leave`, `submit` or `abandon`."""
    return Dialog(
        "Leave the exam room?",
        "The clock does not stop when you leave: come back in time, or submit now. "
        "Giving up ends the exam without a result.",
        [
            Reply("stay", "Go on", "g", "primary"),
            Reply("leave", "Leave", "l"),
            Reply("submit", "Submit", "s"),
            Reply("abandon", "Give up", "u", "error"),
        ],
    )
