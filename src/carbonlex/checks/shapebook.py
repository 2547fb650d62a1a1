"""What the shapes of ``ontology/shapes`` are: their text, the rule that each belongs to, the property that it is about."""

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from carbonlex.vocabulary import CLX, RDF

SH = "http://www.w3.org/ns/shacl#"


@cache
def content(folder: Path) -> bytes:
    """All shapes of an ontology folder as Turtle."""
    return b"\n".join(p.read_bytes() for p in sorted((folder / "shapes").glob("*.ttl")))


@cache
def said(folder: Path) -> tuple[ox.Triple, ...]:
    """What they say, as triples."""
    return tuple(quad.triple for quad in ox.parse(content(folder), ox.RdfFormat.TURTLE))


@cache
def codes(folder: Path) -> Mapping[str, str]:
    """The rule of each shape: its own, else that of the shape that holds it as a property."""
    own: dict[Any, str] = {}
    held: dict[Any, Any] = {}
    for quad in said(folder):
        if quad.predicate.value == CLX + "ruleCode":
            own[quad.subject] = name_of(quad.object)
        elif quad.predicate.value == SH + "property":
            held.setdefault(quad.object, quad.subject)

    def code(shape: Any) -> str:
        while shape not in own and shape in held:
            shape = held[shape]
        return own.get(shape, "")

    return {shape.value: code(shape) for shape in {*own, *held} if isinstance(shape, ox.NamedNode)}


@cache
def paths(folder: Path) -> Mapping[str, str]:
    """Shape → the property that its path is, or begins with (SHACL 2.3.1)."""
    found: dict[str, Any] = {}
    within: dict[Any, Any] = {}
    for triple in said(folder):
        if isinstance(triple.subject, ox.BlankNode):
            if triple.predicate.value != RDF + "rest":
                within.setdefault(triple.subject, triple.object)
        elif triple.predicate.value == SH + "path":
            found[name_of(triple.subject)] = triple.object

    def first(node: Any) -> str:
        seen = set()
        while isinstance(node, ox.BlankNode) and node not in seen:
            seen.add(node)
            node = within.get(node)
        return iri_of(node)

    return {shape: path for shape, node in found.items() if (path := first(node))}


def name_of(node: Any) -> str:
    """An IRI, or the label of a blank node."""
    return str(node.value)


def iri_of(node: Any) -> str:
    """An IRI; empty for what is none."""
    return node.value if isinstance(node, ox.NamedNode) else ""


def ntriples(triples: Iterable[ox.Triple]) -> bytes:
    """Triples as N-Triples, in the order given."""
    return ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b""
