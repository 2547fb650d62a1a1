"""Questions to a graph, each answered in a process of its own, which stays for the next question."""

import contextlib
import datetime
import os
import re
import threading
from collections.abc import Mapping
from pathlib import Path

from carbonlex.errors import CarbonlexError
from carbonlex.query import asof, binding, shelf
from carbonlex.query.answer import Answer, Exceeded, Limits, Request
from carbonlex.query.apart import Apart, Graph
from carbonlex.query.shelf import NamedQuery
from carbonlex.vocabulary import Vocabulary

Day = str | datetime.date
Parameters = Mapping[str, Day]
_NAME = re.compile(r"[a-z0-9-]+")
_ALLOWS = {"time": "seconds", "memory": "mebibytes", "rows": "rows"}


def day(said: Day | None) -> str | None:
    """A day as ISO 8601 has it.

    :raises UsageError: where it is no day of the calendar.
    """
    return None if said is None else asof.day_of(str(said)).value


class Asking:
    """Who asks a graph.

    :param place: where it lies (:class:`carbonlex.query.apart.Graph`).
    :param questions: the folder of records whose shelf has the named queries.
    """

    def __init__(self, place: Path, lasting: bool, questions: Path, vocabulary: Vocabulary, quiet: bool) -> None:
        self._place, self._lasting, self._quiet = str(place), lasting, quiet
        self._questions = questions
        self._vocabulary = vocabulary
        self.base = vocabulary.base
        self._lock = threading.Lock()
        self._worker: Apart | None = None
        self._for: object = None

    def shelf(self) -> dict[str, NamedQuery]:
        """The named queries."""
        return shelf.shelf(self._questions)

    def graph(self, as_of: str | None, lasting: bool | None = None) -> Graph:
        """The graph, as of a day or not."""
        return Graph(self._place, as_of, self._lasting if lasting is None else lasting)

    def chosen(self, query: str, parameters: Parameters) -> tuple[str, dict[str, str]]:
        """The text of a query, which is given or named, and its parameters as terms.

        :raises UsageError: where nobody knows the name, a parameter, or what its value means.
        """
        known = _NAME.fullmatch(query)
        asked = shelf.named(self._questions, query) if known else NamedQuery.parse("given here", query)
        given = {name: str(value) for name, value in parameters.items()}
        return asked.text, binding.bindings(asked, given, self._vocabulary)

    def answer(
        self,
        query: str,
        parameters: Parameters,
        as_of: str | None,
        limits: Limits,
        rows: tuple[str, ...] = (),
        graphs: tuple[str, ...] = (),
    ) -> Answer:
        """The answer to a query, in one of the forms that are wanted.

        :raises CarbonlexError: as :meth:`carbonlex.query.worker.Worker.ask` does.
        """
        text, terms = self.chosen(query, parameters)
        request = Request(text, tuple(terms.items()), rows, graphs, base=self._vocabulary.base)
        with self._lock:
            worker = self._working(as_of, limits)
            try:
                return worker.ask(request)
            except Exceeded as exceeded:
                self._end()
                more = f"{exceeded}; carbonlex.Limits({_ALLOWS[exceeded.limit]}=…) allows more"
                raise Exceeded(exceeded.limit, more) from None
            except BaseException as error:
                if not isinstance(
                    error, CarbonlexError
                ):  # as Ctrl-C: its answer may still come, and is no other question's
                    self._end()
                raise

    def _working(self, as_of: str | None, limits: Limits) -> Apart:
        """The process for a day and limits. One that was made before this process was forked from another belongs to that one."""
        wanted = (as_of, limits, os.getpid())
        if self._worker is None or self._for != wanted:
            self._end()
            self._worker, self._for = Apart(self.graph(as_of), limits, self._quiet), wanted
            try:
                self._worker.ready()
            except BaseException:
                self._end()
                raise
        return self._worker

    def close(self) -> None:
        """End the process; another question begins another."""
        with self._lock:
            self._end()

    def _end(self) -> None:
        worker, self._worker = self._worker, None
        if worker is not None and isinstance(self._for, tuple) and self._for[-1] == os.getpid():
            with contextlib.suppress(OSError):
                worker.__exit__()
