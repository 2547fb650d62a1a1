"""A group of files does not show the fields that it says it does not show, so that it may be taken over where only these differ."""

from collections import defaultdict
from dataclasses import replace
from typing import Any

import pytest

from carbonlex.exports.release import GROUPS
from carbonlex.reading.dataset import Dataset
from carbonlex.reading.reader import Placed
from carbonlex.records.model import KINDS, Record


def turned(dataset: Dataset, unshown: dict[str, frozenset[str]]) -> tuple[Dataset, int]:
    """The data set with the values of these fields handed on from each record to the next of its kind; how many differ."""
    kinds: dict[str, list[Record]] = defaultdict(list)
    for record in dataset.all(Record):
        kinds[record.kind].append(record)
    made: dict[tuple[str, str], Placed] = {}
    differ = 0
    for kind, found in kinds.items():
        for record, other in zip(found, [*found[1:], found[0]], strict=True):
            names: dict[str, Any] = {name: getattr(other, name) for name in unshown[kind]}
            fresh = replace(record, **names)
            differ += fresh != record
            made[kind, record.id] = Placed(**{**vars(dataset.placed[kind, record.id]), "record": fresh})
    return Dataset(dataset.vocabulary, {name: made[name] for name in dataset.placed}), differ


@pytest.mark.parametrize("group", GROUPS)
def test_what_is_not_shown_changes_nothing(published: Dataset, group: str) -> None:
    other, differ = turned(published, dict(GROUPS[group].unshown))
    assert differ > 100
    before, after = GROUPS[group].files(published), GROUPS[group].files(other)
    assert [name for name in before if before[name] != after[name]] == []


@pytest.mark.parametrize("group", GROUPS)
def test_every_kind_is_thought_of(group: str) -> None:
    assert set(GROUPS[group].unshown) == set(KINDS)


def test_what_is_shown_is_made_again() -> None:
    terms = GROUPS["terms"]
    assert terms.shows({"definition": {"term"}})
    assert terms.shows({"definition": {"readings"}, "source": {"title", "notes"}})
    assert not terms.shows({"definition": {"readings"}, "event": {"", "date"}})
    assert GROUPS["tables"].shows({"definition": {"readings"}})


def test_files_know_their_group(golden: Dataset) -> None:
    names = {group: set(found.files(golden)) for group, found in GROUPS.items()}
    everything = [name for found in names.values() for name in found] + ["carbonlex.ttl", "void.ttl"]
    assert {group: set(found.names(everything)) for group, found in GROUPS.items()} == names
