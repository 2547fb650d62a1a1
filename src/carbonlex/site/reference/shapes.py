"""The SHACL shapes as the reference shows them: which names each speaks of, and which rule it states."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from carbonlex.checks import shapebook
from carbonlex.vocabulary import CLX, RDF

SH = shapebook.SH
_WRITTEN = re.compile(r"\bclx:([A-Za-z]\w*)")
_TARGETS = ("targetClass", "targetSubjectsOf", "targetObjectsOf", "class")


@dataclass(frozen=True)
class Shape:
    """A named shape: the rule that it states, what it is asked of, the names that it speaks of, its messages by language."""

    iri: str
    code: str
    targets: tuple[str, ...] = ()
    path: str = ""
    speaks: tuple[str, ...] = ()
    messages: Mapping[str, str] = field(default_factory=dict)


def shapes(folder: Path) -> list[Shape]:
    """All named shapes of an ontology folder, by name."""
    graph = shapebook.graph(folder)
    about: dict[Any, list[tuple[str, Any]]] = {}
    for quad in graph:
        about.setdefault(quad.subject, []).append((quad.predicate.value, quad.object))
    codes, paths = shapebook.codes(folder), shapebook.paths(folder)
    found = []
    for node in sorted(
        (n for n in about if isinstance(n, ox.NamedNode) and n.value.startswith(CLX)), key=lambda n: n.value
    ):
        said = list(_within(node, about))
        own = about[node]
        found.append(
            Shape(
                node.value,
                codes.get(node.value, ""),
                tuple(sorted(o.value for p, o in own if p.removeprefix(SH) in _TARGETS)),
                paths.get(node.value, ""),
                tuple(sorted({name for p, o in said for name in _names(p, o)})),
                dict(sorted({o.language: o.value for p, o in said if p == SH + "message"}.items())),
            )
        )
    return found


def having(folder: Path) -> dict[str, list[str]]:
    """Property → the classes whose shape has a demand on it: those that may have it, since the shapes of records are closed."""
    graph = shapebook.graph(folder)
    paths = shapebook.paths(folder)
    found: dict[str, set[str]] = {}
    for quad in graph.quads_for_pattern(None, ox.NamedNode(SH + "closed"), None):
        targets = graph.quads_for_pattern(quad.subject, ox.NamedNode(SH + "targetClass"), None)
        classes = [shapebook.iri_of(q.object) for q in targets]
        for q in graph.quads_for_pattern(quad.subject, ox.NamedNode(SH + "property"), None):
            if path := paths.get(shapebook.iri_of(q.object)):
                found.setdefault(path, set()).update(classes)
    return {path: sorted(classes) for path, classes in found.items()}


def _within(node: Any, about: Mapping[Any, list[tuple[str, Any]]]) -> Iterator[tuple[str, Any]]:
    """What a shape says, with what the nameless parts of it say."""
    agenda, seen = [node], {node}
    while agenda:
        for predicate, o in about.get(agenda.pop(), ()):
            yield predicate, o
            if isinstance(o, ox.BlankNode) and o not in seen:
                seen.add(o)
                agenda.append(o)


def _names(predicate: str, o: Any) -> Iterator[str]:
    """The names of the ontology that a shape speaks of, in queries too; the shapes that it holds are none."""
    if isinstance(o, ox.NamedNode) and predicate not in (SH + "property", SH + "node", SH + "prefixes", RDF + "type"):
        yield o.value
    elif isinstance(o, ox.Literal) and predicate in (SH + "select", SH + "ask"):
        for local in _WRITTEN.findall(o.value):
            yield CLX + local
