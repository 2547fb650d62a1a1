"""The workers of the server: those that wait for a query, and those whose query takes long, which stand in nobody's way.

Every query begins in a quick worker. Where it takes longer than a moment, its worker gives way to all others (a lower priority of the
system), what was to be its next goes back to those that wait, and another quick one takes its place; only so many may take long at once.
So a query that needs all the time in the world costs the others a moment.
"""

import asyncio
import contextlib
import marshal
import os
import signal
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from carbonlex.errors import CarbonlexError
from carbonlex.query.answer import Answer, Exceeded, Limits, Request
from carbonlex.query.worker import died, opened
from carbonlex.serve.nursery import Nursery

MOMENT = 0.25  # seconds after which a query takes long
GIVING_WAY = 19  # niceness (setpriority, POSIX.1)
_LOOK = 0.05  # seconds after which one looks again who takes how long
_AHEAD = 3  # queries that a worker has where others wait, the one that it answers and the next: so it need not be woken for each
_SIZE = 8
_Reply = tuple[bool, tuple[object, ...]]


class Busy(Exception):
    """Nobody is there to answer; in some seconds there may be.

    :param seconds: after which asking again makes sense.
    """

    def __init__(self, message: str, seconds: int) -> None:
        super().__init__(message)
        self.seconds = seconds


class _Question:
    """What is asked, and who waits for the reply.

    :param now: the time of the event loop.
    """

    def __init__(self, content: bytes, now: float) -> None:
        self.content = content
        self.since = now
        """When it was put to the pool; once a worker has it, when that was."""
        self.reply: asyncio.Future[_Reply] = asyncio.get_running_loop().create_future()

    def fail(self, error: Exception) -> None:
        """Whoever waits shall wait no more."""
        if not self.reply.done():
            self.reply.set_exception(error)


class _Worker(asyncio.Protocol):
    """A worker as the server has it.

    :param done: told when it has replied.
    :param lost: told when it has ended.
    """

    def __init__(self, process: int, done: "Callable[[_Worker], None]", lost: "Callable[[_Worker], None]") -> None:
        self.process = process
        self.slow = False
        self.questions: deque[_Question] = deque()
        """What it answers, and what it will answer next."""
        self.ready: asyncio.Future[_Reply] = asyncio.get_running_loop().create_future()
        """What it says first."""
        self._done = done
        self._lost = lost
        self._content = bytearray()
        self._transport: asyncio.Transport | None = None

    def ask(self, question: _Question, now: float) -> None:
        """Put a question."""
        question.since = now
        self.questions.append(question)
        if self._transport:
            self._transport.write(len(question.content).to_bytes(_SIZE, "big") + question.content)

    def close(self) -> None:
        """Speak to it no more."""
        if self._transport:
            self._transport.abort()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport  # type: ignore[assignment]  # that of uvloop is no subclass

    def data_received(self, data: bytes) -> None:
        self._content += data
        while len(self._content) >= _SIZE:
            size = _SIZE + int.from_bytes(self._content[:_SIZE], "big")
            if len(self._content) < size:
                return
            reply = marshal.loads(memoryview(self._content)[_SIZE:size])
            self._content = self._content[size:]
            self._replied(reply)

    def _replied(self, reply: _Reply) -> None:
        if not self.ready.done():
            self.ready.set_result(reply)
            return
        if not self.questions:  # nobody waits any more
            return
        question = self.questions.popleft()
        if self.questions:
            self.questions[0].since = asyncio.get_running_loop().time()
        if not question.reply.done():
            question.reply.set_result(reply)
        self._done(self)

    def connection_lost(self, exc: Exception | None) -> None:
        if not self.ready.done():
            self.ready.set_exception(EOFError())
        self._lost(self)


@dataclass(frozen=True)
class Size:
    """How many workers there are.

    :param quick: that wait for a query, or have begun one a moment ago.
    :param slow: that may take long at once.
    :param waiting: how many requests may wait for a quick one.
    :param patience: seconds that a request waits for one.
    """

    quick: int
    slow: int
    waiting: int = 512
    patience: float = 10


