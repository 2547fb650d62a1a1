"""The pitfalls of OOPS! (https://oops.linkeddata.es/catalogue.jsp) that a program can see without the network, by their numbers."""

import re
from functools import partial

from standing.ontology import (
    BUILT_IN,
    DEFINITIONS,
    LABELS,
    MATCHES,
    OWL,
    RDFS,
    TYPE,
    Ontology,
    blank,
    local,
)
from standing.registry import Found, rule

ENDS = (RDFS + "domain", RDFS + "range")
PROPERTIES = tuple(OWL + kind + "Property" for kind in ("Object", "Datatype", "Annotation"))
CLASSES = (OWL + "Class", RDFS + "Datatype")
FILLERS = tuple(OWL + f for f in ("someValuesFrom", "allValuesFrom", "onClass", "complementOf"))
oops = partial(rule, "OOPS")


def ends(o: Ontology, relation: str) -> tuple[list[str], list[str]]:
    return o.iris(relation, ENDS[0]), o.iris(relation, ENDS[1])


def relations(o: Ontology, kind: str) -> list[str]:
    return [p for p in o.typed(OWL + kind) if o.own(p)]


@oops("P02")
def synonyms(o: Ontology) -> Found:
    """OOPS P02: two names of one thing are two labels and not two classes."""
    for c, d in o.pairs(OWL + "equivalentClass"):
        if o.own(c) and o.own(d):
            yield c, f"another name of {d}"


@oops("P03")
def is_a(o: Ontology) -> Found:
    """OOPS P03: that something is a kind of another is said with rdfs:subClassOf or rdf:type, not with a relation "is"."""
    yield from ((p, "is") for p in o.relations if re.fullmatch(r"(?i)is_?a?|subclassof|instanceof", local(p)))


@oops("P04")
def unconnected(o: Ontology) -> Found:
    """OOPS P04: every class and relation stands in some relation to the rest of the ontology."""
    led_to = {target for _, p, target in o.triples if isinstance(target, str) and p not in MATCHES} | o.shaped
    leading = (*ENDS, RDFS + "subClassOf", RDFS + "subPropertyOf", OWL + "equivalentClass")
    for t in (*o.classes, *o.relations):
        if t not in led_to and not o.iris(t, *leading):
            yield t, "nothing leads to it or from it"


@oops("P05")
def wrong_inverses(o: Ontology) -> Found:
    """OOPS P05: of two inverse relations, one begins where the other ends."""
    for p, q in o.pairs(OWL + "inverseOf"):
        (a, b), (c, d) = ends(o, p), ends(o, q)
        if (a and d and set(a) != set(d)) or (b and c and set(b) != set(c)):
            yield p, f"it does not read {q} backwards"


@oops("P06")
def cycles(o: Ontology) -> Found:
    """OOPS P06: no class stands above itself."""
    yield from ((c, "above itself") for c in o.cycles(RDFS + "subClassOf"))


@oops("P07")
def merged(o: Ontology) -> Found:
    """OOPS P07: the name of a class does not join two concepts by "and" or "or"."""
    yield from ((c, "two in one") for c in o.classes if re.search(r"[a-z](And|Or)[A-Z]", local(c)))


@oops("P08")
def unannotated(o: Ontology) -> Found:
    """OOPS P08: every class and property has a label and a definition."""
    for t in o.terms:
        if not o.texts(t, LABELS) or not o.texts(t, DEFINITIONS):
            yield t, "no label or no definition"


@oops("P10")
def disjointness(o: Ontology) -> Found:
    """OOPS P10: of the classes of records, of which one file describes one, each excludes the others."""
    lists = [o.inside(s) for s in o.about if OWL + "AllDisjointClasses" in o.iris(s, TYPE)]
    lists += [{c, d} for c, d in o.pairs(OWL + "disjointWith")]
    tops = [c for c in o.classes if not o.iris(c, RDFS + "subClassOf", OWL + "equivalentClass")]
    yield from ((c, "it excludes nothing") for c in tops if not any(c in together for together in lists))


@oops("P11")
def endless(o: Ontology) -> Found:
    """OOPS P11: of every relation and value it is said whose it is and where it leads, by domain and range or by a shape."""
    for p in (*o.relations, *o.values):
        if p not in o.shaped and not all(ends(o, p)) and not o.iris(p, RDFS + "subPropertyOf"):
            yield p, "no domain and range, and no shape"


