"""Bank summaries and item versions."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Annotated

from pydantic import Field, TypeAdapter
from sqlalchemy import Connection, or_, select, tuple_
from sqlalchemy.dialects.sqlite import insert

from engine.banks.bank import Bank
from engine.items.kinds import Item, ItemGroup
from engine.practice.ports import BankSummary, ItemVersion
from engine.store.checksums import canonical
from engine.store.tables import BankRow, ItemVersionRow

_AT_ONCE = 500
"""Keys in one lookup, well below SQLite's limit on variables."""


@cache
def _item_reader() -> TypeAdapter[Item]:
    return TypeAdapter(Item)


@cache
def _group_reader() -> TypeAdapter[ItemGroup]:
    return TypeAdapter(Annotated[ItemGroup, Field(discriminator="kind")])


class SqlBanks:
    """Fulfils `ports.Banks`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._banks = BankRow.__table__  # type: ignore[attr-defined]
        self._versions = ItemVersionRow.__table__  # type: ignore[attr-defined]

    def summary(self, code: str) -> BankSummary | None:
        row = self._connection.execute(select(self._banks).where(self._banks.c.code == code)).first()
        if row is None:
            return None
        domains = tuple((str(i), str(n), int(lo), int(hi), int(k)) for i, n, lo, hi, k in json.loads(row.domains))
        return BankSummary(
            row.code, row.title, row.status, row.retired_on, row.successor,
            row.items, row.questions, row.minutes, domains, row.digest,
        )  # fmt: skip

    def save(self, bank: Bank, at: datetime) -> BankSummary:
        summary = _summary(bank)
        fields = {
            "code": summary.code,
            "title": summary.title,
            "status": summary.status,
            "retired_on": summary.retired_on,
            "successor": summary.successor,
            "items": summary.items,
            "questions": summary.questions,
            "minutes": summary.minutes,
            "domains": canonical(summary.domains),
            "digest": summary.digest,
            "read_at": at,
        }
        statement = insert(self._banks).values(fields)
        self._connection.execute(statement.on_conflict_do_update(index_elements=["code"], set_=fields))
        rows = [
            {
                "bank_code": bank.code,
                "item_id": item_id,
                "version": bank.versions[item_id],
                "family": item.family_id,
                "content": item.model_dump_json(),
                "group_content": bank.groups[item_id].model_dump_json() if item_id in bank.groups else None,
            }
            for item_id, item in bank.items.items()
        ]
        self._save_versions(rows)
        return summary

    def _save_versions(self, rows: Sequence[Mapping[str, object]]) -> None:
        """The meaning of a version never changes; its family, its place and its reasons follow the bank."""
        statement = insert(self._versions)
        own, new = self._versions.c, statement.excluded
        follow = ("family", "content", "group_content")
        statement = statement.on_conflict_do_update(
            index_elements=["bank_code", "item_id", "version"],
            set_={name: new[name] for name in follow},
            where=or_(*(own[name].is_distinct_from(new[name]) for name in follow)),
        )
        self._connection.execute(statement, rows)

    def item_version(self, bank_code: str, item_id: str, version: str) -> ItemVersion | None:
        return self.item_versions(bank_code, {item_id: version}).get(item_id)

    def item_versions(self, bank_code: str, versions: Mapping[str, str]) -> dict[str, ItemVersion]:
        table = self._versions
        wanted = list(versions.items())
        found: dict[str, ItemVersion] = {}
        for start in range(0, len(wanted), _AT_ONCE):
            keys = wanted[start : start + _AT_ONCE]
            query = select(table.c.item_id, table.c.content, table.c.group_content).where(
                table.c.bank_code == bank_code, tuple_(table.c.item_id, table.c.version).in_(keys)
            )
            for row in self._connection.execute(query):
                group = _group_reader().validate_json(row.group_content) if row.group_content else None
                found[row.item_id] = ItemVersion(_item_reader().validate_json(row.content), group)
        return found


def _summary(bank: Bank) -> BankSummary:
    manifest = bank.manifest
    counts = Counter(item.domain for item in bank.items.values())
    domains = tuple(
        (domain.id, domain.name, *domain.weight, counts[domain.id]) for domain in manifest.blueprint.domains
    )
    return BankSummary(
        manifest.code, manifest.title, manifest.status, manifest.retired_on, manifest.successor,
        len(bank.items), manifest.exam.questions, manifest.exam.minutes, domains, bank.digest,
    )  # fmt: skip
