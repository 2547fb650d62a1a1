"""The integrity conditions of SKOS and SKOS-XL that apply to what is exported, each by its number
(https://www.w3.org/TR/skos-reference/). A check yields what breaks the condition, with all that SKOS infers taken into account."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pyoxigraph as ox

from carbonlex.vocabulary import PREFIXES, RDF, SKOS

XL = PREFIXES["skosxl"]
LABELS = ("prefLabel", "altLabel", "hiddenLabel")
MATCHES = ("exactMatch", "closeMatch", "broadMatch", "narrowMatch", "relatedMatch")
Pairs = set[tuple[Any, Any]]


class Thesaurus:
    """A graph with what SKOS infers of it."""

    def __init__(self, content: bytes) -> None:
        self.said: dict[str, Pairs] = defaultdict(set)
        for quad in ox.parse(content, ox.RdfFormat.TURTLE):
            self.said[quad.predicate.value].add((quad.subject, quad.object))

    def skos(self, name: str) -> Pairs:
        return self.said[SKOS + name]

    def xl(self, name: str) -> Pairs:
        return self.said[XL + name]

    def of(self, name: str) -> set[Any]:
        """The instances of a class, with those that domains and ranges give (S3 to S6, S19, S51)."""
        found = {s for s, o in self.said[RDF + "type"] if o.value in (SKOS + name, XL + name)}
        if name == "ConceptScheme":
            found |= {o for p in ("inScheme", "topConceptOf") for _, o in self.skos(p)}
            found |= {s for s, _ in self.skos("hasTopConcept")}
        if name == "Concept":
            found |= {o for _, o in self.skos("hasTopConcept")} | {s for s, _ in self.skos("topConceptOf")}
            found |= {x for p in ("broader", "narrower", "related", *MATCHES) for pair in self.skos(p) for x in pair}
        if name == "Label":
            found |= {o for p in LABELS for _, o in self.xl(p)}
        return found

    def exact(self) -> dict[Any, set[Any]]:
        """What exact matches join, which are symmetric and transitive (S44, S45)."""
        return closed(self.skos("exactMatch") | inverse(self.skos("exactMatch")))

    def broader(self) -> dict[Any, set[Any]]:
        """What is broader at any distance (S22, S24, S25, S41, S43)."""
        up = self.skos("broader") | self.skos("broadMatch")
        return closed(up | inverse(self.skos("narrower") | self.skos("narrowMatch")))

    def related(self) -> Pairs:
        """What is related, which is symmetric (S23, S41, S44)."""
        found = self.skos("related") | self.skos("relatedMatch")
        return found | inverse(found)


def inverse(pairs: Pairs) -> Pairs:
    return {(o, s) for s, o in pairs}


def closed(pairs: Pairs) -> dict[Any, set[Any]]:
    """The transitive closure, by subject."""
    next_: dict[Any, set[Any]] = defaultdict(set)
    for s, o in pairs:
        next_[s].add(o)
    found = {}
    for s in list(next_):
        seen: set[Any] = set()
        agenda = [s]
        while agenda:
            for o in next_.get(agenda.pop(), ()):
                if o not in seen:
                    seen.add(o)
                    agenda.append(o)
        found[s] = seen
    return found


def s9(x: Thesaurus) -> Iterator[Any]:
    """Concepts are no schemes."""
    yield from x.of("Concept") & x.of("ConceptScheme")


def s12(x: Thesaurus) -> Iterator[Any]:
    """Labels are plain literals, and notations literals."""
    for name in (*LABELS, "scopeNote", "definition", "note"):
        yield from (o for _, o in x.skos(name) if not (isinstance(o, ox.Literal) and o.language))
    yield from (o for _, o in x.skos("notation") if not isinstance(o, ox.Literal))


def s13(x: Thesaurus) -> Iterator[Any]:
    """No label of a resource is of two kinds."""
    counted = Counter(pair for name in LABELS for pair in x.skos(name) | dumbed(x, name))
    yield from (pair for pair, number in counted.items() if number > 1)


def s14(x: Thesaurus) -> Iterator[Any]:
    """One preferred label in a language."""
    counted = Counter((s, o.language) for s, o in x.skos("prefLabel") | dumbed(x, "prefLabel"))
    yield from (key for key, number in counted.items() if number > 1)


def s27(x: Thesaurus) -> Iterator[Any]:
    """What is related is not broader at any distance."""
    broader = x.broader()
    yield from ((s, o) for s, o in x.related() if o in broader.get(s, ()))


def s37(x: Thesaurus) -> Iterator[Any]:
    """Collections are neither concepts nor schemes."""
    yield from (x.of("Collection") | x.of("OrderedCollection")) & (x.of("Concept") | x.of("ConceptScheme"))


def s46(x: Thesaurus) -> Iterator[Any]:
    """What matches exactly is matched neither as broader nor as related."""
    exact = x.exact()
    broad = x.skos("broadMatch") | inverse(x.skos("narrowMatch"))
    others = broad | inverse(broad) | x.skos("relatedMatch") | inverse(x.skos("relatedMatch"))
    yield from ((s, o) for s, o in others if o in exact.get(s, ()))


def s48(x: Thesaurus) -> Iterator[Any]:
    """Label resources are no concepts, schemes or collections."""
    yield from x.of("Label") & (x.of("Concept") | x.of("ConceptScheme") | x.of("Collection"))


def s52(x: Thesaurus) -> Iterator[Any]:
    """A label resource has exactly one literal form, which is plain."""
    forms = Counter(s for s, o in x.xl("literalForm") if isinstance(o, ox.Literal) and o.language)
    yield from (label for label in x.of("Label") if forms[label] != 1)


def s55(x: Thesaurus) -> Iterator[Any]:
    """What label resources say, plain labels say too (S55, S56, S57), and here nothing else does."""
    schemes = x.of("ConceptScheme")
    for name in LABELS:
        plain = {(s, o) for s, o in x.skos(name) if s not in schemes}
        yield from dumbed(x, name) ^ plain


def dumbed(x: Thesaurus, name: str) -> Pairs:
    forms = defaultdict(set)
    for label, form in x.xl("literalForm"):
        forms[label].add(form)
    return {(s, form) for s, label in x.xl(name) for form in forms[label]}


CHECKS: Mapping[str, Callable[[Thesaurus], Iterator[Any]]] = {
    check.__name__.upper(): check for check in (s9, s12, s13, s14, s27, s37, s46, s48, s52, s55)
}
