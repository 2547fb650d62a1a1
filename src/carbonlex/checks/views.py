"""Which rules may look from one record at what another one says, and at which of its properties.

When a record changes, the others need only be examined by the rules that look at what changed.
"""

import re
from collections.abc import Collection, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from carbonlex.checks import shapebook, targets
from carbonlex.checks.digest import TARGETS
from carbonlex.checks.shapebook import SH, name_of
from carbonlex.query import reach
from carbonlex.vocabulary import RDF

_PATH = re.compile(r"[$?]PATH\b")
_QUERIES = frozenset({SH + "select", SH + "ask", SH + "construct"})


def looking(folder: Path, properties: Collection[str]) -> tuple[frozenset[str], frozenset[str]]:
    """The shapes with targets that may look at some properties of other records, with all others that report the same rules; and the
    codes of these rules.

    :param folder: the ontology's, which holds the shapes.
    :param properties: IRIs.
    """
    wanted = set(properties)
    chosen: set[str] = {shape for shape, seen in _views(folder).items() if seen is None or seen & wanted}
    rules = _rules(folder)
    codes: set[str] = set()
    while more := {code for shape in chosen for code in rules[shape]} - codes:
        codes |= more
        chosen |= {shape for shape, own in rules.items() if own & more}
    return frozenset(chosen), frozenset(codes)


@cache
def _views(folder: Path) -> Mapping[str, frozenset[str] | None]:
    """Shape → the properties by which it may look beyond what its focus node itself says; nothing where these are any."""
    return {shape: _View(folder, shape).seen for shape in targets.targets(folder)}


def asked(folder: Path) -> frozenset[str] | None:
    """The names that stand in the queries of all shapes; nothing where these may ask for anything."""
    found: set[str] = set()
    for property_ in _QUERIES:
        for _, text in shapebook.said(folder, property_):
            # Which property a path is, the shape says beside the query.
            names = reach.names(_PATH.sub("<urn:x-carbonlex:path>", text.value), _prefixes(folder))
            if names is None:
                return None
            found |= names
    return frozenset(found)


@cache
def _rules(folder: Path) -> Mapping[str, frozenset[str]]:
    """Shape → the codes of the rules that it and the shapes in it report."""
    codes = shapebook.codes(folder)
    own = {name_of(shape): name_of(code) for shape, code in shapebook.said(folder, shapebook.CODE)}
    return {
        shape: frozenset(filter(None, (codes.get(n) or own.get(n) for n in map(name_of, part(folder, shape)))))
        for shape in targets.targets(folder)
    }


@cache
def part(folder: Path, shape: str) -> Mapping[Any, tuple[tuple[str, Any], ...]]:
    """What the shapes' graph says of a shape and of all that it leads to, node by node."""
    store = shapebook.graph(folder)
    found: dict[Any, tuple[tuple[str, Any], ...]] = {}
    agenda: list[Any] = [ox.NamedNode(shape)]
    while agenda:
        node = agenda.pop()
        if node not in found:
            said = tuple((q.predicate.value, q.object) for q in store.quads_for_pattern(node, None, None))
            if said:
                found[node] = said
                agenda += [o for p, o in said if not isinstance(o, ox.Literal) and p not in TARGETS]
    return found


@cache
def _prefixes(folder: Path) -> Mapping[str, str]:
    """The prefixes that the shapes' queries have (SHACL 5.2.1)."""
    names = {node: name_of(prefix) for node, prefix in shapebook.said(folder, SH + "prefix")}
    return {names[node]: name_of(space) for node, space in shapebook.said(folder, SH + "namespace") if node in names}


class _View:
    """What a shape looks at. A path of one step from the focus node is its own; of everything else each name counts."""

    def __init__(self, folder: Path, shape: str) -> None:
        self.nodes = part(folder, shape)
        self.prefixes = _prefixes(folder)
        self.seen: frozenset[str] | None = frozenset()
        self._visit(ox.NamedNode(shape), None)

    def _visit(self, node: Any, held: Any) -> None:
        """Take what a shape says.

        :param held: the shape whose property shape it is, where it is one.
        """
        own = [o for p, o in self.nodes.get(node, ()) if p == SH + "path"]
        nested = bool(own) and held is not None and any(p == SH + "path" for p, _ in self.nodes.get(held, ()))
        for predicate, value in self.nodes.get(node, ()):
            if predicate in TARGETS:
                continue
            if predicate == SH + "path":
                if nested or not isinstance(value, ox.NamedNode):
                    self._names(value)
            elif predicate == SH + "property":
                self._visit(value, node)
            elif predicate == SH + "sparql":
                self._query(value, own)
            elif predicate == SH + "class":
                self._add({RDF + "type"})
            elif not isinstance(value, ox.Literal) and value in self.nodes:
                self._names(value)

    def _names(self, node: Any) -> None:
        """Take every name in a part of a shape."""
        seen: set[Any] = set()
        agenda = [node]
        while agenda:
            node = agenda.pop()
            if node in seen:
                continue
            seen.add(node)
            if isinstance(node, ox.NamedNode):
                self._add({node.value})
            for predicate, value in self.nodes.get(node, ()):
                if predicate in _QUERIES:
                    self._query(node, [])
                elif predicate == SH + "class":
                    self._add({RDF + "type"})
                elif not isinstance(value, ox.Literal):
                    agenda.append(value)

    def _query(self, constraint: Any, path: list[Any]) -> None:
        for predicate, text in self.nodes.get(constraint, ()):
            if predicate in _QUERIES:
                written = str(path[0]) if path and isinstance(path[0], ox.NamedNode) else "?path"
                self._add(reach.names(_PATH.sub(written.replace("\\", r"\\"), text.value), self.prefixes))

    def _add(self, names: Collection[str] | None) -> None:
        self.seen = None if names is None or self.seen is None else self.seen | frozenset(names)
