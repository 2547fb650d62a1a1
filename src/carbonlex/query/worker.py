"""Queries in a process of their own, which can be stopped: by time, and by memory where the system limits that."""

import contextlib
import faulthandler
import marshal
import math
import os
import select
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from carbonlex.errors import CarbonlexError, ContentError, UsageError
from carbonlex.graph.counts import Counts
from carbonlex.query import engine
from carbonlex.query.answer import Answer, Exceeded, Limits, NotOffered, Request, answered

Opening = Callable[[], tuple[engine.Store, Counts | None]]
"""Opens the store that is asked, with its counts if they are known, within the process that asks it: what reads a store on disk has
threads, which no fork copies."""
_KINDS = {kind.__name__: kind for kind in (NotOffered, UsageError, ContentError, CarbonlexError)}
_SIZE = 8  # bytes of a message's length
_PIECE = 1 << 20
_SPARE = 10  # seconds of a processor: so rarely is the system told how many more there may be


class Worker:
    """A process that answers, one request at a time.

    :param apart: whether it is another process than this one. It is this one, and nothing limits time or memory, where the system cannot
        fork; whoever opens a store on disk has to say so where this process has had one before (:data:`carbonlex.graph.prepared.threads`).
    """

    def __init__(self, opening: Opening, limits: Limits, apart: bool = True) -> None:
        self.limits = limits
        self._opening = opening
        self._opened: tuple[engine.Store, Counts | None] | None = None
        self._process = 0
        if not apart or not hasattr(os, "fork"):
            return
        requests, answers = os.pipe(), os.pipe()
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
        self._process = os.fork()
        if not self._process:
            os.close(requests[1])
            os.close(answers[0])
            work(requests[0], answers[1], opening, limits)
        self._keep(requests, answers)

    def _keep(self, requests: tuple[int, int], answers: tuple[int, int]) -> None:
        """Of the pipes to and from the process, the ends of this side; the others are closed here."""
        os.close(requests[0])
        os.close(answers[1])
        self._requests, self._answers = requests[1], os.fdopen(answers[0], "rb", closefd=False)

    def __enter__(self) -> "Worker":
        return self

    def __exit__(self, *_: object) -> None:
        if self._process:
            self._end()
            os.close(self._requests)
            os.close(self._answers.fileno())

    def ready(self) -> None:
        """Wait until the store is open, which may take as long as it needs.

        :raises CarbonlexError: what kept it from being opened.
        """
        if self._process:
            self._received(None)
        else:
            self._opened = self._opening()

    def ask(self, request: Request) -> Answer:
        """The answer.

        :raises Exceeded: where a limit strikes; the process is ended then.
        :raises CarbonlexError: as :func:`carbonlex.query.answer.answered` does.
        """
        if self._opened:
            store, counts = self._opened
            return answered(store, request, self.limits.rows, counts)
        with contextlib.suppress(BrokenPipeError):
            _send(self._requests, tuple(vars(request).values()))
        return Answer(*self._received(self.limits.seconds))  # type: ignore[misc]

    def _received(self, seconds: float | None) -> object:
        if not select.select([self._answers], [], [], seconds)[0]:
            self._end()
            raise Exceeded("time", f"the query was stopped after {self.limits.seconds:g} seconds")
        try:
            return opened(_receive(self._answers))
        except EOFError:
            raise died(self._end(), self.limits) from None

    def _end(self) -> int:
        """End the process, if it has not ended; by which signal it ended."""
        with contextlib.suppress(ProcessLookupError, ChildProcessError):
            ended, status = os.waitpid(self._process, os.WNOHANG)
            if not ended:
                os.kill(self._process, signal.SIGKILL)
                _, status = os.waitpid(self._process, 0)
            self._status = status
        return os.WTERMSIG(self._status) if os.WIFSIGNALED(self._status) else 0


def opened(reply: tuple[bool, tuple[object, ...]]) -> object:
    """What a worker replied, where it is no fault.

    :raises CarbonlexError: the fault that it is.
    """
    fine, content = reply
    if fine:
        return content
    kind, message, limit = map(str, content)
    raise Exceeded(limit, message) if limit else _KINDS[kind](message)


class Ended(CarbonlexError):
    """A worker ended, and nobody knows why: the store may be damaged where nothing was read before."""


def died(number: int, limits: Limits) -> CarbonlexError:
    """What became of a worker that ended without an answer.

    :param number: of the signal that ended it.
    """
    if number in (
        signal.SIGABRT,
        signal.SIGKILL,
        signal.SIGSEGV,
    ):  # how engines end that are denied memory, and how the system ends them
        return Exceeded("memory", f"the query was stopped: it needed more than {limits.mebibytes:,} MiB of memory")
    return Ended("the query ended without an answer")


def work(requests: int, answers: int, opening: Opening, limits: Limits) -> None:
    """Answer until nobody asks any more: the life of a worker, which ends the process. What it sends first is whether the store is open.

    :param requests, answers: where it reads and where it writes (file descriptors).
    """
    status = 1
    try:
        with contextlib.suppress(EOFError, BrokenPipeError, KeyboardInterrupt):
            _work(requests, answers, opening, limits)
            status = 0
    finally:
        os._exit(status)  # nothing of what the process that was forked has to tidy up is this one's


def _work(requests: int, answers: int, opening: Opening, limits: Limits) -> None:
    try:
        store, counts = opening()
    except (CarbonlexError, OSError) as error:
        _send(answers, (False, _fault(error)))
        return
    _limit(limits.mebibytes)
    _send(answers, (True, ()))
    enough, stream = 0.0, os.fdopen(requests, "rb", closefd=False)
    while True:
        request = Request(*_receive(stream))  # type: ignore[arg-type]
        if time.process_time() >= enough:
            enough = _last(limits.seconds)
        try:
            reply = True, tuple(vars(answered(store, request, limits.rows, counts)).values())
        except MemoryError:
            os.abort()
        except (CarbonlexError, OSError) as error:
            reply = False, _fault(error)
        _send(answers, reply)


def _last(seconds: float) -> float:
    """Let the process end by itself where nobody is left to end it: it may use no more of a processor than a query may, and some more.

    :returns: how much it may have used when a query begins, so that this is enough for it.
    """
    if not sys.platform.startswith("linux"):
        return math.inf
    import resource

    used = time.process_time()
    _, most = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (int(used + _SPARE + seconds) + 10, most))
    return used + _SPARE


def _fault(error: Exception) -> tuple[str, str, str]:
    """Name, message and limit of an error."""
    kind = next((name for name, kind in _KINDS.items() if isinstance(error, kind)), CarbonlexError.__name__)
    return kind, str(error), error.limit if isinstance(error, Exceeded) else ""


def _send(file: int, message: tuple[object, ...]) -> None:
    content = marshal.dumps(message)  # type: ignore[arg-type]  # both ends are the same program: nothing else is quicker
    rest = memoryview(len(content).to_bytes(_SIZE, "big") + content)
    while rest:
        rest = rest[os.write(file, rest[:_PIECE]) :]


def _receive(stream: BinaryIO) -> tuple[bool, tuple[object, ...]]:
    message: tuple[bool, tuple[object, ...]] = marshal.loads(_read(stream, int.from_bytes(_read(stream, _SIZE), "big")))
    return message


def _read(stream: BinaryIO, size: int) -> bytes:
    content = stream.read(size)
    if len(content) < size:
        raise EOFError
    return content


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
