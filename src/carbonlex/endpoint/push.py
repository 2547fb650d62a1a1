"""A release, graph by graph, on its way to a store."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

import pyoxigraph as ox

from carbonlex.endpoint.graphstore import DEFAULT, GraphStore
from carbonlex.errors import CarbonlexError
from carbonlex.graph import store as graph_store
from carbonlex.query.answer import Exceeded

PART = 4 * 1024 * 1024
"""Bytes of N-Triples that are sent at once: what stores take without settings of their own."""

_MORE = 4  # times as many bytes may come back, since letters may be written as escapes


@dataclass(frozen=True)
class Graph:
    """A graph to be pushed.

    :param name: its IRI; :data:`carbonlex.endpoint.graphstore.DEFAULT` for the default graph.
    :param parts: its triples in N-Triples, in parts that can be sent one by one.
    """

    name: str
    parts: tuple[bytes, ...]
    triples: int

    @property
    def size(self) -> int:
        """Bytes of all parts."""
        return sum(map(len, self.parts))


class Incomplete(CarbonlexError):
    """A store does not have what was pushed."""


def graphs(content: bytes, size: int = PART) -> list[Graph]:
    """The graphs of a release.

    :param content: in N-Quads.
    :param size: bytes that a part may have, if it is not a single statement, or those with blank nodes, that are more.
    """
    named: dict[str, list[ox.Triple]] = {}
    for quad in ox.parse(content, ox.RdfFormat.N_QUADS):
        name = quad.graph_name.value if isinstance(quad.graph_name, ox.NamedNode) else DEFAULT
        named.setdefault(name, []).append(quad.triple)
    return [_graph(name, graph_store.ntriples(triples), size) for name, triples in sorted(named.items())]


def _graph(name: str, content: bytes, size: int) -> Graph:
    lines = content.splitlines(keepends=True)
    return Graph(name, tuple(_parted(lines, size)), len(lines))


def _parted(lines: Iterable[bytes], size: int) -> Iterator[bytes]:
    """The statements in parts. A blank node is known by its label only within one document (RDF 1.1 Concepts, 3.4), so all statements
    that have one stay together, in the first part."""
    first: list[bytes] = []
    others: list[bytes] = []
    for line in lines:
        (first if _has_blank(line) else others).append(line)
    part, length = first, sum(map(len, first))
    for line in others:
        if part and length + len(line) > size:
            yield b"".join(part)
            part, length = [], 0
        part.append(line)
        length += len(line)
    yield b"".join(part)


def _has_blank(line: bytes) -> bool:
    subject, _, object_ = line.split(b" ", 2)
    return subject.startswith(b"_:") or object_.startswith(b"_:")


def push(pushed: Iterable[Graph], store: GraphStore, told: Callable[[str, int, int], None] = lambda *_: None) -> None:
    """Put each graph in the place of what the store has under its name.

    :param told: what is done, how many bytes, of how many.
    :raises CarbonlexError: where the store does not answer, or refuses: with the place up to which it has everything.
    """
    agenda = list(pushed)
    whole, sent = sum(graph.size for graph in agenda), 0
    if agenda:
        store.greet(agenda[0].name)
    for graph in agenda:
        for number, part in enumerate(graph.parts):
            told(_called(graph.name), sent, whole)
            try:
                (store.add if number else store.replace)(graph.name, part)
            except CarbonlexError as error:
                done = f"part {number + 1} of {len(graph.parts)} of {_called(graph.name)}, after {sent:,} of {whole:,} bytes"
                why = f"{error} (at {done})"
                raise (Exceeded(error.limit, why) if isinstance(error, Exceeded) else CarbonlexError(why)) from None
            sent += len(part)


def given_back(
    pushed: Iterable[Graph], store: GraphStore, told: Callable[[str, int, int], None] = lambda *_: None
) -> dict[str, int]:
    """How many triples of each graph a store gives back."""
    agenda = list(pushed)
    counted = {}
    for number, graph in enumerate(agenda):
        told(f"counting {_called(graph.name)}", number, len(agenda))
        counted[graph.name] = store.count(graph.name, _MORE * graph.size + PART)
    return counted


def compare(pushed: Iterable[Graph], counted: Mapping[str, int], hint: str = "") -> None:
    """Hold what the store has against what was pushed.

    :param counted: the number of triples of each graph there.
    :param hint: said where it is not the same.
    :raises Incomplete: where one differs.
    """
    differing = [
        f"{_called(graph.name)} has {counted.get(graph.name, 0):,} triples there and {graph.triples:,} here"
        for graph in pushed
        if counted.get(graph.name, 0) != graph.triples
    ]
    if differing:
        more = f", and {len(differing) - 3} graphs more" if len(differing) > 3 else ""
        raise Incomplete("the store does not have what was pushed: " + "; ".join(differing[:3]) + more + hint)


def _called(name: str) -> str:
    return f"<{name}>" if name != DEFAULT else "the default graph"
