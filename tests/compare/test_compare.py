"""Cells, pairs, dates."""

import pytest

from carbonlex.compare import cells, matrix
from carbonlex.errors import UsageError
from carbonlex.reading.dataset import Dataset
from carbonlex.vocabulary import Vocabulary
from conftest import wording


def test_cells(golden: Dataset) -> None:
    found = matrix.by_jurisdiction(golden, "carbon-market", ["aa", "bb"])
    traded = found.cells["traded-object", "aa"]
    assert traded.state == "explicit"
    assert [s.value for s in traded.said] == ["emission-allowance", "carbon-credit"]
    assert [r.by for _, r in traded.others] == ["bb-loi"]
    assert found.cells["objective", "aa"].state == "silent"
    assert found.cells["segment", "aa"].state == "unread"
    assert [s.id for s in found.columns[1].silences] == ["bb-carbon-market"]
    assert {r.state for r in matrix.pair(found).values()} <= {"same", "different", "silent", "one-silent", "unread"}


def test_days_choose_the_wording(golden: Dataset) -> None:
    def on(day: str) -> list[str]:
        return [w.id for w in matrix.by_jurisdiction(golden, "carbon-market", ["aa"], day).columns[0].wordings]

    assert on("2019-01-01") == []
    assert on("2022-12-31") == ["aa-market-2020"]
    assert on("2023-01-01") == ["aa-market-2023"]


def test_names(golden: Dataset) -> None:
    pair = matrix.pair(matrix.of_names(golden, ["aa-market-2020", "aa-market-2023"], None))
    assert pair["traded-object"].state == "different"
    assert pair["traded-object"].shared
    assert pair["mechanism"].state == "same"
    assert pair["objective"].state == "unread"
    with pytest.raises(UsageError, match="did you mean aa-market-20"):
        matrix.of_names(golden, ["aa-market-2021", "aa"], None)
    with pytest.raises(UsageError, match="no jurisdiction and no wording xx"):
        matrix.of_names(golden, ["aa", "xx"], None)
    with pytest.raises(UsageError, match="aa is a legal order and aa-market-2020 a wording"):
        matrix.of_names(golden, ["aa", "aa-market-2020"], None)
    with pytest.raises(UsageError, match="two or more"):
        matrix.of_names(golden, ["aa", "aa"], None)
    with pytest.raises(UsageError, match="did you mean carbon-market"):
        matrix.of_names(golden, ["aa", "bb"], "carbon-markt")


def test_a_cell_without_wordings_says_why(golden: Dataset) -> None:
    def states(concept: str, day: str | None = None) -> list[set[str]]:
        found = matrix.by_jurisdiction(golden, concept, ["aa", "bb"], day)
        return [{cells.state(golden, found, facet, column) for facet in found.facets} for column in found.columns]

    assert states("carbon-market", "2019-01-01")[0] == {"not-in-force"}
    assert states("carbon-market") == [{"explicit", "silent", "unread"}, {"searched"}]
    assert states("emission-allowance")[0] == {"unsearched"}


def test_orders_and_concepts(golden: Dataset) -> None:
    assert [j.id for j in matrix.orders(golden)] == ["aa", "bb"]
    assert list(matrix.concepts(golden)) == ["carbon-market", "emissions-trading", "emission-allowance"]


def test_a_concept_that_is_no_market_and_no_unit_is_compared_on_what_is_said_of_it(vocabulary: Vocabulary) -> None:
    dataset = Dataset(vocabulary)
    text = wording(
        "made-surrender", "participants: {values: [covered-entities], basis: implied}\nvalidity: {basis: silent}"
    )
    dataset.add("made-surrender.yaml", text.replace(b"concept: carbon-market", b"concept: surrender"), "made-surrender")
    assert matrix.facets_of(dataset, "surrender") == ("participants",)
    assert "mechanism" in matrix.facets_of(dataset, "carbon-market")
    assert "arises-from" in matrix.facets_of(dataset, "emission-allowance")
