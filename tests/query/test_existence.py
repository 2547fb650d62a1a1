"""Tests for existence are begun from what is known, and give the same rows."""

import itertools

import pyoxigraph as ox
import pytest

from carbonlex.query import engine, existence
from carbonlex.query.engine import Asked
from carbonlex.query.existence import stepwise

BEGUN = {
    "?a a ?t FILTER NOT EXISTS { ?x :q :o2 . ?a :p ?x }": "{ ?a :p ?x FILTER EXISTS { ?x :q :o2 } }",
    "?a a ?t FILTER EXISTS { ?a :p ?x . ?x :q ?y ; :r 1 }": "{ ?a :p ?x FILTER EXISTS { ?x :r 1 FILTER EXISTS { ?x :q ?y } } }",
    "?a a ?t FILTER EXISTS { ?a :p ?x ; :p ?y FILTER(?x != ?y) }": "{ ?a :p ?x FILTER EXISTS { ?a :p ?y FILTER(?x != ?y) } }",
    "?a a ?t FILTER EXISTS { ?a :p ?x . # and\n ?x :q :o1 , ?y . }": "{ ?a :p ?x FILTER EXISTS { ?x :q :o1 FILTER EXISTS { ?x :q ?y } } }",
    "?a a ?t FILTER NOT EXISTS { ?a :p+/^:q ?x . ?x a :T }": "{ ?a :p+/^:q ?x FILTER EXISTS { ?x a :T } }",
    "?a a ?t FILTER NOT EXISTS { ?a :p ?x . ?z :q ?w . ?w :p ?v }": "{ ?a :p ?x FILTER EXISTS { ?z :q ?w . ?w :p ?v } }",
    "?a a ?t FILTER NOT EXISTS { ?a :p ?x . ?x :q ?t . ?t a ?t }": "{ ?t a ?t FILTER EXISTS { ?a :p ?x FILTER EXISTS { ?x :q ?t } } }",
    "?a a ?t FILTER(?t = :T || NOT EXISTS { :s1 :p ?b . ?a :p ?b })": "{ ?a :p ?b FILTER EXISTS { :s1 :p ?b } }",
    "?a a ?t BIND(EXISTS { ?a :p ?x . ?x :q ?y } AS ?z)": "{ ?a :p ?x FILTER EXISTS { ?x :q ?y } }",
    # A filter sees what stands around the test, too, and what may have no value.
    "?a a ?t OPTIONAL { ?a :p ?x } FILTER EXISTS { ?x :q ?y . ?a :r ?n FILTER(?n > 1 || !BOUND(?x)) }": (
        "{ ?x :q ?y FILTER EXISTS { ?a :r ?n FILTER(?n > 1 || !BOUND(?x)) } }"
    ),
    "?a a ?t FILTER NOT EXISTS { ?a :p ?x . ?x :q ?y FILTER NOT EXISTS { ?a :r ?n . ?y a ?n } }": (
        "{ ?a :p ?x FILTER EXISTS { ?x :q ?y FILTER NOT EXISTS { ?a :r ?n FILTER EXISTS { ?y a ?n } } } }"
    ),
    "GRAPH ?g { ?a :p ?x FILTER NOT EXISTS { ?x :q ?y . ?y a ?t } }": "{ ?x :q ?y FILTER EXISTS { ?y a ?t } }",
    "GRAPH ?g { ?a a ?t } FILTER NOT EXISTS { ?a :p ?x . ?x :q ?y }": "{ ?a :p ?x FILTER EXISTS { ?x :q ?y } }",
    "?a :p ?x MINUS { ?x :q ?y FILTER NOT EXISTS { ?y a ?u . ?x a ?u } }": "{ ?y a ?u FILTER EXISTS { ?x a ?u } }",
    "{ SELECT ?a { ?a a ?t FILTER EXISTS { ?a :p ?x . ?x :q ?y } } }": "{ ?a :p ?x FILTER EXISTS { ?x :q ?y } }",
}
LEFT = {
    "one pattern": "?a a ?t FILTER NOT EXISTS { ?a :p ?x FILTER(?x = ?t) }",
    "nothing in common": "?a a ?t FILTER NOT EXISTS { ?b :p ?x . ?x :q ?y }",
    "a blank node": "?a a ?t FILTER NOT EXISTS { ?a :p _:b . _:b :q ?y }",
    "one without a name": "?a a ?t FILTER NOT EXISTS { ?a :p [ :q ?y ] . ?y a ?t }",
    "a list": "?a a ?t FILTER NOT EXISTS { ?a :p (1 2) . ?a :q ?y }",
    "a path without a step": "?a a ?t FILTER NOT EXISTS { ?a :p* ?x . ?x :q ?y }",
    "a path that may have none": "?a a ?t FILTER NOT EXISTS { ?a (:p|:q)? ?x . ?x :q ?y }",
    "more than patterns": "?a a ?t FILTER NOT EXISTS { ?a :p ?x OPTIONAL { ?x :q ?y } ?x :q ?z }",
    "a group": "?a a ?t FILTER NOT EXISTS { ?a :p ?x . { ?x :q ?y } }",
    "data": "?a a ?t FILTER NOT EXISTS { ?a :p ?x . ?x :q ?y VALUES ?y { :o1 } }",
    "the word": '?a a ?t FILTER(?t != "NOT EXISTS { ?a :p ?x . ?x :q ?y }")',
}
DATA = """
@prefix : <urn:> .
:g1 { :s1 a :T ; :p :m1 , :m2 ; :r 1 , 2 . :m1 :q :o1 ; :r 1 . :m2 :q :o2 ; a :T . :o1 a :T .
  :s1 :q :s1 . :s3 :p :s3 ; :q :s3 ; :r 7 ; a :s3 . }
:g2 { :s2 a :U ; :p :m1 , :m3 ; :r 3 . :m3 :q :o1 , :o2 . :o2 a :U , 3 .
  :s4 a :T , :U . :s1 :p :m3 . :T a :T . }
"""
HEAD = "PREFIX : <urn:>\nSELECT * { %s }"


