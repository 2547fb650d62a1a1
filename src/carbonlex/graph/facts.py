"""What the reasoner is told of records: as little as possible, because its time grows fast with the number of individuals, and
nothing less than what a class, or a clash, can depend on.

Relations on which classes are defined are told as they are. Of the others only the domain and the range can matter, so the ends are
told to belong to these, where they are not known to.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

import pyoxigraph as ox

from carbonlex.graph.axioms import DIFFERENT, SAME, TYPE, Axioms
from carbonlex.vocabulary import CLX, OWL, RDF


def facts(triples: Iterable[ox.Triple], axioms: Axioms) -> list[ox.Triple]:
    """The types and relations that the reasoner gets of some records."""
    triples = [t for t in triples if not isinstance(t.subject, ox.Triple) and not isinstance(t.object, ox.Triple)]
    types: dict[Any, set[Any]] = {}
    for t in triples:
        if t.predicate == TYPE:
            types.setdefault(t.subject, set()).add(t.object)
    dropped = _dropped(triples, axioms)
    reading = ox.NamedNode(axioms.vocabulary.class_of("reading-part"))
    kept = [
        t
        for t in triples
        if t.predicate == TYPE
        or (
            t.predicate.value in axioms.relations
            and t.subject not in dropped
            and t.object not in dropped
            and (t.predicate.value != CLX + "facet" or reading in types.get(t.subject, ()))
        )
    ]
    kept += dict.fromkeys(_ends(triples, types, axioms))
    # Of which nothing is said but one kind of record, and to which nothing leads, can neither be classified nor contradict.
    numbers = Counter(t.subject for t in kept if t.predicate == TYPE)
    said = {n for t in kept if t.predicate != TYPE for n in (t.subject, t.object)}
    impossible = ox.NamedNode(OWL + "Nothing")
    return [t for t in kept if t.subject in said or numbers[t.subject] > 1 or t.object == impossible]


def _dropped(triples: Iterable[ox.Triple], axioms: Axioms) -> set[Any]:
    """Readings and statements on which no class is defined: of facets and properties that none mentions, and those of strangers."""
    vocabulary, picked = axioms.vocabulary, axioms.picked
    facets = {vocabulary.iri("facet", f) for f in vocabulary.facets} - picked
    properties = set(vocabulary.catalog["properties"]) - picked
    return {
        t.subject
        for t in triples
        if (t.predicate.value == CLX + "facet" and _value(t.object) in facets)
        or (t.predicate.value == CLX + "property" and _value(t.object) in properties)
        or t.predicate.value == CLX + "readBy"
    }


def _ends(triples: Iterable[ox.Triple], types: dict[Any, set[Any]], axioms: Axioms) -> Iterator[ox.Triple]:
    """What domains and ranges say of individuals, beyond what is said of them anyway."""
    for t in triples:
        if t.predicate == TYPE or isinstance(t.object, ox.Literal):
            continue
        domains, ranges = axioms.ends(t.predicate.value)
        for node, classes in ((t.subject, domains), (t.object, ranges)):
            for cls in classes:
                if not axioms.covers(types.get(node) or axioms.told(node), cls):
                    yield ox.Triple(node, TYPE, cls)


def closures(facts: Iterable[ox.Triple], closed: frozenset[str]) -> Iterator[ox.Triple]:
    """That a reading has no other values, for the facets on which some class asks for "only"."""
    facts = list(facts)
    asked = {t.subject for t in facts if t.predicate.value == CLX + "facet" and _value(t.object) in closed}
    values: dict[Any, list[Any]] = {}
    for t in facts:
        if t.predicate.value == CLX + "value" and t.subject in asked:
            values.setdefault(t.subject, []).append(t.object)
    for number, (reading, found) in enumerate(sorted(values.items(), key=lambda kv: str(kv[0]))):
        only, choice = ox.BlankNode(f"only{number}"), ox.BlankNode(f"choice{number}")
        yield ox.Triple(reading, TYPE, only)
        yield ox.Triple(only, TYPE, ox.NamedNode(OWL + "Restriction"))
        yield ox.Triple(only, ox.NamedNode(OWL + "onProperty"), ox.NamedNode(CLX + "value"))
        yield ox.Triple(only, ox.NamedNode(OWL + "allValuesFrom"), choice)
        yield ox.Triple(choice, TYPE, ox.NamedNode(OWL + "Class"))
        cells = [ox.BlankNode(f"cell{number}x{i}") for i in range(len(found))]
        yield ox.Triple(choice, ox.NamedNode(OWL + "oneOf"), cells[0])
        for i, value in enumerate(sorted(found, key=str)):
            rest: Any = cells[i + 1] if i + 1 < len(cells) else ox.NamedNode(RDF + "nil")
            yield ox.Triple(cells[i], ox.NamedNode(RDF + "first"), value)
            yield ox.Triple(cells[i], ox.NamedNode(RDF + "rest"), rest)


def equated(facts: Iterable[ox.Triple]) -> set[Any]:
    """The individuals of which a record says that they are, or are not, the same as others."""
    return {n for t in facts if t.predicate.value in (SAME, DIFFERENT) for n in (t.subject, t.object)}


def _value(node: Any) -> str:
    return str(getattr(node, "value", ""))
