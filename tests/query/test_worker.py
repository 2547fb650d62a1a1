"""Queries in a process of their own: limits strike there, are told in words, and leave whoever asks alone."""

import sys
from typing import NoReturn

import pyoxigraph as ox
import pytest

from carbonlex.errors import ContentError, UsageError
from carbonlex.query import engine
from carbonlex.query.answer import Exceeded, Limits, NotOffered, Request, answered
from carbonlex.query.worker import Worker

XSD = "http://www.w3.org/2001/XMLSchema#"
SLOW = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(STR(?a) < STR(?i)) }"
LARGE = "SELECT (COUNT(*) AS ?n) { SELECT DISTINCT ?a ?c ?d ?f { ?a ?b ?c . ?d ?e ?f } }"


def numbers(count: int) -> ox.Store:
    store = ox.Store()
    predicate, graph = ox.NamedNode("urn:p"), ox.NamedNode("urn:g")
    store.extend(ox.Quad(ox.NamedNode(f"urn:{n}"), predicate, ox.Literal(f"{n}\r\n"), graph) for n in range(count))
    return store


def broken() -> NoReturn:
    raise UsageError("there is no store")


def ask(text: str, limits: Limits, form: str = "csv", count: int = 2000) -> bytes:
    with Worker(lambda: (numbers(count), None), limits) as worker:
        worker.ready()
        return worker.ask(Request(text, rows=(form,))).content


def test_an_answer_and_another_one() -> None:
    with Worker(lambda: (numbers(3), None), Limits()) as worker:
        worker.ready()
        assert worker.ask(Request("SELECT ?o { ?s ?p ?o } ORDER BY ?o", rows=("csv",))).content.startswith(b"o\r\n")
        for wrong, kind in (("ASK {", ContentError), ("ASK { SERVICE <urn:x> {} }", UsageError)):
            with pytest.raises(kind):
                worker.ask(Request(wrong))
        with pytest.raises(NotOffered):
            worker.ask(Request("ASK {}", rows=("csv",)))
        assert worker.ask(Request("ASK {}")).truth is True


def test_a_store_that_does_not_open_is_told() -> None:
    with Worker(broken, Limits()) as worker, pytest.raises(UsageError, match="there is no store"):
        worker.ready()


def test_time_is_up() -> None:
    with pytest.raises(Exceeded, match=r"stopped after 0\.5 seconds") as told:
        ask(SLOW, Limits(seconds=0.5))
    assert told.value.limit == "time"
    assert told.value.exit_status == 3


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems limit no memory")
def test_memory_is_used_up(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(Exceeded, match="more than 64 MiB") as told:
        ask(LARGE, Limits(mebibytes=64))
    assert told.value.limit == "memory"
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize("form", ["csv", "tsv", "json", "xml", "table"])
def test_there_are_too_many_rows(form: str) -> None:
    store, text = numbers(100), "SELECT ?o { ?s ?p ?o }"
    assert answered(store, Request(text, rows=(form,)), 100)
    with pytest.raises(Exceeded, match="more than 99 rows"):
        answered(store, Request(text, rows=(form,)), 99)


def test_there_are_too_many_triples() -> None:
    with pytest.raises(Exceeded, match=r"more than 1 row$"):
        answered(numbers(2), Request("CONSTRUCT WHERE { ?s ?p ?o }"), 1)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("SELECT * { ?a ?b ?c }", "SELECT * { ?a ?b ?c } LIMIT 5"),
        ("SELECT * { ?a ?b ?c } # c", "SELECT * { ?a ?b ?c } LIMIT 5 # c"),
        ("SELECT * { ?a ?b ?c } ORDER BY ?a OFFSET 2", "SELECT * { ?a ?b ?c } ORDER BY ?a OFFSET 2 LIMIT 5"),
        ("SELECT * { ?a ?b ?c } LIMIT 9 VALUES ?a { 1 }", "SELECT * { ?a ?b ?c } LIMIT 5 VALUES ?a { 1 }"),
        ("SELECT * { ?a ?b ?c } VALUES ?a { 1 }", "SELECT * { ?a ?b ?c } LIMIT 5 VALUES ?a { 1 }"),
        ("SELECT * { ?a ?b ?c } LIMIT 3", "SELECT * { ?a ?b ?c } LIMIT 3"),
        ("SELECT * { { SELECT * { ?a ?b ?c } LIMIT 9 } }", "SELECT * { { SELECT * { ?a ?b ?c } LIMIT 9 } } LIMIT 5"),
        ("ASK {}", "ASK {}"),
        ("nonsense", "nonsense"),
    ],
)
def test_a_limit_is_written_where_it_belongs(text: str, wanted: str) -> None:
    assert engine.asked(text, most=5).text == wanted
