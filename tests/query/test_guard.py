"""What may be asked: no query reaches another machine, whatever it looks like, and words in texts harm nobody."""

import contextlib
import socket
import threading
from collections.abc import Iterator

import pytest

from carbonlex.errors import CarbonlexError, ContentError, UsageError
from carbonlex.graph import store
from carbonlex.query import engine, guard
from carbonlex.reading.dataset import Dataset

GRAPH = "https://w3id.org/carbonlex/id/graph/"


@pytest.fixture
def listening() -> Iterator[tuple[int, list[bytes]]]:
    """A port, and whatever anybody says to it."""
    heard: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.05)
        done = threading.Event()

        def listen() -> None:
            while not done.is_set():
                try:
                    connection, _ = server.accept()
                except TimeoutError:
                    continue
                heard.append(connection.recv(100))
                connection.close()

        thread = threading.Thread(target=listen)
        thread.start()
        yield server.getsockname()[1], heard
        done.set()
        thread.join()


HOSTILE = [
    "ASK { SERVICE <URL> { ?s ?p ?o } }",
    "ASK { service silent <URL> { ?s ?p ?o } }",
    "SELECT * { VALUES ?where { <URL> } SERVICE ?where { ?s ?p ?o } }",
    "ASK { FILTER NOT EXISTS { SERVICE <URL> { ?s ?p ?o } } }",
    "ASK { { SELECT * { SERVICE <URL> { ?s ?p ?o } } } }",
    "ASK { # a comment\rSERVICE <URL> { ?s ?p ?o }\n}",
    "ASK { # a comment\r SERVICE SILENT <URL> { ?s ?p ?o } \n ?s ?p ?o }",
    "ASK { ?s ?p 'a\\'b' . SERVICE SILENT <URL> { ?s ?p ?o } }",
    'ASK { ?s ?p """a"b""" . SERVICE SILENT <URL> { ?s ?p ?o } }',
    "ASK { \\u0053ERVICE SILENT <URL> { ?s ?p ?o } }",
    "ASK { ?s ?p ?o SERVICE\u00a0SILENT <URL> { ?s ?p ?o } }",
    "ASK { LATERAL { SERVICE SILENT <URL> { ?s ?p ?o } } }",
    "ASK { << ?a ?b ?c >> ?p ?o . SERVICE SILENT <URL> { ?s ?p ?o } }",
    "ASK { ?s <p>? SERVICE SILENT <URL> { ?s ?p ?o } }",
    "LOAD <URL>",
    "LOAD SILENT <URL> INTO GRAPH <urn:x>",
    "INSERT { ?s ?p ?o } WHERE { SERVICE <URL> { ?s ?p ?o } }",
    "INSERT DATA { <urn:a> <urn:b> 1 }",
    "DELETE WHERE { ?s ?p ?o }",
    "CLEAR ALL",
    "DROP ALL",
    "ASK {} ; LOAD <URL>",
    "ASK FROM <URL> { ?s ?p ?o }",
    "ASK FROM NAMED <URL> { GRAPH ?g { ?s ?p ?o } }",
    "PREFIX x: <URL> ASK FROM x: { ?s ?p ?o }",
    "BASE <URL> ASK FROM <other> { ?s ?p ?o }",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_nobody_else_is_asked_and_nothing_changed(
    text: str, golden: Dataset, listening: tuple[int, list[bytes]]
) -> None:
    port, heard = listening
    content = store.store_of(store.quads(golden))
    before = len(content)
    # Where our parser sees a comment that goes on and the engine's does not, the comment is taken away and what is left is answered.
    hidden = pytest.raises(CarbonlexError) if "comment" not in text else contextlib.nullcontext()
    with hidden:
        found = engine.run(content, text.replace("URL", f"http://127.0.0.1:{port}/data"))
        assert bool(found) or "comment" in text
    assert heard == []
    assert len(content) == before


@pytest.mark.parametrize(
    "text",
    [
        'ASK { FILTER("SERVICE <http://a/> { ?s ?p ?o }" != "") } # SERVICE <http://a/> {}',
        "ASK { FILTER('''LOAD <x> FROM <y> service''' != \"\") }",
        "PREFIX service: <urn:service:> ASK { FILTER(service:from != <urn:SERVICE>) }",
        "SELECT ?service ?from { VALUES (?service ?from) { (1 2) } }",
        "# FROM <urn:x>\nASK { VALUES $load { 'FROM <urn:x>' } }",
        'ASK { VALUES ?x { "\\u0046ROM" "a\\\\" "service" } FILTER(?x = "service") }',
    ],
)
def test_words_in_texts_and_names_are_harmless(text: str, golden: Dataset) -> None:
    found = engine.run(store.store_of(store.quads(golden)), text)
    assert bool(found) if not hasattr(found, "variables") else len(list(found)) == 1


def test_a_text_with_the_word_still_says_the_same(golden: Dataset) -> None:
    content = store.store_of(store.quads(golden))
    text = 'SELECT ("A \\"Service\\" # no comment" AS ?a) (STR(<urn:x/service?y>) AS ?b) { } # service'
    [row] = engine.run(content, text)
    assert (row["a"].value, row["b"].value) == ('A "Service" # no comment', "urn:x/service?y")


def test_a_graph_of_the_dataset_may_be_named(golden: Dataset) -> None:
    content = store.store_of(store.quads(golden))
    text = f"PREFIX g: <{GRAPH}> SELECT ?d FROM g:aa FROM NAMED <{GRAPH}bb> {{ ?d a clx:Definition }}"
    assert engine.asked(text).dataset == (GRAPH + "aa", GRAPH + "bb")
    assert len(list(engine.run(content, text))) > 0
    with pytest.raises(UsageError, match="did you mean"):
        engine.run(content, f"ASK FROM <{GRAPH}ab> {{ ?s ?p ?o }}")


def test_what_is_too_long_or_no_query() -> None:
    with pytest.raises(UsageError, match="KiB"):
        guard.admitted("ASK {} #" + "x" * guard.LONGEST)
    with pytest.raises(ContentError, match="SERVICE or FROM"):
        guard.admitted("ASK { FROM }")
    assert guard.admitted("nonsense").form == ""
    assert guard.admitted("\ud800").form == ""
