"""The graph in each syntax of RDF: two parsers read the same of all of them, and it is always written in the same bytes."""

from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib

from carbonlex.exports import graph, part
from carbonlex.graph import published as prepared
from carbonlex.graph.reasoning import Inference
from carbonlex.reading.dataset import Dataset
from carbonlex.vocabulary import CLX, RDF, Vocabulary
from conftest import CAP, PROJECT, Run

OXIGRAPH = {**graph.FORMATS, "nq": ox.RdfFormat.N_QUADS}
RDFLIB = {"nt": "nt", "ttl": "turtle", "rdf": "xml", "jsonld": "json-ld", "nq": "nquads"}
NAMES = {"nt": "ntriples", "ttl": "turtle", "rdf": "rdfxml", "jsonld": "jsonld", "nq": "nquads"}
INFERRED = Inference(consistent=True, ran=True, conclusions=CAP)


@pytest.fixture(scope="module")
def content(golden: Dataset) -> bytes:
    return prepared.complete(golden, INFERRED)


def canonical(triples: object) -> set[str]:
    """The triples with canonical names for blank nodes (RDF Dataset Canonicalization)."""
    dataset = ox.Dataset(ox.Quad(t.subject, t.predicate, t.object) for t in triples)  # type: ignore[attr-defined]
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return {str(quad) for quad in dataset}


def by_oxigraph(text: bytes, ending: str) -> set[str]:
    return canonical({quad.triple for quad in ox.parse(text, OXIGRAPH[ending])})


def by_rdflib(text: bytes, ending: str) -> set[str]:
    read = rdflib.Dataset(default_union=True) if ending == "nq" else rdflib.Graph()
    read.parse(text, format=RDFLIB[ending])
    lines = rdflib.Graph()
    lines += ((s, p, o) for s, p, o in read.triples((None, None, None)))
    return canonical({q.triple for q in ox.parse(lines.serialize(format="nt").encode(), ox.RdfFormat.N_TRIPLES)})


@pytest.mark.parametrize("ending", RDFLIB)
def test_two_parsers_read_the_same_graph(content: bytes, golden: Dataset, ending: str) -> None:
    chosen = part.of_jurisdiction(golden, "aa")
    for said in (content, graph.part(content, chosen, golden.vocabulary)):
        wanted = by_oxigraph(said, "nq")
        text = graph.written(said, ending)
        assert by_oxigraph(text, ending) == wanted
        assert by_rdflib(text, ending) == wanted


def test_the_named_graphs_are_kept(content: bytes) -> None:
    store = rdflib.Dataset()
    store.parse(graph.written(content, "nq"), format="nquads")
    names = {str(g.identifier) for g in store.graphs() if len(g)}
    assert names == {q.graph_name.value for q in ox.parse(content, ox.RdfFormat.N_QUADS)}  # type: ignore[union-attr]


def test_statements_are_sorted_record_by_record(content: bytes) -> None:
    lines = graph.written(content, "nt").splitlines()
    assert len(lines) == len(set(lines))
    records = [line.split(b">", 1)[0].split(b"#", 1)[0] for line in lines if line.startswith(b"<")]
    assert records == sorted(records)


@pytest.mark.parametrize("ending", NAMES)
def test_another_process_writes_the_same_bytes(run: Run, tmp_path: Path, ending: str) -> None:
    """The hashes of strings, and with them the order of sets, differ from process to process."""
    made = []
    for seed in ("1", "77"):
        out = tmp_path / f"{seed}.{ending}"
        words = ("--data", PROJECT, "export", "--format", NAMES[ending], "--concept", "carbon-market", "--out", out)
        assert run(*words, env={"PYTHONHASHSEED": seed}).returncode == 0
        made.append(out.read_bytes())
    assert made[0] == made[1]
    assert made[0]


def test_a_part_says_all_of_its_records_and_names_the_rest(
    content: bytes, golden: Dataset, vocabulary: Vocabulary
) -> None:
    chosen = part.of_jurisdiction(golden, "bb")
    said = graph.triples(graph.part(content, chosen, vocabulary))
    own = {vocabulary.iri(*name) for name in chosen}
    everything = graph.triples(content)
    whole = {t for t in everything if getattr(t.subject, "value", "").partition("#")[0] in own}
    assert whole <= set(said)
    subjects = {t.subject.value for t in said}  # type: ignore[union-attr]
    beside = [t for t in said if t not in whole]
    naming = {"type", "label", "prefLabel", "notation", "literalForm", "name", "title", "term", "claim"}
    assert {t.predicate.value.replace("#", "/").rsplit("/", 1)[1] for t in beside} <= naming
    led = {t.object.value for t in whole if getattr(t.object, "value", "").startswith(vocabulary.base)}
    known = {t.subject.value for t in everything if isinstance(t.subject, ox.NamedNode)}
    assert led & known <= subjects, "every thing that is led to has a name here"
    assert not any(isinstance(t.subject, ox.BlankNode) or isinstance(t.object, ox.BlankNode) for t in said)
    inferred = [t for t in said if t.predicate.value == RDF + "type" and t.object.value == CLX + "Inference"]  # type: ignore[union-attr]
    assert all(t.subject.value.partition("#")[0] in own for t in inferred)  # type: ignore[union-attr]
