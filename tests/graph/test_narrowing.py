"""The smallest part that still contradicts."""

from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from carbonlex.graph import narrowing
from carbonlex.graph.axioms import Axioms
from carbonlex.graph.hermit import Answer
from carbonlex.vocabulary import CLX, Vocabulary


@given(st.sets(st.integers(0, 20), min_size=1, max_size=4))
def test_minimal(needed: set[int]) -> None:
    asked = 0

    def fails(some: list[int]) -> bool:
        nonlocal asked
        asked += 1
        return needed <= set(some)

    assert set(narrowing.minimal(list(range(21)), fails)) == needed
    assert asked < 60


def test_nothing_is_needed_where_nothing_fails_already() -> None:
    assert narrowing.minimal([1, 2], lambda _: True) == []
    assert narrowing.minimal([], lambda _: True) == []


def test_records_and_axioms(vocabulary: Vocabulary, monkeypatch: pytest.MonkeyPatch) -> None:
    """HermiT is played: what contradicts are two of three records, and that the bases of a reading differ."""

    def answer(content: bytes) -> Answer:
        return Answer(consistent=not all(words in content for words in (b"/a> ", b"/c> ", b"#distinctMembers>")))

    monkeypatch.setattr(narrowing.hermit, "answer", answer)
    node = ox.NamedNode(CLX + "Source")
    groups = {
        iri: [ox.Triple(ox.NamedNode(iri), ox.NamedNode(CLX + "source"), node)]
        for iri in (vocabulary.iri("source", name) for name in "abc")
    }
    records, axiom = narrowing.narrowed(Path(vocabulary.folder), groups)
    assert [r[-1] for r in records] == ["a", "c"]
    names = [n.value.removeprefix(CLX) for t in axiom for n in narrowing.named(t, Axioms(vocabulary))]
    assert names == ["Explicit", "Implied", "Silent"]
