"""The engine and the shelf."""

import gc
import threading
from pathlib import Path

import pyoxigraph as ox
import pytest

from carbonlex.errors import ContentError, UsageError
from carbonlex.graph import store
from carbonlex.query import binding, engine, findings, shelf
from carbonlex.query.answer import Request, answered
from carbonlex.reading.dataset import Dataset
from carbonlex.vocabulary import Vocabulary


def test_the_shelf(project: Path) -> None:
    query = shelf.named(project, "cap-named")
    assert (query.title(), query.parameters[0].default, query.parameters[0].kind) == (
        "Cap and trade named",
        "aa",
        "jurisdiction",
    )
    assert list(shelf.shelf(project)) == ["cap-named", "wordings"]
    for wrong in ("cap-name", "../x", "zzzz"):
        with pytest.raises(UsageError):
            shelf.named(project, wrong)


def test_a_store_has_the_published_shelf(tmp_path: Path) -> None:
    (tmp_path / "CURRENT").touch()
    assert "units-on-day" in shelf.shelf(tmp_path)
    assert shelf.named(tmp_path, "units-on-day").parameters


def test_the_tables_of_a_site_have_their_queries_whatever_the_records(project: Path) -> None:
    assert shelf.named(project, "table-concept").parameters[0].name == "concept"
    served = shelf.of_site(project)
    assert {"cap-named", "wordings", "table-pair", "evidence-by-order"} <= set(served)
    assert "contested-readings" not in served
    (project / "queries/table-concept.rq").write_text("# title: mine\nASK {}", "utf-8")
    assert shelf.named(project, "table-concept").title() == shelf.of_site(project)["table-concept"].title() == "mine"
    with pytest.raises(UsageError):
        shelf.named(project, "table-none")


@pytest.mark.parametrize(
    ("clause", "graphs"),
    [
        ("", {"aa", "bb"}),
        ("FROM <https://w3id.org/carbonlex/id/graph/bb>", {"bb"}),
        ("# from <urn:x>\n", {"aa", "bb"}),
        ("FROM NAMED <https://w3id.org/carbonlex/id/graph/bb>", set()),
    ],
)
def test_a_query_sees_all_graphs_unless_it_names_some(golden: Dataset, clause: str, graphs: set[str]) -> None:
    content = store.store_of(store.quads(golden))
    found = engine.run(content, f"SELECT ?j {clause} {{ ?d a clx:Definition ; clx:jurisdiction ?j }}")
    assert {s["j"].value.rsplit("/", 1)[1] for s in found} == graphs


def test_a_result_dies_with_its_caller(golden: Dataset) -> None:
    """A solution of the store that the collector drops in another thread is an error, told by pytest as unraisable."""

    def ask() -> list[object]:
        solutions = engine.run(
            store.store_of(store.quads(golden)),
            "SELECT ?d FROM <https://w3id.org/carbonlex/id/graph/bb> { ?d a clx:Definition }",
        )
        return list(solutions)

    gc.collect()  # what other tests left is dropped here, where it was made
    gc.disable()
    try:
        assert ask()
        elsewhere = threading.Thread(target=gc.collect)
        elsewhere.start()
        elsewhere.join()
    finally:
        gc.enable()


def test_running(golden: Dataset) -> None:
    content = store.store_of(store.quads(golden))
    text = "SELECT ?d ?c ?n { ?d a ?c . FILTER(?c = clx:Proposal) OPTIONAL { ?d clx:none ?n } }"
    answer = answered(content, Request(text, base=golden.vocabulary.base), 10)
    assert (answer.columns, answer.cells) == (("d", "c", "n"), (("proposal/aa-author-market", "clx:Proposal", ""),))
    with pytest.raises(ContentError):
        engine.run(content, "SELECT nonsense")
    with pytest.raises(ContentError):
        engine.run(content, "DELETE WHERE { ?s ?p ?o }")
    assert engine.short(ox.NamedNode("urn:x"), golden.vocabulary.base) == "urn:x"


def test_a_parameter_may_name_a_record_of_any_kind(golden: Dataset) -> None:
    query = shelf.NamedQuery.parse("q", "# param: record=scheme/aa-ets (id)\nSELECT ?record ?p { ?record ?p ?o }")
    bound = binding.bindings(query, {}, golden.vocabulary)
    assert bound["record"] == f"<{golden.vocabulary.iri('scheme', 'aa-ets')}>"
    assert any(True for _ in engine.run(store.store_of(store.quads(golden)), query.text, bound))


@pytest.mark.parametrize(
    "table, answer",
    [
        ("[{scheme: aa-ets, share: '100'}]", "holds"),
        ("[{scheme: aa-ets, share: '90'}]", "fails"),
        ("[{scheme: aa-ets, share: '100'}, {scheme: bb-ets, share: '5'}]", "fails"),
        ("[{scheme: aa-ets, nothing: x}]", "fails"),
        ("[]", "holds"),
    ],
)
def test_an_expected_table_is_compared_row_by_row(project: Path, table: str, answer: str) -> None:
    (project / "queries/accepted.rq").write_text(
        "# title: Accepted\n# question: What is accepted where?\n"
        "SELECT ?scheme ?share { ?a clx:acceptedFor ?scheme ; clx:share ?share }",
        "utf-8",
    )
    (project / "findings/accepted.yaml").write_text(
        'kind: finding\nid: accepted\nclaim: {en: "x"}\nsource: aa-act\npinpoint: "1"\nquery: accepted\n'
        f"expect: table\nanswer: {answer}\ntable: {table}\n",
        "utf-8",
    )
    dataset = Dataset.load(project, Vocabulary())
    assert dataset.faults == []
    verdicts = findings.evaluate(dataset, store.store_of(store.quads(dataset)), project)
    assert {v.finding.id: v.answer for v in verdicts}["accepted"] == answer
