"""The rules of ROBOT's report (https://robot.obolibrary.org/report_queries/), by their names there. A definition is what stands in
``rdfs:comment``, ``skos:scopeNote`` or ``skos:definition``; a synonym what stands in ``skos:altLabel`` or in the properties of OBO."""

from collections import Counter
from functools import partial

import pyoxigraph as ox

from standing.ontology import DEFINITIONS, LABELS, OWL, RDF, RDFS, SKOS, XSD, Ontology, blank
from standing.registry import Found, rule

OBO, OIO = "http://purl.obolibrary.org/obo/", "http://www.geneontology.org/formats/oboInOwl#"
DCTERMS = "http://purl.org/dc/terms/"
EXACT = (OIO + "hasExactSynonym", SKOS + "altLabel")
SCOPED = (*EXACT, OIO + "hasBroadSynonym", OIO + "hasNarrowSynonym", OIO + "hasRelatedSynonym", OBO + "IAO_0000118")
LANGUAGES = ("en", "fr", "ru", "vi", "zh")
robot = partial(rule, "ROBOT")


def shared(o: Ontology, of: list[str], predicates: tuple[str, ...], what: str) -> Found:
    """Words of one language that are said of several things."""
    said = Counter((lang, text) for s in of for lang in LANGUAGES for text in set(o.texts(s, predicates, lang)))
    for s in of:
        for lang in LANGUAGES:
            for text in sorted(set(o.texts(s, predicates, lang))):
                if said[lang, text] > 1:
                    yield s, f"{what} of several things ({lang}): {text}"


def several(o: Ontology, predicates: tuple[str, ...], what: str) -> Found:
    """More than one text of one language."""
    for s in o.named:
        for lang in LANGUAGES:
            if len(set(o.texts(s, predicates, lang))) > 1:
                yield s, f"more than one {what} ({lang})"


@robot("annotation_whitespace")
def annotation_whitespace(o: Ontology) -> Found:
    """ROBOT annotation_whitespace: no text begins or ends with white space, or has two blanks in a row."""
    for s, p, text in o.triples:
        if isinstance(text, ox.Literal) and (text.value != text.value.strip() or "  " in text.value):
            yield str(s), f"white space in {p}: {text.value!r}"


@robot("deprecated_boolean_datatype")
def deprecated_boolean_datatype(o: Ontology) -> Found:
    """ROBOT deprecated_boolean_datatype: whether something is deprecated is said as a boolean."""
    for s, p, value in o.triples:
        if p == OWL + "deprecated" and getattr(getattr(value, "datatype", None), "value", "") != XSD + "boolean":
            yield str(s), "no boolean"


def references(o: Ontology, kinds: tuple[str, ...], predicates: tuple[str, ...]) -> Found:
    gone = o.deprecated & set(o.typed(*kinds))
    for s, p, target in o.triples:
        if target in gone and p in predicates:
            yield str(s), f"it rests on {target}, which is deprecated"


@robot("deprecated_class_reference")
def deprecated_class_reference(o: Ontology) -> Found:
    """ROBOT deprecated_class_reference: no axiom rests on a class that is deprecated."""
    used = ("subClassOf", "domain", "range")
    fillers = ("equivalentClass", "someValuesFrom", "allValuesFrom", "onClass", "disjointWith")
    predicates = (*(RDFS + u for u in used), *(OWL + f for f in fillers), RDF + "first", RDF + "type")
    yield from references(o, (OWL + "Class",), predicates)


@robot("deprecated_property_reference")
def deprecated_property_reference(o: Ontology) -> Found:
    """ROBOT deprecated_property_reference: no axiom rests on a property that is deprecated."""
    kinds = (OWL + "ObjectProperty", OWL + "DatatypeProperty", OWL + "AnnotationProperty")
    predicates = (
        RDFS + "subPropertyOf",
        OWL + "onProperty",
        OWL + "inverseOf",
        OWL + "equivalentProperty",
        RDF + "first",
    )
    yield from references(o, kinds, predicates)


@robot("duplicate_definition")
def duplicate_definition(o: Ontology) -> Found:
    """ROBOT duplicate_definition: no two terms have the same definition."""
    yield from shared(o, o.terms, DEFINITIONS, "the definition")


@robot("duplicate_exact_synonym")
def duplicate_exact_synonym(o: Ontology) -> Found:
    """ROBOT duplicate_exact_synonym: no two terms have the same synonym."""
    yield from shared(o, o.named, EXACT, "the synonym")


