"""The particulars of a record as a reader sees them: every key that the record has, so that nothing in the data is hidden."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from carbonlex.reading.dataset import Dataset
from carbonlex.records.fields import AnyRef, OneOf, Ref, Shape, members
from carbonlex.records.model import Period, Record

# Shown in places of their own: the heading, the prose, the tables.
APART = frozenset({"kind", "id", "name", "form", "title", "notes", "statements", "translations"})


@dataclass(frozen=True)
class Fact:
    """One key of a record. ``form`` says how its value is shown: ``records`` (kind and id each), ``labels`` (list and
    id each), ``words`` (by language), ``period``, ``dates``, ``flag`` or ``text``."""

    key: str
    form: str
    value: Any


def facts(record: Record, dataset: Dataset) -> Iterator[Fact]:
    """The particulars of a record in the order of the format."""
    for key, field, value in members(record):
        if key in APART or value is None or value == ():
            continue
        items = value if isinstance(value, tuple) else (value,)
        if isinstance(field.marker, Ref | AnyRef):
            yield Fact(key, "records", [(dataset.kind_of(item, field.marker.kinds), item) for item in items])
        elif isinstance(field.marker, OneOf):
            yield Fact(key, "labels", [(field.marker.list, item) for item in items])
        elif isinstance(value, Mapping):
            yield Fact(key, "words", value)
        elif isinstance(value, Period):
            yield Fact(key, "period", value)
        elif isinstance(field.marker, Shape) and field.marker.form == "date":
            yield Fact(key, "dates", items)
        elif isinstance(value, bool):
            yield Fact(key, "flag", value)
        else:
            yield Fact(key, "text", ", ".join(items))
