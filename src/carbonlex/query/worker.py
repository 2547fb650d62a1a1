"""Queries in a process of their own, which can be stopped: by time, and by memory where the system limits that."""

import contextlib
import faulthandler
import multiprocessing
import os
import signal
import sys
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from carbonlex.errors import CarbonlexError, ContentError, UsageError
from carbonlex.query.answer import Answer, Exceeded, Limits, NotOffered, Request, answered

Opening = Callable[[], ox.Store]
"""Opens the store that is asked, within the process that asks it: what reads a store on disk has threads, which no fork copies."""
_KINDS = {kind.__name__: kind for kind in (NotOffered, UsageError, ContentError, CarbonlexError)}


class Worker:
    """A process that answers, one request at a time.

    :param opening: must be such as the process can be handed, where the system cannot fork.
    """

    def __init__(self, opening: Opening, limits: Limits) -> None:
        self.limits = limits
        method = "fork" if "fork" in multiprocessing.get_all_start_methods() else "spawn"
        context: Any = multiprocessing.get_context(method)
        self._connection, other = context.Pipe()
        self._process = context.Process(target=work, args=(other, opening, limits), daemon=True)
        self._process.start()
        other.close()

    def __enter__(self) -> "Worker":
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.join()
        self._connection.close()

    def ready(self) -> None:
        """Wait until the store is open, which may take as long as it needs.

        :raises CarbonlexError: what kept it from being opened.
        """
        self._received(None)

    def ask(self, request: Request) -> Answer:
        """The answer.

        :raises Exceeded: where a limit strikes; the process is ended then.
        :raises CarbonlexError: as :func:`carbonlex.query.answer.answered` does.
        """
        self._connection.send(request)
        answer = self._received(self.limits.seconds)
        assert isinstance(answer, Answer)
        return answer

    def _received(self, seconds: float | None) -> object:
        try:
            if not self._connection.poll(seconds):
                self._process.kill()
                raise Exceeded("time", f"the query was stopped after {self.limits.seconds:g} seconds")
            return opened(self._connection.recv())
        except (EOFError, ConnectionError):
            self._process.join()
            raise died(self._process.exitcode, self.limits) from None


def opened(reply: object) -> object:
    """What a worker replied, where it is no fault.

    :raises CarbonlexError: the fault that it is.
    """
    if isinstance(reply, tuple):
        kind, message, limit = reply
        raise Exceeded(limit, message) if limit else _KINDS[kind](message)
    return reply


def died(status: int | None, limits: Limits) -> CarbonlexError:
    """What became of a worker that ended without an answer.

    :param status: of its end; the number of a signal, negative, where one ended it.
    """
    if status in (
        -signal.SIGABRT,
        -signal.SIGKILL,
        -signal.SIGSEGV,
    ):  # how engines end that are denied memory, and how the system ends them
        return Exceeded("memory", f"the query was stopped: it needed more than {limits.mebibytes:,} MiB of memory")
    return CarbonlexError("the query ended without an answer")


def work(connection: Connection, opening: Opening, limits: Limits) -> None:
    """Answer until nobody asks any more: the life of a worker. What it sends first is whether the store is open."""
    with contextlib.suppress(EOFError, ConnectionError, KeyboardInterrupt):
        try:
            store = opening()
        except (CarbonlexError, OSError) as error:
            connection.send(_fault(error))
            return
        _limit(limits.mebibytes)
        connection.send(None)
        while True:
            request = connection.recv()
            try:
                reply: object = answered(store, request, limits.rows)
            except MemoryError:
                os.abort()
            except (CarbonlexError, OSError) as error:
                reply = _fault(error)
            connection.send(reply)


def _fault(error: Exception) -> tuple[str, str, str]:
    """Name, message and limit of an error: it cannot be handed over itself, since not all are made of their message alone."""
    kind = next((name for name, kind in _KINDS.items() if isinstance(error, kind)), CarbonlexError.__name__)
    return kind, str(error), error.limit if isinstance(error, Exceeded) else ""


def _limit(mebibytes: int) -> None:
    """Let the process have no more memory than that beyond what it has (setrlimit, POSIX.1). An engine that is denied memory says so at
    length and aborts: nobody is to read that, since whoever waits is told in words."""
    if not sys.platform.startswith("linux"):
        return
    import resource

    pages = int(Path("/proc/self/statm").read_text("ascii").split()[0])  # all that it has (proc(5))
    most = pages * resource.getpagesize() + mebibytes * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    faulthandler.disable()
    silent = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silent, 2)
    os.close(silent)
