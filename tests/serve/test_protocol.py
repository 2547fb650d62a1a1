"""The protocol: the W3C's tests, and what HTTP asks beside."""

import gzip
import json
import tomllib
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pyoxigraph as ox
import pytest
from serving import Server, serving

from carbonlex.query.answer import GRAPHS as FORMS
from conftest import PROJECT

BASE = "https://w3id.org/carbonlex/id/"
SUITE = tomllib.loads((Path(__file__).parents[1] / "suites" / "protocol.toml").read_text("utf-8"))["test"]
THINGS = {"A": f"<{BASE}jurisdiction/aa>", "B": f"<{BASE}jurisdiction/bb>", "C": f"<{BASE}event/aa-start>"}


PAGE = "<!doctype html><title>A page</title>" + "<p>words</p>" * 200


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    for path in ("index.html", "404.html", "sparql/index.html", "definitions/aa-market-2023/index.html"):
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(PAGE, "utf-8")
    return folder


@pytest.fixture(scope="module")
def server(site: Path) -> Iterator[Server]:
    with serving(PROJECT, "--site", str(site)) as started:
        yield started


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server without a site."""
    with serving(PROJECT, cwd=tmp_path_factory.mktemp("nothing")) as started:
        yield started


def get(server: Server, query: str, accept: str = "", **more: str) -> tuple[int, dict[str, str], bytes]:
    headers = {"accept": accept} if accept else {}
    return server.ask(
        "GET", f"/sparql?query={quote(query)}", headers=headers | {k.replace("_", "-"): v for k, v in more.items()}
    )


@pytest.mark.parametrize("test", SUITE, ids=lambda test: test["name"])
def test_the_suite_of_the_w3c(test: dict[str, object], server: Server) -> None:
    query = quote(str(test.get("query", "")).format(**THINGS))
    graphs = {
        name: quote(f"{BASE}graph/{graph}", safe="") for name, graph in (("a", "aa"), ("b", "bb"), ("c", "comparison"))
    }
    path = str(test.get("path", "/sparql")).format(query=query, **graphs)
    headers = {"content-type": str(test["type"])} if "type" in test else {}
    body = str(test["body"]).format(**THINGS) if "body" in test else None
    status, fields, content = server.ask(str(test.get("method", "GET")), path, body, headers)
    assert str(status).startswith(str(test["status"])), content
    if "truth" in test:
        assert json.loads(content)["boolean"] is test["truth"]
    if "types" in test:
        assert fields["content-type"].split(";")[0] in test["types"]  # type: ignore[operator]


@pytest.mark.parametrize(
    ("accept", "sent"),
    [
        ("", "application/sparql-results+json"),
        ("*/*", "application/sparql-results+json"),
        ("text/csv", "text/csv; charset=utf-8"),
        ("text/tab-separated-values", "text/tab-separated-values; charset=utf-8"),
        ("application/sparql-results+xml", "application/sparql-results+xml"),
        ("application/xml", "application/xml"),
        ("text/turtle, application/sparql-results+xml;q=0.5, text/csv;q=0.2", "application/sparql-results+xml"),
        ("application/sparql-results+json;q=0.1, text/*", "text/csv; charset=utf-8"),
        ("text/html, application/xhtml+xml, */*;q=0.8", "application/sparql-results+json"),
        ("nonsense;;;", "application/sparql-results+json"),
    ],
)
def test_rows_as_they_are_liked(server: Server, accept: str, sent: str) -> None:
    status, fields, content = get(server, "SELECT ?s { ?s a clx:Jurisdiction } ORDER BY ?s", accept)
    assert (status, fields["content-type"]) == (200, sent)
    assert b"jurisdiction/aa" in content
    assert "Accept" in fields["vary"]


@pytest.mark.parametrize(
    "media", ["text/turtle", "application/n-triples", "application/ld+json", "application/rdf+xml"]
)
def test_graphs_as_they_are_liked(server: Server, media: str) -> None:
    status, fields, content = get(server, f"CONSTRUCT WHERE {{ {THINGS['A']} ?p ?o }}", media)
    assert (status, fields["content-type"].split(";")[0]) == (200, media)
    form = {"text/turtle": "turtle", "application/n-triples": "ntriples", "application/ld+json": "jsonld"}.get(
        media, "rdfxml"
    )
    assert len(list(ox.parse(content, FORMS[form]))) > 3


@pytest.mark.parametrize(
    ("query", "accept", "status", "told"),
    [
        ("SELECT * {}", "text/turtle", 406, "gives rows"),
        ("ASK {}", "text/csv", 406, "truth value"),
        ("DESCRIBE <urn:x>", "text/csv", 406, "a graph"),
        ("SELECT * {}", "image/png", 406, "gives rows"),
        ("SELECT", "", 400, "cannot be read"),
        ("ASK { SERVICE <http://127.0.0.1:9/> {} }", "", 400, "SERVICE"),
        ("ASK FROM <urn:x> {}", "", 400, "no graph"),
        ("INSERT DATA { <a> <b> 1 }", "", 400, "cannot be read"),
    ],
)
def test_what_is_refused_says_why(server: Server, query: str, accept: str, status: int, told: str) -> None:
    found, fields, content = get(server, query, accept)
    assert (found, fields["content-type"]) == (status, "text/plain; charset=utf-8")
    assert told in content.decode()
    assert b"Traceback" not in content


def test_a_graph_elsewhere_is_refused(server: Server) -> None:
    for name in ("default-graph-uri", "named-graph-uri"):
        status, _, content = server.ask("GET", f"/sparql?query=ASK%20%7B%7D&{name}=http%3A%2F%2F127.0.0.1%3A9%2F")
        assert status == 400 and b"there is no graph" in content


def test_an_answer_that_is_known_is_not_sent_again(server: Server) -> None:
    _, fields, _ = get(server, "ASK {}")
    assert fields["etag"].startswith('W/"') and "last-modified" in fields
    status, again, content = get(server, "ASK {}", if_none_match=f'"other", {fields["etag"]}')
    assert (status, content, again["etag"]) == (304, b"", fields["etag"])
    assert get(server, "ASK { }", if_none_match=fields["etag"])[0] == 200
    assert get(server, "ASK {}", "application/sparql-results+xml")[1]["etag"] != fields["etag"]


def test_scripts_of_all_pages_may_ask(server: Server) -> None:
    _, fields, _ = get(server, "ASK {}", origin="https://example.org")
    assert fields["access-control-allow-origin"] == "*" and "ETag" in fields["access-control-expose-headers"]
    asking = {
        "origin": "https://example.org",
        "access-control-request-method": "POST",
        "access-control-request-headers": "content-type",
    }
    status, fields, _ = server.ask("OPTIONS", "/sparql", headers=asking)
    assert (status, fields["access-control-allow-origin"]) == (204, "*")
    assert "POST" in fields["access-control-allow-methods"] and fields["access-control-allow-headers"] == "content-type"
    status, fields, _ = server.ask("OPTIONS", "/health", headers=asking)
    assert status == 204 and fields["access-control-allow-methods"] == "GET, HEAD, OPTIONS"
    status, fields, _ = server.ask("OPTIONS", "/sparql")
    assert status == 204 and "GET" in fields["allow"]


def test_head_and_compression(server: Server) -> None:
    query = "/sparql?query=" + quote("SELECT * { ?s ?p ?o } LIMIT 200")
    status, fields, content = server.ask("HEAD", query)
    assert (status, content) == (200, b"") and int(fields["content-length"]) > 1000
    _, fields, content = server.ask("GET", query, headers={"accept-encoding": "gzip"})
    assert fields["content-encoding"] == "gzip" and content.startswith(b"\x1f\x8b")
    assert fields["vary"] == "Accept, Accept-Encoding"
    longer = "/sparql?query=" + quote("SELECT * { { ?s ?p ?o } UNION { ?s ?p ?o . ?s a ?c } }")
    _, fields, content = server.ask("GET", longer, headers={"accept-encoding": "gzip"})
    _, plain, whole = server.ask("GET", longer)
    assert len(whole) > 200_000 and gzip.decompress(content) == whole
    assert int(fields["content-length"]) == len(content) and plain["vary"] == "Accept, Accept-Encoding"


def test_the_service_describes_itself(server: Server) -> None:
    status, fields, content = server.ask("GET", "/sparql", headers={"accept": "text/turtle"})
    assert (status, fields["content-type"]) == (200, "text/turtle; charset=utf-8")
    said = {
        (t.subject.value, t.predicate.value.rsplit("#", 1)[-1], str(t.object))
        for t in ox.parse(content, ox.RdfFormat.TURTLE)
    }  # type: ignore[union-attr]
    assert any(p == "endpoint" and f"{server.url}/sparql" in o for _, p, o in said)
    assert any(p == "name" and o == f"<{BASE}graph/aa>" for _, p, o in said)
    counted = json.loads(get(server, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")[2])["results"]["bindings"][0]["n"]["value"]
    triples = {s: o.split('"')[1] for s, p, o in said if p == "triples"}
    assert triples[f"{BASE}dataset"] == counted
    assert sum(int(number) for node, number in triples.items() if "#graph-" in node) == int(counted)
    assert server.ask("GET", "/sparql", headers={"accept": "image/png"})[0] == 406


def test_health_and_numbers(server: Server) -> None:
    get(server, "ASK { ?s ?p 1 }")
    status, _, content = server.ask("GET", "/health")
    assert status == 200 and json.loads(content)["status"] == "ok"
    _, fields, content = server.ask("GET", "/metrics")
    assert (
        fields["content-type"].startswith("text/plain")
        and b'carbonlex_query_seconds_count{outcome="answered"}' in content
    )


def test_responses_guard_browsers(server: Server) -> None:
    _, fields, _ = server.ask("GET", "/health")
    assert fields["x-content-type-options"] == "nosniff"
    assert fields["x-frame-options"] == "DENY"
    assert "server" not in fields
    _, fields, _ = get(server, "ASK {}")
    assert fields["x-content-type-options"] == "nosniff" and "frame-ancestors" in fields["content-security-policy"]


@pytest.mark.parametrize(
    ("accept", "target"),
    [
        ("", "/definitions/aa-market-2023/"),
        ("text/html", "/definitions/aa-market-2023/"),
        ("text/turtle", "/definitions/aa-market-2023/index.ttl"),
        ("application/ld+json", "/definitions/aa-market-2023/index.jsonld"),
        ("application/n-triples", "/definitions/aa-market-2023/index.nt"),
        ("application/rdf+xml, text/html;q=0.5", "/definitions/aa-market-2023/index.rdf"),
    ],
)
def test_names_lead_to_what_is_liked(server: Server, accept: str, target: str) -> None:
    status, fields, _ = server.ask("GET", "/id/definition/aa-market-2023", headers={"accept": accept} if accept else {})
    assert (status, fields["location"]) == (303, target)
    assert "Accept" in fields["vary"]


def test_what_is_said_of_a_record_is_there_in_every_form(server: Server) -> None:
    counts = set()
    for ending, form in (("ttl", "turtle"), ("nt", "ntriples"), ("jsonld", "jsonld"), ("rdf", "rdfxml")):
        status, _, content = server.ask("GET", f"/definitions/aa-market-2023/index.{ending}")
        assert status == 200
        counts.add(len(set(ox.parse(content, FORMS[form]))))
    assert len(counts) == 1 and counts.pop() > 20
    assert server.ask("GET", "/definitions/aa-market-2023/index.nt", headers={"if-none-match": mark(server)})[0] == 304
    assert server.ask("GET", "/definitions/nobody/index.ttl")[0] == 404
    assert server.ask("GET", "/nothing")[0] == 404


def mark(server: Server) -> str:
    return server.ask("GET", "/definitions/aa-market-2023/index.nt")[1]["etag"]


def test_a_name_that_nothing_has_leads_nowhere(server: Server) -> None:
    assert server.ask("GET", "/id/definition/nobody")[0] == 404
    assert server.ask("GET", "/id/nothing/aa")[0] == 404
    assert server.ask("GET", "/id/facet/mechanism", headers={"accept": "text/turtle"})[0] == 303


def test_pages_are_those_of_the_site(server: Server) -> None:
    status, fields, content = server.ask("GET", "/definitions/aa-market-2023/", headers={"accept-encoding": "gzip"})
    assert status == 200 and fields["content-type"] == "text/html; charset=utf-8"
    assert fields["content-encoding"] == "gzip" and gzip.decompress(content).decode() == PAGE
    assert server.ask("GET", "/", headers={"if-none-match": server.ask("GET", "/")[1]["etag"]})[0] == 304
    since = server.ask("GET", "/")[1]["last-modified"]
    assert server.ask("GET", "/", headers={"if-modified-since": since})[0] == 304
    status, _, content = server.ask("GET", "/nothing/")
    assert (status, content.decode()) == (404, PAGE)
    status, fields, _ = server.ask("GET", "/sparql", headers={"accept": "text/html"})
    assert (status, fields["location"]) == (303, "/sparql/")
    assert server.ask("POST", "/")[0] == 405


def test_without_a_site_names_lead_to_what_is_said(bare: Server) -> None:
    for accept in ("text/html", "", "*/*"):
        status, fields, _ = bare.ask("GET", "/id/definition/aa-market-2023", headers={"accept": accept})
        assert (status, fields["location"]) == (303, "/definitions/aa-market-2023/index.ttl")
        assert bare.ask("GET", fields["location"])[0] == 200
    assert bare.ask("GET", "/")[0] == 404


def test_names_without_a_scheme_are_relative_to_those_of_records(server: Server) -> None:
    assert json.loads(get(server, "ASK { <jurisdiction/aa> a clx:Jurisdiction }")[2])["boolean"]


def test_what_is_asked_again_is_answered_alike(server: Server) -> None:
    query = "SELECT ?s { ?s a clx:Jurisdiction } ORDER BY ?s"
    for accept in ("text/csv", "application/sparql-results+xml", "text/csv"):
        for more in ({}, {"accept_encoding": "gzip"}, {"origin": "https://example.org"}):
            first, again = get(server, query, accept, **more), get(server, query, accept, **more)
            assert first[2] == again[2] and first[1]["content-type"].startswith(accept)
            assert {**first[1], "date": ""} == {**again[1], "date": ""}
            assert again[1]["access-control-allow-origin"] == "*"
