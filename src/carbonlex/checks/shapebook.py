"""What the shapes of ``ontology/shapes`` are: their text, the rule that each belongs to, the property that it is about."""

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from carbonlex.vocabulary import CLX, RDF

SH = "http://www.w3.org/ns/shacl#"
CODE = CLX + "ruleCode"
"""The property by which a shape says which rule it belongs to."""


@cache
def content(folder: Path) -> bytes:
    """All shapes of an ontology folder as Turtle."""
    return b"\n".join(p.read_bytes() for p in sorted((folder / "shapes").glob("*.ttl")))


@cache
def graph(folder: Path) -> ox.Store:
    """What they say, to be looked up in."""
    store = ox.Store()
    store.bulk_load(content(folder), ox.RdfFormat.TURTLE)
    return store


def said(folder: Path, property_: str) -> Iterator[tuple[Any, Any]]:
    """Subject and object of the statements with a property."""
    for quad in graph(folder).quads_for_pattern(None, ox.NamedNode(property_), None):
        yield quad.subject, quad.object


@cache
def codes(folder: Path) -> Mapping[str, str]:
    """The rule of each shape: its own, else that of the shape that holds it as a property."""
    own = {shape: name_of(code) for shape, code in said(folder, CODE)}
    held = {inner: outer for outer, inner in said(folder, SH + "property")}

    def code(shape: Any) -> str:
        while shape not in own and shape in held:
            shape = held[shape]
        return own.get(shape, "")

    return {shape.value: code(shape) for shape in {*own, *held} if isinstance(shape, ox.NamedNode)}


@cache
def paths(folder: Path) -> Mapping[str, str]:
    """Shape → the property that its path is, or begins with (SHACL 2.3.1)."""
    rest = ox.NamedNode(RDF + "rest")

    def first(node: Any) -> str:
        seen = set()
        while isinstance(node, ox.BlankNode) and node not in seen:
            seen.add(node)
            inner = graph(folder).quads_for_pattern(node, None, None)
            node = next((quad.object for quad in inner if quad.predicate != rest), None)
        return iri_of(node)

    found = {iri_of(shape): first(path) for shape, path in said(folder, SH + "path")}
    return {shape: path for shape, path in found.items() if shape and path}


def name_of(node: Any) -> str:
    """An IRI, or the label of a blank node."""
    return str(node.value)


def iri_of(node: Any) -> str:
    """An IRI; empty for what is none."""
    return node.value if isinstance(node, ox.NamedNode) else ""
