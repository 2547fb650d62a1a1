"""What the shapes examine (SHACL 2.1.3), and how they are kept to a part of a graph.

New records are judged among what they touch. The rest of that is only looked at: were it examined as well, nine tenths of the work
would be for results that nobody asked for. SHACL has no word for this, but targets are triples like others: with the shapes' targets
renamed, the graph itself says of each node, once per target that would have meant it, whether it is to be examined.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from carbonlex.checks.shapebook import SH, graph, name_of, said
from carbonlex.vocabulary import RDF, RDFS, Vocabulary

CLASS, SUBJECTS_OF, OBJECTS_OF = (SH + "target" + name for name in ("Class", "SubjectsOf", "ObjectsOf"))
TARGETS = (CLASS, SUBJECTS_OF, OBJECTS_OF)
_ASKED = ox.NamedNode("urn:x-carbonlex:asked")
# The shapes with their targets renamed. The graph that the engine is given says who is asked for, and no other.
_RENAMED = f"""
    CONSTRUCT {{ ?shape ?said ?what }} WHERE {{
        ?shape ?property ?value
        BIND ( ?property IN ( {", ".join(f"<{target}>" for target in TARGETS)} ) AS ?target )
        BIND ( IF(?target, <{OBJECTS_OF}>, ?property) AS ?said )
        BIND ( IF(?target, IRI(CONCAT("{_ASKED.value}?", STRAFTER(STR(?property), "#"), "=", STR(?value))), ?value) AS ?what )
    }}"""


@cache
def targets(folder: Path) -> Mapping[str, frozenset[str]]:
    """Shape → classes and properties that say what it examines (SHACL 2.1.3)."""
    found: dict[str, set[str]] = {}
    for target in TARGETS:
        for shape, wanted in said(folder, target):
            found.setdefault(name_of(shape), set()).add(name_of(wanted))
    return {shape: frozenset(values) for shape, values in found.items()}


@cache
def _wanted(folder: Path) -> Mapping[str, frozenset[str]]:
    """The classes and the properties that any shape has as a target of that kind."""
    return {target: frozenset(name_of(wanted) for _, wanted in said(folder, target)) for target in TARGETS}


def narrowed(folder: Path) -> bytes:
    """The shapes as N-Triples, but with targets that name what :func:`asked_for` says of a graph instead of what the graph says, so
    that the rest of the graph is looked at by a rule without being examined itself."""
    renamed = graph(folder).query(_RENAMED)
    assert isinstance(renamed, ox.QueryTriples)
    return renamed.serialize(format=ox.RdfFormat.N_TRIPLES) or b""


def meant(triples: Iterable[ox.Triple], shapes: Collection[str], vocabulary: Vocabulary) -> bool:
    """Whether one of some shapes means a node of a graph, which it would examine."""
    wanted = frozenset().union(*(targets(vocabulary.folder)[shape] for shape in shapes))
    return not wanted.isdisjoint(used(triples, vocabulary))


def asked_for(triples: Collection[ox.Triple], asked: Callable[[Any], bool], vocabulary: Vocabulary) -> set[ox.Triple]:
    """Which nodes of a graph the shapes are to examine: of those that are their targets (SHACL 2.1.3) the ones that are asked for.

    :param asked: whether a node is.
    """
    wanted = _wanted(vocabulary.folder)
    above = _above(vocabulary)
    found: set[ox.Triple] = set()

    def ask(target: str, name: str, node: Any) -> None:
        if name in wanted[target] and asked(node):
            found.add(ox.Triple(_ASKED, _asking(target, name), node))

    for t in triples:
        ask(SUBJECTS_OF, t.predicate.value, t.subject)
        ask(OBJECTS_OF, t.predicate.value, t.object)
        if t.predicate.value == RDF + "type" and isinstance(t.object, ox.NamedNode):
            for name in above.get(t.object.value, (t.object.value,)):
                ask(CLASS, name, t.subject)
    return found


def _asking(target: str, name: str) -> ox.NamedNode:
    return ox.NamedNode(f"{_ASKED.value}?{target.removeprefix(SH)}={name}")


def idle(used: frozenset[str], folder: Path) -> list[str]:
    """The shapes with a target that nothing in a graph meets.

    :param used: classes and properties of the graph.
    """
    return sorted(shape for shape, wanted in targets(folder).items() if not wanted & used)


def used(triples: Iterable[ox.Triple], vocabulary: Vocabulary) -> frozenset[str]:
    """The properties of a graph, and its classes with those above them."""
    above = _above(vocabulary)
    found: set[str] = set()
    for t in triples:
        found.add(t.predicate.value)
        if t.predicate.value == RDF + "type" and isinstance(t.object, ox.NamedNode):
            found |= above.get(t.object.value, {t.object.value})
    return frozenset(found)


@cache
def _above(vocabulary: Vocabulary) -> Mapping[str, frozenset[str]]:
    """Class → itself and the classes above it, where there are any."""
    direct: dict[str, set[str]] = {}
    for t in vocabulary.quads:
        if t.predicate.value == RDFS + "subClassOf" and isinstance(t.object, ox.NamedNode):
            direct.setdefault(name_of(t.subject), set()).add(t.object.value)
    found: dict[str, frozenset[str]] = {}
    for name in direct:
        agenda, seen = [name], {name}
        while agenda:
            new = direct.get(agenda.pop(), set()) - seen
            seen |= new
            agenda += new
        found[name] = frozenset(seen)
    return found
