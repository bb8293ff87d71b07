"""Reads YAML from strangers into plain values that remember their lines.

One pass over the C parser's events, so nothing is built before it is allowed: no aliases, anchors or tags, no
duplicate keys, bounded size, depth and number of nodes. Every plain scalar stays text (`NO`, `012`, `12:30`);
the model converts. A key whose value is an empty plain scalar, `~` or `null` is as if it were not there.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

import yaml

from engine.banks.sanitise import clean_text

MAX_BYTES = 10_000_000
MAX_DEPTH = 32
MAX_NODES = 2_000_000

Value: TypeAlias = "str | MappingNode | SequenceNode | None"


class MappingNode(dict[str, "Value"]):
    """A mapping that knows its own first line and each key's line (1-based)."""

    __slots__ = ("line", "lines")

    def __init__(self, line: int) -> None:
        super().__init__()
        self.line = line
        self.lines: dict[str, int] = {}


class SequenceNode(list["Value"]):
    """A sequence that knows its own first line and each entry's line (1-based)."""

    __slots__ = ("line", "lines")

    def __init__(self, line: int) -> None:
        super().__init__()
        self.line = line
        self.lines: list[int] = []


class YamlRefusedError(Exception):
    """The document breaks a limit or is not YAML; `line` is 1-based where known."""

    def __init__(self, message: str, line: int | None = None) -> None:
        super().__init__(message)
        self.line = line


@dataclass(slots=True)
class _Builder:
    """Turns events into values, refusing what is not allowed."""

    root: list[Value] = field(default_factory=list)
    stack: list[MappingNode | SequenceNode] = field(default_factory=list)
    keys: list[str | None] = field(default_factory=list)
    nodes: int = 0

    def scalar(self, event: yaml.ScalarEvent, line: int) -> None:
        text = clean_text(event.value)
        absent = event.style is None or event.style == ""
        if absent and self._expects_key():
            self._add(text, line)
        else:
            self._add(None if absent and text in ("", "~", "null") else text, line)

    def start(self, node: MappingNode | SequenceNode) -> None:
        self._add(node, node.line)
        self.stack.append(node)
        self.keys.append(None)
        if len(self.stack) > MAX_DEPTH:
            raise YamlRefusedError(f"nested more than {MAX_DEPTH} deep", node.line)

    def end(self) -> None:
        self.stack.pop()
        self.keys.pop()

    def _expects_key(self) -> bool:
        return bool(self.stack) and isinstance(self.stack[-1], MappingNode) and self.keys[-1] is None

    def _add(self, value: Value, line: int) -> None:
        self.nodes += 1
        if self.nodes > MAX_NODES:
            raise YamlRefusedError(f"more than {MAX_NODES:,} values", line)
        if not self.stack:
            self.root.append(value)
            return
        parent = self.stack[-1]
        if isinstance(parent, SequenceNode):
            parent.append(value)
            parent.lines.append(line)
            return
        key = self.keys[-1]
        if key is None:
            if not isinstance(value, str):
                raise YamlRefusedError("a key must be plain text", line)
            if value in parent.lines:
                raise YamlRefusedError(f"the key {value!r} stands twice, first on line {parent.lines[value]}", line)
            parent.lines[value] = line
            self.keys[-1] = value
            return
        if value is not None:
            parent[key] = value
        self.keys[-1] = None


def read_yaml(data: bytes) -> Value:
    """Read one document.

    Raises:
        YamlRefusedError: it is not UTF-8, not YAML, or breaks one of the limits above.
    """
    if len(data) > MAX_BYTES:
        raise YamlRefusedError(f"larger than {MAX_BYTES // 1_000_000} MB")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise YamlRefusedError(f"not UTF-8 (byte {error.start}); save the file as UTF-8") from None
    builder = _Builder()
    try:
        for event in yaml.parse(text, Loader=yaml.CSafeLoader):
            _feed(builder, event)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise YamlRefusedError(
            f"not valid YAML: {error.problem or error.context}", mark.line + 1 if mark else None
        ) from None
    except yaml.YAMLError as error:
        raise YamlRefusedError(f"not valid YAML: {' '.join(str(error).split())}") from None
    if len(builder.root) > 1:
        raise YamlRefusedError("holds more than one document; keep one a file")
    return builder.root[0] if builder.root else None


def _feed(builder: _Builder, event: yaml.Event) -> None:
    line = event.start_mark.line + 1 if event.start_mark else 0
    if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
        raise YamlRefusedError("aliases and anchors are not allowed; write the value out", line)
    tag = getattr(event, "tag", None)
    if tag not in (None, "!"):
        raise YamlRefusedError(f"tags such as {tag!r} are not allowed", line)
    match event:
        case yaml.ScalarEvent():
            builder.scalar(event, line)
        case yaml.MappingStartEvent():
            builder.start(MappingNode(line))
        case yaml.SequenceStartEvent():
            builder.start(SequenceNode(line))
        case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
            builder.end()
