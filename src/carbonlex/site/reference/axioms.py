"""What the ontology says of each of its names: one axiom, one sentence."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import pyoxigraph as ox

from carbonlex.site.reference.expressions import TYPE, Expression, Graph, Name, Part, Reader, Unknown, mentioned
from carbonlex.vocabulary import OWL, RDFS, SKOS

KINDS = {
    OWL + "Class": "class",
    OWL + "ObjectProperty": "object",
    OWL + "DatatypeProperty": "datatype",
    OWL + "AnnotationProperty": "annotation",
    OWL + "NamedIndividual": "individual",
}
# Predicate → kind of axiom, and whether its object is a list, and whether it says the same of both.
PREDICATES = {
    RDFS + "subClassOf": ("subclass", False, False),
    OWL + "equivalentClass": ("same", False, True),
    OWL + "disjointWith": ("disjoint", False, True),
    OWL + "disjointUnionOf": ("disjoint-union", True, False),
    OWL + "hasKey": ("key", True, False),
    RDFS + "domain": ("domain", False, False),
    RDFS + "range": ("range", False, False),
    RDFS + "subPropertyOf": ("subproperty", False, False),
    OWL + "equivalentProperty": ("same-property", False, True),
    OWL + "propertyDisjointWith": ("disjoint-property", False, True),
    OWL + "inverseOf": ("inverse", False, True),
    OWL + "propertyChainAxiom": ("chain", True, False),
    OWL + "sameAs": ("same-individual", False, True),
    OWL + "differentFrom": ("different", False, True),
    SKOS + "closeMatch": ("close", False, False),
    SKOS + "broadMatch": ("broad", False, False),
    SKOS + "narrowMatch": ("narrow", False, False),
    SKOS + "relatedMatch": ("related", False, False),
}
CHARACTERISTICS = {
    OWL + word + "Property": kind
    for word, kind in (
        ("Functional", "functional"),
        ("InverseFunctional", "inverse-functional"),
        ("Transitive", "transitive"),
        ("Symmetric", "symmetric"),
        ("Asymmetric", "asymmetric"),
        ("Reflexive", "reflexive"),
        ("Irreflexive", "irreflexive"),
    )
}
# Type of a node that says something of several things → kind of axiom, and where its list is.
TOGETHER = {
    OWL + "AllDisjointClasses": ("disjoint", ("members",)),
    OWL + "AllDisjointProperties": ("disjoint-property", ("members",)),
    OWL + "AllDifferent": ("different", ("distinctMembers", "members")),
}
# What is said of an axiom, such as the reason of a mapping, is no axiom: from it nothing follows (OWL 2 Structural Specification, 10).
ANNOTATED = tuple(OWL + word for word in ("annotatedSource", "annotatedProperty", "annotatedTarget"))
MERGED = ("disjoint", "disjoint-property", "different")
ORDER = (
    "definition",
    "same",
    "same-property",
    "same-individual",
    "type",
    "subclass",
    "every",
    "disjoint-union",
    "ends",
    "domain",
    "range",
    "subproperty",
    "inverse",
    "chain",
    *CHARACTERISTICS.values(),
    "key",
    "disjoint",
    "disjoint-property",
    "different",
    "close",
    "broad",
    "narrow",
    "related",
)


@dataclass(frozen=True)
class Axiom:
    """What is said of a name: ``kind`` names the pattern of words, ``others`` what it is said in relation to."""

    kind: str
    subject: Name
    others: tuple[Part, ...] = ()


class Axioms:
    """The axioms of the ontology by the name that they are told with.

    ``kinds`` says of each name what it is, ``types`` of which classes an individual is, ``untold`` what nobody found words for.
    """

    def __init__(self, triples: Iterable[ox.Triple]) -> None:
        self.graph = Graph(triples)
        self.kinds: dict[str, str] = {}
        self.types: dict[str, list[str]] = {}
        self._found: dict[str, list[Axiom]] = {}
        for subject in self.graph.about:
            self._types(subject)
        for subject, said in self.graph.about.items():
            if isinstance(subject, ox.NamedNode):
                for predicate, (kind, listed, mutual) in PREDICATES.items():
                    for o in said.get(predicate, ()):
                        self._relation(subject, predicate, o, kind, listed, mutual)
            else:
                self._together(subject)
        self._header()
        self.told = {iri: self._arranged(axioms) for iri, axioms in self._found.items()}
        self.untold = tuple(self.graph.untold())

    def of(self, iri: str) -> tuple[Axiom, ...]:
        """The axioms that are told with a name."""
        return self.told.get(iri, ())

    def _types(self, subject: Any) -> None:
        types = [o.value for o in self.graph.objects(subject, TYPE) if isinstance(o, ox.NamedNode)]
        if not isinstance(subject, ox.NamedNode):
            return
        for type_ in types:
            if type_ in KINDS:
                known = self.kinds.get(subject.value)
                self.kinds[subject.value] = KINDS[type_] if known in (None, "individual") else known
            elif type_ in CHARACTERISTICS:
                self._add(Axiom(CHARACTERISTICS[type_], Name(subject.value)))
            elif not type_.startswith((OWL, RDFS)):
                self.types.setdefault(subject.value, []).append(type_)
                self._add(Axiom("type", Name(subject.value), (Name(type_),)))
                continue
            else:
                continue
            self.graph.tell([(subject, TYPE, ox.NamedNode(type_))])

    def _relation(self, subject: ox.NamedNode, predicate: str, o: Any, kind: str, listed: bool, mutual: bool) -> None:
        reader = Reader(self.graph)
        try:
            others = reader.items(o) if listed else (reader.part(o),)
        except Unknown:
            return
        self.graph.tell([*reader.taken, (subject, predicate, o)])
        described = isinstance(others[0], Expression) and not listed
        kind = {"same": "definition", "subclass": "every"}.get(kind, kind) if described else kind
        self._add(Axiom(kind, Name(subject.value), others))
        if mutual and isinstance(others[0], Name):
            self._add(Axiom(kind, others[0], (Name(subject.value),)))

    def _together(self, node: Any) -> None:
        if ox.NamedNode(OWL + "Axiom") in self.graph.objects(node, TYPE):
            said = (TYPE, RDFS + "seeAlso", *ANNOTATED)
            self.graph.tell((node, p, o) for p in said for o in self.graph.objects(node, p))
        for type_, (kind, places) in TOGETHER.items():
            if ox.NamedNode(type_) in self.graph.objects(node, TYPE):
                for place in places:
                    for o in self.graph.objects(node, OWL + place):
                        reader = Reader(self.graph)
                        try:
                            members = reader.items(o)
                        except Unknown:
                            continue
                        told = [(node, OWL + place, o), (node, TYPE, ox.NamedNode(type_))]
                        self.graph.tell([*reader.taken, *told])
                        for member in members:
                            if isinstance(member, Name):
                                self._add(Axiom(kind, member, tuple(m for m in members if m != member)))

    def _header(self) -> None:
        """What the ontology says of itself stands at the head of the reference."""
        for subject in self.graph.about:
            if ox.NamedNode(OWL + "Ontology") in self.graph.objects(subject, TYPE):
                self.header = {p: tuple(objects) for p, objects in self.graph.about[subject].items()}
                known = (TYPE, OWL + "versionIRI", OWL + "versionInfo")
                self.graph.tell((subject, p, o) for p in known for o in self.graph.objects(subject, p))

    def _add(self, axiom: Axiom) -> None:
        self._found.setdefault(axiom.subject.iri, []).append(axiom)

    def _arranged(self, axioms: list[Axiom]) -> tuple[Axiom, ...]:
        """In the order in which they are told; what excludes goes together, and the two ends of a relation."""
        found = list(dict.fromkeys(axioms))
        for kind in MERGED:
            these = [a for a in found if a.kind == kind]
            if len(these) > 1:
                others = tuple(dict.fromkeys(o for a in these for o in a.others))
                found = [a for a in found if a.kind != kind] + [Axiom(kind, these[0].subject, others)]
        ends = [[a for a in found if a.kind == end] for end in ("domain", "range")]
        if [len(e) for e in ends] == [1, 1]:
            found = [a for a in found if a.kind not in ("domain", "range")]
            found.append(Axiom("ends", ends[0][0].subject, (ends[0][0].others[0], ends[1][0].others[0])))
        return tuple(sorted(found, key=lambda a: ORDER.index(a.kind)))


def mentions(axiom: Axiom) -> set[str]:
    """The IRIs that an axiom speaks of, but for its subject."""
    return {iri for part in axiom.others for iri in mentioned(part)} - {axiom.subject.iri}
