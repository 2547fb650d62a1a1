"""CLX704: what no shape says and the reasoner finds. HermiT runs on the project with either side of the pair."""

import pytest
from test_fixtures import laid, sides

from carbonlex.graph import reasoning

pytestmark = pytest.mark.skipif(reasoning.java() is None, reason="there is no Java runtime")


@pytest.mark.parametrize(("side", "consistent"), [(0, True), (1, False)])
def test_the_reasoner_finds_the_clash(side: int, consistent: bool) -> None:
    dataset, _ = laid(sides("CLX704")[side])
    answer = reasoning.reason(dataset)
    assert answer.ran and answer.consistent is consistent
    assert bool(answer.clash) is not consistent