class Pool:
    """Workers, and who waits for them.

    :param taken: told how long each query took, in seconds, and what became of it.
    """

    def __init__(self, nursery: Nursery, limits: Limits, size: Size, taken: Callable[[float, str], None]) -> None:
        self.limits = limits
        self.size = size
        self._nursery = nursery
        self._taken = taken
        self._workers: set[_Worker] = set()
        self._idle: deque[_Worker] = deque()
        self._waiting: deque[_Question] = deque()
        self._looking: asyncio.TimerHandle | None = None
        self._starting: set[asyncio.Task[None]] = set()
        self.fault = ""
        """Why no worker can be made, if none can."""

    @property
    def slow(self) -> int:
        """How many queries take long at the moment."""
        return sum(worker.slow for worker in self._workers)

    async def start(self) -> None:
        """Have the quick workers."""
        self._loop = asyncio.get_running_loop()
        for _ in range(self.size.quick):
            await self._start()

    async def close(self) -> None:
        """Let nobody wait any more, and end all workers."""
        if self._looking:
            self._looking.cancel()
        for waiting in self._waiting:
            waiting.reply.cancel()
        for task in tuple(self._starting):
            await task
        self._workers.clear()
        self._nursery.close()

    async def ask(self, request: Request) -> Answer:
        """The answer of a worker.

        :raises Busy: where none is free in time, or too many queries take long.
        :raises Exceeded: where a limit strikes.
        :raises CarbonlexError: as :func:`carbonlex.query.answer.answered` does.
        """
        question = self._put(marshal.dumps(tuple(vars(request).values())))
        became = "failed"
        try:
            answer = Answer(*opened(await question.reply))  # type: ignore[misc]
            became = "answered"
            return answer
        except EOFError:
            raise died(signal.SIGABRT, self.limits) from None
        except Exceeded as exceeded:
            became = exceeded.limit
            raise
        except Busy:
            became = "busy"
            raise
        except asyncio.CancelledError:  # whoever asked has gone away
            for worker in tuple(self._workers):
                if worker.questions and worker.questions[0] is question:
                    self._drop(worker)
            raise
        finally:
            self._taken(self._loop.time() - question.since, became)

    def _put(self, content: bytes) -> _Question:
        now = self._loop.time()
        question = _Question(content, now)
        if self._idle:
            self._idle.popleft().ask(question, now)
        elif len(self._waiting) < self.size.waiting:
            self._waiting.append(question)
        else:
            question.fail(Busy("too many queries wait at the moment", 5))
        if not self._looking:
            self._look_later()
        return question

    def _done(self, worker: _Worker) -> None:
        """A worker has replied: the next ones may ask it."""
        if worker.slow:  # it cannot take back that it gave way
            self._drop(worker)
            return
        now = self._loop.time()
        while self._waiting and len(worker.questions) < _AHEAD:
            question = self._waiting.popleft()
            if not question.reply.done():
                worker.ask(question, now)
        if not worker.questions:
            self._idle.append(worker)

    def _drop(self, worker: _Worker, error: Exception | None = None) -> None:
        """End a worker, if it has not ended; where it was a quick one, another takes its place.

        :param error: what whoever waits for it is told; without it, that it ended.
        """
        if worker not in self._workers:
            return
        self._workers.discard(worker)
        if worker.questions:
            worker.questions.popleft().fail(error or EOFError())
            self._take_back(worker)
        else:
            with contextlib.suppress(ValueError):
                self._idle.remove(worker)
        worker.close()
        self._nursery.end(worker.process)
        if not worker.slow:
            self._replace()

    def _take_back(self, worker: _Worker, kept: int = 0) -> None:
        """Let others answer what a worker has not begun.

        :param kept: how many of its questions it keeps.
        """
        while len(worker.questions) > kept:
            self._waiting.appendleft(worker.questions.pop())
        while self._waiting and self._idle:
            self._done(self._idle.popleft())

    def _look_later(self) -> None:
        self._looking = self._loop.call_later(min(_LOOK, self.limits.seconds / 2), self._look)

    def _look(self) -> None:
        """See who takes long or too long, and who has waited for too long."""
        now = self._loop.time()
        self._looking = None
        for worker in tuple(self._workers):
            if worker.questions:
                taken = now - worker.questions[0].since
                if taken >= self.limits.seconds:
                    seconds = f"the query was stopped after {self.limits.seconds:g} seconds"
                    self._drop(worker, Exceeded("time", seconds))
                elif taken >= MOMENT and not worker.slow:
                    self._late(worker)
        while self._waiting and now - self._waiting[0].since >= self.size.patience:
            self._waiting.popleft().fail(Busy("no worker was free in time", 5))
        if self._waiting or any(worker.questions for worker in self._workers):
            self._look_later()

    def _late(self, worker: _Worker) -> None:
        """A query takes long: it gives way to the others, if it may go on at all."""
        if self.slow >= self.size.slow:
            self._drop(worker, Busy("too many queries take long at the moment", 10))
            return
        worker.slow = True
        self._take_back(worker, 1)
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.setpriority(os.PRIO_PROCESS, worker.process, GIVING_WAY)
        self._replace()

    def _replace(self) -> None:
        task = asyncio.ensure_future(self._start_or_tell())
        self._starting.add(task)
        task.add_done_callback(self._starting.discard)

    async def _start_or_tell(self) -> None:
        try:
            await self._start()
            self.fault = ""
        except (CarbonlexError, OSError) as error:
            self.fault = str(error)

    async def _start(self) -> None:
        process, ours = self._nursery.worker()  # a millisecond
        ours.setblocking(False)
        _, worker = await self._loop.create_connection(lambda: _Worker(process, self._done, self._drop), sock=ours)
        try:
            opened(await worker.ready)
        except EOFError:
            raise CarbonlexError("a worker ended before it had begun") from None
        self._workers.add(worker)
        self._done(worker)
