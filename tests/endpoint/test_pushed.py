"""What is sent of a graph, and in which parts."""

import pyoxigraph as ox
import pytest

from carbonlex.endpoint import push
from carbonlex.endpoint.address import Address
from carbonlex.endpoint.connection import said
from carbonlex.endpoint.push import Graph, Incomplete
from carbonlex.graph import published as prepared
from carbonlex.graph.reasoning import Inference
from carbonlex.reading.dataset import Dataset
from carbonlex.vocabulary import Vocabulary
from conftest import PROJECT

BLANK = b'<urn:s> <urn:p> "_:a" <urn:g> .\n_:a <urn:p> _:b <urn:g> .\n_:b <urn:p> "x" <urn:g> .\n<urn:z> <urn:p> _:b <urn:g> .\n'


def test_all_that_is_there_is_sent_once(golden: Dataset) -> None:
    content = prepared.complete(golden, Inference(consistent=True, ran=False))
    graphs = push.graphs(content, size=10_000)
    assert max(len(graph.parts) for graph in graphs) > 3
    quads = {
        ox.Quad(quad.subject, quad.predicate, quad.object, ox.NamedNode(graph.name))
        for graph in graphs
        for part in graph.parts
        for quad in ox.parse(part, ox.RdfFormat.N_TRIPLES)
    }
    assert quads == set(ox.parse(content, ox.RdfFormat.N_QUADS))
    assert sum(graph.triples for graph in graphs) == len(quads)
    assert all(len(part) <= 10_000 for graph in graphs for part in graph.parts[1:])


def test_blank_nodes_stay_together() -> None:
    [graph] = push.graphs(BLANK, size=1)
    assert [part.count(b"\n") for part in graph.parts] == [3, 1]
    assert b'"_:a"' in graph.parts[1]


def test_all_of_them_in_the_published_form(vocabulary: Vocabulary) -> None:
    for graph in push.graphs(prepared.content(PROJECT, vocabulary), size=5_000):
        assert not any(b"_:" in line.split(b'"')[0] for part in graph.parts[1:] for line in part.splitlines())


def test_the_default_graph_has_no_name() -> None:
    [default, named] = push.graphs(b"<urn:s> <urn:p> <urn:o> .\n<urn:s> <urn:p> <urn:o> <urn:g> .\n")
    assert (default.name, named.name) == ("", "urn:g")
    assert Address("http://a/store").asking(default="") == "http://a/store?default="
    assert Address("http://a/store?x=1").asking(graph="urn:a&b") == "http://a/store?x=1&graph=urn%3Aa%26b"


def test_what_is_missing_is_told() -> None:
    graphs = [Graph(f"urn:{n}", (b"",), n) for n in range(1, 7)]
    push.compare(graphs, {f"urn:{n}": n for n in range(1, 9)})
    with pytest.raises(Incomplete, match=r"<urn:2> has 0 triples there and 2 here; .* and 2 graphs more"):
        push.compare(graphs, {"urn:1": 1})


def test_nothing_is_sent_that_is_empty() -> None:
    assert push.graphs(b"") == []


@pytest.mark.parametrize(
    ("url", "overheard"),
    [
        ("http://localhost:8890/", False),
        ("http://127.0.0.1/", False),
        ("http://example.org/", True),
        ("https://example.org/", False),
    ],
)
def test_who_can_listen(url: str, overheard: bool) -> None:
    assert Address.parse(url).overheard is overheard


def test_words_of_a_refusal() -> None:
    page = b"<html><head><title>t</title></head><body><h1>No &amp; never</h1>\n<p>more</body></html>"
    assert said(page, "text/html") == "No & never more"
    assert said(b"a\nb \xff", "text/plain") == "a b \ufffd"
    assert len(said(b"x" * 1000, "")) < 310
