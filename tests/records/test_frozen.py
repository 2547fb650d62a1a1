"""The classes of records are what dataclasses would be, but for the time that it takes to make them."""

import copy
import dataclasses
import pickle
from collections.abc import Mapping
from dataclasses import field
from typing import Any

import pytest

from carbonlex.records import frozen
from carbonlex.records.model import KINDS, Reading


def classes(dataclass: Any) -> tuple[Any, Any]:
    """A class and one that is derived from it, made by either."""

    @dataclass(frozen=True, kw_only=True)
    class Base:
        id: str
        note: str | None = None

    @dataclass(frozen=True, kw_only=True)
    class Derived(Base):
        names: Mapping[str, str] = field(default_factory=dict)
        values: tuple[str, ...] = ()

    return Base, Derived


OURS, THEIRS = (classes(dataclass) for dataclass in (frozen.dataclass, dataclasses.dataclass))


def test_fields_are_the_same() -> None:
    for ours, theirs in zip(OURS, THEIRS, strict=True):
        assert [(f.name, f.default, f.kw_only) for f in dataclasses.fields(ours)] == [
            (f.name, f.default, f.kw_only) for f in dataclasses.fields(theirs)
        ]


@pytest.mark.parametrize(
    "given",
    [{"id": "a"}, {"note": "n", "id": "a"}, {"values": ("x",), "id": "a", "names": {"en": "b"}}, {"id": ("tuple",)}],
)
def test_instances_are_the_same(given: Mapping[str, Any]) -> None:
    ours, theirs = OURS[1](**given), THEIRS[1](**given)
    assert repr(ours) == repr(theirs)
    assert dataclasses.asdict(ours) == dataclasses.asdict(theirs)
    assert ours == OURS[1](**given) == copy.copy(ours) == dataclasses.replace(ours)
    assert ours != dataclasses.replace(ours, note="another")
    assert ours != theirs
    assert OURS[0](id="a") != OURS[1](id="a")
    assert ours.names is not OURS[1](**{k: v for k, v in given.items() if k != "names"}).names


@pytest.mark.parametrize("given", [{}, {"id": "a", "other": 1}, {"note": "n"}])
def test_what_is_missing_or_not_known_is_refused(given: Mapping[str, Any]) -> None:
    for cls in (OURS[1], THEIRS[1]):
        with pytest.raises(TypeError):
            cls(**given)


def test_nothing_changes() -> None:
    for cls in (OURS[0], THEIRS[0]):
        one = cls(id="a")
        with pytest.raises(dataclasses.FrozenInstanceError):
            one.id = "b"
        with pytest.raises(dataclasses.FrozenInstanceError):
            del one.id
        assert hash(one) == hash(cls(id="a"))
        assert {one: 1}[cls(id="a")] == 1


def test_records_can_be_sent_to_other_processes() -> None:
    reading = Reading(basis="explicit", values=("a",))
    assert pickle.loads(pickle.dumps(reading)) == reading
    assert all(dataclasses.is_dataclass(cls) for cls in KINDS.values())