@oops("P12")
def undeclared_equivalence(o: Ontology) -> Found:
    """OOPS P12: a property with the name of one of another vocabulary says how it relates to that."""
    for kind in PROPERTIES[:2]:
        others = {local(p): p for p in o.typed(kind) if not o.own(p)}
        for p in relations(o, kind.removeprefix(OWL)):
            other = others.get(local(p))
            if other and other not in o.iris(p, RDFS + "subPropertyOf", OWL + "equivalentProperty", *MATCHES):
                yield p, f"it says nothing of {other}"


@oops("P13")
def undeclared_inverse(o: Ontology) -> Found:
    """OOPS P13: two relations between the same two classes in opposite directions are declared inverse."""
    inverse = set(o.pairs(OWL + "inverseOf"))
    for p in o.relations:
        for q in o.relations:
            (a, b), (c, d) = ends(o, p), ends(o, q)
            if p < q and a and b and a == d and b == c and a != b and not {(p, q), (q, p)} & inverse:
                yield p, f"perhaps the inverse of {q}"


@oops("P14")
def only(o: Ontology) -> Found:
    """OOPS P14: "only" stands beside "some" of the same property, since it alone also holds of what has none."""
    for node in [s for s in o.about if o.iris(s, OWL + "intersectionOf")]:
        parts = [str(m) for first in o.iris(node, OWL + "intersectionOf") for m in o.items(first)]
        some = {
            p
            for m in parts
            if o.objects(m, OWL + "someValuesFrom", OWL + "hasValue")
            for p in o.iris(m, OWL + "onProperty")
        }
        for m in parts:
            for p in o.iris(m, OWL + "onProperty"):
                if o.objects(m, OWL + "allValuesFrom") and p not in some:
                    yield p, "only, and not some"
    inside = {str(m) for s in o.about for first in o.iris(s, OWL + "intersectionOf") for m in o.items(first)}
    for s in o.about:
        if o.objects(s, OWL + "allValuesFrom") and s not in inside:
            yield s, "only, and not some"


@oops("P19")
def several_ends(o: Ontology) -> Found:
    """OOPS P19: a property has one domain and one range, since several hold together."""
    for p in (*o.relations, *o.values):
        if any(len(end) > 1 for end in ends(o, p)):
            yield p, "several domains or ranges"


@oops("P20")
def misused_annotations(o: Ontology) -> Found:
    """OOPS P20: a label names and a definition defines, and neither is put in the place of the other."""
    for t in o.terms:
        for label in o.texts(t, LABELS):
            if label in o.texts(t, DEFINITIONS) or label.endswith(".") or len(label.split()) > 8:
                yield t, f"no label: {label}"
        for text in o.texts(t, DEFINITIONS):
            if not text.endswith((".", "?")):
                yield t, f"no sentence: {text}"


@oops("P21")
def miscellaneous(o: Ontology) -> Found:
    """OOPS P21: no class gathers what fits nowhere else."""
    yield from ((c, "what is left") for c in o.classes if re.match(r"(Misc|Other|Unknown|Rest[A-Z]|Various)", local(c)))


@oops("P22")
def naming(o: Ontology) -> Found:
    """OOPS P22: classes begin with a capital and properties with a small letter, without delimiters; individuals have hyphens."""
    for iris, form in (
        (o.classes, r"[A-Z][A-Za-z0-9]*"),
        ([*o.relations, *o.values, *o.annotations], r"[a-z][A-Za-z0-9]*"),
        ([s for s in o.named if s.startswith(o.base)], r"[a-z0-9]+(-[a-z0-9]+)*"),
    ):
        yield from ((i, "named otherwise than its like") for i in iris if not re.fullmatch(form, local(i)))


@oops("P24")
def recursive(o: Ontology) -> Found:
    """OOPS P24: no class is defined by itself."""
    for cls, same in o.pairs(OWL + "equivalentClass", RDFS + "subClassOf"):
        if cls == same or (blank(same) and cls in o.inside(same)):
            yield cls, "defined by itself"


@oops("P25")
def inverse_to_itself(o: Ontology) -> Found:
    """OOPS P25: what reads the same backwards is symmetric and not its own inverse."""
    yield from ((p, "its own inverse") for p, q in o.pairs(OWL + "inverseOf") if p == q)


@oops("P26")
def inverse_of_symmetric(o: Ontology) -> Found:
    """OOPS P26: a symmetric relation has no inverse."""
    symmetric = set(o.typed(OWL + "SymmetricProperty"))
    yield from ((p, "symmetric") for p, q in o.pairs(OWL + "inverseOf") if {p, q} & symmetric)


