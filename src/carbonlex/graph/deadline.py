"""Calls that run in processes of their own: beside what goes on here, or with a time limit. Such a process is ended, with all that it
started, when nobody waits for its answer any more."""

import contextlib
import multiprocessing
import os
import signal
from collections.abc import Callable
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from types import TracebackType
from typing import Any, Generic, TypeVar

from carbonlex.errors import CarbonlexError

T = TypeVar("T")


class TooLate(CarbonlexError):
    """Time was up before there was an answer."""


def within(seconds: float | None, function: Callable[..., T], *arguments: object) -> T:
    """What the function returns. It and its arguments must be such as another process can be handed (:mod:`pickle`).

    :param seconds: how long it may take; without it, as long as it needs.
    :raises TooLate: where that takes longer.
    :raises CarbonlexError, OSError: what the function raised of this kind, or what became of it otherwise.
    """
    with afresh(function, *arguments) as call:
        return call.answer(seconds)


def afresh(function: Callable[..., T], *arguments: object) -> "Call[T]":
    """A call that goes on beside what happens here, in a new process. It and its arguments must be such as another process can be
    handed. What writes a store to disk needs this: RocksDB keeps threads for the whole of a process, a forked process has none of
    them, and would wait for them for ever."""
    return Call("spawn", function, *arguments)


def beside(function: Callable[..., T], *arguments: object) -> "Call[T]":
    """A call that goes on beside what happens here, in a process that is forked, where the system can do that, and has at once all
    that this one has in memory."""
    return Call("fork" if "fork" in multiprocessing.get_all_start_methods() else "spawn", function, *arguments)


class Call(Generic[T]):
    """A call that has begun. As a context manager it is ended with its block, answered or not."""

    def __init__(self, method: str, function: Callable[..., T], *arguments: object) -> None:
        context: Any = multiprocessing.get_context(method)
        self._receiving, sending = context.Pipe(duplex=False)
        self._process = context.Process(target=_answer, args=(sending, function, arguments))
        self._process.start()
        sending.close()

    def __enter__(self) -> "Call[T]":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        _end(self._process)
        self._receiving.close()

    def answer(self, seconds: float | None = None) -> T:
        """What the function returns.

        :raises TooLate, CarbonlexError, OSError: as :func:`within` does.
        """
        try:
            if not self._receiving.poll(seconds):
                raise TooLate(f"there was no answer within {seconds:g} seconds")
            result, error = self._receiving.recv()
        except EOFError:
            raise CarbonlexError("the process ended without an answer") from None
        if error is not None:
            raise error
        return result  # type: ignore[no-any-return]


def _answer(sending: Connection, function: Callable[..., Any], arguments: tuple[object, ...]) -> None:
    """Call and send, in the process of its own. It leads a group, so that a Java that it started can be ended with it."""
    if hasattr(os, "setsid"):
        os.setsid()
    try:
        sending.send((function(*arguments), None))
    except (CarbonlexError, OSError) as error:
        sending.send((None, error))
    except Exception as error:
        sending.send((None, CarbonlexError(f"{type(error).__name__}: {error}")))


def _end(process: BaseProcess) -> None:
    """End the process and what it started. After an answer there is nothing left to end."""
    if process.is_alive() and process.pid and hasattr(os, "killpg"):
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    process.terminate()
    process.join()