@robot("duplicate_label")
def duplicate_label(o: Ontology) -> Found:
    """ROBOT duplicate_label: no two terms of one kind have the same label; a relation may be called as what it leads to."""
    for kind in (o.classes, [*o.relations, *o.values, *o.annotations]):
        yield from shared(o, kind, LABELS, "the label")


@robot("duplicate_label_synonym")
def duplicate_label_synonym(o: Ontology) -> Found:
    """ROBOT duplicate_label_synonym: no synonym repeats the label."""
    for s in o.named:
        for lang in LANGUAGES:
            for text in set(o.texts(s, SCOPED, lang)) & set(o.texts(s, LABELS, lang)):
                yield s, f"the synonym is the label: {text}"


@robot("duplicate_scoped_synonym")
def duplicate_scoped_synonym(o: Ontology) -> Found:
    """ROBOT duplicate_scoped_synonym: no synonym of a term is of two kinds."""
    for s in o.named:
        said = Counter(text for p in SCOPED for lang in LANGUAGES for text in set(o.texts(s, (p,), lang)))
        yield from ((s, f"two kinds of synonym: {text}") for text, number in said.items() if number > 1)


@robot("equivalent_class_axiom_no_genus")
def equivalent_class_axiom_no_genus(o: Ontology) -> Found:
    """ROBOT equivalent_class_axiom_no_genus: a class is not defined by a restriction alone, without what it is a kind of."""
    for cls, same in o.pairs(OWL + "equivalentClass"):
        if not blank(cls) and o.iris(same, OWL + "onProperty"):
            yield cls, "defined by a restriction alone"


@robot("equivalent_pair")
def equivalent_pair(o: Ontology) -> Found:
    """ROBOT equivalent_pair: no two named classes are one."""
    yield from ((c, f"the same as {d}") for c, d in o.pairs(OWL + "equivalentClass") if not blank(c) and not blank(d))


@robot("illegal_use_of_built_in_vocabulary")
def illegal_use_of_built_in_vocabulary(o: Ontology) -> Found:
    """ROBOT illegal_use_of_built_in_vocabulary: nothing is said of the names of RDF, RDF Schema and OWL."""
    yield from ((s, "it is built in") for s in o.about if s.startswith((RDF, RDFS, OWL, XSD)))


@robot("invalid_entity_uri")
def invalid_entity_uri(o: Ontology) -> Found:
    """ROBOT invalid_entity_uri: names of OBO are written as OBO writes them."""
    wrong = ("https://purl.obolibrary.org/obo/", "http://purl.org/obo/", "http://www.obofoundry.org/")
    for s, _, target in o.triples:
        yield from ((str(x), "no name of OBO") for x in (s, target) if isinstance(x, str) and x.startswith(wrong))


@robot("invalid_xref")
def invalid_xref(o: Ontology) -> Found:
    """ROBOT invalid_xref: a cross reference is a compact IRI."""
    for s, p, value in o.triples:
        text = str(getattr(value, "value", value))
        if p == OIO + "hasDbXref" and (":" not in text or text.endswith(":") or " " in text):
            yield str(s), f"no compact IRI: {text}"


@robot("label_formatting")
def label_formatting(o: Ontology) -> Found:
    """ROBOT label_formatting: no label has a line break or a tab."""
    for s in o.named:
        for lang in LANGUAGES:
            yield from ((s, repr(t)) for t in o.texts(s, LABELS, lang) if "\n" in t or "\t" in t)


@robot("label_whitespace")
def label_whitespace(o: Ontology) -> Found:
    """ROBOT label_whitespace: no label begins or ends with white space."""
    for s in o.named:
        for lang in LANGUAGES:
            yield from ((s, repr(t)) for t in o.texts(s, LABELS, lang) if t != t.strip())


@robot("lowercase_definition")
def lowercase_definition(o: Ontology) -> Found:
    """ROBOT lowercase_definition: a definition begins with a capital letter."""
    for s in o.named:
        yield from ((s, text) for text in o.texts(s, DEFINITIONS) if text[:1].islower())


@robot("missing_definition")
def missing_definition(o: Ontology) -> Found:
    """ROBOT missing_definition: every term has a definition."""
    yield from ((t, "no definition") for t in o.terms if t not in o.deprecated and not o.texts(t, DEFINITIONS))


@robot("missing_label")
def missing_label(o: Ontology) -> Found:
    """ROBOT missing_label: everything that is described has a label."""
    nameless = [s for s in o.named if s != o.header and o.iris(s, RDF + "type") and not o.texts(s, LABELS)]
    yield from ((s, "no label") for s in nameless)


