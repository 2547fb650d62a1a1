"""An ontology as the checks look at it: triples, and what they declare."""

from collections.abc import Iterable, Iterator
from functools import cached_property

import pyoxigraph as ox

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
OWL = "http://www.w3.org/2002/07/owl#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
XSD = "http://www.w3.org/2001/XMLSchema#"
BUILT_IN = (RDF, RDFS, OWL, XSD)
TYPE = RDF + "type"
DEFINITIONS = (RDFS + "comment", SKOS + "scopeNote", SKOS + "definition")
LABELS = (RDFS + "label", SKOS + "prefLabel")
MATCHES = tuple(SKOS + kind + "Match" for kind in ("exact", "close", "broad", "narrow", "related"))
Node = str | ox.Literal


class Ontology:
    """Triples with IRIs and blank nodes as strings.

    :param namespace: how the names of its classes and properties begin.
    :param base: how the names of its individuals begin.
    :param shaped: the properties that its shapes speak of.
    """

    def __init__(
        self, triples: Iterable[ox.Triple], namespace: str, base: str, shaped: frozenset[str] = frozenset()
    ) -> None:
        self.namespace, self.base, self.shaped = namespace, base, shaped
        self.about: dict[str, dict[str, list[Node]]] = {}
        self.triples = [(_node(t.subject), t.predicate.value, _node(t.object)) for t in triples]
        for s, p, o in self.triples:
            self.about.setdefault(str(s), {}).setdefault(p, []).append(o)

    def objects(self, subject: str, *predicates: str) -> list[Node]:
        """What is said of a subject by any of the properties."""
        return [o for p in predicates for o in self.about.get(subject, {}).get(p, [])]

    def iris(self, subject: str, *predicates: str) -> list[str]:
        """The like, without literals."""
        return [o for o in self.objects(subject, *predicates) if isinstance(o, str)]

    def texts(self, subject: str, predicates: tuple[str, ...], lang: str = "en") -> list[str]:
        """The words of a language, or of none, that are said of a subject."""
        return [
            o.value
            for o in self.objects(subject, *predicates)
            if isinstance(o, ox.Literal) and (o.language or lang) == lang
        ]

    def pairs(self, *predicates: str) -> Iterator[tuple[str, str]]:
        """Subjects and objects of a relation, both no literals."""
        for s, p, o in self.triples:
            if p in predicates and isinstance(o, str):
                yield str(s), o

    def typed(self, *types: str) -> list[str]:
        """What is declared to be of a kind, by IRI."""
        return sorted({str(s) for s, p, o in self.triples if p == TYPE and o in types and not blank(str(s))})

    def own(self, iri: str) -> bool:
        """Whether a name is the ontology's and not another vocabulary's."""
        return iri.startswith((self.namespace, self.base))

    @cached_property
    def headers(self) -> list[str]:
        """What is declared to be an ontology."""
        return sorted({str(s) for s, p, o in self.triples if p == TYPE and o == OWL + "Ontology"})

    @property
    def header(self) -> str:
        """The ontology's own IRI; empty where there is none."""
        return self.headers[0] if self.headers else ""

    @cached_property
    def classes(self) -> list[str]:
        """The ontology's own classes."""
        return [c for c in self.typed(OWL + "Class") if self.own(c)]

    @cached_property
    def relations(self) -> list[str]:
        """The ontology's own object properties."""
        return [p for p in self.typed(OWL + "ObjectProperty") if self.own(p)]

    @cached_property
    def values(self) -> list[str]:
        """The ontology's own datatype properties."""
        return [p for p in self.typed(OWL + "DatatypeProperty") if self.own(p)]

    @cached_property
    def annotations(self) -> list[str]:
        """The ontology's own annotation properties."""
        return [p for p in self.typed(OWL + "AnnotationProperty") if self.own(p)]

    @property
    def terms(self) -> list[str]:
        """The ontology's own classes and properties."""
        return [*self.classes, *self.relations, *self.values, *self.annotations]

    @property
    def named(self) -> list[str]:
        """Whatever of its own the ontology describes."""
        return sorted(s for s in self.about if self.own(s))

    @property
    def deprecated(self) -> set[str]:
        """What is marked as no longer to be used."""
        return {str(s) for s, p, o in self.triples if p == OWL + "deprecated" and getattr(o, "value", "") == "true"}

    def cycles(self, predicate: str) -> list[str]:
        """What stands above itself in a hierarchy."""
        above: dict[str, set[str]] = {}
        for low, high in self.pairs(predicate):
            above.setdefault(low, set()).add(high)
        return sorted(s for s in above if s in reached(above, s))

    def above(self, predicate: str, iri: str) -> set[str]:
        """All that stands above something in a hierarchy."""
        found: dict[str, set[str]] = {}
        for low, high in self.pairs(predicate):
            found.setdefault(low, set()).add(high)
        return reached(found, iri)

    def items(self, node: str) -> Iterator[Node]:
        """The members of a list."""
        while node in self.about and node != RDF + "nil":
            yield from self.objects(node, RDF + "first")
            node = next(iter(self.iris(node, RDF + "rest")), RDF + "nil")

    def inside(self, node: str) -> set[str]:
        """All that an expression mentions."""
        found, open_ = set(), [node]
        while open_:
            for objects in self.about.get(open_.pop(), {}).values():
                for o in objects:
                    if isinstance(o, str) and o not in found:
                        found.add(o)
                        open_ += [o] if blank(o) else []
        return found


def blank(node: str) -> bool:
    """Whether a node has no name."""
    return node.startswith("_:")


def local(iri: str) -> str:
    """The last part of a name."""
    return iri.rstrip("/").rsplit("#", 1)[-1].rsplit("/", 1)[-1]


def reached(following: dict[str, set[str]], begin: str) -> set[str]:
    """What can be reached in one step or more."""
    found: set[str] = set()
    open_ = [begin]
    while open_:
        for after in following.get(open_.pop(), ()):
            if after not in found:
                found.add(after)
                open_.append(after)
    return found


def _node(term: object) -> Node:
    if isinstance(term, ox.NamedNode):
        return term.value
    return term if isinstance(term, ox.Literal) else f"_:{getattr(term, 'value', term)}"
