"""A visual whose wrapped lines stay clear of its lead, so that a long option reads as one block."""

from __future__ import annotations

from textual.content import Content
from textual.css.styles import RulesMap
from textual.strip import Strip
from textual.style import Style
from textual.visual import RenderOptions, Visual


class Hanging(Visual):
    """A short lead on the first line, and a body that wraps to the right of it."""

    def __init__(self, lead: Content, body: Content) -> None:
        self.lead, self.body = lead, body

    def render_strips(self, width: int, height: int | None, style: Style, options: RenderOptions) -> list[Strip]:
        indent = self._indent(width)
        lines = self.body.render_strips(max(1, width - indent), height, style, options)
        if indent == 0:
            return lines
        lead = self.lead.render_strips(indent, 1, style, options)[0].adjust_cell_length(indent, style.rich_style)
        blank = Strip.blank(indent, style.rich_style)
        return [Strip.join([lead if place == 0 else blank, line]) for place, line in enumerate(lines)]

    def get_optimal_width(self, rules: RulesMap, container_width: int) -> int:
        return self.lead.cell_length + self.body.get_optimal_width(rules, container_width)

    def get_height(self, rules: RulesMap, width: int) -> int:
        return self.body.get_height(rules, max(1, width - self._indent(width)))

    def _indent(self, width: int) -> int:
        """The lead's width; nothing where so narrow that the body would have no room."""
        return self.lead.cell_length if width >= 2 * self.lead.cell_length else 0
