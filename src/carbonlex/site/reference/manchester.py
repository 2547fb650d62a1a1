"""The axioms of a name as experts write them (OWL 2 Manchester Syntax, 2.5)."""

from collections.abc import Mapping, Sequence

from carbonlex.site.reference.axioms import CHARACTERISTICS, Axiom
from carbonlex.site.reference.expressions import formal, short

FRAMES = {
    "class": "Class",
    "object": "ObjectProperty",
    "datatype": "DataProperty",
    "annotation": "AnnotationProperty",
    "individual": "Individual",
}
SECTIONS = {
    "definition": "EquivalentTo",
    "same": "EquivalentTo",
    "same-property": "EquivalentTo",
    "same-individual": "SameAs",
    "type": "Types",
    "subclass": "SubClassOf",
    "every": "SubClassOf",
    "disjoint-union": "DisjointUnionOf",
    "domain": "Domain",
    "range": "Range",
    "subproperty": "SubPropertyOf",
    "inverse": "InverseOf",
    "chain": "SubPropertyChain",
    "key": "HasKey",
    "disjoint": "DisjointWith",
    "disjoint-property": "DisjointWith",
    "different": "DifferentFrom",
}


def frame(kind: str, iri: str, axioms: Sequence[Axiom], prefixes: Mapping[str, str]) -> str:
    """The frame of a name; empty where nothing is said that the syntax has words for."""
    lines: list[tuple[str, str]] = []
    for axiom in axioms:
        if axiom.kind == "ends":
            lines += zip(("Domain", "Range"), (formal(o, prefixes) for o in axiom.others), strict=True)
        elif axiom.kind in CHARACTERISTICS.values():
            lines.append(("Characteristics", axiom.kind.title().replace("-", "")))
        elif axiom.kind in SECTIONS:
            between = " o " if axiom.kind == "chain" else ", "
            lines.append((SECTIONS[axiom.kind], between.join(formal(o, prefixes) for o in axiom.others)))
    if not lines:
        return ""
    return "\n".join([f"{FRAMES[kind]}: {short(iri, prefixes)}", *(f"    {name}: {text}" for name, text in lines)])
