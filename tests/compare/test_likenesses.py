"""All likenesses at once are those of one pair after another; the order of a picture."""

import pytest

from carbonlex.compare.classification import family
from carbonlex.compare.likeness import likeness, relatives
from carbonlex.compare.likenesses import Likenesses
from carbonlex.compare.seriation import seriated
from carbonlex.reading.dataset import Dataset
from carbonlex.records.model import Worded
from carbonlex.vocabulary import Vocabulary


@pytest.fixture(scope="module")
def families(published: Dataset, vocabulary: Vocabulary) -> list[Likenesses]:
    found: dict[tuple[str, ...], list[Worded]] = {}
    for wording in published.wordings():
        found.setdefault(family(vocabulary, wording.concept), []).append(wording)
    return [Likenesses(wordings, tuple(vocabulary.facets)) for wordings in found.values()]


def test_the_numbers_are_those_of_each_pair(families: list[Likenesses]) -> None:
    pairs = 0
    for found in families:
        for i, first in enumerate(found.wordings):
            for j in range(i):
                one = likeness(first, found.wordings[j], found.facets)
                score = found.between(j, i)
                hundredths = None if one.number is None else round(100 * one.number)
                assert (score.hundredths, score.counted, score.spoken) == (hundredths, len(one.scores), one.spoken)
                pairs += 1
    assert pairs > 20_000


def test_the_nearest_are_the_relatives(families: list[Likenesses]) -> None:
    for found in families:
        for wording in found.wordings[:: max(1, len(found.wordings) // 12)]:
            others = [w for w in found.wordings if w is not wording]
            wanted = [(r.wording, r.number) for r in relatives(wording, others, found.facets, 5)]
            assert [(near.wording, near.number) for near in found.nearest(wording, 5)] == wanted


def test_how_near_one_legal_order_comes_to_another(families: list[Likenesses]) -> None:
    found = max(families, key=lambda f: len(f.wordings))
    for a, b in (("eu", "cn"), ("cn", "eu"), ("eu", "eu")):
        best = []
        for first in found.wordings:
            if first.jurisdiction == a:
                others = [w for w in found.wordings if w.jurisdiction == b and w is not first]
                numbers = [n for w in others if (n := likeness(first, w, found.facets).number) is not None]
                best += [max(numbers)] if numbers else []
        assert found.orders(a, b) == pytest.approx(100 * sum(best) / len(best), abs=0.5)
    assert found.orders("eu", "cn") != found.orders("cn", "eu")


def test_like_things_stand_together() -> None:
    groups = [{0, 3, 5}, {1, 4}, {2}]
    near = {(i, j): 90 for g in groups for i in g for j in g}
    order = seriated(6, lambda i, j: near.get((i, j), 10))
    assert sorted(order) == list(range(6))
    assert any(set(order[k : k + 3]) == groups[0] for k in range(4))
    assert any(set(order[k : k + 2]) == groups[1] for k in range(5))
    assert seriated(4, lambda *_: 0) == seriated(4, lambda *_: 0)
    assert seriated(0, lambda *_: 0) == ()
    assert seriated(1, lambda *_: 0) == (0,)
