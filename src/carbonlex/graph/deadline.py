"""A call with a time limit: it runs in a process of its own, which is ended, with all that it started, when time is up."""

import contextlib
import multiprocessing
import os
import signal
from collections.abc import Callable
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any, TypeVar

from carbonlex.errors import CarbonlexError

T = TypeVar("T")


class TooLate(CarbonlexError):
    """Time was up before there was an answer."""


def within(seconds: float | None, function: Callable[..., T], *arguments: object) -> T:
    """What the function returns. It and its arguments must be such as another process can be handed (:mod:`pickle`).

    :param seconds: how long it may take; without it, as long as it needs.
    :raises TooLate: where that takes longer.
    :raises CarbonlexError: what the function raised of this kind, or what became of it otherwise.
    """
    spawn = multiprocessing.get_context("spawn")
    receiving, sending = spawn.Pipe(duplex=False)
    process = spawn.Process(target=_answer, args=(sending, function, arguments))
    process.start()
    sending.close()
    try:
        if not receiving.poll(seconds):
            raise TooLate(f"there was no answer within {seconds:g} seconds")
        result, error = receiving.recv()
    except EOFError:
        raise CarbonlexError("the process ended without an answer") from None
    finally:
        _end(process)
        receiving.close()
    if error is not None:
        raise error
    return result  # type: ignore[no-any-return]


def _answer(sending: Connection, function: Callable[..., Any], arguments: tuple[object, ...]) -> None:
    """Call and send, in the process of its own. It leads a group, so that a Java that it started can be ended with it."""
    if hasattr(os, "setsid"):
        os.setsid()
    try:
        sending.send((function(*arguments), None))
    except CarbonlexError as error:
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
