"""What pages of other records show of a record: its names, and the line by which it is linked."""

import dataclasses
from collections.abc import Iterable, Iterator, Mapping, Sequence

from carbonlex.reading.dataset import Dataset, Name
from carbonlex.records.model import Jurisdiction, Record, Source, TermMapping, Worded
from carbonlex.records.references import references
from carbonlex.site.edition import Edition
from carbonlex.vocabulary import Vocabulary

Face = tuple[object, ...]


def face(record: Record, editions: Sequence[Edition]) -> Face:
    """The face of a record in some languages. A source and a legal order are cited with wordings, so theirs is all but their notes and
    what is stated of them."""
    first, line = editions[0], Face()
    if isinstance(record, Worded):
        source = first.dataset.get("source", record.source)
        short = first.short(source) if isinstance(source, Source) else ""
        line = (
            short,
            record.pinpoint,
            record.jurisdiction,
            getattr(record, "force", None),
            record.text,
            record.withheld,
        )
    elif isinstance(record, Source | Jurisdiction):
        line = (dataclasses.replace(record, notes=None, statements=()),)
    elif isinstance(record, TermMapping):
        line = (record.relation,)
    names = [edition.name(record) for edition in editions]
    marks = (getattr(record, key, None) for key in ("date", "code", "number"))
    return (*first.words(record).items(), *names, first.own(record), first.dataset.order_of(record), *marks, *line)


def leads(record: Record, vocabulary: Vocabulary) -> Iterator[Name]:
    """The records that a record leads to, by kind and id."""
    for _, marker, id_ in references(record):
        for kind in marker.kinds:
            yield kind, id_
    for statement in getattr(record, "statements", ()):
        group, kind = vocabulary.range_of(statement.property)
        if group == "record" and isinstance(statement.value, str):
            yield kind, statement.value


def leading(
    dataset: Dataset, names: Iterable[Name], before: Mapping[Name, frozenset[Name]]
) -> dict[Name, frozenset[Name]]:
    """Record → those that lead to it.

    :param names: the records that may lead elsewhere than ``before``, when these records were the same.
    """
    names = set(names)
    found: dict[Name, set[Name]] = {}
    for name in names:
        for led in leads(dataset.placed[name].record, dataset.vocabulary):
            found.setdefault(led, set()).add(name)
    those = {led: leaders - names for led, leaders in before.items()}
    return {led: frozenset({*those.get(led, ()), *found.get(led, ())}) for led in sorted({*those, *found})}
