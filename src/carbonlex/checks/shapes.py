"""The SHACL run: the shapes of ``ontology/shapes`` over a graph.

The engine is pyshifty (Rust); the tests hold its results against pySHACL's, the reference, on every pair of the rule book and on
the published graph. Two results are the same where focus node, path, value, source shape and severity are.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from carbonlex.errors import CarbonlexError
from carbonlex.graph.store import ntriples
from carbonlex.vocabulary import CLX, RDF, RDFS, SKOS, Vocabulary

SH = "http://www.w3.org/ns/shacl#"
SEVERITIES = {"Violation": "error", "Warning": "warning", "Info": "info"}
# What the ontology says to people is nothing to shapes, and more than half of it.
_SAID = frozenset(
    {SKOS + "prefLabel", SKOS + "altLabel", SKOS + "scopeNote", SKOS + "definition", RDFS + "label", RDFS + "comment"}
)


@dataclass(frozen=True)
class Result:
    """One validation result (SHACL 3.6.2). A node is a term of RDF; ``path`` is a property's IRI, empty for a longer path, which
    reports describe differently (:func:`paths` knows it from the shape)."""

    focus: Any
    path: str
    value: Any
    shape: str
    severity: str
    messages: Mapping[str, str] = field(compare=False)


@cache
def content(folder: Path) -> bytes:
    """All shapes of an ontology folder as Turtle."""
    return b"\n".join(p.read_bytes() for p in sorted((folder / "shapes").glob("*.ttl")))


@cache
def codes(folder: Path) -> Mapping[str, str]:
    """The rule of each shape: its own, else that of the shape that holds it as a property."""
    own: dict[Any, str] = {}
    held: dict[Any, Any] = {}
    for quad in ox.parse(content(folder), ox.RdfFormat.TURTLE):
        if quad.predicate.value == CLX + "ruleCode":
            own[quad.subject] = quad.object.value
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
    said: dict[Any, list[tuple[str, Any]]] = {}
    for quad in ox.parse(content(folder), ox.RdfFormat.TURTLE):
        said.setdefault(quad.subject, []).append((quad.predicate.value, quad.object))

    def first(node: Any) -> str:
        seen = set()
        while isinstance(node, ox.BlankNode) and node not in seen:
            seen.add(node)
            node = next((o for p, o in said.get(node, ()) if p != RDF + "rest"), None)
        return _iri(node)

    found = {_iri(s): first(o) for s, pairs in said.items() for p, o in pairs if p == SH + "path"}
    return {shape: path for shape, path in found.items() if shape and path}


@cache
def targets(folder: Path) -> Mapping[str, frozenset[str]]:
    """Shape → classes and properties that say what it examines (SHACL 2.1.3)."""
    found: dict[str, set[str]] = {}
    for quad in ox.parse(content(folder), ox.RdfFormat.TURTLE):
        if quad.predicate.value in (SH + "targetClass", SH + "targetSubjectsOf", SH + "targetObjectsOf"):
            found.setdefault(quad.subject.value, set()).add(quad.object.value)
    return {shape: frozenset(values) for shape, values in found.items()}


@cache
def _engine(folder: Path) -> Any:
    native = _native()
    try:
        return native.PreparedValidator(content(folder))
    except Exception as error:  # the engine's own error types are not public
        raise CarbonlexError(f"the shapes cannot be read: {error}") from None


def _native() -> Any:
    """The engine's extension module by itself. The package around it turns reports into rdflib graphs; importing that takes longer
    than checking a record, and its report is wanted as it is."""
    import importlib.util
    import sys
    from importlib.machinery import EXTENSION_SUFFIXES, ExtensionFileLoader

    if "shifty._shifty" in sys.modules:
        return sys.modules["shifty._shifty"]
    package = importlib.util.find_spec("shifty")
    folders = (package.submodule_search_locations if package else None) or []
    for path in (Path(f) / f"_shifty{suffix}" for f in folders for suffix in EXTENSION_SUFFIXES):
        if path.is_file():
            loader = ExtensionFileLoader("shifty._shifty", str(path))
            spec = importlib.util.spec_from_loader("shifty._shifty", loader)
            assert spec is not None
            module = importlib.util.module_from_spec(spec)
            loader.exec_module(module)
            return module
    raise CarbonlexError("the shapes cannot be run: the engine pyshifty is not installed")


@cache
def background(vocabulary: Vocabulary) -> bytes:
    """What shapes may ask of the ontology, as N-Triples: classes, lists, values; not its words."""
    return ntriples(t for t in vocabulary.quads if t.predicate.value not in _SAID)


def run(triples: Iterable[ox.Triple], vocabulary: Vocabulary) -> list[Result]:
    """Validate a graph together with the ontology.

    :param triples: the records' triples.
    :raises CarbonlexError: where the engine cannot do it.
    """
    data = (ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b"") + background(vocabulary)
    return sorted(results(report(data, vocabulary.folder)), key=repr)


def report(data: bytes, folder: Path) -> bytes:
    """The validation report in Turtle (SHACL 3.6) of a graph in Turtle or N-Triples.

    :param folder: the ontology's, which holds the shapes.
    :raises CarbonlexError: where the engine cannot do it.
    """
    try:
        told = _engine(folder).validate_w3c(data, data_format="turtle", run_infer=False, on_unsupported="error")
    except Exception as error:  # the engine's own error types are not public
        raise CarbonlexError(f"the shapes' engine gave up: {str(error).splitlines()[0]}") from None
    turtle: str = told.report_turtle
    return turtle.encode()


def results(report: bytes) -> Iterable[Result]:
    """The results of a validation report in Turtle."""
    said: dict[Any, dict[str, list[Any]]] = {}
    for quad in ox.parse(report, ox.RdfFormat.TURTLE):
        said.setdefault(quad.subject, {}).setdefault(quad.predicate.value, []).append(quad.object)
    # Not sh:detail, which explains another result (SHACL 3.6.2.8).
    for node in (said[result] for about in said.values() for result in about.get(SH + "result", ())):
        messages = {m.language or "en": m.value for m in node.get(SH + "resultMessage", ())}
        yield Result(
            node[SH + "focusNode"][0],
            _iri(node.get(SH + "resultPath", [None])[0]),
            node.get(SH + "value", [None])[0],
            node[SH + "sourceShape"][0].value if SH + "sourceShape" in node else "",
            SEVERITIES[node[SH + "resultSeverity"][0].value.removeprefix(SH)],
            messages,
        )


def _iri(node: Any) -> str:
    return node.value if isinstance(node, ox.NamedNode) else ""


def name_of(node: Any) -> str:
    """An IRI, or the label of a blank node."""
    return str(node.value)


def idle(used: frozenset[str], folder: Path) -> list[str]:
    """The shapes with a target that nothing in a graph meets.

    :param used: classes and properties of the graph.
    """
    return sorted(shape for shape, wanted in targets(folder).items() if not wanted & used)


def used(triples: Iterable[ox.Triple], vocabulary: Vocabulary) -> frozenset[str]:
    """The properties of a graph, and its classes with those above them."""
    above: dict[str, set[str]] = {}
    for t in vocabulary.quads:
        if t.predicate.value == RDFS + "subClassOf" and isinstance(t.object, ox.NamedNode):
            above.setdefault(name_of(t.subject), set()).add(t.object.value)
    found: set[str] = set()
    classes: set[str] = set()
    for t in triples:
        found.add(t.predicate.value)
        if t.predicate.value == RDF + "type" and isinstance(t.object, ox.NamedNode):
            classes.add(t.object.value)
    agenda = list(classes)
    while agenda:
        new = above.get(agenda.pop(), set()) - classes
        classes |= new
        agenda += new
    return frozenset(found | classes)
