"""Queries that count the whole graph are answered from what was counted, and alike."""

from pathlib import Path

import pyoxigraph as ox
import pytest

from carbonlex.graph import counts, published, reasoning, store
from carbonlex.graph.counts import Counts
from carbonlex.query import engine, scans
from carbonlex.query.answer import Request, answered
from carbonlex.query.parsed import Parsed
from carbonlex.reading.dataset import Dataset
from carbonlex.vocabulary import RDF, Vocabulary

SEEN = [
    "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",
    "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }",
    "select (count(distinct ?o) as ?m) (count(*) as ?n) where { ?s ?p ?o . } # and no more",
    "SELECT (COUNT(DISTINCT ?p) AS ?n) (COUNT(DISTINCT ?s) AS ?m) { ?s ?p ?o }",
    "SELECT (COUNT(DISTINCT ?g) AS ?n) { GRAPH ?g { ?s ?p ?o } }",
    "SELECT (COUNT(DISTINCT ?c) AS ?n) (COUNT(?s) AS ?m) { ?s a ?c }",
    "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s a clx:Scheme }",
    "SELECT (COUNT(?s) AS ?n) { ?s a <urn:of-nothing> }",
    "SELECT (COUNT(*) AS ?n) { ?s clx:jurisdiction ?o }",
    "SELECT ?c (COUNT(?s) AS ?n) { ?s rdf:type ?c } GROUP BY ?c ORDER BY DESC(?n) ?c LIMIT 3",
    f"PREFIX x: <{RDF}>\nSELECT (COUNT(?s) AS ?n) $c {{ ?s x:type ?c }} GROUP BY $c ORDER BY ?c OFFSET 2",
    "SELECT ?c (COUNT(DISTINCT ?s) AS ?n) { ?s a ?c } GROUP BY ?c",
    "SELECT ?p (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?p",
    "SELECT ?g (COUNT(?p) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g",
    "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } } ORDER BY ?g",
    "SELECT DISTINCT ?p { ?s ?p ?o }",
    "SELECT ?c { ?s a ?c } GROUP BY ?c LIMIT 0",
]
UNSEEN = [
    "SELECT (COUNT(*) AS ?n) FROM <https://w3id.org/carbonlex/id/graph/aa> { ?s ?p ?o }",
    "SELECT (COUNT(*) AS ?n) { GRAPH <https://w3id.org/carbonlex/id/graph/aa> { ?s ?p ?o } }",
    "SELECT (COUNT(*) AS ?n) { ?s ?s ?o }",
    "SELECT (COUNT(?x) AS ?n) { ?s ?p ?o }",
    "SELECT (COUNT(*) AS ?n) { ?s ?p ?o FILTER(ISIRI(?o)) }",
    "SELECT (COUNT(*) AS ?n) { ?s ?p ?o } VALUES ?s { <urn:a> }",
    "SELECT (COUNT(*) AS ?n) { ?s ?p 'x' }",
    "SELECT (COUNT(*) AS ?n) { [] ?p ?o }",
    "SELECT (COUNT(*) AS ?n) { ?s ?p ?o ; ?q ?r }",
    "SELECT (COUNT(*) AS ?n) { ?s ?p ?o , ?r }",
    "SELECT (COUNT(*) AS ?n) { ?s a/a ?o }",
    "SELECT (COUNT(*) AS ?n) { ?s ^a ?o }",
    "SELECT (COUNT(*) + 1 AS ?n) { ?s ?p ?o }",
    "SELECT (SUM(?o) AS ?n) { ?s ?p ?o }",
    "SELECT ?p { ?s ?p ?o } GROUP BY ?p HAVING (COUNT(*) > 3)",
    "SELECT ?p { ?s ?p ?o } GROUP BY ?p ORDER BY COUNT(*)",
    "SELECT ?p (COUNT(DISTINCT ?s) AS ?n) { ?s ?p ?o } GROUP BY ?p",
    "SELECT ?p (COUNT(?x) AS ?n) { ?s ?p ?o } GROUP BY ?p",
    "SELECT ?s (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?s",
    "SELECT ?p { GRAPH ?g { ?s ?p ?o } } GROUP BY ?p",
    "SELECT (COUNT(DISTINCT *) AS ?n) { ?s ?p ?o }",
    "SELECT DISTINCT ?s ?p { ?s ?p ?o }",
    "SELECT DISTINCT (COUNT(*) AS ?n) { ?s ?p ?o }",
    "SELECT REDUCED ?p { ?s ?p ?o }",
    "SELECT ?p { ?s ?p ?o }",
    "SELECT * { ?s ?p ?o }",
    "ASK { ?s ?p ?o }",
    "SELECT (COUNT(*) AS ?n) {",
]


@pytest.fixture(scope="module")
def graph(golden: Dataset) -> ox.Store:
    return store.store_of(store.quads(golden))


@pytest.fixture(scope="module")
def known(graph: ox.Store) -> Counts:
    return counts.counted(graph)


def rows(graph: ox.Store, text: str) -> list[str]:
    found = [str(solution) for solution in engine.run(graph, text)]
    return found if "ORDER" in text else sorted(found)


@pytest.mark.parametrize("text", SEEN)
def test_what_was_counted_is_not_counted_again(text: str, graph: ox.Store, known: Counts) -> None:
    other = scans.counted(Parsed(text), known)
    assert other is not None and "VALUES" in other
    assert rows(graph, other) == rows(graph, text)
    request = Request(text, rows=("csv",))
    first, again = (answered(graph, request, 1000, counted).content for counted in (known, None))
    assert sorted(first.splitlines()) == sorted(again.splitlines())


@pytest.mark.parametrize("text", UNSEEN)
def test_any_other_query_stays_as_it_is(text: str, known: Counts) -> None:
    assert scans.counted(Parsed(text), known) is None


def test_graphs_that_a_request_chooses_are_counted(graph: ox.Store, known: Counts) -> None:
    chosen = ("https://w3id.org/carbonlex/id/graph/aa",)
    some = answered(graph, Request(SEEN[0], rows=("csv",), default=chosen), 10, known)
    assert 0 < int(some.content.split()[1]) == known.graphs[chosen[0]] < known.triples


def test_a_class_without_a_name_is_not_lost() -> None:
    graph = ox.Store()
    graph.add(ox.Quad(ox.NamedNode("urn:a"), ox.NamedNode(RDF + "type"), ox.BlankNode()))
    known = counts.counted(graph)
    assert known.classes is None
    assert scans.counted(Parsed("SELECT ?c { ?s a ?c } GROUP BY ?c"), known) is None
    assert scans.counted(Parsed("SELECT (COUNT(*) AS ?n) { ?s a <urn:c> }"), known) is None


def test_the_counts_lie_beside_the_store(
    project: Path, vocabulary: Vocabulary, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr(reasoning, "reason", lambda _: reasoning.Inference(consistent=True, ran=True))
    opened, told = published.open_counted(project, vocabulary)
    assert told is not None and told.triples == len(opened)
    again = published.open_counted(project, vocabulary)[1]
    assert again is not None and again.written() == told.written()
    (published.place(project, vocabulary) / counts.NAME).write_bytes(b"[]")
    assert published.open_counted(project, vocabulary)[1] is None
