"""One real triple for each property, out of the records."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, is_dataclass
from functools import cache
from typing import Any

import pyoxigraph as ox

from carbonlex.graph import store
from carbonlex.reading.dataset import Dataset
from carbonlex.records.model import Record
from carbonlex.site.reference.expressions import Name, Text, term
from carbonlex.vocabulary import Vocabulary


@dataclass(frozen=True)
class Example:
    """What is said of a record, or of a part of one, whose IRI is ``subject``."""

    subject: str
    value: Name | Text


def examples(dataset: Dataset, first: list[str]) -> dict[str, Example]:
    """Property → example. Turning all records into triples takes seconds, so those are taken that show a key for the first time.

    :param first: legal orders whose records are preferred.
    """
    order = {id_: i for i, id_ in enumerate(first)}
    records = sorted(
        (placed.record for placed in dataset.placed.values()),
        key=lambda r: (order.get(dataset.order_of(r) or "", len(order)), r.kind != "definition", r.kind, r.id),
    )
    shown: set[tuple[str, type, str]] = set()
    chosen = []
    for record in records:
        if not (filled := _filled(record)) <= shown:
            shown |= filled
            chosen.append(record)
    rank = {dataset.vocabulary.iri(r.kind, r.id): i for i, r in enumerate(chosen)}
    found: dict[str, tuple[tuple[int, int, str], Example]] = {}
    for triple in store.triples(chosen, store.mapper(dataset)):
        if not isinstance(triple.subject, ox.NamedNode):
            continue
        iri = triple.subject.value.partition("#")[0]
        if iri in rank:
            # A long text shows less of a property than a short one.
            value = term(triple.object)  # type: ignore[arg-type]
            long = len(value.value) > 90 if isinstance(value, Text) else False
            key = (int(long), rank[iri], str(triple))
            if triple.predicate.value not in found or key < found[triple.predicate.value][0]:
                found[triple.predicate.value] = (key, Example(triple.subject.value, value))
    return {iri: example for iri, (_, example) in sorted(found.items())}


def _filled(record: Record) -> set[tuple[str, type, str]]:
    """The keys of a record, and of its parts, that hold something."""
    found: set[tuple[str, type, str]] = set()
    agenda: list[Any] = [record]
    for part in agenda:
        kind: type = type(part)
        if _has_keys(kind):
            held = {name: value for name, value in vars(part).items() if value is not None and value != ()}
            found.update((record.kind, kind, name) for name in held)
            inner: Iterable[Any] = held.values()
        elif kind is tuple or isinstance(part, Mapping):
            inner = part if kind is tuple else part.values()
        else:
            continue
        agenda += [item for item in inner if type(item) is not str]
    return found


_has_keys = cache(is_dataclass)  # asked of each value of all records


def names(vocabulary: Vocabulary, iri: str) -> tuple[str, str, str]:
    """Kind, id and part that an IRI of the data names; empty where it is none."""
    name, _, part = iri.removeprefix(vocabulary.base).partition("#")
    kind, slash, id_ = name.partition("/")
    return (kind, id_, part) if iri.startswith(vocabulary.base) and slash else ("", "", "")
