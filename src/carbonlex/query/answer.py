"""A request to a store and its answer in bytes: which query, of which graphs, in which form, and how much of it at most."""

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pyoxigraph as ox

from carbonlex.errors import CarbonlexError, UnknownName, UsageError
from carbonlex.graph.counts import Counts
from carbonlex.query import engine
from carbonlex.vocabulary import PREFIXES

TABLE = "table"
"""The form of rows that are read by people: short texts."""
ROWS = {
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
}
"""The forms of rows and of truth values, the first two of rows only (SPARQL 1.1 Query Results CSV and TSV, 1)."""
GRAPHS = {
    "turtle": ox.RdfFormat.TURTLE,
    "ntriples": ox.RdfFormat.N_TRIPLES,
    "jsonld": ox.RdfFormat.JSON_LD,
    "rdfxml": ox.RdfFormat.RDF_XML,
}
_MOST = 1_000_000_000  # seconds, mebibytes, rows: what any system counts
_NAMED = "SELECT DISTINCT ?named { ?named a ?class FILTER(STRSTARTS(STR(?named), BEGIN)) }"
_LEAST = {"csv": 1, "tsv": 1, "json": 3, "xml": 17}  # bytes of a row


class Exceeded(CarbonlexError):
    """A limit struck, and the query was stopped.

    :param limit: ``time``, ``memory`` or ``rows``.
    """

    def __init__(self, limit: str, message: str) -> None:
        super().__init__(message)
        self.limit = limit


@dataclass(frozen=True)
class Limits:
    """How much a query may take.

    :param seconds: from the moment when the store is open to the answer.
    :param mebibytes: of memory beyond what the process has when the store is open, where the system can limit that.
    :param rows: of a table, or triples of a graph.
    """

    seconds: float = 60
    mebibytes: int = 4096
    rows: int = 1_000_000

    def __post_init__(self) -> None:
        """Tell limits that no system can keep.

        :raises UsageError: with what they may be.
        """
        if not (0 < self.seconds <= _MOST and 1 <= self.mebibytes <= _MOST and 0 <= self.rows <= _MOST):
            raise UsageError(f"a limit is more than nothing, but for that of rows, and at most {_MOST:,}")

    @property
    def bytes(self) -> int:
        """Of an answer that another machine sends: who reads it needs many times as much memory."""
        return self.mebibytes * 1024 * 1024 // 16


@dataclass(frozen=True)
class Request:
    """What is asked.

    :param terms: of the parameters: names, and terms in N-Triples.
    :param rows: how rows and truth values are wanted, the best first: :data:`TABLE` or names of :data:`ROWS`.
    :param graphs: how graphs are wanted, the best first: names of :data:`GRAPHS`.
    :param default: the graphs whose union is asked, in the place of those that the query names.
    :param named: the graphs that may be named by GRAPH, likewise.
    :param base: how addresses of records begin: short texts leave it out, and names without a scheme are relative to it.
    """

    text: str
    terms: tuple[tuple[str, str], ...] = ()
    rows: tuple[str, ...] = (TABLE,)
    graphs: tuple[str, ...] = ("turtle",)
    default: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    base: str = ""


@dataclass(frozen=True)
class Answer:
    """What is answered.

    :param form: of the content: a name of :data:`ROWS` or :data:`GRAPHS`, or :data:`TABLE`, which is in columns and cells instead.
    :param truth: of a query that asks for no more.
    :param triples: of a graph.
    """

    form: str
    content: bytes = b""
    columns: tuple[str, ...] = ()
    cells: tuple[tuple[str, ...], ...] = ()
    truth: bool | None = None
    triples: int = 0


class NotOffered(UsageError):
    """The query gives what none of the forms that are wanted can hold."""


def answered(store: engine.Store, request: Request, most: int, counts: Counts | None = None) -> Answer:
    """The answer of a store.

    :param most: how many rows or triples it may have.
    :param counts: of the store, if they are known.
    :raises ContentError, UsageError: as :func:`carbonlex.query.engine.run` does; also where a parameter names nothing in the store.
    :raises NotOffered: where no form that is wanted fits.
    :raises Exceeded: where there are more rows.
    """
    for _, term in request.terms:
        _known(store, term, request.base)
    whole = not (request.default or request.named)
    # Others may not sort so many rows for one who wants no more of them (Virtuoso).
    cut = most + 1 if isinstance(store, ox.Store) else None
    asked = engine.asked(request.text, dict(request.terms), cut, counts if whole else None)
    result = engine.evaluated(store, asked, request.default, request.named, request.base)
    if isinstance(result, ox.QueryTriples | list):
        form = _first(request.graphs, GRAPHS, "a graph")
        triples = [*_counted(result, most)]
        content = ox.serialize(triples, format=GRAPHS[form], prefixes=PREFIXES) or b""
        return Answer(form, content, triples=len(triples))
    if isinstance(result, ox.QueryBoolean):
        form = _first(request.rows, (TABLE, "json", "xml"), "a truth value")
        content = b"" if form == TABLE else result.serialize(format=ROWS[form]) or b""
        return Answer(form, content, truth=bool(result))
    form = _first(request.rows, (TABLE, *ROWS), "rows")
    if form == TABLE:
        columns = tuple(v.value for v in result.variables)
        cells = tuple(tuple(engine.short(s[name], request.base) for name in columns) for s in _counted(result, most))
        return Answer(form, columns=columns, cells=cells)
    content = result.serialize(format=ROWS[form]) or b""
    if len(content) > most * _LEAST[form] and _rows(content, form) > most:
        raise _too_many(most)
    return Answer(form, content)


def _known(store: engine.Store, term: str, base: str) -> None:
    """Tell a parameter that names nothing in the store, whose answer would be nothing at all."""
    if not base or not term.startswith("<" + base):
        return
    if engine.run(store, f"ASK {{ {term} ?property ?object }}"):
        return
    kind, _, id_ = term[1:-1].removeprefix(base).partition("/")
    begin = f"{base}{kind}/"
    named = (row["named"] for row in engine.run(store, _NAMED.replace("BEGIN", str(ox.Literal(begin)))))
    raise UnknownName(kind, id_, {node.value.removeprefix(begin) for node in named if "#" not in node.value})


def _first(wanted: tuple[str, ...], fit: Any, what: str) -> str:
    for form in wanted:
        if form in fit:
            return form
    raise NotOffered(f"the query gives {what}, for which {' and '.join(wanted) or 'what is wanted'} is no form")


def _counted(items: Any, most: int) -> Iterator[Any]:
    for number, item in enumerate(items):
        if number >= most:
            raise _too_many(most)
        yield item


def _rows(content: bytes, form: str) -> int:
    if form == "json":
        return len(json.loads(content)["results"]["bindings"])
    if form == "csv":
        return sum(1 for _ in csv.reader(io.StringIO(content.decode(), newline=""))) - 1
    return content.count(b"<result>") if form == "xml" else content.count(b"\n") - 1


def _too_many(most: int) -> Exceeded:
    return Exceeded("rows", f"the answer has more than {most:,} row{'' if most == 1 else 's'}")
