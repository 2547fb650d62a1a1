"""The workers of the server: those that wait for a query, and those whose query takes long, which stand in nobody's way.

Every query begins in a quick worker. Where it takes longer than a moment, its worker gives way to all others (a lower priority of the
system) and another quick one takes its place; only so many may take long at once. So a query that needs all the time in the world costs
the others a moment.
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
_SIZE = 8


class Busy(Exception):
    """Nobody is there to answer; in some seconds there may be.

    :param seconds: after which asking again makes sense.
    """

    def __init__(self, message: str, seconds: int) -> None:
        super().__init__(message)
        self.seconds = seconds


class _Worker(asyncio.Protocol):
    """A worker as the server has it: one question at a time."""

    process = 0

    def __init__(self) -> None:
        self.slow = False
        self._content = bytearray()
        self._transport: asyncio.Transport | None = None
        self.reply: asyncio.Future[tuple[bool, tuple[object, ...]]] = asyncio.get_running_loop().create_future()
        """What it replies; at first, that it is ready."""

    def ask(self, content: bytes) -> None:
        """Put a question; :attr:`reply` will have the answer."""
        self.reply = asyncio.get_running_loop().create_future()
        if self._transport is None or self._transport.is_closing():
            self.reply.set_exception(EOFError())
        else:
            self._transport.write(len(content).to_bytes(_SIZE, "big") + content)

    def close(self) -> None:
        """Speak to it no more."""
        if self._transport:
            self._transport.abort()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport  # type: ignore[assignment]  # that of uvloop is no subclass

    def data_received(self, data: bytes) -> None:
        self._content += data
        if len(self._content) >= _SIZE:
            size = _SIZE + int.from_bytes(self._content[:_SIZE], "big")
            if len(self._content) >= size:
                reply = marshal.loads(memoryview(self._content)[_SIZE:size])
                self._content = bytearray()
                if not self.reply.done():
                    self.reply.set_result(reply)

    def connection_lost(self, exc: Exception | None) -> None:
        self.fail(EOFError())

    def fail(self, error: Exception) -> None:
        """Whoever waits for the reply shall wait no more."""
        if not self.reply.done():
            self.reply.set_exception(error)


@dataclass(frozen=True)
class Size:
    """How many workers there are.

    :param quick: that wait for a query, or have begun one a moment ago.
    :param slow: that may take long at once.
    :param waiting: how many requests may wait for a quick one.
    :param patience: seconds that a request waits for one.
    """

    quick: int = 4
    slow: int = 4
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
        self._idle: deque[_Worker] = deque()
        self._waiting: deque[asyncio.Future[_Worker]] = deque()
        self._slow = 0
        self._starting: set[asyncio.Task[None]] = set()
        self.fault = ""
        """Why no worker can be made, if none can."""

    @property
    def slow(self) -> int:
        """How many queries take long at the moment."""
        return self._slow

    async def start(self) -> None:
        """Have the quick workers."""
        for _ in range(self.size.quick):
            await self._start()

    async def close(self) -> None:
        """Let nobody wait any more, and end all workers."""
        for waiting in self._waiting:
            waiting.cancel()
        for task in tuple(self._starting):
            await task
        self._nursery.close()

    async def ask(self, request: Request) -> Answer:
        """The answer of a worker.

        :raises Busy: where none is free in time, or too many queries take long.
        :raises Exceeded: where a limit strikes.
        :raises CarbonlexError: as :func:`carbonlex.query.answer.answered` does.
        """
        worker = await self._free()
        begun = asyncio.get_running_loop().time()
        became = "failed"
        try:
            answer = await self._asked(worker, request)
            became = "answered"
            return answer
        except Exceeded as exceeded:
            became = exceeded.limit
            raise
        except Busy:
            became = "busy"
            raise
        finally:
            self._taken(asyncio.get_running_loop().time() - begun, became)

    async def _asked(self, worker: _Worker, request: Request) -> Answer:
        loop = asyncio.get_running_loop()
        worker.ask(marshal.dumps(tuple(vars(request).values())))
        late = loop.call_later(MOMENT, self._late, worker)
        up = loop.call_later(self.limits.seconds, worker.fail, Exceeded("time", self._stopped))
        try:
            reply = await worker.reply
        except EOFError:
            self._drop(worker)
            raise died(signal.SIGABRT, self.limits) from None
        except BaseException:  # whoever asked may have gone away, too
            self._drop(worker)
            raise
        finally:
            late.cancel()
            up.cancel()
        if worker.slow:  # it cannot take back that it gave way
            self._drop(worker)
        else:
            self._release(worker)
        return Answer(*opened(reply))  # type: ignore[misc]

    @property
    def _stopped(self) -> str:
        return f"the query was stopped after {self.limits.seconds:g} seconds"

    def _late(self, worker: _Worker) -> None:
        """A query takes long: it gives way to the others, if it may go on at all."""
        if self._slow >= self.size.slow:
            worker.fail(Busy("too many queries take long at the moment", 10))
            return
        worker.slow = True
        self._slow += 1
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.setpriority(os.PRIO_PROCESS, worker.process, GIVING_WAY)
        self._replace()

    async def _free(self) -> _Worker:
        if self._idle:
            return self._idle.popleft()
        if len(self._waiting) >= self.size.waiting:
            raise Busy("too many queries wait at the moment", 5)
        future: asyncio.Future[_Worker] = asyncio.get_running_loop().create_future()
        self._waiting.append(future)
        try:
            return await asyncio.wait_for(future, self.size.patience)
        except TimeoutError:
            raise Busy("no worker was free in time", 5) from None
        finally:
            with contextlib.suppress(ValueError):
                self._waiting.remove(future)

    def _release(self, worker: _Worker) -> None:
        while self._waiting:
            future = self._waiting.popleft()
            if not future.done():
                future.set_result(worker)
                return
        self._idle.append(worker)

    def _drop(self, worker: _Worker) -> None:
        """End a worker; where it was a quick one, another takes its place."""
        worker.close()
        self._nursery.end(worker.process)
        if worker.slow:
            self._slow -= 1
        else:
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
        _, worker = await asyncio.get_running_loop().create_connection(_Worker, sock=ours)
        worker.process = process
        try:
            opened(await worker.reply)
        except EOFError:
            raise CarbonlexError("a worker ended before it had begun") from None
        self._release(worker)
