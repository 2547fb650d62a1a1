"""How much a graph holds, counted when it is prepared: to count it when somebody asks would mean to go through all of it."""

import contextlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import pyoxigraph as ox

NAME = "COUNTS.json"
"""The file beside a store on disk."""
PER_GRAPH = "SELECT ?g (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g"
"""Asks a store, wherever it is, how many triples each named graph has."""


@dataclass(frozen=True, eq=False)
class Counts:
    """The numbers of a graph.

    :param triples: of the union of all named graphs, each counted once; likewise ``subjects`` and ``objects``, the distinct ones.
    :param graphs: triples of each named graph.
    :param properties: triples of each property.
    :param classes: members of each class; nothing where a class has no name.
    """

    triples: int
    subjects: int
    objects: int
    graphs: Mapping[str, int]
    properties: Mapping[str, int]
    classes: Mapping[str, int] | None

    def written(self) -> bytes:
        """As a file."""
        return json.dumps(asdict(self)).encode()

    @classmethod
    def read(cls, content: bytes) -> "Counts":
        """From a file."""
        return cls(**json.loads(content))


Opened = tuple[ox.Store, Counts | None]
"""A store that was opened, with its counts if they are known."""


def kept(there: Path) -> Counts | None:
    """The counts of a store on disk, if they were kept beside it."""
    with contextlib.suppress(OSError, ValueError, TypeError):
        return Counts.read((there / NAME).read_bytes())
    return None


def counted(store: ox.Store) -> Counts:
    """Count a graph."""
    return Counts(
        _number(store, "COUNT(*)"),
        _number(store, "COUNT(DISTINCT ?s)"),
        _number(store, "COUNT(DISTINCT ?o)"),
        _each(store, "GRAPH ?each { ?s ?p ?o }") or {},
        _each(store, "?s ?each ?o") or {},
        _each(store, "?s a ?each"),
    )


def _number(store: ox.Store, what: str) -> int:
    ((number,),) = _rows(store, f"SELECT ({what} AS ?n) {{ ?s ?p ?o }}")
    return int(number.value)


def _each(store: ox.Store, where: str) -> dict[str, int] | None:
    rows = _rows(store, f"SELECT ?each (COUNT(*) AS ?n) {{ {where} }} GROUP BY ?each")
    if any(not isinstance(each, ox.NamedNode) for each, _ in rows):
        return None
    return {each.value: int(number.value) for each, number in rows}


def _rows(store: ox.Store, text: str) -> list[Any]:
    found: Any = store.query(text, use_default_graph_as_union=True)
    return list(found)
