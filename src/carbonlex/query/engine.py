"""Running a query on a store: read-only, over the union of the named graphs, with parameters bound as terms."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Protocol

import pyoxigraph as ox

from carbonlex.errors import ContentError, UnknownName, UsageError
from carbonlex.graph.counts import Counts
from carbonlex.query import existence, guard, scans
from carbonlex.query.binding import bound
from carbonlex.query.parsed import Parsed, of_type
from carbonlex.vocabulary import PREFIXES

_ONE = "VALUES ?asked_of_nothing { true }"
LISTED = "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } } lists them"
"""What is said where a graph is named that is not there."""


@dataclass(frozen=True)
class Asked:
    """A query as it is put to a store: its text, and the graphs that it names as those that it asks."""

    text: str
    dataset: tuple[str, ...] = ()


class Elsewhere(Protocol):
    """A store that another process has (:mod:`carbonlex.endpoint.sparql`)."""

    def evaluated(
        self, query: Asked, default: Collection[str] = (), named: Collection[str] = (), base: str = ""
    ) -> Any:
        """As :func:`evaluated` does it here; a graph is a list of triples."""


Store = ox.Store | Elsewhere


def asked(
    text: str, terms: Mapping[str, str] | None = None, most: int | None = None, counts: Counts | None = None
) -> Asked:
    """A query as it will be run, with its parameters bound.

    :param terms: of the parameters, in N-Triples, by name.
    :param most: how many rows it may give, where that is to be written into it.
    :raises ContentError: where that cannot be read, or not be bound.
    :raises UsageError: where it wants another machine (SERVICE).
    """
    return _asked(text, tuple((terms or {}).items()), most, counts)


@lru_cache(maxsize=1024)
def _asked(text: str, terms: tuple[tuple[str, str], ...], most: int | None, counts: Counts | None) -> Asked:
    query = bound(guard.admitted(text), dict(terms))
    if counts and (other := scans.counted(query, counts)):
        query = Parsed(other)
    return Asked(query.text if most is None else limited(query, most), query.dataset)


def limited(query: Parsed, most: int) -> str:
    """The text of a query that gives no more rows than that."""
    if query.form != "select" or not query.query:
        return query.text
    parts = [child for child in query.query.children if child.type in ("where_clause", "solution_modifier")]
    for clause in of_type(parts[-1], "limit_clause") if parts[-1].type == "solution_modifier" else ():
        number = clause.children[-1]
        fine = int(query.said(number)) <= most
        return query.text if fine else query.edited([(number.start_byte, number.end_byte, str(most))])
    return query.edited([(parts[-1].end_byte, parts[-1].end_byte, f" LIMIT {most}")])


def portable(query: Asked, base: str = "") -> str:
    """The query for a store that knows none of the prefixes, and that may apply a filter only to what a pattern has found (Virtuoso):
    where a group has nothing but filters, one solution is put before them, unless it would be seen.

    :param base: what names without a scheme are relative to, where the query does not say.
    """
    parsed = Parsed(query.text)
    groups = [] if parsed.shows_all else parsed.bare_groups
    edits = [(group.start_byte, group.start_byte + 1, f"{{ {_ONE}") for group in groups]
    prologue = [f"PREFIX {name}: <{PREFIXES[name]}>\n" for name in parsed.undeclared]
    if base and parsed.relative:
        prologue.insert(0, f"BASE <{base}>\n")
    return "".join(prologue) + parsed.edited(edits)


def run(store: Store, text: str, terms: Mapping[str, str] | None = None) -> Any:
    """Evaluate SPARQL 1.1. A query that names no graph sees the union of all.

    :raises ContentError: where the text is no query.
    :raises UsageError: where it wants another machine (SERVICE), or a graph that is not in the store (FROM).
    """
    return evaluated(store, asked(text, terms))


def evaluated(
    store: Store, query: Asked, default: Collection[str] = (), named: Collection[str] = (), base: str = ""
) -> Any:
    """Evaluate a query.

    :param default: the graphs of which the query sees the union, in the place of those that it names itself.
    :param named: those that it may name by GRAPH, likewise.
    :param base: what names without a scheme are relative to, where the query does not say (RFC 3986, 5.1.4).
    :raises ContentError, UsageError: as :func:`run` does.
    """
    if not isinstance(store, ox.Store):
        return store.evaluated(query, default, named, base)
    for iri in (*query.dataset, *default, *named):
        if not store.contains_named_graph(_node(iri)):
            known = (f"<{graph.value}>" for graph in store.named_graphs())
            raise UnknownName("graph", f"<{iri}>", known, LISTED)
    chosen = bool(default or named)
    try:
        return store.query(
            existence.stepwise(query.text),
            base_iri=base or None,
            use_default_graph_as_union=not chosen and not query.dataset,
            default_graph=[_node(iri) for iri in default] if chosen else None,
            named_graphs=[_node(iri) for iri in named] if chosen else None,
            prefixes=PREFIXES,
        )
    except SyntaxError as error:
        raise ContentError(f"the query cannot be read: {' '.join(str(error).split())}") from None
    except (ValueError, OSError, RuntimeError) as error:
        raise UsageError(f"the query cannot be run: {' '.join(str(error).split())}") from None


def _node(iri: str) -> ox.NamedNode:
    try:
        return ox.NamedNode(iri)
    except ValueError:
        raise UsageError(f"<{iri}> is no name of a graph") from None


def short(term: Any, base: str) -> str:
    """A term for people: known namespaces as prefixes, and addresses without their beginning.

    :param base: how addresses of records begin.
    """
    if term is None:
        return ""
    return short_name(term.value, base) if isinstance(term, ox.NamedNode) else str(term.value)


def short_name(iri: str, base: str) -> str:
    """An IRI for people (:func:`short`)."""
    if base and iri.startswith(base):
        return iri.removeprefix(base)
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace):
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return iri
