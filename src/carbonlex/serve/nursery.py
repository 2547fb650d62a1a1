"""Where workers come from: a process that holds the graph and nothing else, and forks itself whenever one is wanted.

The server itself has an event loop, connections and threads, which no forked process must have. A worker of the nursery has the graph at
once, since both share the memory, and costs next to nothing until it writes.
"""

import contextlib
import os
import signal
import socket
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from carbonlex.errors import CarbonlexError
from carbonlex.graph.counts import Opened
from carbonlex.query.answer import Limits
from carbonlex.query.worker import work

Loaded = Opened | None
"""What the nursery has loaded; nothing of a store on disk."""
_FORK, _END = b"f", b"e"
_PID = 8  # bytes


class Nursery:
    """The process that makes workers. It is made before the server has threads.

    :param opening: loads the graph, once.
    :param within: opens what each worker must open for itself, such as a store on disk, from what was loaded.
    """

    def __init__(self, opening: Callable[[], Loaded], within: Callable[[Loaded], Opened], limits: Limits) -> None:
        self._socket, other = socket.socketpair()
        self.process = os.fork()
        if not self.process:
            self._socket.close()
            _nurse(other, opening, within, limits)
        other.close()

    def ready(self) -> None:
        """Wait until the graph is loaded.

        :raises CarbonlexError: what kept it from being loaded.
        """
        told = self._socket.recv(65536)
        if told != b"\0":
            raise CarbonlexError(told.decode() or "the graph could not be loaded")

    def worker(self) -> tuple[int, socket.socket]:
        """A new worker: its process, and where it is spoken to (:func:`carbonlex.query.worker.work`).

        :raises CarbonlexError: where none can be made any more.
        """
        ours, theirs = socket.socketpair()
        try:
            socket.send_fds(self._socket, [_FORK], [theirs.fileno()])
            process = int.from_bytes(self._socket.recv(_PID, socket.MSG_WAITALL), "big")
        except OSError:
            process = 0
        finally:
            theirs.close()
        if not process:
            ours.close()
            raise CarbonlexError("no worker can be made: the process that makes them has ended")
        return process, ours

    def end(self, process: int) -> None:
        """End a worker."""
        with contextlib.suppress(OSError):
            self._socket.sendall(_END + process.to_bytes(_PID, "big"))

    def close(self) -> None:
        """End the process, and with it all workers: it sees that nobody speaks to it any more."""
        self._socket.close()
        with contextlib.suppress(ChildProcessError):
            os.waitpid(self.process, 0)


def _nurse(
    server: socket.socket,
    opening: Callable[[], Loaded],
    within: Callable[[Loaded], Opened],
    limits: Limits,
) -> None:
    """The life of the process, which ends with the server's."""
    children: set[int] = set()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):  # the server ends it when it is done
        signal.signal(number, signal.SIG_IGN)
    try:
        try:
            # What is loaded and thrown away on the way leaves holes, among which whoever wants memory must look for some; those of a thread
            # are its own (glibc, malloc arenas), so that the workers have a whole heap: a sixth of their time.
            with ThreadPoolExecutor(1) as thread:
                loaded = thread.submit(opening).result()
        except (CarbonlexError, OSError) as error:
            server.sendall(str(error).encode()[:65536])
            return
        server.sendall(b"\0")
        while True:
            command, files, _, _ = socket.recv_fds(server, 1, 1)
            _reap(children)
            if not command:
                return
            if command == _END:
                process = int.from_bytes(server.recv(_PID, socket.MSG_WAITALL), "big")
                if process in children:  # whose number nobody else can have, since nobody has waited for it yet
                    os.kill(process, signal.SIGKILL)
                continue
            process = os.fork()
            if not process:
                server.close()
                work(files[0], files[0], partial(within, loaded), limits)
            children.add(process)
            os.close(files[0])
            server.sendall(process.to_bytes(_PID, "big"))
    finally:
        for process in children:
            with contextlib.suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        os._exit(0)


def _reap(children: set[int]) -> None:
    for process in tuple(children):
        with contextlib.suppress(ChildProcessError):
            if os.waitpid(process, os.WNOHANG)[0]:
                children.discard(process)
