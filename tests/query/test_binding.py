"""Parameters: which values are terms, and where in a query these stand."""

from collections import Counter
from pathlib import Path

import pyoxigraph as ox
import pytest

from carbonlex import places
from carbonlex.errors import ContentError, UsageError
from carbonlex.graph import store
from carbonlex.query import binding, engine, shelf
from carbonlex.query.answer import Request, answered
from carbonlex.query.parsed import Parsed
from carbonlex.reading.dataset import Dataset
from carbonlex.vocabulary import PREFIXES

SHELF = shelf.shelf(places.published())
A, ONE = "<urn:a>", '"1"'


def test_values_are_terms(project: Path, golden: Dataset) -> None:
    query, words = shelf.named(project, "wordings"), golden.vocabulary
    assert binding.bindings(query, {}, words) == {}
    bound = binding.bindings(query, {"day": "2021-01-01", "standing": 'an "official" } one'}, words)
    assert bound["standing"] == r'"an \"official\" } one"'
    cap = shelf.named(project, "cap-named")
    assert binding.bindings(cap, {}, words)["jurisdiction"] == f"<{words.iri('jurisdiction', 'aa')}>"
    whole = words.iri("jurisdiction", "bb")
    assert binding.bindings(cap, {"jurisdiction": whole}, words)["jurisdiction"] == f"<{whole}>"


@pytest.mark.parametrize(
    ("given", "fault"),
    [
        ({"day": "soon"}, "no date"),
        ({"dai": "x"}, "no parameter"),
        ({"jurisdiction": "a> } #"}, "no id of a jurisdiction"),
        ({"jurisdiction": "AA"}, "no id of a jurisdiction"),
        ({"record": "scheme/a b"}, "no address"),
    ],
)
def test_values_that_are_none(golden: Dataset, given: dict[str, str], fault: str) -> None:
    query = shelf.NamedQuery.parse(
        "q", "# param: day (date)\n# param: jurisdiction (jurisdiction)\n# param: record (id)\nASK {}"
    )
    with pytest.raises(UsageError, match=fault):
        binding.bindings(query, given, golden.vocabulary)


def test_a_name_of_nothing_is_told_with_the_nearest(golden: Dataset) -> None:
    content = store.store_of(store.quads(golden))
    terms = {"s": f"<{golden.vocabulary.iri('scheme', 'aa-etz')}>"}
    with pytest.raises(UsageError, match="did you mean aa-ets"):
        answered(content, Request("ASK { ?s ?p ?o }", tuple(terms.items()), base=golden.vocabulary.base), 10)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("ASK { ?a ?p ?b }", 'ASK { <urn:a> ?p "1" }'),
        ("ASK { $a ?p ?ab , '?a' } # ?a", "ASK { <urn:a> ?p ?ab , '?a' } # ?a"),
        ("SELECT ?a ?x { ?a ?p ?x }", "SELECT (<urn:a> AS ?a) ?x { <urn:a> ?p ?x }"),
        ("SELECT * { ?a ?p ?x }", "SELECT * { <urn:a> ?p ?x }"),
        (
            "SELECT ?a (COUNT(?a) AS ?n) {} GROUP BY ?a",
            "SELECT (<urn:a> AS ?a) (COUNT(<urn:a>) AS ?n) {} GROUP BY (STR(<urn:a>) AS ?a_group)",
        ),
        ("SELECT ?x { {SELECT ?a ?x { ?a ?p ?x }} }", "SELECT ?x { {SELECT (<urn:a> AS ?a_1) ?x { <urn:a> ?p ?x }} }"),
        (
            "SELECT ?x { {SELECT ?a (MAX(?o) AS ?x) { ?a ?p ?o } GROUP BY ?a} }",
            "SELECT ?x { {SELECT (<urn:a> AS ?a_1) (MAX(?o) AS ?x) { <urn:a> ?p ?o } GROUP BY (STR(<urn:a>) AS ?a_group_1)} }",
        ),
        ("SELECT ?x { ?x ?p ?o } ORDER BY ?a DESC(?a)", "SELECT ?x { ?x ?p ?o } ORDER BY (<urn:a>) DESC(<urn:a>)"),
        ("ASK { FILTER(BOUND(?a) && bound(?c)) }", "ASK { FILTER(true && bound(?c)) }"),
        ("DESCRIBE ?a", "DESCRIBE <urn:a>"),
        ("CONSTRUCT { ?a a ?b } WHERE {}", 'CONSTRUCT { <urn:a> a "1" } WHERE {}'),
        ("ASK { FILTER(ISIRI(?a) || sameterm(?a, ?c)) }", "ASK { FILTER(ISIRI(<urn:a>) || sameterm(<urn:a>, ?c)) }"),
        ('ASK { ?a ?p "\\u0022 ?a" }', 'ASK { <urn:a> ?p "\\u0022 ?a" }'),
    ],
)
def test_where_terms_stand(text: str, wanted: str) -> None:
    assert binding.bound(Parsed(text), {"a": A, "b": ONE}).text == wanted


