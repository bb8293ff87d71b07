"""Reads a bank folder: `bank.yaml` and the item files beside it, every problem of all of them in one go."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from engine.banks import checks
from engine.banks.bank import Bank, Manifest
from engine.banks.checks import Located, Named
from engine.banks.problems import Problem
from engine.banks.sanitise import clean_text
from engine.banks.validation import problems_of
from engine.banks.yaml_reader import MAX_BYTES, MappingNode, SequenceNode, Value, YamlRefusedError, read_yaml
from engine.errors import BankError
from engine.items.base import Model
from engine.items.kinds import (
    CaseStudy,
    Dropdown,
    Item,
    ItemGroup,
    Matching,
    MultipleResponse,
    Numeric,
    Ordering,
    Parametric,
    ProblemSeries,
    ShortText,
    SingleChoice,
    YesNoSeries,
)

MANIFEST = "bank.yaml"
MAX_FILES = 500

_ITEM_KINDS: Mapping[str, type[Item]] = {
    "single_choice": SingleChoice,
    "multiple_response": MultipleResponse,
    "yes_no_series": YesNoSeries,
    "matching": Matching,
    "ordering": Ordering,
    "dropdown": Dropdown,
    "numeric": Numeric,
    "short_text": ShortText,
    "parametric": Parametric,
}
_GROUP_KINDS: Mapping[str, type[ItemGroup]] = {"case_study": CaseStudy, "problem_series": ProblemSeries}

AnyModel = TypeVar("AnyModel", bound=Model)

Progress = Callable[[int, int], None]
"""Called with the files read so far and the files there are."""


@dataclass(frozen=True, slots=True)
class Reading:
    """The outcome of reading a folder: a bank where no error was found, and all findings."""

    bank: Bank | None
    problems: tuple[Problem, ...]


@dataclass(slots=True)
class _Findings:
    located: list[Located] = field(default_factory=list)
    named: list[Named] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def error(self, file: str, line: int | None, item: str | None, message: str) -> None:
        self.problems.append(Problem("error", file, line, item, message))


def load_bank(folder: Path, progress: Progress | None = None) -> Bank:
    """Read the bank in `folder`.

    Raises:
        BankError: something is wrong; the error lists every problem with file, line and item.
    """
    reading = read_bank(folder, progress)
    if reading.bank is None:
        count = sum(problem.severity == "error" for problem in reading.problems)
        noun = "problem" if count == 1 else "problems"
        raise BankError(f"the bank in {folder} has {count} {noun}; nothing was loaded", reading.problems)
    return reading.bank


def read_bank(folder: Path, progress: Progress | None = None) -> Reading:
    """Read everything in `folder` and report all that is wrong, file by file."""
    found = _Findings()
    files = _files(folder, found)
    digest = hashlib.sha256()
    manifest: Manifest | None = None
    for done, path in enumerate(files):
        if progress:
            progress(done, len(files))
        tree = _read_tree(path, digest.update, found)
        if path.name == MANIFEST:
            manifest = _manifest(tree, _shown(path), found)
        else:
            _entries(tree, _shown(path), found)
    if progress:
        progress(len(files), len(files))
    found.problems.extend(checks.check(found.located, found.named, manifest.blueprint if manifest else None))
    found.problems.sort(key=lambda problem: (problem.file, problem.line or 0))
    if manifest is None or any(problem.severity == "error" for problem in found.problems):
        return Reading(None, tuple(found.problems))
    items = {one.item.id: one.item for one in found.located}
    groups = {one.item.id: one.group for one in found.located if one.group is not None}
    return Reading(Bank(manifest, items, groups, digest.hexdigest()), tuple(found.problems))


def bank_digest(folder: Path) -> str:
    """The digest `read_bank` would give, without parsing; tells whether a bank changed since it was stored."""
    digest = hashlib.sha256()
    for path in _files(folder, _Findings()):
        digest.update(os.fsencode(path.name) + b"\0" + _read_bytes(path) + b"\0")
    return digest.hexdigest()


def _files(folder: Path, found: _Findings) -> list[Path]:
    manifest = folder / MANIFEST
    if not manifest.is_file():
        found.error(MANIFEST, None, None, f"{folder} holds no {MANIFEST}, so it is no bank")
        return []
    others = sorted(
        path
        for path in folder.iterdir()
        if path.suffix in (".yaml", ".yml") and path.name != MANIFEST and path.is_file() and not path.is_symlink()
    )
    if len(others) > MAX_FILES:
        found.error(MANIFEST, None, None, f"more than {MAX_FILES} item files; join some")
        others = others[:MAX_FILES]
    return [manifest, *others]


def _shown(path: Path) -> str:
    """The file's name as findings show it: whoever named it may have put anything into it."""
    return clean_text(path.name)


