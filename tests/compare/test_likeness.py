"""How alike two wordings are."""

import itertools

import pytest

from carbonlex.compare.likeness import Likeness, likeness, relatives
from carbonlex.reading.dataset import Dataset
from carbonlex.records.model import Worded
from carbonlex.vocabulary import Vocabulary
from conftest import wording

READINGS = {
    "a-first": """traded-object: {values: [emission-allowance, carbon-credit], basis: implied}
mechanism: {values: [cap-and-trade], basis: implied}
segment: {values: [mandatory], basis: implied}
objective: {basis: silent}
level: {values: [national], basis: implied}""",
    "b-second": """traded-object: {values: [emission-allowance], basis: implied}
mechanism: {values: [cap-and-trade], basis: explicit, quote: {en: "under a cap"}}
segment: {basis: silent}
objective: {basis: silent}
participants: {values: [states], basis: implied}""",
    "c-thin": "mechanism: {values: [cap-and-trade], basis: implied}",
    "d-silent": "mechanism: {basis: silent}\nsegment: {basis: silent}",
    "e-others": """traded-object: {values: [carbon-credit], basis: implied, by: aa-act}
mechanism: {values: [cap-and-trade], basis: implied, by: aa-act}""",
    "f-narrow": "traded-object: {values: [emission-allowance, carbon-credit], basis: implied}\nlevel: {basis: silent}",
}


@pytest.fixture(scope="module")
def wordings(vocabulary: Vocabulary) -> dict[str, Worded]:
    dataset = Dataset(vocabulary)
    for id_, readings in READINGS.items():
        dataset.add(f"{id_}.yaml", wording(id_, readings), id_)
    assert dataset.faults == []
    return {w.id: w for w in dataset.wordings()}


def test_facet_by_facet(wordings: dict[str, Worded], vocabulary: Vocabulary) -> None:
    found = likeness(wordings["a-first"], wordings["b-second"], vocabulary.facets)
    facets = {f.facet: (f.state, f.score) for f in found.facets}
    assert facets["traded-object"] == ("partly", 0.5)
    assert facets["mechanism"] == ("same", 1)
    assert facets["segment"] == ("one-silent", 0)
    assert facets["objective"] == ("silent", None)
    assert facets["level"] == facets["participants"] == facets["issuer"] == ("unread", None)
    assert (len(found.scores), found.spoken, found.number) == (3, 5, 0.5)


def test_a_reader_other_than_the_project_does_not_count(wordings: dict[str, Worded], vocabulary: Vocabulary) -> None:
    assert likeness(wordings["a-first"], wordings["e-others"], vocabulary.facets).scores == ()


def test_too_little_in_common_for_a_number(wordings: dict[str, Worded], vocabulary: Vocabulary) -> None:
    def number(first: str, second: str) -> float | None:
        return likeness(wordings[first], wordings[second], vocabulary.facets).number

    assert number("a-first", "c-thin") is None
    assert number("c-thin", "c-thin") is None
    assert number("d-silent", "d-silent") is None
    assert number("a-first", "d-silent") == 0
    assert number("a-first", "f-narrow") == 0.5
    assert number("b-second", "f-narrow") is None


def test_halves_are_rounded_up(published: Dataset) -> None:
    """The example of ``ontology/decisions/likeness.md``."""
    first, second = (published.wording(id_) for id_ in ("eu-ets-directive-allowance", "cn-775-allowance"))
    assert first and second
    found = likeness(first, second, published.vocabulary.facets)
    assert found.scores == (0, 1, 0, 1, 0, 1, 1, 1)
    assert found.number == 0.63


def test_a_measure(published: Dataset) -> None:
    """Symmetric, 1 for a wording with itself, and between 0 and 1, on real wordings."""

    def measured(a: Worded, b: Worded) -> Likeness:
        return likeness(a, b, published.vocabulary.facets)

    some = list(published.wordings())[::12]
    for a, b in itertools.combinations(some, 2):
        assert measured(a, b).number == measured(b, a).number
        assert 0 <= (measured(a, b).number or 0) <= 1
    assert all(own.number == 1 for w in some if len((own := measured(w, w)).scores) > 1)


def test_relatives_come_in_one_order(wordings: dict[str, Worded], vocabulary: Vocabulary) -> None:
    facets = tuple(vocabulary.facets)
    asked = wordings["a-first"]
    found = relatives(asked, wordings.values(), facets, 5)
    assert [(r.wording.id, r.number) for r in found] == [("a-first", 1), ("b-second", 0.5), ("f-narrow", 0.5)]
    assert relatives(asked, reversed(wordings.values()), facets, 5) == found
    assert relatives(asked, wordings.values(), facets, 1) == found[:1]
