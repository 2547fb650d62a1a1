"""Cells, pairs, dates."""

import pytest

from carbonlex.compare import matrix
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
