"""What a query can look at: never less than its algebra says."""

from typing import Any

import pyoxigraph as ox
import pytest
from rdflib import URIRef, Variable
from rdflib.paths import Path as PropertyPath
from rdflib.plugins.sparql import prepareQuery

from carbonlex import places
from carbonlex.graph import published
from carbonlex.graph import store as graph_store
from carbonlex.graph.published import Said
from carbonlex.graph.reasoning import Inference
from carbonlex.query import engine, reach, shelf
from carbonlex.reading.dataset import Dataset
from carbonlex.vocabulary import CLX, PREFIXES, RDF
from conftest import PROJECT

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


SUBJECT = "https://w3id.org/carbonlex/id/definition/one#reading"
NEAR = f"<{SUBJECT}>"


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("ASK { ?a clx:basis ?b }", True),
        ("ASK { ?a clx:basis ?b ; clx:facet clx:one }", True),
        ("ASK { ?a clx:basis ?b , clx:Silent ; clx:facet clx:one }", True),
        ("ASK { ?a clx:basis ?b ; clx:facet clx:other }", False),
        ("ASK { ?a clx:facet clx:other , ?c ; clx:basis ?b . }", False),
        ("ASK { ?a clx:basis ?b . ?c clx:facet clx:other }", True),
        ("ASK { ?a clx:basis ?b OPTIONAL { ?a clx:facet clx:other } }", True),
        ("ASK { ?a clx:basis ?b OPTIONAL { ?a clx:facet clx:other ; clx:basis clx:Silent } }", True),
        ("ASK { ?c clx:facet ?d FILTER NOT EXISTS { ?a clx:facet clx:other ; clx:basis clx:Silent } }", False),
        ("ASK { ?c clx:facet ?d FILTER NOT EXISTS { ?a clx:facet clx:one ; clx:basis clx:Silent } }", True),
        ("ASK { VALUES ?b { clx:Silent } ?a clx:basis ?b ; clx:facet clx:other FILTER ( ?a != clx:basis ) }", True),
        ("ASK { ?c clx:note ?n FILTER ( STR(?n) IN ( 'a' , 'b' ) ) ?a clx:basis ?b ; clx:facet clx:other }", False),
        ("ASK { ?a clx:facet clx:other/clx:basis ?b }", True),
        ("ASK { ?a clx:facet clx:other ; ^clx:basis ?b }", True),
        ("ASK { [ clx:facet clx:other ; clx:basis ?b ] clx:facet clx:one }", True),
        ('ASK { ?a clx:facet clx:other ; clx:note "one"@en ; clx:basis ?b }', True),
        ('ASK { ?a clx:facet clx:other ; clx:note 1.5 , "two" ; clx:basis ?b }', False),
        ('ASK { ?a clx:property "one" ; clx:basis ?b }', True),
        ("ASK { ?a clx:property 'one' ; clx:basis ?b }", True),
        ("ASK { ?a clx:property 'two' ; clx:basis ?b }", False),
        ('ASK { ?a clx:property """two""" ; clx:basis ?b }', True),
        ('ASK { ?a clx:property "t\\u0077o" ; clx:basis ?b }', True),
        ('ASK { ?a clx:basis ?b ; clx:property "two"@en }', True),
        ('ASK { ?a clx:basis ?b ; clx:property "two"^^clx:one }', True),
        (f"ASK {{ {NEAR} clx:basis ?b }}", True),
        ("ASK { clx:another clx:basis ?b }", False),
        ("ASK { ?a clx:facet ?b }", False),
    ],
)
def test_what_a_query_sees_of_a_change(text: str, seen: bool) -> None:
    """A reading on one facet that was explicit is silent now."""
    objects = {("facet", f"<{CLX}one>"), ("basis", f"<{CLX}Silent>"), ("property", '"one"')}
    said = Said(frozenset({CLX + "basis"}), frozenset((CLX + property_, object_) for property_, object_ in objects))
    found = reach.reach(text)
    assert found is not None
    assert found.sees({SUBJECT: said}) is seen


def test_relative_names_may_be_anything() -> None:
    assert reach.names("BASE <https://w3id.org/carbonlex/> ASK { ?a <ontology#basis> ?b }") is None


def test_an_answer_that_changes_was_seen_to(golden: Dataset) -> None:
    """Statements of the records are taken away, one at a time: a query that does not see it answers as before."""
    content = published.complete(golden, Inference(consistent=True, ran=False))
    store, parts = graph_store.load(content), [content]
    texts = {name: query.text for name, query in shelf.of_site(PROJECT).items()}
    answers = {name: answer(store, text) for name, text in texts.items()}
    changed = unseen = 0
    lines = [line for line in content.splitlines(keepends=True) if b"/id/" in line.split(b" ", 1)[0]]
    for line in lines[::25]:
        subjects = published.Change(frozenset({line}), frozenset()).subjects(parts)
        quad = next(ox.parse(line, ox.RdfFormat.N_QUADS))
        store.remove(quad)
        for name, text in texts.items():
            found = reach.reach(text)
            seen = found is None or found.sees(subjects)
            differs = answer(store, text) != answers[name]
            assert seen or not differs, (name, line)
            changed += differs
            unseen += not seen
        store.add(quad)
    assert changed > 10 and unseen > 10


def answer(store: ox.Store, text: str) -> object:
    found = engine.run(store, text)
    return bool(found) if isinstance(found, ox.QueryBoolean) else sorted(map(str, found))
