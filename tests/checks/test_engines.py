"""The engine (pyshifty) and the reference (pySHACL) find the same in the published graph.

What is covered: of the shapes without a query, every node of the published graph and every shape. pySHACL asks each query anew of
every node, which would take an hour; so of the shapes with a query, a share of their nodes is taken, evenly by name. As the published
graph is without fault, both are also tried on a spoiled one, from which triples are missing, in which words have lost their
language and dates their type, and records lead to themselves: there a share of the nodes of every shape is examined.
"""

import itertools
import multiprocessing
import os
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from rdflib import RDF

from carbonlex.checks import shapes as shapes_run
from carbonlex.graph import store
from carbonlex.reading.dataset import Dataset
from carbonlex.vocabulary import RDFS, Vocabulary
from reference import validate

SH = rdflib.Namespace(shapes_run.SH)
Result = tuple[str, str, str, str, str]
# Every so many triples one is spoiled; of each shape so many nodes are examined, and of those with a query so many.
SPOILED = 40
EXAMINED = 60
ASKED = 4
TARGETS = (SH.targetClass, SH.targetSubjectsOf, SH.targetObjectsOf, SH.targetNode)
SUBCLASS = ox.NamedNode(RDFS + "subClassOf")


def targeted(shapes: rdflib.Graph) -> list[rdflib.term.Node]:
    return sorted({s for target in TARGETS for s in shapes.subjects(target)})


def results(report: rdflib.Graph) -> frozenset[Result]:
    """Two results are the same if focus node, path, value, source shape and severity are; tags without regard to case, and a
    path of several steps or a nameless shape without its name."""

    def told(node: rdflib.term.Node | None) -> str:
        if isinstance(node, rdflib.Literal):
            return f"{node}@{(node.language or '').lower()}^^{node.datatype or rdflib.XSD.string}"
        return str(node) if isinstance(node, rdflib.URIRef) else ""

    parts = (SH.focusNode, SH.resultPath, SH.value, SH.sourceShape, SH.resultSeverity)
    return frozenset(
        tuple(told(report.value(r, part)) for part in parts)  # type: ignore[misc]
        for r in report.objects(None, SH.result)
    )


def refer(data: rdflib.Graph, shapes: rdflib.Graph) -> frozenset[Result]:
    return results(validate(data, shapes))


def engine(data: bytes, shapes: rdflib.Graph, folder: Path) -> frozenset[Result]:
    (folder / "shapes").mkdir()
    (folder / "shapes" / "all.ttl").write_text(shapes.serialize(format="turtle"), "utf-8")
    return results(rdflib.Graph().parse(data=shapes_run.report(data, folder), format="turtle"))


# ---- A worker reads the graph once and is then handed one shape after another.

_data: rdflib.Graph
_shapes: rdflib.Graph


def _prepare(data: bytes, shapes: bytes) -> None:
    global _data, _shapes
    rdflib.NORMALIZE_LITERALS = False
    _data = rdflib.Graph().parse(data=data, format="nt")
    _shapes = rdflib.Graph().parse(data=shapes, format="nt")


def _one(shape: str) -> frozenset[Result]:
    """What the reference finds with this shape alone; shapes that it holds have no targets of their own."""
    alone = rdflib.Graph()
    alone += _shapes
    for other in set(targeted(alone)) - {rdflib.URIRef(shape)}:
        for target in TARGETS:
            alone.remove((other, target, None))
    return refer(_data, alone)


def reference(data: bytes, shapes: rdflib.Graph) -> frozenset[Result]:
    names = [str(shape) for shape in targeted(shapes)]
    handed = (data, shapes.serialize(format="nt", encoding="utf-8"))
    # Not forked: other tests of this process may have started threads (the Java machine, the engine).
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(os.cpu_count(), context, _prepare, handed) as pool:
        return frozenset(itertools.chain.from_iterable(pool.map(_one, names)))


# ---- The graphs, and which nodes are examined


