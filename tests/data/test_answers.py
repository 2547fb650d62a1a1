"""The named queries answer what they are asked: each with an expected table gives these rows, and every question that the
scholars and analysts put is answered by one of them."""

import csv
import io
import re
from pathlib import Path

import pyoxigraph as ox
import pytest
import yaml

from carbonlex import places
from carbonlex.graph import store
from carbonlex.query import binding, engine, findings, shelf
from carbonlex.reading.dataset import Dataset
from carbonlex.records.model import Finding

EXPECTED = sorted((places.published() / "queries" / "expected").glob("*.csv"))
SHARED = Path(__file__).parents[3] / "shared"


@pytest.fixture(scope="module")
def stated(published: Dataset) -> ox.Store:
    """The records and the ontology, without what is inferred."""
    return store.store_of(store.quads(published))


def rows(answer: ox.QuerySolutions) -> tuple[list[str], list[list[str]]]:
    names = [v.value for v in answer.variables]
    return names, [["" if s[n] is None else s[n].value for n in names] for s in answer]  # type: ignore[union-attr]


@pytest.mark.parametrize("path", EXPECTED, ids=lambda p: p.stem)
def test_a_query_gives_its_expected_rows(path: Path, stated: ox.Store, published: Dataset) -> None:
    query = shelf.named(places.published(), path.stem)
    answer = engine.run(stated, query.text, binding.bindings(query, {}, published.vocabulary))
    names, found = rows(answer)
    wanted = list(csv.reader(io.StringIO(path.read_text("utf-8"))))
    assert names == wanted[0]
    assert sorted(found) == sorted(wanted[1:])
    assert found, "an answer without rows answers nothing"


@pytest.mark.skipif(not SHARED.is_dir(), reason="the questions are not beside this checkout")
def test_every_question_is_answered_by_a_named_query() -> None:
    asked = {q["id"] for q in yaml.safe_load((SHARED / "questions/competency.yaml").read_text("utf-8"))["questions"]}
    answered: dict[str, list[str]] = {}
    for path in (places.published() / "queries").glob("*.rq"):
        for line in re.findall(r"^#\s*competency:(.*)$", path.read_text("utf-8"), re.MULTILINE):
            for id_ in re.findall(r"cq-\d+", line):
                answered.setdefault(id_, []).append(path.stem)
    assert asked - set(answered) == set()
    with_rows = {path.stem for path in EXPECTED}
    assert [id_ for id_ in asked if not with_rows & set(answered[id_])] == []


def test_answers_come_out_of_the_data(published: Dataset) -> None:
    """Without records, the queries that answer the questions answer nothing: what they say is not typed into them."""
    graph = store.graph_iri(published.vocabulary, store.ONTOLOGY)
    ontology = (*published.vocabulary.quads, *published.vocabulary.words)
    empty = store.store_of(ox.Quad(t.subject, t.predicate, t.object, graph) for t in ontology)
    for path in EXPECTED:
        query = shelf.named(places.published(), path.stem)
        answer = engine.run(empty, query.text, binding.bindings(query, {}, published.vocabulary))
        assert rows(answer)[1] == [], path.stem


def test_findings_answer_as_recorded(stated: ox.Store, published: Dataset) -> None:
    verdicts = findings.evaluate(published, stated, places.published())
    assert [(v.finding.id, v.finding.answer, v.answer) for v in verdicts if not v.as_recorded] == []
    sources = {v.finding.source for v in verdicts}
    assert len(sources) == 5, "findings of all five articles"
    assert all(v.finding.reason for v in verdicts if v.finding.answer != "holds")
    assert all(isinstance(v.finding, Finding) for v in verdicts)


def test_every_disagreement_shows_its_positions_and_authors(stated: ox.Store) -> None:
    query = shelf.named(places.published(), "disagreements")
    _, found = rows(engine.run(stated, query.text))
    by_question: dict[str, set[str]] = {}
    for row in found:
        by_question.setdefault(row[0], set()).add(row[3])
    assert len(by_question) >= 26
    assert [q for q, positions in by_question.items() if len(positions) < 2] == []
