"""Records as named graphs in an embedded Oxigraph store (IRIs and graphs as in FORMAT.md)."""

import io
import json
from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from carbonlex.graph import given_up
from carbonlex.graph.jsonld import Mapper
from carbonlex.reading.dataset import Dataset
from carbonlex.records.model import Record
from carbonlex.vocabulary import RDF, SKOS, Vocabulary

COMPARISON = "comparison"
ONTOLOGY = "ontology"
INFERRED = "inferred"
_TYPE, _CONCEPT = ox.NamedNode(RDF + "type"), ox.NamedNode(SKOS + "Concept")


def graph_name(record: Record, dataset: Dataset) -> str:
    """The id of the named graph that a record belongs to: its jurisdiction's, else the one of comparisons."""
    if record.kind == "jurisdiction":
        return record.id
    return dataset.order_of(record) or COMPARISON


def graph_iri(vocabulary: Vocabulary, name: str) -> ox.NamedNode:
    """The IRI of a named graph."""
    return ox.NamedNode(vocabulary.iri("graph", name))


def mapper(dataset: Dataset) -> Mapper:
    """The mapper for the records of this data set."""
    return Mapper(dataset.vocabulary, dataset.kind_of, dataset.form_of)


def triples(records: Iterable[Record], mapping: Mapper) -> Iterator[ox.Triple]:
    """The triples of records, through the JSON-LD context."""
    document = json.dumps(mapping.document(records), ensure_ascii=False).encode()
    for quad in ox.parse(document, ox.RdfFormat.JSON_LD):
        yield quad.triple


def quads(dataset: Dataset) -> Iterator[ox.Quad]:
    """The whole data set and the ontology as quads, without what is inferred; with the names that are given up, which belong to no legal
    order any more."""
    yield from quads_of((placed.record for placed in dataset.placed.values()), dataset)
    common = graph_iri(dataset.vocabulary, COMPARISON)
    for entry in dataset.deprecated.entries.values():
        for triple in given_up.triples(entry, dataset.vocabulary):
            yield ox.Quad(triple.subject, triple.predicate, triple.object, common)
    ontology = graph_iri(dataset.vocabulary, ONTOLOGY)
    for triple in (*dataset.vocabulary.quads, *dataset.vocabulary.words):
        yield ox.Quad(triple.subject, triple.predicate, triple.object, ontology)


def quads_of(records: Iterable[Record], dataset: Dataset) -> Iterator[ox.Quad]:
    """Some records of a data set as quads.

    No statement stands in two graphs: the union of all graphs that a query sees is a set (SPARQL 1.1, 13.1), but stores count what
    stands twice twice. So a written form, which several legal orders may use, stands among the comparisons; and that a concept is one
    is said by the ontology."""
    mapping = mapper(dataset)
    forms = "<" + dataset.vocabulary.iri("label", "")
    common = graph_iri(dataset.vocabulary, COMPARISON)
    graphs: dict[str, list[Record]] = {}
    for record in records:
        graphs.setdefault(graph_name(record, dataset), []).append(record)
    for name, of_graph in sorted(graphs.items()):
        graph = graph_iri(dataset.vocabulary, name)
        for triple in triples(of_graph, mapping):
            if triple.predicate == _TYPE and triple.object == _CONCEPT:
                continue
            home = common if str(triple.subject).startswith(forms) else graph
            yield ox.Quad(triple.subject, triple.predicate, triple.object, home)


def ntriples(items: Iterable[ox.Triple]) -> bytes:
    """Triples in N-Triples, sorted, so that the same triples give the same bytes."""
    return b"".join(sorted(set(ox.serialize(items, format=ox.RdfFormat.N_TRIPLES).splitlines(keepends=True))))  # type: ignore[union-attr]


def store_of(items: Iterable[ox.Quad]) -> ox.Store:
    """An in-memory store of the quads."""
    store = ox.Store()
    store.extend(items)
    return store


def load(content: bytes) -> ox.Store:
    """A store from N-Quads."""
    store = ox.Store()
    store.bulk_load(io.BytesIO(content), ox.RdfFormat.N_QUADS)
    return store
