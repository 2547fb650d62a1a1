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

from carbonlex.checks import digest
from carbonlex.checks.digest import CLASS, OBJECTS_OF, SUBJECTS_OF, TARGETS
from carbonlex.checks.shapebook import name_of, said
from carbonlex.vocabulary import RDF, Vocabulary

_TYPE = RDF + "type"


@cache
def targets(folder: Path) -> Mapping[str, frozenset[str]]:
    """Shape → classes and properties that say what it examines (SHACL 2.1.3)."""
    found: dict[str, set[str]] = {}
    for target in TARGETS:
        for shape, wanted in said(folder, target):
            found.setdefault(name_of(shape), set()).add(name_of(wanted))
    return {shape: frozenset(values) for shape, values in found.items()}


def meant(triples: Iterable[ox.Triple], shapes: Collection[str], vocabulary: Vocabulary) -> bool:
    """Whether one of some shapes means a node of a graph, which it would examine."""
    wanted = frozenset().union(*(targets(vocabulary.folder)[shape] for shape in shapes))
    return not wanted.isdisjoint(used(triples, vocabulary))


def asked_for(triples: Collection[ox.Triple], asked: Callable[[Any], bool], vocabulary: Vocabulary) -> set[ox.Triple]:
    """Which nodes of a graph the shapes are to examine: of those that are their targets (SHACL 2.1.3) the ones that are asked for.

    :param asked: whether a node is.
    """
    known = digest.of(vocabulary.folder)
    subjects, objects, classes = (_marked(known.wanted[target], target) for target in (SUBJECTS_OF, OBJECTS_OF, CLASS))
    found: set[tuple[ox.NamedNode, Any]] = set()
    for triple in triples:
        name = triple.predicate.value
        if name in subjects and asked(triple.subject):
            found.add((subjects[name], triple.subject))
        if name in objects and asked(triple.object):
            found.add((objects[name], triple.object))
        if name == _TYPE and isinstance(triple.object, ox.NamedNode) and asked(triple.subject):
            for above in known.above.get(triple.object.value, (triple.object.value,)):
                if above in classes:
                    found.add((classes[above], triple.subject))
    return {ox.Triple(digest.ASKED, mark, node) for mark, node in found}


def _marked(names: Iterable[str], target: str) -> dict[str, ox.NamedNode]:
    return {name: ox.NamedNode(digest.asking(target, name)) for name in names}


def examining(asking: Iterable[ox.Triple], folder: Path) -> frozenset[str]:
    """The shapes that examine anything in a graph that says who is asked for (:func:`asked_for`): all others might as well not be there."""
    said = {t.predicate.value for t in asking}
    return frozenset(shape for shape, targets in digest.of(folder).targets.items() if not said.isdisjoint(targets))


def idle(used: frozenset[str], folder: Path) -> list[str]:
    """The shapes with a target that nothing in a graph meets.

    :param used: classes and properties of the graph.
    """
    return sorted(shape for shape, wanted in targets(folder).items() if not wanted & used)


def used(triples: Iterable[ox.Triple], vocabulary: Vocabulary) -> frozenset[str]:
    """The properties of a graph, and its classes with those above them."""
    above = digest.of(vocabulary.folder).above
    found: set[str] = set()
    for t in triples:
        found.add(t.predicate.value)
        if t.predicate.value == _TYPE and isinstance(t.object, ox.NamedNode):
            found |= above.get(t.object.value, {t.object.value})
    return frozenset(found)
