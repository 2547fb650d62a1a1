"""Running a query on a store: read-only, over the union of the named graphs, with parameters bound as terms."""

import gc
import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import pyoxigraph as ox

from carbonlex.errors import ContentError, UsageError
from carbonlex.query import asof
from carbonlex.query.shelf import NamedQuery
from carbonlex.vocabulary import PREFIXES, Vocabulary

FORMATS = {
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
}
_MAYBE_FROM = re.compile(r"(?<![?$:])\bfrom\b", re.IGNORECASE)
GRAPHS = {"turtle": ox.RdfFormat.TURTLE, "ntriples": ox.RdfFormat.N_TRIPLES}


def bindings(query: NamedQuery, given: Mapping[str, str], vocabulary: Vocabulary) -> dict[ox.Variable, Any]:
    """The parameters as terms: given, else the default.

    :raises UsageError: for a name that the query does not have.
    """
    known = {p.name: p for p in query.parameters}
    for name in given:
        if name not in known:
            raise UsageError(f"the query {query.name} has no parameter {name}; it has: {', '.join(known) or 'none'}")
    bound: dict[ox.Variable, Any] = {}
    for parameter in query.parameters:
        text = given.get(parameter.name, parameter.default)
        if text is not None:
            bound[ox.Variable(parameter.name)] = _term(text, parameter.kind, vocabulary)
    return bound


def _term(text: str, kind: str, vocabulary: Vocabulary) -> Any:
    if kind == "date":
        return asof.day_of(text)
    if kind == "text":
        return ox.Literal(text)
    if text.startswith(vocabulary.base):
        return ox.NamedNode(text)
    return ox.NamedNode(vocabulary.base + text if kind == "id" else vocabulary.iri(kind, text))


def run(store: ox.Store, text: str, bound: Mapping[ox.Variable, Any] | None = None) -> Any:
    """Evaluate SPARQL 1.1. A query that names no graph sees the union of all.

    :raises ContentError: where the text is no query.
    :raises UsageError: where it wants another machine (SERVICE).
    """
    try:
        return store.query(
            text,
            use_default_graph_as_union=not _names_dataset(text),
            substitutions=dict(bound or {}),
            prefixes=PREFIXES,
        )
    except SyntaxError as error:
        raise ContentError(f"the query cannot be read: {' '.join(str(error).split())}") from None
    except (ValueError, OSError, RuntimeError) as error:
        raise UsageError(f"the query cannot be run: {' '.join(str(error).split())}") from None


@lru_cache(maxsize=512)
def _names_dataset(text: str) -> bool:
    """Whether the query says itself what it asks (FROM, FROM NAMED; SPARQL 1.1, 13.2): the store would overrule that with the
    union of all graphs. The pattern only spares most queries the parser, which decides."""
    if not _MAYBE_FROM.search(text):
        return False
    from rdflib.plugins.sparql.parser import parseQuery

    try:
        return "datasetClause" in parseQuery(text)[1]
    except Exception:  # what is no query is told by the store, in its own words
        return False
    finally:
        # The parser leaves exceptions in cycles, and with them the frames of all callers: a result that one of these holds would
        # outlive it, and the store's results may not be dropped by the thread in which the collector happens to run.
        gc.collect()


def rows(result: Any, vocabulary: Vocabulary) -> tuple[list[str], list[list[str]]]:
    """A SELECT's columns and rows as short text for a table."""
    columns = [v.value for v in result.variables]
    return columns, [[short(s[v], vocabulary) for v in result.variables] for s in result]


def short(term: Any, vocabulary: Vocabulary) -> str:
    """A term for people: IRIs of the data set without their base, known namespaces as prefixes."""
    if term is None:
        return ""
    if not isinstance(term, ox.NamedNode):
        return str(term.value)
    if term.value.startswith(vocabulary.base):
        return term.value.removeprefix(vocabulary.base)
    for prefix, namespace in PREFIXES.items():
        if term.value.startswith(namespace):
            return f"{prefix}:{term.value.removeprefix(namespace)}"
    return term.value
