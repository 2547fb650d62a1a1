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
from typing import Any


@dataclass(frozen=True)
class Piece:
    """A piece of work: of which ``whole`` it is, and ``after`` which whole it can be done. What it gives must be such as one process can
    hand to another (:mod:`pickle`)."""

    do: Callable[[], Any]
    whole: str
    after: str = ""


def work(pieces: Sequence[Piece]) -> Iterator[tuple[str, Any]]:
    """Do all pieces, in their order but for what must wait. Yields, as each is done, its whole and what it gives."""
    global _pieces
    _pieces = pieces
    number = min(os.cpu_count() or 1, len(pieces))
    if number < 2 or "fork" not in multiprocessing.get_all_start_methods():
        # What must wait is done last; no whole that it waits for does so itself.
        for piece in sorted(pieces, key=lambda p: bool(p.after)):
            yield piece.whole, piece.do()
        return
    left = Counter(piece.whole for piece in pieces)
    waiting = list(range(len(pieces)))
    running: dict[Future[Any], Piece] = {}
    gc.freeze()  # what the collector does not visit stays shared with the forked processes
    try:
        with ProcessPoolExecutor(number, multiprocessing.get_context("fork"), initializer=gc.disable) as pool:
            try:
                while waiting or running:
                    ready = [i for i in waiting if not left[pieces[i].after]]
                    for index in ready[: 2 * number - len(running)]:
                        waiting.remove(index)
                        running[pool.submit(_done, index)] = pieces[index]
                    for future in wait(running, return_when=FIRST_COMPLETED).done:
                        piece = running.pop(future)
                        left[piece.whole] -= 1
                        yield piece.whole, future.result()
            except BaseException:
                pool.shutdown(cancel_futures=True)  # what has not begun is not done any more
                raise
    finally:
        gc.unfreeze()


_pieces: Sequence[Piece] = ()  # what a forked process finds of the work; to hand it over would copy the site


def _done(index: int) -> Any:
    return _pieces[index].do()
