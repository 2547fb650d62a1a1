"""Which records make up the part of the data set that is filed under one concept, or belongs to one legal order.

A **concept's** part: its record, and the wordings, proposals, silences and terms that are filed under it; the units that such a wording
defines; and the mappings that lead from or to any of these.

A **legal order's** part: all that stands in its named graph, which is what says that it belongs to it; the mappings that lead from or to
any of these; the links that join one of its schemes, or itself.

To both belong the events and disagreements about any of these records, and the sources that they name. What else they lead to is no part of
it: graphs tell class and name of such a thing, tables have its row, since a key must be found.
"""

from collections.abc import Iterator

from carbonlex.graph import store as graph_store
from carbonlex.reading.dataset import Dataset, Name
from carbonlex.records.fields import Ref
from carbonlex.records.model import Asset, Disagreement, Event, Link, Record, Silence, Term, TermMapping, Worded
from carbonlex.records.references import references


def of_concept(dataset: Dataset, concept: str) -> frozenset[Name]:
    """The names of the records of a concept's part."""
    filed = {_name(r) for r in dataset.all(Record) if isinstance(r, Worded | Silence | Term) and r.concept == concept}
    filed |= {("concept", concept)} & dataset.placed.keys()
    wordings = {id_ for kind, id_ in filed if kind in ("definition", "proposal")}
    units = {_name(a) for a in dataset.all(Asset) if wordings.intersection(a.defined_by)}
    return _with_what_concerns(dataset, filed | units)


def of_jurisdiction(dataset: Dataset, id_: str) -> frozenset[Name]:
    """The names of the records of a legal order's part."""
    own = {_name(r) for r in dataset.all(Record) if graph_store.graph_name(r, dataset) == id_}
    links = {
        _name(x)
        for x in dataset.all(Link)
        if id_ in x.members or any(("scheme", scheme) in own for scheme in x.schemes)
    }
    return _with_what_concerns(dataset, own | links)


def _with_what_concerns(dataset: Dataset, own: set[Name]) -> frozenset[Name]:
    """These records with mappings, events and disagreements that concern them, and the sources of all."""
    found = set(own)
    for mapping in dataset.all(TermMapping):
        ends = (dataset.end(mapping.from_), dataset.end(mapping.to))
        if any(end and _name(end) in own for end in ends):
            found.add(_name(mapping))
    ids = {id_ for kind, id_ in own}
    concerned: list[Event | Disagreement] = [*dataset.all(Event), *dataset.all(Disagreement)]
    found |= {_name(record) for record in concerned if ids.intersection(record.about)}
    sources = {source for name in found if (record := dataset.get(*name)) for source in _sources(record)}
    return frozenset(found | {("source", id_) for id_ in sources} & dataset.placed.keys())


def _sources(record: Record) -> Iterator[str]:
    """The ids of the sources that a record names anywhere."""
    return (id_ for _, marker, id_ in references(record) if isinstance(marker, Ref) and marker.kind == "source")


def _name(record: Record) -> Name:
    return record.kind, record.id
