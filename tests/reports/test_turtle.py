"""The SHACL report: what SHACL 3.6 asks of every one."""

import pytest
import rdflib
from rdflib import RDF, XSD
from test_forms import ID, awkward, outcome

from carbonlex.faults import Fault
from carbonlex.reports import Outcome, report
from carbonlex.vocabulary import CLX

SH = rdflib.Namespace("http://www.w3.org/ns/shacl#")
HAS = rdflib.Namespace(CLX)


def graph(*faults: Fault) -> rdflib.Graph:
    return rdflib.Graph().parse(data=report("turtle", outcome(list(faults))), format="turtle")


def test_it_is_a_validation_report() -> None:
    read = graph(*awkward())
    (node,) = read.subjects(RDF.type, SH.ValidationReport)
    (said,) = read.objects(node, SH.conforms)
    assert isinstance(said, rdflib.Literal)
    assert (said.datatype, said.toPython()) == (XSD.boolean, False)
    results = list(read.objects(node, SH.result))
    assert len(results) == len(awkward())
    for result in results:
        assert (result, RDF.type, SH.ValidationResult) in read
        for once in (SH.focusNode, SH.resultSeverity, SH.sourceConstraintComponent):
            assert len(list(read.objects(result, once))) == 1
        assert len(list(read.objects(result, SH.resultPath))) <= 1
        assert len(list(read.objects(result, SH.value))) <= 1
        (message,) = read.objects(result, SH.resultMessage)
        assert isinstance(message, rdflib.Literal) and message.language == "en"


def test_a_report_without_results_conforms() -> None:
    read = graph()
    assert [o.toPython() for o in read.objects(None, SH.conforms)] == [True]  # type: ignore[attr-defined]
    assert not list(read.objects(None, SH.result))


@pytest.mark.parametrize(
    ("focus", "path", "property"),
    [
        (ID, "replaces", "replaces"),
        (ID, "text.vi.original", "originalText"),
        (ID, "readings.level.quote.vi", "quote"),
        (ID, "readings.level[1].values", "value"),
        (ID, "nonsense.more", ""),
        (ID, "", ""),
        (ID.replace("definition", "mapping"), "from", "mapsFrom"),
        (ID.replace("definition", "source"), "title.en", "title"),
        (ID.replace("definition", "scheme"), "statements[0].value", "statedValue"),
    ],
)
def test_a_path_of_keys_leads_to_a_property(focus: str, path: str, property: str) -> None:
    read = graph(Fault("a", 1, 1, "CLX501", "error", "x", focus, path))
    assert list(read.objects(None, SH.resultPath)) == ([HAS[property]] if property else [])
    assert [str(o) for o in read.objects(None, HAS.keyPath)] == ([path] if path else [])


def test_nodes_are_nodes_and_words_are_words() -> None:
    read = graph(
        Fault("a", 1, 1, "CLX501", "error", "x", ID, "", ID), Fault("b", 1, 1, "CLX501", "error", "x", "", "", "v")
    )
    assert set(read.objects(None, SH.focusNode)) == {rdflib.URIRef(ID), rdflib.Literal("b")}
    assert set(read.objects(None, SH.value)) == {rdflib.URIRef(ID), rdflib.Literal("v")}


def test_the_same_faults_give_the_same_bytes() -> None:
    shown: list[Outcome] = [outcome(awkward()) for _ in range(2)]
    assert len({report("turtle", o) for o in shown}) == 1
