"""The ontology's axioms, indexed: what classes are defined by, what they are below, what excludes what."""

from collections.abc import Iterable, Iterator
from functools import cache, cached_property
from itertools import combinations
from typing import Any

import pyoxigraph as ox

from carbonlex.vocabulary import OWL, RDF, RDFS, SKOS, Vocabulary

TYPE = ox.NamedNode(RDF + "type")
NOTHING = ox.NamedNode(OWL + "Nothing")
# SKOS Reference, 10: how a name relates to one of another vocabulary. Here they are annotations.
MATCHES = frozenset(SKOS + f"{kind}Match" for kind in ("exact", "close", "broad", "narrow", "related"))
SAME, DIFFERENT = OWL + "sameAs", OWL + "differentFrom"
# What may be said of a property without its being more than a name with ends of some class.
_PLAIN = frozenset({RDFS + "domain", RDFS + "range", RDFS + "subPropertyOf", RDFS + "label", RDFS + "comment"})
_KINDS = frozenset(OWL + kind for kind in ("ObjectProperty", "DatatypeProperty", "AnnotationProperty"))


class Axioms:
    """What the reasoner's questions and the words for its answers need to know of the ontology."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self.objects: dict[tuple[Any, str], list[Any]] = {}
        self.subjects: dict[tuple[str, Any], list[Any]] = {}
        for t in vocabulary.quads:
            self.objects.setdefault((t.subject, t.predicate.value), []).append(t.object)
            self.subjects.setdefault((t.predicate.value, t.object), []).append(t.subject)
        self.above = cache(self._above)
        self.below = cache(self._below)
        self.ends = cache(self._ends)

    @cached_property
    def _described(self) -> frozenset[Any]:
        return frozenset(subject for subject, _ in self.objects)

    def described(self, node: Any) -> bool:
        """Whether the ontology itself says something of an individual, as it does of values."""
        return node in self._described

    def kind(self, node: Any) -> frozenset[Any]:
        """All that the axioms say of an individual but its name: nothing tells those of one kind apart. The order of a list says nothing
        (OWL 2 Structural Specification, 2.1). Empty for what the axioms do not speak of."""
        return self._kinds.get(node, frozenset())

    @cached_property
    def _kinds(self) -> dict[Any, frozenset[Any]]:
        before = {t.object: t.subject for t in self.tbox if t.predicate.value == RDF + "rest"}
        found: dict[Any, set[Any]] = {}
        for t in self.tbox:
            found.setdefault(t.subject, set()).add((t.predicate, t.object))
            whole = t.subject
            while t.predicate.value == RDF + "first" and whole in before:
                whole = before[whole]
            found.setdefault(t.object, set()).add((whole, t.predicate))
        return {node: frozenset(said) for node, said in found.items()}

    @cached_property
    def tbox(self) -> list[ox.Triple]:
        """The ontology as the reasoner gets it: without words and mappings to other vocabularies, which play no part in reasoning and
        are two thirds of it."""
        annotated = set(self.subjects.get((RDF + "type", ox.NamedNode(OWL + "Axiom")), ()))
        return [
            t
            for t in self.vocabulary.quads
            if (not isinstance(t.object, ox.Literal) or t.predicate.value == OWL + "hasValue")
            and t.predicate.value not in MATCHES
            and t.subject not in annotated
        ]

    @cached_property
    def defined(self) -> frozenset[str]:
        """Named classes of the ontology that have a definition."""
        return frozenset(
            s.value for (s, p) in self.objects if p == OWL + "equivalentClass" and isinstance(s, ox.NamedNode)
        )

    @cached_property
    def closed(self) -> frozenset[str]:
        """What classes mention that say "only" (owl:allValuesFrom)."""
        return frozenset().union(*(m for c in self.defined if OWL + "allValuesFrom" in (m := self.mentioned(c))))

    @cached_property
    def picked(self) -> frozenset[str]:
        """What the definitions of classes mention, all together."""
        return frozenset().union(*(self.mentioned(c) for c in self.defined))

    def mentioned(self, cls: str) -> frozenset[str]:
        """IRIs and literals that a class's definition mentions, through the classes that it is built of."""
        found: set[str] = set()
        agenda: list[Any] = [ox.NamedNode(cls)]
        seen = set()
        while agenda:
            node = agenda.pop()
            if node in seen:
                continue
            seen.add(node)
            for predicate, objects in self._of(node):
                if predicate in (
                    OWL + "equivalentClass",
                    OWL + "intersectionOf",
                    OWL + "unionOf",
                    OWL + "someValuesFrom",
                    OWL + "allValuesFrom",
                    RDF + "first",
                    RDF + "rest",
                    OWL + "oneOf",
                ):
                    agenda += objects
                elif predicate == OWL + "hasValue" or predicate == OWL + "onProperty":
                    found |= {o.value for o in objects}
                if predicate == OWL + "allValuesFrom":
                    found.add(predicate)
        return frozenset(found)

    @cached_property
    def _by_subject(self) -> dict[Any, list[tuple[str, list[Any]]]]:
        index: dict[Any, list[tuple[str, list[Any]]]] = {}
        for (subject, predicate), objects in self.objects.items():
            index.setdefault(subject, []).append((predicate, objects))
        return index

    def _of(self, node: Any) -> list[tuple[str, list[Any]]]:
        return self._by_subject.get(node, [])

    def one(self, node: Any, predicate: str) -> Any:
        """The one object, or nothing."""
        return next(iter(self.objects.get((node, predicate), ())), None)

    def members(self, node: Any) -> Iterator[Any]:
        """The members of a list."""
        while node is not None and node.value != RDF + "nil":
            yield self.one(node, RDF + "first")
            node = self.one(node, RDF + "rest")

    @cached_property
    def relations(self) -> frozenset[str]:
        """The properties on which a class may depend beyond what their domains and ranges say: those that class expressions speak
        of, and those of which more is said than a name, a place in the hierarchy, a domain and a range."""
        found = {o.value for (_, p), objects in self.objects.items() if p == OWL + "onProperty" for o in objects}
        for (subject, predicate), objects in self.objects.items():
            kinds = {o.value for o in objects if isinstance(o, ox.NamedNode)}
            if predicate == RDF + "type" and kinds & _KINDS and kinds - _KINDS - {OWL + "NamedIndividual"}:
                found.add(subject.value)
            elif predicate not in _PLAIN and predicate != RDF + "type" and self._property(subject):
                found |= {n.value for n in (subject, *objects) if self._property(n)}
        below = {s.value for p in found for s in self._subproperties(ox.NamedNode(p))}
        return frozenset(found | below | {SAME, DIFFERENT})

    def _property(self, node: Any) -> bool:
        kinds = self.objects.get((node, RDF + "type"), ())
        return any(isinstance(k, ox.NamedNode) and k.value in _KINDS for k in kinds)

    def _subproperties(self, node: Any) -> set[Any]:
        return closure([node], lambda n: self.subjects.get((RDFS + "subPropertyOf", n), ()))

    def subproperties(self, node: Any) -> set[str]:
        """The IRIs of a property and of those below it."""
        return {n.value for n in self._subproperties(node)}

    def _ends(self, property: str) -> tuple[frozenset[Any], frozenset[Any]]:
        """The classes that the two ends of a relation belong to: domain and range, its own and those of the properties above it."""
        node = ox.NamedNode(property)
        chain = closure([node], lambda n: self.objects.get((n, RDFS + "subPropertyOf"), ()))
        domains, ranges = (
            frozenset(c for n in chain for c in self.objects.get((n, RDFS + end), ())) for end in ("domain", "range")
        )
        return domains, ranges

    def _above(self, cls: Any) -> frozenset[Any]:
        """A named class with the named classes that it is below of, by what is said of names alone."""
        return frozenset(
            closure(
                [cls],
                lambda c: (
                    *self.objects.get((c, RDFS + "subClassOf"), ()),
                    *self.objects.get((c, OWL + "equivalentClass"), ()),
                    *self.subjects.get((OWL + "equivalentClass", c), ()),
                ),
            )
        )

    def _below(self, cls: Any) -> frozenset[Any]:
        """A class with all, named or not, whose members belong to it by subclass, equivalence, or being a part of an intersection."""
        return frozenset(
            closure(
                [cls],
                lambda c: (
                    *self.subjects.get((RDFS + "subClassOf", c), ()),
                    *self.subjects.get((OWL + "equivalentClass", c), ()),
                    *self.objects.get((c, OWL + "equivalentClass"), ()),
                    *self._intersections.get(c, ()),
                ),
            )
        )

    @cached_property
    def _intersections(self) -> dict[Any, list[Any]]:
        """Class → the intersections that it is a part of."""
        found: dict[Any, list[Any]] = {}
        for (node, predicate), objects in self.objects.items():
            if predicate == OWL + "intersectionOf":
                for member in self.members(objects[0]):
                    found.setdefault(member, []).append(node)
        return found

    @cached_property
    def exclusions(self) -> tuple[tuple[Any, Any], ...]:
        """The pairs of classes of which the ontology says that nothing belongs to both (OWL 2 Structural Specification, 9.1.3)."""
        pairs = []
        for (subject, predicate), objects in self.objects.items():
            if predicate == OWL + "disjointWith":
                pairs += [(subject, o) for o in objects]
            elif predicate == OWL + "disjointUnionOf" or (
                predicate == OWL + "members" and OWL + "AllDisjointClasses" in self._types(subject)
            ):
                pairs += combinations(self.members(objects[0]), 2)
        return tuple(dict.fromkeys(pairs))

    def _types(self, node: Any) -> set[str]:
        return {o.value for o in self.objects.get((node, RDF + "type"), ()) if isinstance(o, ox.NamedNode)}

    def told(self, node: Any) -> set[Any]:
        """The classes that the ontology itself puts an individual in."""
        return {c for c in self.objects.get((node, RDF + "type"), ()) if isinstance(c, ox.NamedNode)}

    def covers(self, classes: Iterable[Any], cls: Any) -> bool:
        """Whether one of the named classes is the class, or below it."""
        return any(cls in self.above(c) for c in classes)


def closure(begin: Iterable[Any], following: Any) -> set[Any]:
    """Nodes with all that follow them: those that ``following`` gives for each, theirs, and so on."""
    found = set(begin)
    agenda = list(found)
    while agenda:
        for node in following(agenda.pop()):
            if node not in found:
                found.add(node)
                agenda.append(node)
    return found
