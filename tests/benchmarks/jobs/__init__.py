"""The jobs of the program that are measured, a module each, with one function: ``measured(setting)`` gives figures.

What is measured beside a peer does the same job, which is proven first: :class:`Unequal` where it does not. A job of its own is a module
here and its name in :data:`JOBS`; nothing else knows them.
"""

import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

JOBS = ("commands", "one", "folder", "corpus", "forms", "endpoint", "site")
"""In the order in which they run."""
ROOT = Path(__file__).parents[3]
PEERS = Path(__file__).parents[1] / "peers"
PROGRAM = (sys.executable, "-m", "carbonlex", "--quiet")
BEYOND = 10_000
"""Definitions beyond which peers that need all of them in memory are not asked."""


class Unequal(Exception):
    """Two that are to do the same job gave different results: their times are not compared."""


@dataclass(frozen=True)
class Setting:
    """What a job is told.

    :param sizes: how many definitions, from few to many.
    :param place: a folder of its own, which goes away afterwards.
    """

    sizes: Sequence[int]
    place: Path

    @property
    def environment(self) -> dict[str, str]:
        """For the processes: with a cache of their own, and the same program that runs here."""
        return {**os.environ, "XDG_CACHE_HOME": str(self.place / "cache"), "PYTHONPATH": str(ROOT / "src")}


def equal(what: str, ours: object, theirs: object) -> None:
    """:raises Unequal: where the results differ."""
    if ours != theirs:
        raise Unequal(f"{what}: {_short(ours)} here, {_short(theirs)} there")


def _short(result: object) -> str:
    text = repr(result)
    return text if len(text) < 300 else text[:300] + "…"