@pytest.mark.parametrize("text", ["ASK { BIND(1 AS ?a) }", "ASK { VALUES ?a { 1 } }", "SELECT (1 AS ?a) {}", "ASK {"])
def test_a_parameter_that_cannot_be_bound(text: str) -> None:
    with pytest.raises(ContentError):
        binding.bound(Parsed(text), {"a": A})


def test_a_hostile_value_is_a_value(golden: Dataset) -> None:
    content = store.store_of(store.quads(golden))
    hostile = ox.Literal('" } SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } #\n\\')
    found = engine.run(content, "SELECT ?t { BIND(STRLEN(?t) AS ?n) }", {"t": str(hostile)})
    assert [s["t"] for s in found] == [hostile]


def _parsed(term: str) -> ox.NamedNode | ox.Literal:
    [triple] = ox.parse(f"<urn:s> <urn:p> {term} .".encode(), ox.RdfFormat.N_TRIPLES)
    return triple.object  # type: ignore[return-value]


@pytest.mark.parametrize("name", sorted(n for n, q in SHELF.items() if q.parameters))
def test_written_in_they_mean_what_substitution_means(name: str, golden: Dataset) -> None:
    """The engine's own way of giving variables values is another one: both must answer the same."""
    content, query = store.store_of(store.quads(golden)), SHELF[name]
    terms = binding.bindings(query, {}, golden.vocabulary)
    substituted = content.query(
        query.text,
        use_default_graph_as_union=True,
        substitutions={ox.Variable(n): _parsed(t) for n, t in terms.items()},
        prefixes=PREFIXES,
    )
    written = engine.run(content, query.text, terms)
    rows = [Counter(tuple(str(s[c.name]) for c in query.columns) for s in found) for found in (substituted, written)]
    assert rows[0] == rows[1]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("ASK { FILTER NOT EXISTS { ?a ?b ?c } }", "ASK { ONE FILTER NOT EXISTS { ?a ?b ?c } }"),
        ("ASK {FILTER(1 = 1) # {\n. FILTER(true)}", "ASK { ONEFILTER(1 = 1) # {\n. FILTER(true)}"),
        ("ASK { ?a ?b ?c FILTER EXISTS { FILTER(?a = 1) } }", "ASK { ?a ?b ?c FILTER EXISTS { ONE FILTER(?a = 1) } }"),
        ("ASK { ?a ?b ?c FILTER(?a = 1) }", "ASK { ?a ?b ?c FILTER(?a = 1) }"),
        ("SELECT * { ?a ?b ?c { FILTER(1 = 1) } }", "SELECT * { ?a ?b ?c { FILTER(1 = 1) } }"),
        ("ASK { }", "ASK { }"),
        ("ASK { ?a a clx:Link }", "PREFIX clx: <https://w3id.org/carbonlex/ontology#>\nASK { ?a a clx:Link }"),
    ],
)
def test_what_other_stores_are_sent(text: str, wanted: str) -> None:
    assert engine.portable(engine.asked(text)) == wanted.replace("ONE", "VALUES ?asked_of_nothing { true }")
