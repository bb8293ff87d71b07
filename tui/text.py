"""The one door from bank text to the terminal: plain `Content`, never markup, cleaned once more on the way out.

Bank text is a CommonMark subset (paragraphs, emphasis, inline and fenced code, lists, tables). It is drawn as
styled text; links show their text and address, raw HTML shows as it stands.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode
from textual.content import Content, Span
from textual.highlight import highlight

from engine.banks.sanitise import clean_text

CODE = "$text-accent"
QUIET = "$text-muted"

_parser = MarkdownIt("commonmark", {"html": False}).enable("table").disable("reference")
"""Without link references, since `[default]: allow` would be taken for one and show nothing."""


def plain(text: str) -> Content:
    """Text as it stands, brackets and all."""
    return Content(clean_text(text))


@lru_cache(maxsize=2_000)
def rich(text: str) -> Content:
    """CommonMark text as styled content."""
    tree = SyntaxTreeNode(_parser.parse(clean_text(text)))
    return Content("\n\n").join(list(_blocks(tree.children)))


@lru_cache(maxsize=500)
def code(text: str, language: str) -> Content:
    """Source code, highlighted where the language is known."""
    cleaned = clean_text(text)
    return _highlighted(cleaned, language)


def gapped(body: str, language: str | None, fillings: Mapping[str, str]) -> Content:
    """A dropdown item's body with each `[[gap]]` replaced by what `fillings` says, set off from the rest."""
    text, places = _filled(clean_text(body), {slot: clean_text(words) for slot, words in fillings.items()})
    content = _highlighted(text, language) if language else Content(text)
    for start, end in places:
        content = content.stylize("reverse", start, end)
    return content


def _filled(body: str, fillings: Mapping[str, str]) -> tuple[str, list[tuple[int, int]]]:
    text, rest = "", body
    places: list[tuple[int, int]] = []
    while True:
        found = [(rest.find(f"[[{slot}]]"), slot) for slot in fillings]
        found = [(at, slot) for at, slot in found if at >= 0]
        if not found:
            return text + rest, places
        at, slot = min(found)
        text += rest[:at]
        places.append((len(text), len(text) + len(fillings[slot])))
        text += fillings[slot]
        rest = rest[at + len(f"[[{slot}]]") :]


def _highlighted(text: str, language: str) -> Content:
    content = highlight(text, language=language, tab_size=0)  # with its tabs widened the styles would slip
    return content if content.plain == text else Content(text)


def _blocks(nodes: Sequence[SyntaxTreeNode], indent: str = "") -> Iterator[Content]:
    for node in nodes:
        match node.type:
            case "fence" | "code_block":
                lines = code(node.content.rstrip("\n"), node.info.split()[0] if node.info.strip() else "text")
                yield Content("\n").join([Content("  ") + line for line in lines.split("\n", allow_blank=True)])
            case "bullet_list" | "ordered_list":
                yield Content("\n").join(list(_list(node, indent)))
            case "table":
                yield _table(node)
            case "hr":
                yield Content("─" * 20)
            case "blockquote":
                yield Content("\n\n").join([_set_in("▌ ", block, "▌ ") for block in _blocks(node.children)])
            case "heading":
                yield _inline(node).stylize("bold")
            case _:
                yield _inline(node)


def _list(node: SyntaxTreeNode, indent: str) -> Iterator[Content]:
    start = int(node.attrs.get("start", 1))
    for place, item in enumerate(node.children, start):
        marker = f"{indent}{place}. " if node.type == "ordered_list" else f"{indent}• "
        parts = list(_blocks(item.children, indent + "  "))
        nested = [child.type in ("bullet_list", "ordered_list") for child in item.children]
        for first, (part, is_list) in enumerate(zip(parts, nested, strict=True)):
            yield part if is_list else _set_in(marker if first == 0 else " " * len(marker), part)


def _table(node: SyntaxTreeNode) -> Content:
    rows = [[_inline(cell) for cell in row.children] for part in node.children for row in part.children]
    widths = [max(row[column].cell_length for row in rows) for column in range(len(rows[0]))]
    lines = [
        Content("  ").join([cell.pad_right(width - cell.cell_length) for cell, width in zip(row, widths, strict=True)])
        for row in rows
    ]
    rule = Content("  ".join("─" * width for width in widths))
    return Content("\n").join([lines[0].stylize("bold"), rule, *lines[1:]])


def _set_in(lead: str, block: Content, rest: str | None = None) -> Content:
    """The block with `lead` before its first line, and `rest` (as much room) before the others."""
    first, *others = block.split("\n", allow_blank=True) or [block]
    room = " " * len(lead) if rest is None else rest
    return Content("\n").join([Content(lead) + first, *(Content(room) + line for line in others)])


def _inline(node: SyntaxTreeNode) -> Content:
    line = _Line()
    line.take(node)
    return Content("".join(line.parts), spans=line.spans)


class _Line:
    """The inline nodes of one block, gathered into text and styles."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.spans: list[Span] = []
        self.length = 0

    def take(self, node: SyntaxTreeNode) -> None:
        """Add a node and all it holds."""
        start, first = self.length, len(self.parts)
        match node.type:
            case "text" | "html_inline" | "html_block":
                self._add(node.content)
            case "code_inline":
                self._add(node.content)
                self.spans.append(Span(start, self.length, CODE))
            case "softbreak":
                self._add(" ")
            case "hardbreak":
                self._add("\n")
            case "image":
                self._add("[image: ")
                self._take_all(node)
                self._add("]")
            case "link":
                self._take_all(node)
                address = str(node.attrs.get("href", ""))
                if address != "".join(self.parts[first:]):
                    self._add(f" ({address})")
            case _:
                self._take_all(node)
                if node.type in ("strong", "em"):
                    self.spans.append(Span(start, self.length, "bold" if node.type == "strong" else "italic"))

    def _take_all(self, node: SyntaxTreeNode) -> None:
        for child in node.children:
            self.take(child)

    def _add(self, words: str) -> None:
        cleaned = clean_text(words)  # once more: an entity such as &#x202e; is only now the character it names
        self.parts.append(cleaned)
        self.length += len(cleaned)
