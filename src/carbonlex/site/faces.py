"""What pages of other records show of a record: its names, and the line by which it is linked."""

import dataclasses
from collections.abc import Iterator, Sequence

from carbonlex.reading.dataset import Name
from carbonlex.records.model import Jurisdiction, Record, Source, TermMapping, Worded
from carbonlex.records.references import references
from carbonlex.site.edition import Edition
from carbonlex.vocabulary import Vocabulary

Face = tuple[object, ...]


def called(record: Record, editions: Sequence[Edition]) -> Face:
    """What a record is called in some languages: all by which the search finds it."""
    first = editions[0]
    names = [edition.name(record) for edition in editions]
    marks = (getattr(record, "code", None), getattr(record, "number", None), first.dataset.order_of(record))
    return (*first.words(record).items(), *names, first.own(record), *marks)


def face(record: Record, editions: Sequence[Edition]) -> Face:
    """The face of a record in some languages: what it is called, and the line. A source and a legal order are cited with wordings, so
    theirs is all but their notes and what is stated of them."""
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
    return (*called(record, editions), getattr(record, "date", None), *line)


def leads(record: Record, vocabulary: Vocabulary) -> Iterator[Name]:
    """The records that a record leads to, by kind and id."""
    for _, marker, id_ in references(record):
        for kind in marker.kinds:
            yield kind, id_
    for statement in getattr(record, "statements", ()):
        group, kind = vocabulary.range_of(statement.property)
        if group == "record" and isinstance(statement.value, str):
            yield kind, statement.value