@pytest.fixture(scope="module")
def graph() -> ox.Store:
    store = ox.Store()
    store.load(DATA.encode(), ox.RdfFormat.TRIG)
    return store


def rows(store: ox.Store, text: str) -> list[str]:
    found = store.query(text, use_default_graph_as_union=True)
    assert isinstance(found, ox.QuerySolutions)
    return sorted(str(row) for row in found)


@pytest.mark.parametrize("where", BEGUN)
def test_a_test_begins_with_what_is_known(where: str, graph: ox.Store) -> None:
    text = HEAD % where
    other = stepwise(text)
    assert BEGUN[where] in other and other != text
    assert rows(graph, other) == rows(graph, text)
    assert stepwise(other) == other
    assert sorted(str(row) for row in engine.evaluated(graph, Asked(text))) == rows(graph, text)


@pytest.mark.parametrize("why", LEFT)
def test_what_cannot_be_moved_stays(why: str, graph: ox.Store) -> None:
    text = HEAD % LEFT[why]
    assert stepwise(text) == text
    rows(graph, text)


def test_all_ways_to_join_three_patterns_give_the_same(graph: ox.Store) -> None:
    terms, verbs = ("?a", "?x", "?y", ":s1"), (":p", ":q", "a")
    patterns = [f"{s} {p} {o}" for s, p, o in itertools.product(terms, verbs, terms)]
    asked = 0
    for number, one in enumerate(patterns):
        two, three = patterns[(number * 7 + 5) % len(patterns)], patterns[(number * 11 + 3) % len(patterns)]
        for test in ("EXISTS", "NOT EXISTS"):
            text = HEAD % f"?a ?v ?n OPTIONAL {{ ?a :p ?x }} FILTER {test} {{ {one} . {two} . {three} }}"
            assert rows(graph, stepwise(text)) == rows(graph, text), text
            asked += stepwise(text) != text
    assert asked > 80


def test_no_more_than_some_depth_and_length_is_looked_at() -> None:
    long = HEAD % ("?a a ?t " + "FILTER EXISTS { ?a :p ?x . ?x :q ?y } " * 1000)
    assert stepwise(long) == long
    depth = 30
    within = "?a :p ?x . ?x :q ?y "
    text = HEAD % ("?a a ?t " + f"FILTER NOT EXISTS {{ {within}" * depth + "}" * depth)
    assert within in stepwise(text)
    assert stepwise(text).count("FILTER EXISTS") == existence._DEPTH


@pytest.mark.parametrize(
    "text", ["", "EXISTS {", "SELECT * { ?a a ?b FILTER EXISTS { ?a a ?c . ?c a } }", "ASK { FILTER EXISTS {} }"]
)
def test_what_cannot_be_read_is_the_engines_to_tell(text: str) -> None:
    assert stepwise(text) == text
