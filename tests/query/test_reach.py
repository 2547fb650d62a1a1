"""What a query can look at: never less than its algebra says."""

from typing import Any

import pytest
from rdflib import URIRef, Variable
from rdflib.paths import Path as PropertyPath
from rdflib.plugins.sparql import prepareQuery

from carbonlex import places
from carbonlex.query import reach, shelf
from carbonlex.vocabulary import CLX, PREFIXES, RDF

SHELF = shelf.shelf(places.published())


def looked_at(node: Any, found: set[str]) -> set[str]:
    """The properties of all triples of an algebra; ``?`` for one that is a variable."""
    if isinstance(node, list | tuple) and len(node) == 3 and isinstance(node[1], URIRef | Variable | PropertyPath):
        found |= {"?"} if isinstance(node[1], Variable) else set(steps(node[1]))
    if isinstance(node, dict):
        for value in node.values():
            looked_at(value, found)
    elif isinstance(node, list | tuple | set):
        for value in node:
            looked_at(value, found)
    return found


def steps(path: Any) -> list[str]:
    if isinstance(path, URIRef):
        return [str(path)]
    inner = getattr(path, "args", None) or [getattr(path, "arg", None) or path.path]
    return [step for one in inner for step in steps(one)]


@pytest.mark.parametrize("name", sorted(SHELF)[::6])
def test_no_less_than_the_algebra(name: str) -> None:
    text, seen = SHELF[name].text, reach.names(SHELF[name].text)
    wanted = looked_at(prepareQuery(text, initNs=PREFIXES).algebra, set()) - {"?"}
    assert seen is None or wanted <= seen


def test_few_of_the_shelf_may_look_at_anything() -> None:
    assert sum(reach.names(query.text) is None for query in SHELF.values()) < 8


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { ?s ?p ?o }",
        "SELECT ?s { ?s a ?c ; ?p ?o }",
        "ASK { [ ?p 1 ] }",
        "ASK { [] ?p 1 }",
        "ASK { ?s !(clx:a|clx:b) ?o }",
        "ASK { ?s clx:a/!clx:b ?o }",
        "SELECT ?x ?y { ?x clx:partOf* ?y }",
        "SELECT ?x ?y { { ?x clx:partOf* ?y } UNION { ?x clx:a ?y } }",
        "SELECT ?x ?y { { ?x clx:a ?y } UNION { ?x clx:partOf? ?y } }",
        "ASK { ?s (clx:a|clx:b)* ?o }",
        "ASK { (1 2) ?p ?o }",
        "ASK { ?s unknown:name ?o }",
    ],
)
def test_that_may_look_at_anything(text: str) -> None:
    assert reach.names(text) is None


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("SELECT ?a ?b ?c { ?a clx:x ?b ; clx:y ?c }", {"x", "y"}),
        ("SELECT ?a { ?a clx:x ?b } GROUP BY ?a ?b ?c ORDER BY ?a ?b ?c", {"x"}),
        ("SELECT ?a { VALUES (?a ?b ?c) { (1 2 3) } ?a clx:x ?b }", {"x"}),
        ("ASK { ?a clx:x ?b FILTER ( !(?b = ?c) && ?b * ?c > (?b + ?c) * 2 ) }", {"x"}),
        ("ASK { ?a ?p ?b FILTER ( ?p IN ( clx:x , clx:y ) ) }", {"x", "y"}),
        ("ASK { ?a clx:z ?b FILTER NOT EXISTS { ?a clx:x* ?b } }", {"x", "z"}),
        ("ASK { ?a clx:z/clx:x* ?b }", {"x", "z"}),
        ("ASK { ?a clx:z ?b . ?b clx:x* ?c . ?c clx:y 1 }", {"x", "y", "z"}),
        ('ASK { ?a clx:x "clx:not ?s ?p ?o" } # ?s ?p ?o', {"x"}),
        ("PREFIX other: <https://w3id.org/carbonlex/ontology#> ASK { ?a other:x.y ?b }", {"x.y"}),
    ],
)
def test_names(text: str, names: set[str]) -> None:
    found = reach.names(text)
    assert found is not None
    assert {name.removeprefix(CLX) for name in found if name.startswith(CLX)} - {""} == names


def test_a_type_is_a_property() -> None:
    assert reach.names("ASK { ?a a clx:Definition }") == {CLX + "Definition", RDF + "type"}
