"""What the makers of rows share: whose row it is, and cells that many tables have."""

from collections.abc import Iterator, Mapping
from typing import Any

from carbonlex.reading.dataset import Name
from carbonlex.records.model import Period, Record

Cells = Mapping[str, Any]
Row = dict[str, object]
Made = Iterator[tuple[Name | None, Cells]]


def whose(record: Record) -> Name:
    """The kind and id of a record."""
    return record.kind, record.id


def of(record: Record, /, **told: object) -> tuple[Name, Cells]:
    """The row of a record as a whole, whose IRI is its own."""
    return whose(record), told | {"iri": ""}


def period(period: Period | None) -> Row:
    """From when to when, where it is told."""
    return {"valid_from": period.from_, "valid_to": period.to} if period else {}


def relations(record: Record, /, key: str, **related: tuple[str, ...]) -> Made:
    """To which records of its kind one leads, by the relation; its own id stands in the column ``key``."""
    for relation, others in related.items():
        for other in dict.fromkeys(others):
            yield whose(record), {key: record.id, "relation": relation, "other": other}
