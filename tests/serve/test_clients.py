"""Clients as analysts have them: whatever they ask with, they get the same."""

import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
import rdflib
import SPARQLWrapper
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from serving import Server, serving

from carbonlex.query.shelf import shelf
from carbonlex.vocabulary import CLX
from conftest import PROJECT

QUERY = f"SELECT ?order ?name {{ ?order a <{CLX}Jurisdiction> ; <{CLX}name> ?name FILTER(LANG(?name) = 'en') }}"
COMUNICA = Path(__file__).parent / "clients"


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with serving(PROJECT) as started:
        yield started


@pytest.fixture(scope="module")
def expected(server: Server) -> set[tuple[str, str]]:
    asked = server.ask("POST", "/sparql", QUERY, {"content-type": "application/sparql-query"})
    rows = json.loads(asked[2])["results"]["bindings"]
    found = {(row["order"]["value"], row["name"]["value"]) for row in rows}
    assert len(found) == 2
    return found


@pytest.mark.parametrize("method", [SPARQLWrapper.GET, SPARQLWrapper.POST])
@pytest.mark.parametrize("form", [SPARQLWrapper.JSON, SPARQLWrapper.XML, SPARQLWrapper.CSV])
def test_sparqlwrapper(server: Server, expected: set[tuple[str, str]], method: str, form: str) -> None:
    client = SPARQLWrapper.SPARQLWrapper(f"{server.url}/sparql")
    client.setQuery(QUERY)
    client.setMethod(method)
    client.setReturnFormat(form)
    found = client.query().convert()
    if form == SPARQLWrapper.JSON:
        assert {(row["order"]["value"], row["name"]["value"]) for row in found["results"]["bindings"]} == expected
    else:
        text = found.decode() if isinstance(found, bytes) else found.toxml()
        assert all(order in text and name in text for order, name in expected)
    client.setQuery(f"CONSTRUCT WHERE {{ ?s a <{CLX}Jurisdiction> }}")
    client.setReturnFormat(SPARQLWrapper.TURTLE)
    assert len(rdflib.Graph().parse(data=client.query().convert(), format="turtle")) == 2


def test_a_graph_of_rdflib(server: Server, expected: set[tuple[str, str]]) -> None:
    graph = rdflib.Graph(SPARQLStore(f"{server.url}/sparql"))
    assert {(str(order), str(name)) for order, name in graph.query(QUERY)} == expected  # type: ignore[misc]
    found = graph.subjects(rdflib.RDF.type, rdflib.URIRef(CLX + "Jurisdiction"))
    assert {str(order) for order in found} == {order for order, _ in expected}
    asked = graph.query(f"ASK {{ ?s a <{CLX}Nothing> }}")
    assert asked.askAnswer is False


@pytest.mark.skipif(not (COMUNICA / "node_modules").is_dir(), reason="Comunica is not installed: make clients")
def test_comunica(server: Server, expected: set[tuple[str, str]]) -> None:
    node = shutil.which("node")
    assert node
    words = [node, str(COMUNICA / "ask.mjs"), f"{server.url}/sparql", QUERY]
    told = subprocess.run(words, capture_output=True, text=True, timeout=60, check=True).stdout
    rows = [json.loads(line) for line in told.splitlines()]
    assert {(row["order"], row["name"]) for row in rows} == expected


@pytest.mark.skipif(shutil.which("curl") is None, reason="there is no curl")
@pytest.mark.parametrize(
    ("words", "starts"),
    [
        (["--get", "--data-urlencode", "query@-", "--header", "Accept: text/csv"], "d,pinpoint"),
        (["--data-urlencode", "query@-", "--header", "Accept: text/tab-separated-values"], "?d\t?pinpoint"),
        (["--header", "Content-Type: application/sparql-query", "--data-binary", "@-", "--compressed"], "{"),
    ],
)
def test_curl_puts_a_query_of_the_shelf(server: Server, words: list[str], starts: str) -> None:
    query = shelf(PROJECT)["wordings"].text
    words = ["curl", "--silent", "--show-error", "--fail", *words, f"{server.url}/sparql"]
    told = subprocess.run(words, input=query, capture_output=True, text=True, timeout=60, check=True).stdout
    assert told.startswith(starts)


@pytest.mark.skipif(shutil.which("curl") is None, reason="there is no curl")
def test_curl_follows_a_name_to_what_is_said(server: Server) -> None:
    words = ["curl", "--silent", "--fail", "--location", "--header", "Accept: application/n-triples"]
    words.append(f"{server.url}/id/definition/aa-market-2023")
    told = subprocess.run(words, capture_output=True, text=True, timeout=60, check=True).stdout
    assert "/id/definition/aa-market-2023> <" in told