@oops("P27")
def wrong_equivalent_properties(o: Ontology) -> Found:
    """OOPS P27: properties that are said to be one begin and end alike."""
    for p, q in o.pairs(OWL + "equivalentProperty"):
        if any(a and b and set(a) != set(b) for a, b in zip(ends(o, p), ends(o, q), strict=True)):
            yield p, f"it begins or ends otherwise than {q}"


def unlike_ends(o: Ontology, kind: str) -> Found:
    for p in relations(o, kind):
        domain, range_ = ends(o, p)
        if domain and range_ and set(domain) != set(range_):
            yield p, "it ends elsewhere than it begins"


@oops("P28")
def wrong_symmetric(o: Ontology) -> Found:
    """OOPS P28: a symmetric relation ends where it begins."""
    yield from unlike_ends(o, "SymmetricProperty")


@oops("P29")
def wrong_transitive(o: Ontology) -> Found:
    """OOPS P29: a transitive relation ends where it begins."""
    yield from unlike_ends(o, "TransitiveProperty")


@oops("P30")
def undeclared_classes(o: Ontology) -> Found:
    """OOPS P30: a class with the name of one of another vocabulary says how it relates to that."""
    others = {local(c): c for c in o.typed(OWL + "Class") if not o.own(c)}
    for c in o.classes:
        other = others.get(local(c))
        if other and other not in o.iris(c, RDFS + "subClassOf", OWL + "equivalentClass", *MATCHES):
            yield c, f"it says nothing of {other}"


@oops("P32")
def same_label(o: Ontology) -> Found:
    """OOPS P32: no two classes have one label."""
    labels = [(c, text) for c in o.classes for text in o.texts(c, LABELS)]
    yield from ((c, text) for c, text in labels if sum(text == other for _, other in labels) > 1)


@oops("P33")
def short_chain(o: Ontology) -> Found:
    """OOPS P33: a chain has two links or more."""
    for p, first in o.pairs(OWL + "propertyChainAxiom"):
        if len(list(o.items(first))) < 2:
            yield p, "a chain of one"


@oops("P34")
def untyped_class(o: Ontology) -> Found:
    """OOPS P34: what is used as a class is declared as one."""
    used = {c for pair in o.pairs(RDFS + "subClassOf", OWL + "equivalentClass", OWL + "disjointWith") for c in pair}
    used |= {c for _, c in o.pairs(*FILLERS, *ENDS, TYPE)}
    declared = set(o.typed(*CLASSES))
    yield from (
        (c, "no class") for c in sorted(used) if not blank(c) and not c.startswith(BUILT_IN) and c not in declared
    )


@oops("P35")
def untyped_property(o: Ontology) -> Found:
    """OOPS P35: what is used as a property is declared as one."""
    used = {p for _, p, _ in o.triples}
    used |= {p for pair in o.pairs(RDFS + "subPropertyOf", OWL + "inverseOf", OWL + "equivalentProperty") for p in pair}
    used |= {p for _, p in o.pairs(OWL + "onProperty")} | {p for p, _ in o.pairs(*ENDS)}
    declared = set(o.typed(*PROPERTIES))
    yield from ((p, "no property") for p in sorted(used) if not p.startswith(BUILT_IN) and p not in declared)


@oops("P36")
def extension(o: Ontology) -> Found:
    """OOPS P36: the ontology's IRI does not name a form of file."""
    if re.search(r"\.(owl|rdf|ttl|n3|nt|xml|rdfxml|jsonld)$", o.header):
        yield o.header, "it ends as a file does"


@oops("P38")
def undeclared(o: Ontology) -> Found:
    """OOPS P38: there is a declaration of the ontology, which has a place for metadata."""
    if not o.headers:
        yield o.namespace, "no owl:Ontology"


@oops("P39")
def ambiguous(o: Ontology) -> Found:
    """OOPS P39: the ontology has one IRI of its own, so that nobody's file name becomes its namespace."""
    if len(o.headers) != 1 or blank(o.header):
        yield o.header, "no IRI, or several"


@oops("P40")
def hijacking(o: Ontology) -> Found:
    """OOPS P40: nothing is said of names in a namespace that is not ours, but what kind of name they are."""
    for s, p, kind in o.triples:
        if (
            not blank(str(s))
            and not o.own(str(s))
            and s not in o.headers
            and (p != TYPE or not str(kind).startswith(OWL))
        ):
            yield str(s), f"it is another's, and we say {p} of it"


@oops("P41")
def unlicensed(o: Ontology) -> Found:
    """OOPS P41: the ontology has a licence."""
    if not any(p.endswith(("license", "licence")) for p in o.about.get(o.header, {})):
        yield o.header, "no licence"
