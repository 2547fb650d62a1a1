"""A store that is asked by the SPARQL 1.1 Protocol, as the store in this process is: the union of the graphs of this work, unless a query
names others.

What "all graphs" are is not the same everywhere. Some stores see in their default graph nothing, some the union of their graphs, some
that union with graphs of their own. So the store is first asked what it has; then the graphs are named with each query, which every
store understands, but some take long for (2.1.4); unless its default graph turns out to have just the triples of the named ones.
"""

import json
from collections.abc import Collection
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

import pyoxigraph as ox

from carbonlex.endpoint.connection import Connection, Refused, Reply
from carbonlex.errors import CarbonlexError, UnknownName
from carbonlex.graph.counts import PER_GRAPH
from carbonlex.query import engine
from carbonlex.query.engine import Asked
from carbonlex.query.parsed import Parsed
from carbonlex.vocabulary import PREFIXES

RESULTS = {
    "application/sparql-results+json": ox.QueryResultsFormat.JSON,
    "application/sparql-results+xml": ox.QueryResultsFormat.XML,
}
GRAPHS = {
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
}
_DEFAULT = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"
_UNION = ("union-default-graph", "true")  # how Oxigraph is told to see one; others do not know it
_CUT = "x-sparql-maxrows"  # Virtuoso's header of an answer that it has cut
_BOOLEAN = PREFIXES["xsd"] + "boolean"
_CANONICAL = {"1": "true", "0": "false"}
Parameters = tuple[tuple[str, str], ...]


class Endpoint:
    """A store at an address.

    :param base: how the names of the graphs of this work begin: others that the store has are not asked.
    :param most: how many bytes an answer may have.
    """

    def __init__(self, connection: Connection, base: str, most: int) -> None:
        self._connection = connection
        self._base = base
        self._most = most

    @cached_property
    def counts(self) -> dict[str, int]:
        """The named graphs that the store has, each with the number of its triples."""
        rows = self._result(PER_GRAPH, ())
        return {row["g"].value: _number(row["n"]) for row in rows if isinstance(row["g"], ox.NamedNode)}

    @cached_property
    def graphs(self) -> dict[str, int]:
        """Those of this work."""
        return {iri: count for iri, count in self.counts.items() if iri.startswith(self._base)}

    @cached_property
    def _all(self) -> Parameters:
        """How the union of the graphs of this work is asked.

        :raises CarbonlexError: where the store has none of them.
        """
        if not self.graphs:
            host = self._connection.address.host
            raise CarbonlexError(f"{host} has no graph whose name begins with {self._base}: carbonlex push loads them")
        if self.graphs == self.counts:
            for parameters in ((), (_UNION,)):
                if self._default(parameters) == sum(self.graphs.values()):
                    return parameters
        return _named(self.graphs, self.graphs)

    def _default(self, parameters: Parameters) -> int:
        try:
            return sum(_number(row["n"]) for row in self._result(_DEFAULT, parameters))
        except Refused:
            return -1  # it does not know the parameter, and says so

    def evaluated(
        self, query: Asked, default: Collection[str] = (), named: Collection[str] = (), base: str = ""
    ) -> Any:
        """Have a query evaluated there, as :func:`carbonlex.query.engine.evaluated` does it here.

        :return: solutions, a truth value, or triples.
        :raises ContentError: where the text is no query.
        :raises UsageError: where it names a graph that is none of this work's, or that the store does not have.
        :raises CarbonlexError: where the store cannot be asked, or answers something else.
        """
        engine.evaluated(ox.Store(), Asked(query.text), base=base)  # what is no query here is none there
        for iri in (*query.dataset, *default, *named):
            if iri not in self.graphs:
                raise UnknownName("graph", f"<{iri}>", (f"<{g}>" for g in self.graphs), engine.LISTED)
        parameters: Parameters = ()
        if default or named:
            parameters = _named(default, named)
        elif not query.dataset:
            parameters = self._all
        return self._result(engine.portable(query, base), parameters)

    def _result(self, text: str, parameters: Parameters) -> Any:
        form = Parsed(text).form
        wanted = RESULTS if form in ("select", "ask") else GRAPHS if form else RESULTS | GRAPHS
        reply = self._connection.send(
            "POST",
            self._connection.address.url,
            urlencode((("query", text), *parameters)).encode(),
            "application/x-www-form-urlencoded",
            _accepted(tuple(wanted)),
            self._most,
        )
        host = self._connection.address.host
        try:
            if reply.form in RESULTS and reply.form in wanted:
                return self._rows(reply)
            if reply.form in GRAPHS and reply.form in wanted:
                quads = ox.parse(reply.content, GRAPHS[reply.form], without_named_graphs=True)
                return [quad.triple for quad in quads]
        except (SyntaxError, ValueError, RecursionError) as error:
            raise CarbonlexError(f"what {host} answers cannot be read: {' '.join(str(error).split())}") from None
        raise CarbonlexError(
            f"{host} answers in {reply.form or 'no form that it names'}, which is no answer to a query"
        )

    def _rows(self, reply: Reply) -> Any:
        """An answer, looked through as a whole before anybody relies on it."""
        form = RESULTS[reply.form]
        result = ox.parse_query_results(reply.content, form)
        if isinstance(result, ox.QueryBoolean):
            return result
        number, other = 0, False
        for row in result:
            number += 1
            other = other or any(isinstance(term, ox.Literal) and _odd(term) for term in row)
        cut = reply.headers.get(_CUT, "")
        if cut.isascii() and cut.isdigit() and number >= int(cut):
            host = self._connection.address.host
            raise CarbonlexError(f"{host} gives no more than {number:,} rows, and cut the answer there")
        again = ox.parse_query_results(reply.content, form)
        return _canonical(again) if other else again


def _odd(term: ox.Literal) -> bool:
    return term.datatype.value == _BOOLEAN and term.value in _CANONICAL


def _canonical(result: Any) -> Any:
    """The same solutions, with truth values written as XML Schema writes them first (Part 2, 3.3.2.2): Virtuoso writes 1 for true."""
    table = json.loads(result.serialize(format=ox.QueryResultsFormat.JSON))
    for row in table["results"]["bindings"]:
        for term in row.values():
            if term.get("datatype") == _BOOLEAN:
                term["value"] = _CANONICAL.get(term["value"], term["value"])
    return ox.parse_query_results(json.dumps(table).encode(), ox.QueryResultsFormat.JSON)


def _named(default: Collection[str], named: Collection[str]) -> Parameters:
    return (*(("default-graph-uri", iri) for iri in default), *(("named-graph-uri", iri) for iri in named))


def _accepted(forms: tuple[str, ...]) -> str:
    return ", ".join(f"{form};q={1 - number / 10:g}" for number, form in enumerate(forms))


def _number(term: object) -> int:
    value = str(getattr(term, "value", ""))
    return int(value) if value.isascii() and value.isdigit() and len(value) < 19 else 0
