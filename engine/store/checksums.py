"""Checksums chained from row to row, so that a changed or missing row of a record shows."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, date, datetime


def canonical(value: object) -> str:
    """The one JSON text of a value: sorted keys, no spaces, dates and instants in ISO form."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=_iso)


def chained(previous: str, row: Mapping[str, object]) -> str:
    """SHA-256 in hex over the checksum before and every value of the row but its own checksum.

    Columns without a value are left out, so that one added by a later schema breaks no older row.
    """
    content = {name: value for name, value in row.items() if name != "checksum" and value is not None}
    return hashlib.sha256(f"{previous}\n{canonical(content)}".encode()).hexdigest()


def _iso(value: object) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()  # as the database gives it back, whatever zone it came in
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{value!r} has no canonical form")
