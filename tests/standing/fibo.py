"""The hygiene of FIBO (edmcouncil/fibo, etc/testing/hygiene) as far as it is not about FIBO alone, by the numbers of its tests."""

import re
from functools import partial

import pyoxigraph as ox

from standing.ontology import DEFINITIONS, LABELS, OWL, RDFS, TYPE, Ontology, blank, local
from standing.registry import Found, rule

DCTERMS = "http://purl.org/dc/terms/"
OBJECT, DATA = OWL + "ObjectProperty", OWL + "DatatypeProperty"
fibo = partial(rule, "FIBO")


def mixed(o: Ontology, *predicates: str) -> Found:
    """Object and datatype properties in one axiom."""
    objects, values = set(o.typed(OBJECT)), set(o.typed(DATA))
    for p, q in o.pairs(*predicates):
        others = {str(m) for m in o.items(q)} or {q}
        if (p in objects and others & values) or (p in values and others & objects):
            yield p, "an object and a datatype property in one axiom"


def crossed(o: Ontology, end: str) -> Found:
    for p, q in o.pairs(RDFS + "subPropertyOf"):
        for low in o.iris(p, end):
            for high in o.iris(q, end):
                if low in o.above(RDFS + "subClassOf", high):
                    yield p, f"it is below {q}, and its {local(end)} above"


@fibo("0001")
def untyped(o: Ontology) -> Found:
    """FIBO 0001: what the ontology refers to by a name of its own has a type."""
    aside = (OWL + "versionIRI", OWL + "imports", RDFS + "seeAlso", OWL + "annotatedTarget")
    for s, p, target in o.triples:
        if isinstance(target, str) and o.own(target) and p not in aside and not o.iris(target, TYPE):
            yield target, f"{s} refers to it, and it has no type"


@fibo("0002")
def crossed_domains(o: Ontology) -> Found:
    """FIBO 0002: a narrower property has no wider domain."""
    yield from crossed(o, RDFS + "domain")


@fibo("0003")
def crossed_ranges(o: Ontology) -> Found:
    """FIBO 0003: a narrower property has no wider range."""
    yield from crossed(o, RDFS + "range")


@fibo("0004")
def undefined(o: Ontology) -> Found:
    """FIBO 0004: every class and property has a label and a definition."""
    for t in o.terms:
        if not o.texts(t, LABELS) or not o.texts(t, DEFINITIONS):
            yield t, "no label or no definition"


@fibo("0005")
def metadata(o: Ontology) -> Found:
    """FIBO 0005: the ontology has a label, a statement of rights, a licence and an abstract."""
    for p in (RDFS + "label", DCTERMS + "rights", DCTERMS + "license", DCTERMS + "abstract"):
        if not o.objects(o.header, p):
            yield local(p), "the header does not say it"


@fibo("0114")
def characters(o: Ontology) -> Found:
    """FIBO 0114: English text has the characters of English, with the signs that sentences need."""
    plain = re.compile(r"[A-Za-z0-9\s.,;:?!'’“”\"()\[\]/%#&+=<>|_…–₂é-]*")
    for s, _, text in o.triples:
        if isinstance(text, ox.Literal) and text.language == "en" and o.own(str(s)) and not plain.fullmatch(text.value):
            yield str(s), f"a character that is not English: {text.value}"


@fibo("0268")
def thing(o: Ontology) -> Found:
    """FIBO 0268: no axiom speaks of owl:Thing, which says nothing."""
    yield from ((s, "owl:Thing") for s, target in o.pairs(*{p for _, p, _ in o.triples}) if target == OWL + "Thing")


@fibo("1067")
def labels(o: Ontology) -> Found:
    """FIBO 1067: a label names one class, and one property."""
    for kind in (o.classes, [*o.relations, *o.values]):
        said = [(t, text) for t in kind for text in o.texts(t, LABELS)]
        yield from ((t, text) for t, text in said if sum(text == other for _, other in said) > 1)


@fibo("1068")
def circular(o: Ontology) -> Found:
    """FIBO 1068: no definition of a class uses the label that it defines."""
    for t in o.classes:
        for label in o.texts(t, LABELS):
            if any(re.search(rf"(?i)\b{re.escape(label)}\b", text) for text in o.texts(t, DEFINITIONS)):
                yield t, f"defined with its own label: {label}"