def _read_bytes(path: Path) -> bytes:
    with path.open("rb") as stream:
        return stream.read(MAX_BYTES + 1)


def _read_tree(path: Path, feed: Callable[[bytes], None], found: _Findings) -> Value:
    try:
        data = _read_bytes(path)
        feed(os.fsencode(path.name) + b"\0" + data + b"\0")
        return read_yaml(data)
    except OSError as error:
        found.error(_shown(path), None, None, f"cannot be read: {error.strerror}")
    except YamlRefusedError as error:
        found.error(_shown(path), error.line, None, str(error))
    return None


def _manifest(tree: Value, file: str, found: _Findings) -> Manifest | None:
    if tree is None and found.problems:
        return None
    return _validate(Manifest, tree, file, None, found)


def _entries(tree: Value, file: str, found: _Findings) -> None:
    if tree is None:
        return
    entries = tree.get("items") if isinstance(tree, MappingNode) else None
    if not isinstance(tree, MappingNode) or not isinstance(entries, SequenceNode):
        found.error(file, 1, None, "an item file is a mapping with one list, `items:`")
        return
    for name in tree:
        if name != "items":
            found.error(file, tree.lines[name], None, f"unknown field `{name}`; an item file has only `items`")
    for entry, line in zip(entries, entries.lines, strict=True):
        kind = entry.get("kind") if isinstance(entry, MappingNode) else None
        if isinstance(entry, MappingNode) and isinstance(kind, str) and kind in _GROUP_KINDS:
            _group(entry, _GROUP_KINDS[kind], file, found)
        else:
            found.located.extend(_item(entry, line, file, found))


def _group(entry: MappingNode, model: type[ItemGroup], file: str, found: _Findings) -> None:
    nested = entry.get("items")
    members: list[Located] = []
    before = len(found.problems)
    if isinstance(nested, SequenceNode):
        for member, line in zip(nested, nested.lines, strict=True):
            members.extend(_item(member, line, file, found))
    name = entry.get("id")
    # Faults of members stand in the findings already; the group is judged on the rest in the same run.
    judged = "items" if len(found.problems) > before else None
    group = _validate(model, entry, file, name if isinstance(name, str) else None, found, but=judged)
    found.located.extend(Located(one.item, group, file, one.line) for one in members)


def _item(entry: Value, line: int, file: str, found: _Findings) -> Iterator[Located]:
    if not isinstance(entry, MappingNode):
        found.error(file, line, None, "an item is a mapping of fields, beginning with `id:` and `kind:`")
        return
    name, kind = entry.get("id"), entry.get("kind")
    label = name if isinstance(name, str) else None
    if label is not None:
        found.named.append(Named(label, file, line))
    model = _ITEM_KINDS.get(kind) if isinstance(kind, str) else None
    if isinstance(kind, str) and kind in _GROUP_KINDS:
        found.error(file, entry.lines.get("kind", line), label, f"a group cannot stand in a group, as this {kind} does")
        return
    if model is None:
        known = ", ".join((*_ITEM_KINDS, *_GROUP_KINDS))
        what = "`kind` is missing" if kind is None else f"there is no kind {kind!r}"
        found.error(file, entry.lines.get("kind", line), label, f"{what}; kinds are {known}")
        return
    item = _validate(model, entry, file, label, found)
    if item is not None:
        yield Located(item, None, file, line)


def _validate(
    model: type[AnyModel], tree: Value, file: str, label: str | None, found: _Findings, but: str | None = None
) -> AnyModel | None:
    try:
        return model.model_validate(tree)
    except ValidationError as error:
        found.problems.extend(problems_of(error, tree, file, label, but))
        return None