@robot("missing_obsolete_label")
def missing_obsolete_label(o: Ontology) -> Found:
    """ROBOT missing_obsolete_label: the label of what is deprecated begins with "obsolete"."""
    for s in sorted(o.deprecated):
        if not all(text.startswith("obsolete ") for text in o.texts(s, LABELS)):
            yield s, "deprecated, and its label does not say so"


@robot("missing_ontology_description")
def missing_ontology_description(o: Ontology) -> Found:
    """ROBOT missing_ontology_description: the ontology has a description in Dublin Core."""
    if not o.objects(o.header, DCTERMS + "description"):
        yield o.header, "no dcterms:description"


@robot("missing_ontology_license")
def missing_ontology_license(o: Ontology) -> Found:
    """ROBOT missing_ontology_license: the ontology's licence is an IRI in Dublin Core."""
    if not o.iris(o.header, DCTERMS + "license"):
        yield o.header, "no dcterms:license that is an IRI"


@robot("missing_ontology_title")
def missing_ontology_title(o: Ontology) -> Found:
    """ROBOT missing_ontology_title: the ontology has a title in Dublin Core."""
    if not o.objects(o.header, DCTERMS + "title"):
        yield o.header, "no dcterms:title"


@robot("missing_subset_declaration")
def missing_subset_declaration(o: Ontology) -> Found:
    """ROBOT missing_subset_declaration: a subset in which a term is has been declared as one."""
    for s, subset in o.pairs(OIO + "inSubset"):
        if OIO + "SubsetProperty" not in o.iris(subset, RDFS + "subPropertyOf"):
            yield s, f"{subset} is not declared as a subset"


@robot("missing_superclass")
def missing_superclass(o: Ontology) -> Found:
    """ROBOT missing_superclass: a class has one above it, or a definition that puts it below one."""
    for cls in o.classes:
        if not o.iris(cls, RDFS + "subClassOf", OWL + "equivalentClass"):
            yield cls, "nothing above it"


@robot("missing_synonymtype_declaration")
def missing_synonymtype_declaration(o: Ontology) -> Found:
    """ROBOT missing_synonymtype_declaration: a type of synonym has been declared as one."""
    for s, kind in o.pairs(OIO + "hasSynonymType"):
        if OIO + "SynonymTypeProperty" not in o.iris(kind, RDFS + "subPropertyOf"):
            yield s, f"{kind} is not declared as a type of synonym"


@robot("misused_obsolete_label")
def misused_obsolete_label(o: Ontology) -> Found:
    """ROBOT misused_obsolete_label: only the label of what is deprecated begins with "obsolete"."""
    for s in o.named:
        if s not in o.deprecated and any(t.lower().startswith("obsolete") for t in o.texts(s, LABELS)):
            yield s, "not deprecated"


@robot("misused_replaced_by")
def misused_replaced_by(o: Ontology) -> Found:
    """ROBOT misused_replaced_by: only what is deprecated is replaced by something."""
    for s, p, _ in o.triples:
        if p in (OBO + "IAO_0100001", DCTERMS + "isReplacedBy") and s not in o.deprecated:
            yield str(s), "replaced and not deprecated"


@robot("multiple_asserted_superclasses")
def multiple_asserted_superclasses(o: Ontology) -> Found:
    """ROBOT multiple_asserted_superclasses: a class stands directly below one named class."""
    for cls in o.classes:
        if len([c for c in o.iris(cls, RDFS + "subClassOf") if not blank(c)]) > 1:
            yield cls, "below several classes"


@robot("multiple_definitions")
def multiple_definitions(o: Ontology) -> Found:
    """ROBOT multiple_definitions: nothing has two definitions in one language."""
    yield from several(o, DEFINITIONS, "definition")


@robot("multiple_equivalent_classes")
def multiple_equivalent_classes(o: Ontology) -> Found:
    """ROBOT multiple_equivalent_classes: a class is not said to be the same as several."""
    for cls in o.classes:
        if len(o.iris(cls, OWL + "equivalentClass")) > 1:
            yield cls, "the same as several"


@robot("multiple_equivalent_class_definitions")
def multiple_equivalent_class_definitions(o: Ontology) -> Found:
    """ROBOT multiple_equivalent_class_definitions: a class has one logical definition."""
    for cls in o.classes:
        if len([e for e in o.iris(cls, OWL + "equivalentClass") if o.iris(e, OWL + "intersectionOf")]) > 1:
            yield cls, "several logical definitions"


@robot("multiple_labels")
def multiple_labels(o: Ontology) -> Found:
    """ROBOT multiple_labels: nothing has two labels in one language."""
    yield from several(o, LABELS, "label")
