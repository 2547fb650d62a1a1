"""Pieces of work: all are done, what must wait waits, and what fails is told."""

import multiprocessing
import threading
from functools import partial
from pathlib import Path

import pytest

from carbonlex.site.workers import Piece, work


def leave(folder: Path, name: str, needed: int = 0) -> int:
    """Leave a file, where as many are there as are needed."""
    assert len(list(folder.glob("first*"))) >= needed
    (folder / name).touch()
    return 1


def fail() -> int:
    raise OSError("the disk is full")


@pytest.mark.parametrize("methods", [["fork", "spawn"], ["spawn"]])
def test_what_must_wait_waits(methods: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(multiprocessing, "get_all_start_methods", lambda: methods)
    pieces = [Piece(lambda given: leave(tmp_path, "last", 8 + given), "last", after=("first",))]
    pieces += [Piece(partial(leave, tmp_path, f"first-{n}"), "first") for n in range(9)]
    done = list(work(pieces))
    assert sorted(done) == [("first", 1)] * 9 + [("last", 1)]
    assert done[-1] == ("last", 1)
    assert len(list(tmp_path.iterdir())) == 10


def test_a_failure_is_told() -> None:
    with pytest.raises(OSError, match="disk is full"):
        list(work([Piece(fail, "a"), Piece(fail, "b")]))


@pytest.mark.parametrize("methods", [["fork", "spawn"], ["spawn"]])
def test_what_waits_is_given_what_it_waited_for(methods: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(multiprocessing, "get_all_start_methods", lambda: methods)
    begun = threading.Event()
    pieces = [
        Piece(lambda *given: sum(given), "sum", after=("here", "there")),
        Piece(lambda: 2, "there"),
        Piece(lambda: begun.wait(0.1) or 3, "here", here=True),
    ]
    done = list(work(pieces))
    assert done[-1] == ("sum", 5)
    assert sorted(done) == [("here", 3), ("sum", 5), ("there", 2)]


def test_a_failure_does_not_wait_for_what_is_waited_for() -> None:
    never = threading.Event()
    with pytest.raises(OSError, match="disk is full"):
        list(work([Piece(fail, "a"), Piece(never.wait, "b", here=True)]))
    never.set()
