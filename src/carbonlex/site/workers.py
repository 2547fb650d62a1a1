"""Work on a site, handed out in pieces to as many processes as there are processors.

The processes are forked, so that each has the records and the pages at once; where the system cannot fork, there is one.
"""

import gc
import multiprocessing
import os
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from dataclasses import dataclass
from functools import partial
from threading import Thread
from typing import Any


@dataclass(frozen=True)
class Piece:
    """A piece of work: of which ``whole`` it is, and ``after`` which wholes it can be done: it is given what was given last of each. What
    it gives must be such as one process can hand to another (:mod:`pickle`). ``here`` is done what does nothing but wait for another
    process."""

    do: Callable[..., Any]
    whole: str
    after: tuple[str, ...] = ()
    here: bool = False


class _Plan:
    """Which pieces are left to do, and what those gave that are done."""

    def __init__(self, pieces: Sequence[Piece]) -> None:
        self.waiting = dict(enumerate(pieces))
        self._left = Counter(piece.whole for piece in pieces)
        self._given: dict[str, Any] = {}

    def ready(self) -> list[int]:
        """The numbers of the pieces that can be done."""
        return [n for n, piece in self.waiting.items() if not any(self._left[whole] for whole in piece.after)]

    def begin(self, number: int) -> tuple[Piece, tuple[Any, ...]]:
        """A piece, with what it is given."""
        piece = self.waiting.pop(number)
        return piece, tuple(self._given[whole] for whole in piece.after)

    def end(self, piece: Piece, made: Any) -> tuple[str, Any]:
        """Take what a piece gave; its whole, with that."""
        self._left[piece.whole] -= 1
        self._given[piece.whole] = made
        return piece.whole, made


def work(pieces: Sequence[Piece]) -> Iterator[tuple[str, Any]]:
    """Do all pieces, in their order but for what must wait. Yields, as each is done, its whole and what it gives."""
    global _pieces
    _pieces = pieces
    plan = _Plan(pieces)
    number = min(os.cpu_count() or 1, len(pieces))
    if number < 2 or "fork" not in multiprocessing.get_all_start_methods():
        while plan.waiting:
            piece, given = plan.begin(plan.ready()[0])
            yield plan.end(piece, piece.do(*given))
        return
    running: dict[Future[Any], Piece] = {}
    waited: dict[Future[Any], Piece] = {}
    gc.freeze()  # what the collector does not visit stays shared with the forked processes
    try:
        with ProcessPoolExecutor(number, multiprocessing.get_context("fork"), initializer=gc.disable) as pool:
            try:
                while plan.waiting or running or waited:
                    # Threads come last: the processes are forked at the first piece, and should have none of them.
                    for index in sorted(plan.ready(), key=lambda n: pieces[n].here):
                        if pieces[index].here:
                            piece, given = plan.begin(index)
                            waited[_aside(partial(piece.do, *given))] = piece
                        elif len(running) < 2 * number:
                            piece, given = plan.begin(index)
                            running[pool.submit(_done, index, given)] = piece
                    for future in wait([*running, *waited], return_when=FIRST_COMPLETED).done:
                        piece = (running if future in running else waited).pop(future)
                        yield plan.end(piece, future.result())
            except BaseException:
                pool.shutdown(cancel_futures=True)  # what has not begun is not done any more
                raise
    finally:
        gc.unfreeze()


def _aside(do: Callable[[], Any]) -> "Future[Any]":
    """What a thread gives, for which nobody waits in the end."""
    future: Future[Any] = Future()

    def run() -> None:
        try:
            future.set_result(do())
        except BaseException as error:
            future.set_exception(error)

    Thread(target=run, daemon=True).start()
    return future


_pieces: Sequence[Piece] = ()  # what a forked process finds of the work; to hand it over would copy the site


def _done(index: int, given: tuple[Any, ...]) -> Any:
    return _pieces[index].do(*given)
