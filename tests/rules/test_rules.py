"""Each rule that the shapes state is tried on a pair of graphs that differ in the fault alone: ``bad.ttl``
breaks it, ``good.ttl`` does not."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pyoxigraph as ox
import pyshacl
import pytest
import rdflib
from rdflib.compare import graph_diff, to_isomorphic

from carbonlex.checks import shapes as shapes_run
from carbonlex.vocabulary import CLX, Vocabulary

HERE = Path(__file__).parent
SH = rdflib.Namespace("http://www.w3.org/ns/shacl#")
RULE_CODE = rdflib.URIRef(CLX + "ruleCode")
PAIRS = sorted(folder.parent.name for folder in HERE.glob("CLX*/good.ttl"))


@cache
def vocabulary() -> Vocabulary:
    return Vocabulary()


def shapes() -> rdflib.Graph:
    return shapes_graph()


@cache
def shapes_graph() -> rdflib.Graph:
    return rdflib.Graph().parse(data=shapes_run.content(vocabulary().folder), format="turtle")


@cache
def ontology() -> rdflib.Graph:
    graph = rdflib.Graph()
    for path in vocabulary().modules:
        graph.parse(path, format="turtle")
    return graph


@cache
def turtle(text: str) -> rdflib.Graph:
    return rdflib.Graph().parse(data=text, format="turtle")


def codes_of_shapes() -> set[str]:
    return {str(code) for code in shapes().objects(None, RULE_CODE)}


def code_of(shape: rdflib.term.Node | None) -> str:
    """The code of a shape, or else of the shape that holds it as a property."""
    while shape is not None:
        code = shapes().value(shape, RULE_CODE)
        if code is not None:
            return str(code)
        shape = next(shapes().subjects(SH.property, shape), None)
    raise AssertionError("a shape without clx:ruleCode gave a result")


@cache
def results(text: str) -> frozenset[tuple[str, str]]:
    """Code and severity of each result on the graph, with the ontology mixed in. Graphs of the same text are run once."""
    data = rdflib.Graph()
    data += ontology()
    data += turtle(text)
    _, report, message = pyshacl.validate(data, shacl_graph=shapes(), inference="none", inplace=True)
    assert isinstance(report, rdflib.Graph), message
    return frozenset(_results(report))


@cache
def engine_results(text: str) -> frozenset[tuple[str, str]]:
    """The same from the engine that the program uses."""
    triples = [quad.triple for quad in ox.parse(text.encode(), ox.RdfFormat.TURTLE)]
    codes = shapes_run.codes(vocabulary().folder)
    level = {"error": "Violation", "warning": "Warning", "info": "Info"}
    return frozenset((codes[r.shape], level[r.severity]) for r in shapes_run.run(triples, vocabulary()))


def _results(report: rdflib.Graph) -> Iterator[tuple[str, str]]:
    for result in report.objects(None, SH.result):
        severity = str(report.value(result, SH.resultSeverity)).removeprefix(str(SH))
        yield code_of(report.value(result, SH.sourceShape)), severity


def read(code: str, name: str) -> str:
    return (HERE / code / f"{name}.ttl").read_text("utf-8")


def test_every_code_of_the_shapes_has_a_pair() -> None:
    assert codes_of_shapes() <= {folder.name for folder in HERE.glob("CLX*")}
    assert not [
        f"{code}/{name}.ttl"
        for code in PAIRS
        for name in ("good", "bad")
        if not (HERE / code / f"{name}.ttl").is_file()
    ]


@pytest.mark.parametrize("code", PAIRS)
def test_good_passes(code: str) -> None:
    assert results(read(code, "good")) == frozenset()


@pytest.mark.parametrize("code", PAIRS)
def test_bad_breaks_this_rule_alone(code: str) -> None:
    assert {found for found, _ in results(read(code, "bad"))} == {code}


@pytest.mark.parametrize("code", PAIRS)
def test_severity_is_that_of_the_rule_book(code: str) -> None:
    severity = {"error": "Violation", "warning": "Warning", "info": "Info"}[vocabulary().rules[code].severity]
    assert {level for _, level in results(read(code, "bad"))} == {severity}


@pytest.mark.parametrize("code", PAIRS)
def test_the_pair_differs_in_one_place_only(code: str) -> None:
    _, lost, added = graph_diff(to_isomorphic(turtle(read(code, "good"))), to_isomorphic(turtle(read(code, "bad"))))
    subjects = {*lost.subjects(), *added.subjects()}
    assert len(subjects) == 1
    assert len(lost) <= 2 and len(added) <= 2


@pytest.mark.parametrize("name", ["good", "bad"])
@pytest.mark.parametrize("code", PAIRS)
def test_engine_and_reference_agree(code: str, name: str) -> None:
    assert engine_results(read(code, name)) == results(read(code, name))
