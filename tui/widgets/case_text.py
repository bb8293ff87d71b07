"""A case study's stimuli as one text."""

from __future__ import annotations

from textual.content import Content

from engine.items.kinds import ItemGroup
from tui import text


def case_content(group: ItemGroup) -> Content:
    """Title and tabs, one under another."""
    parts = [text.plain(group.title).stylize("bold underline")]
    for stimulus in group.stimuli:
        parts += [text.plain(stimulus.title).stylize("bold"), text.rich(stimulus.text)]
    return Content("\n\n").join(parts)
