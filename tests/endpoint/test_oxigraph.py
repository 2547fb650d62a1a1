"""``oxigraph serve``: what is pushed is there, and the shelf answers there as it does here."""

import json
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
from click.testing import CliRunner, Result
from stores import Store, differing, oxigraph

from carbonlex import places
from carbonlex.cli.main import cli
from carbonlex.graph import published as prepared
from carbonlex.query import engine
from carbonlex.vocabulary import Vocabulary
from conftest import PROJECT


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A store with the graph of the small project."""
    with oxigraph(tmp_path_factory.mktemp("small")) as running:
        result = running.push(PROJECT)
        assert result.exit_code == 0, result.output
        yield running


@pytest.fixture(scope="module")
def small(vocabulary: Vocabulary) -> ox.Store:
    return prepared.in_memory(PROJECT, vocabulary)


def ask(store: Store, *words: str) -> Result:
    return CliRunner().invoke(cli, ["--data", str(PROJECT), "query", "--endpoint", store.query, *words])


def test_the_small_project(store: Store, small: ox.Store, vocabulary: Vocabulary) -> None:
    there = store.endpoint(vocabulary)
    assert sum(there.graphs.values()) == len(small)
    for folder in (PROJECT, places.published()):
        assert differing(small, there, folder, vocabulary) == []


def test_the_published_graph(tmp_path: Path, vocabulary: Vocabulary) -> None:
    here = prepared.in_memory(places.published(), vocabulary)
    with oxigraph(tmp_path) as running:
        result = running.push(places.published())
        assert result.exit_code == 0, result.output
        assert f"{len(here):,} triples in" in result.output
        assert differing(here, running.endpoint(vocabulary), places.published(), vocabulary) == []
        told = CliRunner().invoke(cli, ["findings", "--format", "json", "--endpoint", running.query])
        assert told.exit_code == 0, told.output
        assert all(finding["as-recorded"] for finding in json.loads(told.stdout))


@pytest.mark.parametrize("form", ["table", "csv", "tsv", "json", "xml"])
def test_rows_look_as_they_do_here(store: Store, form: str) -> None:
    words = ("--name", "wordings", "--format", form)
    here = CliRunner().invoke(cli, ["--data", str(PROJECT), "query", *words])
    there = ask(store, *words)
    assert there.exit_code == 0, there.output
    assert sorted(there.stdout.splitlines()) == sorted(here.stdout.splitlines())


@pytest.mark.parametrize("form", ["turtle", "ntriples", "jsonld", "rdfxml"])
def test_graphs_too(store: Store, form: str) -> None:
    text = "CONSTRUCT { ?d a clx:Proposal } WHERE { ?d a clx:Proposal }"
    here = CliRunner().invoke(cli, ["--data", str(PROJECT), "query", text, "--format", form])
    there = ask(store, text, "--format", form)
    assert (there.exit_code, there.stdout) == (0, here.stdout)
    assert "aa-market-2020" in ask(store, "DESCRIBE <https://w3id.org/carbonlex/id/definition/aa-market-2020>").output


@pytest.mark.parametrize(
    ("words", "status", "told"),
    [
        (("ASK { ?s a clx:Definition }",), 0, "yes"),
        (("ASK { ?s a clx:Nothing }",), 1, "no"),
        (("SELECT nonsense",), 1, "the query cannot be read"),
        (("ASK { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",), 2, "SERVICE is not answered here"),
        (("ASK FROM <urn:other> { ?s ?p ?o }",), 2, "there is no graph <urn:other>"),
        (("ASK FROM <https://w3id.org/carbonlex/id/graph/aa> { ?s a clx:Definition }",), 0, "yes"),
        (("DELETE WHERE { ?s ?p ?o }",), 1, "the query cannot be read"),
        (("SELECT * { ?s ?p ?o }", "--max-rows", "3"), 3, "more than 3 rows; --max-rows allows more"),
        (("SELECT * { ?s ?p ?o }", "--max-memory", "1"), 3, "--max-memory allows more"),
        (("--name", "cap-named", "--param", "jurisdiction=aaa"), 2, "did you mean aa"),
        (("ASK {}", "--as-of", "2024-01-01"), 2, "cannot be done with --endpoint"),
        (("ASK {}", "--format", "csv"), 2, "take one of"),
    ],
)
def test_statuses_are_those_of_here(store: Store, words: tuple[str, ...], status: int, told: str) -> None:
    result = ask(store, *words)
    message = result.output + str(result.exception)
    assert told in message
    assert (
        result.exit_code
        if result.exception is None or status == 1
        else getattr(result.exception, "exit_status", result.exit_code)
    ) == status


def test_a_store_that_shows_a_union_by_itself_is_not_told_the_graphs(
    tmp_path: Path, vocabulary: Vocabulary, small: ox.Store
) -> None:
    with oxigraph(tmp_path, "--union-default-graph") as running:
        assert running.push(PROJECT).exit_code == 0
        there = running.endpoint(vocabulary)
        assert there._all == ()
        assert differing(small, there, PROJECT, vocabulary) == []


def test_graphs_of_others_are_not_asked(tmp_path: Path, vocabulary: Vocabulary, small: ox.Store) -> None:
    with oxigraph(tmp_path) as running:
        assert running.push(PROJECT).exit_code == 0
        assert running.endpoint(vocabulary)._all == (("union-default-graph", "true"),)
        import httpx

        other = b"<urn:x> a <https://w3id.org/carbonlex/ontology#Definition> ."
        httpx.put(running.graphs, params={"graph": "urn:g"}, content=other, headers={"Content-Type": "text/turtle"})
        there = running.endpoint(vocabulary)
        assert len(there._all) == 2 * len(there.graphs)
        assert differing(small, there, PROJECT, vocabulary) == []
        [row] = engine.run(there, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")
        assert int(row["n"].value) == len(small)


def test_what_is_pushed_takes_the_place_of_what_was(tmp_path: Path, vocabulary: Vocabulary, small: ox.Store) -> None:
    with oxigraph(tmp_path) as running:
        for options in ((), ()):
            result = running.push(PROJECT, *options)
            assert result.exit_code == 0, result.output
        assert sum(running.endpoint(vocabulary).counts.values()) == len(small)
        given_back = CliRunner().invoke(cli, ["--data", str(PROJECT), "push", running.graphs])
        assert given_back.exit_code == 0, given_back.output


def test_an_empty_store_is_told(tmp_path: Path) -> None:
    with oxigraph(tmp_path) as running:
        assert "carbonlex push loads them" in str(ask(running, "ASK { ?s ?p ?o }").exception)
        dry = running.push(PROJECT, "--dry-run")
        assert dry.exit_code == 0
        assert "would be pushed" in dry.output
        assert "carbonlex push loads them" in str(ask(running, "ASK { ?s ?p ?o }").exception)


def test_a_store_on_disk_is_pushed_with_its_default_graph(tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    quads = [
        ox.Quad(ox.NamedNode("urn:s"), ox.NamedNode("urn:p"), ox.BlankNode("b"), g)
        for g in (ox.DefaultGraph(), ox.NamedNode("urn:g"))
    ]
    prepared.prepared.write(quads, kept)
    with oxigraph(tmp_path) as running:
        result = running.push(kept)
        assert result.exit_code == 0, result.output
        assert "(default)" in result.output
