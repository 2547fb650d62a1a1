"""Calls in processes of their own, and with a time limit."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pyoxigraph as ox
import pytest

from carbonlex.errors import CarbonlexError, ReasonerMissing
from carbonlex.graph import prepared
from carbonlex.graph.deadline import TooLate, afresh, beside, within


def answer(number: int) -> int:
    return number + 1


def refuse() -> None:
    raise ReasonerMissing("there is no Java runtime")


def stumble() -> None:
    raise ValueError("no")


def vanish() -> None:
    os._exit(7)


def linger(place: Path) -> None:
    """Start a process that outlives its parent, as Java would, and wait for it."""
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    place.write_text(str(child.pid))
    child.wait()


def test_an_answer() -> None:
    assert within(60, answer, 1) == 2


def test_errors_come_back() -> None:
    with pytest.raises(ReasonerMissing, match="no Java"):
        within(60, refuse)
    with pytest.raises(CarbonlexError, match="ValueError: no"):
        within(60, stumble)
    with pytest.raises(CarbonlexError, match="without an answer"):
        within(60, vanish)


def test_a_call_goes_on_beside() -> None:
    unpicklable = lambda number: number + 1  # noqa: E731
    with beside(unpicklable, 1) as call:
        assert call.answer() == 2


def store(place: Path) -> None:
    prepared.write(
        [ox.Quad(ox.NamedNode(f"{prepared.CLX}{i}"), prepared.FILE, ox.Literal("a")) for i in range(9)], place
    )


def test_a_store_is_written_beside_while_another_is_open(tmp_path: Path) -> None:
    """A forked process would wait for ever for the threads that RocksDB has in this one."""
    store(tmp_path / "a")
    assert prepared.at(tmp_path / "a") is not None
    with afresh(store, tmp_path / "b") as call:
        call.answer(60)
    assert prepared.at(tmp_path / "b") is not None


@pytest.mark.skipif(not hasattr(os, "killpg"), reason="there are no process groups")
def test_what_takes_too_long_is_ended_with_all_that_it_started(tmp_path: Path) -> None:
    place = tmp_path / "pid"
    with pytest.raises(TooLate, match="within 4 seconds"):
        within(4, linger, place)
    state = Path("/proc") / place.read_text() / "stat"
    for _ in range(50):
        # Whoever adopts it may not have collected it yet: then it is a zombie.
        if not state.exists() or state.read_text().split()[2] == "Z":
            return
        time.sleep(0.1)
    pytest.fail("the process that was started runs on")
