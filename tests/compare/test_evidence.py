"""What cells rest on."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from carbonlex.compare import evidence, matrix
from carbonlex.compare.evidence import STATES, Held
from carbonlex.reading.dataset import Dataset
from carbonlex.vocabulary import Vocabulary
from conftest import edit

WHERE = ("aa", "carbon-market")


def held(dataset: Dataset, facet: str, where: tuple[str, str] = WHERE) -> Held:
    (found,) = (
        h for h in evidence.cells(dataset, ["aa", "bb"]) if (h.jurisdiction, h.concept, h.facet) == (*where, facet)
    )
    return found


def test_golden(golden: Dataset) -> None:
    assert held(golden, "traded-object") == Held(*WHERE, "traded-object", "official", corroborated=True, disputed=True)
    assert held(golden, "mechanism").corroborated
    assert not held(golden, "mechanism").disputed
    assert held(golden, "objective").state == "silent"
    assert held(golden, "segment").state == "unread"
    assert held(golden, "segment", ("bb", "carbon-market")).state == "searched"
    assert held(golden, "segment", ("bb", "emissions-trading")).state == "withheld"
    assert held(golden, "entitles-to", ("bb", "emission-allowance")).state == "copy"
    assert held(golden, "entitles-to", ("aa", "emission-allowance")).state == "unsearched"


def edited(project: Path, id_: str, old: str, new: str) -> Dataset:
    (path,) = project.rglob(f"{id_}.yaml")
    edit(path, old, new)
    return Dataset.load(project, Vocabulary())


def test_an_official_copy_is_enough(project: Path) -> None:
    edited(project, "aa-market-2020", "standing: official, corroborated: true", "standing: secondary")
    assert held(Dataset.load(project, Vocabulary()), "mechanism") == Held(*WHERE, "mechanism", "official")
    other = edited(project, "aa-market-2023", "standing: official", "standing: reproduction")
    assert held(other, "mechanism").state == "copy"
    mixed = edited(project, "aa-market-2023", "standing: reproduction", "standing: consolidated")
    assert held(mixed, "mechanism").state == "official"


def test_a_search_that_was_not_made_is_none(project: Path) -> None:
    found = edited(project, "bb-carbon-market", "does-not-use", "not-searched")
    assert held(found, "segment", ("bb", "carbon-market")).state == "unsearched"


def test_what_is_contested_is_disputed(project: Path) -> None:
    found = edited(project, "aa-market-2020", "objective: {basis: silent", "objective: {basis: silent, contested: true")
    assert held(found, "objective").disputed


def test_a_position_on_a_facet_is_a_dispute(project: Path) -> None:
    found = edited(project, "start", "about: [aa-ets]", "about: [aa-market-2020]")
    assert [d.id for d in evidence.unplaced(found)] == ["start"]
    assert not held(found, "segment").disputed
    found = edited(
        project, "start", '{property: position, value: {en: "In 2020."}', "{property: segment, value: mandatory"
    )
    assert evidence.unplaced(found) == []
    assert held(found, "segment").disputed


def test_legal_orders_beside_the_first_are_counted_where_there_is_a_record(golden: Dataset) -> None:
    found = evidence.cells(golden, ["aa"])
    assert {h.concept for h in found if h.jurisdiction == "bb"} == {
        "carbon-market",
        "emissions-trading",
        "emission-allowance",
    }
    assert {h.concept for h in evidence.cells(golden, ["bb"]) if h.jurisdiction == "aa"} == {"carbon-market"}


@pytest.fixture(scope="module")
def found(published: Dataset) -> list[Held]:
    return evidence.cells(published, published.vocabulary.catalog["legal-orders"])


def test_the_cells_are_those_of_the_comparisons(published: Dataset, found: list[Held]) -> None:
    orders = published.vocabulary.catalog["legal-orders"]
    told = {(h.jurisdiction, h.concept, h.facet): h for h in found}
    assert len(told) == len(found)
    for concept in list(matrix.concepts(published))[:8]:
        m = matrix.by_jurisdiction(published, concept, orders)
        for (facet, order), cell in m.cells.items():
            h = told[order, concept, facet]
            states = {"official": "said", "copy": "said", "withheld": "said", "silent": "silent"}
            state = "said" if cell.state in ("explicit", "implied") else cell.state
            assert states.get(h.state, "unread") == state
            assert not any(not o.agrees for o in cell.otherwise) or h.disputed


def test_numbers_add_up(found: list[Held]) -> None:
    (total,) = evidence.counts(found)
    assert total.cells == sum(total.states) == len(found)
    assert dict(zip(STATES, total.states, strict=True)) == {s: Counter(h.state for h in found)[s] for s in STATES}
    for key in ("jurisdiction", "concept", "facet"):
        groups = evidence.counts(found, lambda h, key=key: getattr(h, key))  # type: ignore[misc]
        assert all(g.cells == sum(g.states) for g in groups)
        assert [sum(n) for n in zip(*(g.states for g in groups), strict=True)] == list(total.states)
        assert sum(g.disputed for g in groups) == total.disputed
        assert sum(g.corroborated for g in groups) == total.corroborated


def test_weak_wordings(golden: Dataset) -> None:
    weak = evidence.weak(golden)
    assert [w.id for w in weak["secondhand"]] == ["bb-draft", "aa-author-market"]
    assert [w.id for w in weak["withheld"]] == ["bb-draft"]
    assert "bb-quota" in {w.id for w in weak["undated"]}
    assert "aa-market-2020" not in {w.id for w in weak["undated"]}


def test_statements_without_a_place(golden: Dataset) -> None:
    def without() -> Iterator[str]:
        for record, number, statement in evidence.unpinned(golden):
            assert getattr(record, "statements")[number - 1] is statement  # noqa: B009
            assert not statement.pinpoint
            yield record.id

    assert set(without())
