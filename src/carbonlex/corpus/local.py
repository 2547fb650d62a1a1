"""The engine of one machine: a process for each processor."""

import multiprocessing
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from functools import partial

from carbonlex.corpus import tasks
from carbonlex.errors import CarbonlexError

AGAIN = 3  # times that tasks are begun anew whose process was ended


class Local:
    """Processes that take task after task.

    :param processes: how many; as many as there are processors where it is left out.
    """

    def __init__(self, processes: int | None = None) -> None:
        self.processes = processes or os.cpu_count() or 1

    def __enter__(self) -> "Local":
        self.pool = self._begun()
        return self

    def __exit__(self, *_: object) -> None:
        self.pool.shutdown(cancel_futures=True)

    def _begun(self) -> ProcessPoolExecutor:
        # Not forked: the engine of the published store has threads.
        return ProcessPoolExecutor(self.processes, mp_context=multiprocessing.get_context("spawn"))

    def perform(self, told: str, work: Sequence[tasks.Task]) -> Iterator[tasks.Done]:
        """Do tasks; yields each as it comes to an end. A process that is ended from outside costs no more than the task it was at.

        :raises CarbonlexError: where one cannot be done.
        """
        left = list(work)
        for _ in range(AGAIN):
            try:
                doing = [self.pool.submit(partial(tasks.perform, told), task) for task in left]
                for future in as_completed(doing):
                    done = future.result()
                    left.remove(done.task)
                    yield done
                return
            except BrokenProcessPool:
                self.pool.shutdown(cancel_futures=True)
                self.pool = self._begun()
        raise CarbonlexError("the processes of the run are ended again and again: is there enough memory?")
