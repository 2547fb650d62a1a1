"""A changed record is examined, and what its change can matter to, with what the examination of all of them finds."""

import pytest
from test_fixtures import HERE, PAIRS, VOCABULARY, sides, sources

from carbonlex.checks.check import Checked, recheck, whole
from carbonlex.graph import prepared
from carbonlex.reading.dataset import Dataset

Name = tuple[str, str]


def laid(pair: str, side: int) -> tuple[Dataset, dict[Name, str]]:
    """The project with a side of a pair laid over it, and which records that are, with what they say."""
    project, over = Dataset.load(HERE / "project", VOCABULARY), Dataset(VOCABULARY)
    for source in sources(sides(pair)[side]):
        if source.ending == ".yaml" and source.path is not None:
            # The same file, which says something else.
            over.add(source.name.replace("bad.", "good."), source.path.read_bytes(), source.stem)
    said = {name: repr(placed.record) for name, placed in over.placed.items()}
    return over.over(project), said


def faults(checked: Checked) -> set[tuple[str, ...]]:
    return {(f.code, f.focus, f.path, f.value, f.message) for f in checked.faults}


@pytest.mark.parametrize("pair", [pair for pair in PAIRS if sides(pair)[1].suffix in ("", ".yaml")])
def test_as_among_all(pair: str) -> None:
    (good, good_said), (bad, bad_said) = laid(pair, 0), laid(pair, 1)
    changed = {name for name in bad_said if good_said.get(name) != bad_said[name]}
    if good.placed.keys() != bad.placed.keys() or not changed or good.faults or bad.faults:
        pytest.skip("the sides have other records, or are no records")
    for before, after in ((good, bad), (bad, good)):
        found = recheck(after, before, whole(before), changed, prepared.in_memory(before), frozenset())
        assert faults(found) == faults(whole(after))
        assert found.used == whole(after).used