@pytest.fixture(scope="module")
def triples(published: Dataset, vocabulary: Vocabulary) -> list[ox.Triple]:
    records = (placed.record for placed in published.placed.values())
    found = [*store.triples(records, store.mapper(published)), *vocabulary.quads]
    return sorted(found, key=str)


@pytest.fixture(scope="module")
def spoiled(triples: list[ox.Triple]) -> list[ox.Triple]:
    return list(_spoil(triples))


def _spoil(triples: list[ox.Triple]) -> Iterator[ox.Triple]:
    for index, triple in enumerate(triples):
        turn = index // SPOILED % 3
        if index % SPOILED or triple.predicate == SUBCLASS:
            yield triple
        elif turn == 1 and isinstance(triple.object, ox.Literal):
            yield ox.Triple(triple.subject, triple.predicate, ox.Literal(triple.object.value))
        elif turn == 2 and isinstance(triple.object, ox.NamedNode) and isinstance(triple.subject, ox.NamedNode):
            yield ox.Triple(triple.subject, triple.predicate, triple.subject)


@pytest.fixture
def shapes(vocabulary: Vocabulary) -> rdflib.Graph:
    graph = rdflib.Graph()
    for path in sorted((vocabulary.folder / "shapes").glob("*.ttl")):
        graph.parse(path, format="turtle")
    return graph


def sample(shapes: rdflib.Graph, triples: list[ox.Triple]) -> None:
    """Each shape examines so many of its nodes, evenly by name."""
    above: dict[str, set[str]] = {}
    for t in triples:
        if t.predicate == SUBCLASS and isinstance(t.object, ox.NamedNode):
            above.setdefault(t.subject.value, set()).add(t.object.value)  # type: ignore[union-attr]
    members: dict[tuple[str, str], set[str]] = {}
    for t in triples:
        if not isinstance(t.subject, ox.NamedNode):
            continue
        members.setdefault((SH.targetSubjectsOf, t.predicate.value), set()).add(t.subject.value)
        if isinstance(t.object, ox.NamedNode):
            members.setdefault((SH.targetObjectsOf, t.predicate.value), set()).add(t.object.value)
        if t.predicate.value == str(RDF.type) and isinstance(t.object, ox.NamedNode):
            classes = [t.object.value]
            for cls in classes:
                members.setdefault((SH.targetClass, cls), set()).add(t.subject.value)
                classes += above.get(cls, set()) - set(classes)
    for shape in targeted(shapes):
        nodes: set[str] = set()
        for target in TARGETS:
            nodes |= {n for o in shapes.objects(shape, target) for n in members.get((target, str(o)), ())}
            shapes.remove((shape, target, None))
        count = ASKED if (shape, SH.sparql, None) in shapes else EXAMINED
        for node in sorted(nodes)[:: max(1, len(nodes) // count)]:
            shapes.add((shape, SH.targetNode, rdflib.URIRef(node)))


def test_on_every_node_of_the_published_graph(triples: list[ox.Triple], shapes: rdflib.Graph, tmp_path: Path) -> None:
    shapes.remove((None, SH.sparql, None))
    data = store.ntriples(triples)
    found = engine(data, shapes, tmp_path)
    assert found == reference(data, shapes)
    assert not {severity for *_, severity in found} - {str(SH.Info)}


def test_with_queries_on_some_nodes(triples: list[ox.Triple], shapes: rdflib.Graph, tmp_path: Path) -> None:
    for shape in set(targeted(shapes)) - set(shapes.subjects(SH.sparql)):
        for target in TARGETS:
            shapes.remove((shape, target, None))
    sample(shapes, triples)
    data = store.ntriples(triples)
    assert engine(data, shapes, tmp_path) == reference(data, shapes)


def test_on_a_spoiled_graph(
    spoiled: list[ox.Triple], shapes: rdflib.Graph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rdflib, "NORMALIZE_LITERALS", False)
    sample(shapes, spoiled)
    data = store.ntriples(spoiled)
    found = engine(data, shapes, tmp_path)
    assert found == reference(data, shapes)
    assert len({shape for *_, shape, _ in found}) > 20