@fibo("1078")
def inverses(o: Ontology) -> Found:
    """FIBO 1078: a relation has one inverse at most."""
    for p in o.relations:
        if len(set(o.iris(p, OWL + "inverseOf"))) > 1:
            yield p, "several inverses"


@fibo("1103")
def equivalent(o: Ontology) -> Found:
    """FIBO 1103: no two named classes are equivalent."""
    yield from ((c, f"the same as {d}") for c, d in o.pairs(OWL + "equivalentClass") if not blank(c) and not blank(d))


@fibo("1177")
def imports_itself(o: Ontology) -> Found:
    """FIBO 1177: no ontology imports itself."""
    yield from ((a, "it imports itself") for a, b in o.pairs(OWL + "imports") if a == b)


@fibo("1190")
def class_cycles(o: Ontology) -> Found:
    """FIBO 1190: the hierarchy of classes has no circle."""
    yield from ((c, "above itself") for c in o.cycles(RDFS + "subClassOf"))


@fibo("1190_properties")
def property_cycles(o: Ontology) -> Found:
    """FIBO 1190_properties: the hierarchy of properties has no circle."""
    yield from ((p, "above itself") for p in o.cycles(RDFS + "subPropertyOf"))


@fibo("1198")
def dots(o: Ontology) -> Found:
    """FIBO 1198: no name of a class or property has a dot."""
    yield from ((t, "a dot") for t in o.terms if "." in local(t))


@fibo("1289")
def impostors(o: Ontology) -> Found:
    """FIBO 1289: no relation plays the part of being a kind of something, by a name such as "isA", "may…" or "become"."""
    yield from ((p, "perhaps an is-a") for p in o.relations if re.search(r"(?i)^isa$|^may|become|also", local(p)))


@fibo("1292")
def several_concepts(o: Ontology) -> Found:
    """FIBO 1292: the name of a class does not join two concepts."""
    yield from ((c, "several concepts") for c in o.classes if re.search(r"[^/]+(And|Or)[A-Z0-9]", local(c)))


@fibo("1293")
def at_least_one(o: Ontology) -> Found:
    """FIBO 1293: "at least one" is said as "some", which reasoners read faster."""
    counts = (OWL + "minCardinality", OWL + "minQualifiedCardinality")
    for s in o.about:
        if any(getattr(n, "value", "") == "1" for n in o.objects(s, *counts)):
            yield next(iter(o.iris(s, OWL + "onProperty")), s), "at least one"


@fibo("1610")
def deprecated(o: Ontology) -> Found:
    """FIBO 1610: what is deprecated is watched, and removed when it can be."""
    yield from ((s, "deprecated") for s in sorted(o.deprecated))


@fibo("1624")
def punning(o: Ontology) -> Found:
    """FIBO 1624: no property leads both to things and to values."""
    yield from ((p, "both") for p in sorted(set(o.typed(OBJECT)) & set(o.typed(DATA))))


@fibo("1624_chain")
def mixed_chain(o: Ontology) -> Found:
    """FIBO 1624_chain: a chain is of relations only."""
    yield from mixed(o, OWL + "propertyChainAxiom")


@fibo("1624_disjoint")
def mixed_disjoint(o: Ontology) -> Found:
    """FIBO 1624_disjoint: properties that exclude each other are of one kind."""
    yield from mixed(o, OWL + "propertyDisjointWith")


@fibo("1624_equivalent")
def mixed_equivalent(o: Ontology) -> Found:
    """FIBO 1624_equivalent: properties that are one are of one kind."""
    yield from mixed(o, OWL + "equivalentProperty")


@fibo("1624_inverse")
def mixed_inverse(o: Ontology) -> Found:
    """FIBO 1624_inverse: inverse properties are relations."""
    yield from mixed(o, OWL + "inverseOf")


@fibo("1624_subProperty")
def mixed_subproperty(o: Ontology) -> Found:
    """FIBO 1624_subProperty: a property and one below it are of one kind."""
    yield from mixed(o, RDFS + "subPropertyOf")
