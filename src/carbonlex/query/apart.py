"""A worker for programs that are not ours: a process that is started afresh and not forked, since such a program may have threads, which
no fork copies, and stores open."""

import json
import os
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from carbonlex.errors import UsageError
from carbonlex.graph.counts import Opened
from carbonlex.query import asof
from carbonlex.query.answer import Limits
from carbonlex.query.worker import Worker, work
from carbonlex.vocabulary import Vocabulary

# What finds the program there is what finds it here.
_START = (
    "import json, sys; told = json.loads(sys.argv[1]); sys.path[:] = told.pop('path'); "
    "from carbonlex.query.apart import live; live(**told)"
)


@dataclass(frozen=True)
class Graph:
    """A graph, by what another process must know to open it.

    :param place: a folder of records or a prepared store, or a file of N-Quads.
    :param as_of: the day to which it is cut, if it is.
    :param lasting: whether a store on disk may be kept of it.
    """

    place: str
    as_of: str | None = None
    lasting: bool = True

    def opened(self, talk: Callable[[str], None] = lambda _: None) -> Opened:
        """The graph, opened.

        :param talk: told, in words, what takes time or was not done.
        :raises UsageError: where there is none, or one that cannot be read.
        """
        place = Path(self.place)
        if not place.is_file():
            return asof.opened(place, Vocabulary(), talk, self.as_of, disk=self.lasting)
        from carbonlex.graph import store as graph_store

        try:
            store = graph_store.load(place.read_bytes())
        except (OSError, SyntaxError, ValueError) as error:
            raise UsageError(f"{place} cannot be read: {' '.join(str(error).split())}") from None
        if self.as_of is not None:
            asof.cut(store, self.as_of)
        return store, None


class Apart(Worker):
    """A worker in a process that is started afresh. Where the system cannot do that, it is this process, and nothing limits time or memory.

    :param quiet: whether it keeps to itself what takes time, which it says on standard error otherwise.
    """

    def __init__(self, graph: Graph, limits: Limits, quiet: bool = False) -> None:
        super().__init__(graph.opened, limits, apart=False)
        if not sys.executable or not hasattr(os, "posix_spawn"):
            return
        told = {
            "path": sys.path,
            "graph": [graph.place, graph.as_of, graph.lasting],
            "limits": [limits.seconds, limits.mebibytes, limits.rows],
            "quiet": quiet,
        }
        requests, answers = os.pipe(), os.pipe()
        self._process = os.posix_spawn(
            sys.executable,
            [sys.executable, "-P", "-c", _START, json.dumps(told)],
            os.environ,
            file_actions=[(os.POSIX_SPAWN_DUP2, requests[0], 0), (os.POSIX_SPAWN_DUP2, answers[1], 1)],
        )
        self._keep(requests, answers)


def live(graph: tuple[str, str | None, bool], limits: tuple[float, int, int], quiet: bool) -> None:
    """The life of such a process, which is asked on standard input and answers on standard output."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is meant for who asks, and ends this one too
    requests, answers = os.dup(0), os.dup(1)
    os.dup2(2, 1)  # whatever else is printed is no answer

    def talk(message: str) -> None:
        if not quiet:
            print(f"carbonlex: {message}", file=sys.stderr, flush=True)

    work(requests, answers, lambda: Graph(*graph).opened(talk), Limits(*limits))
