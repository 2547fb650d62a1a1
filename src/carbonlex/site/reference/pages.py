"""The pages of the reference: an overview with an index of all names, and the entries by kind."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from carbonlex.records.model import Asset, Record
from carbonlex.site.page import ONTOLOGY, Page
from carbonlex.site.reference.hierarchy import Node
from carbonlex.site.reference.index import Reference
from carbonlex.site.reference.shapes import Shape
from carbonlex.vocabulary import CLX, SKOS

if TYPE_CHECKING:
    from carbonlex.site.pages import Site

# How records hold together: the boxes of the picture (column and row), and the properties that lead from one to another.
BOXES = (
    (CLX + "Jurisdiction", 0, 0),
    (CLX + "Definition", 1, 0),
    (SKOS + "Concept", 2, 0),
    (CLX + "Source", 0, 1),
    (CLX + "Reading", 1, 1),
    (CLX + "Facet", 2, 1),
    (CLX + "Basis", 0, 2),
    (CLX + "FacetValue", 2, 2),
)
ARROWS = (
    (CLX + "jurisdiction", CLX + "Definition", CLX + "Jurisdiction"),
    (CLX + "concept", CLX + "Definition", SKOS + "Concept"),
    (CLX + "source", CLX + "Definition", CLX + "Source"),
    (CLX + "reading", CLX + "Definition", CLX + "Reading"),
    (CLX + "readBy", CLX + "Reading", CLX + "Source"),
    (CLX + "facet", CLX + "Reading", CLX + "Facet"),
    (CLX + "value", CLX + "Reading", CLX + "FacetValue"),
    (CLX + "basis", CLX + "Reading", CLX + "Basis"),
    (CLX + "valueOf", CLX + "FacetValue", CLX + "Facet"),
)
# Kinds of record whose list is a page of the site; the others' members are on a page of the class.
LISTED = {
    "definition": "concepts/",
    "jurisdiction": "jurisdictions/",
    "asset": "assets/",
    "scheme": "schemes/",
    "link": "links/",
    "body": "bodies/",
    "source": "sources/",
    "mapping": "mappings/",
    "disagreement": "disagreements/",
    "finding": "findings/",
    "term": "terms/",
}


@dataclass(frozen=True)
class Choice:
    """An entry of a closed list: where its values are taken from, where it has any, and how often statements say it."""

    id: str
    iri: str
    range: tuple[str, str] = ("", "")
    form: str = ""
    or_text: bool = False
    count: int = 0


def pages(site: "Site") -> Iterator[Page]:
    """The overview, the entries, and the members of each class that has a page for them."""
    reference = site.reference
    paged = _paged(reference)
    overview = _overview(reference)
    borrowed = {"borrowed": overview.pop("borrowed")}
    whole = Page("ontology/", "ontology.html", shown=overview)
    yield whole
    yield Page(
        "ontology/borrowed/", "ontology-borrowed.html", shown=borrowed, whole=whole, part=("ontology", "borrowed")
    )
    shown = {"sections": reference.sections, "paged": paged, "listed": _listed(site)}
    yield Page("ontology/classes/", "ontology-classes.html", shown=shown | {"tree": _trees(reference)})
    yield Page("ontology/relations/", "ontology-properties.html", shown={"groups": [("", reference.of("object"))]})
    groups = [("", reference.of("datatype")), ("ontology.annotations", reference.of("annotation"))]
    yield Page("ontology/values/", "ontology-properties.html", shown={"groups": groups})
    yield Page("ontology/facets/", "ontology-facets.html", shown=_facets(site))
    yield Page("ontology/lists/", "ontology-lists.html", shown={"lists": _lists(site)})
    yield Page("ontology/statements/", "ontology-statements.html", shown={"groups": _statements(site)})
    yield Page("ontology/shapes/", "ontology-shapes.html", shown={"rules": _shapes(reference)})
    for iri in paged:
        yield Page(
            f"ontology/classes/{iri.removeprefix(CLX)}/",
            "ontology-members.html",
            ((ONTOLOGY, iri.removeprefix(CLX)),),
            shown={"cls": reference.entries[iri], "groups": _members(site, iri)},
            found=False,
            readings=False,
        )


def units(site: "Site") -> Node:
    """The taxonomy of units with the units of the data as its leaves."""
    types: dict[str, list[Node]] = {}
    for asset in site.dataset.all(Asset):
        iri = site.vocabulary.iri("asset", asset.id)
        types.setdefault(site.vocabulary.asset_types[asset.type], []).append(Node(iri, "record"))

    def grown(node: Node) -> Node:
        below = tuple(grown(n) for n in node.below if n.form == "told")
        return Node(node.iri, node.form, (*below, *types.get(node.iri, ())))

    return grown(site.reference.hierarchy.tree(site.vocabulary.class_of("asset-record")))


def _overview(reference: Reference) -> dict[str, Any]:
    vocabulary = reference.vocabulary
    return {
        "header": reference.axioms.header,
        "names": [(e.iri, e.name) for e in reference.entries.values()],
        "shapes": [s.iri for s in reference.shapes],
        "counts": {
            "classes": len(reference.of("class")),
            "properties": len(reference.of("object", "datatype", "annotation")),
            "facets": len(vocabulary.facets),
            "values": sum(map(len, vocabulary.facets.values())),
        },
        "concepts": list(vocabulary.list("concept")),
        "boxes": BOXES,
        "arrows": ARROWS,
        "modules": [f"{p.stem}.ttl" for p in vocabulary.modules]
        + [f"labels/{p.stem}.ttl" for p in vocabulary.word_modules],
        "borrowed": reference.borrowed,
    }


def _trees(reference: Reference) -> list[Node]:
    """The kinds of things."""
    return [reference.hierarchy.tree(iri) for iri in reference.hierarchy.roots]


def _paged(reference: Reference) -> list[str]:
    """The classes with a page for their members: those whose members the reasoner finds, and the types of unit."""
    types = set(reference.vocabulary.asset_types.values())
    classes = reference.hierarchy.classes
    return [i for i in classes if reference.members.of(i) and (i in types or reference.hierarchy.form(i) == "defined")]


def _listed(site: "Site") -> dict[str, str]:
    """Class → the page on which its members are listed anyway."""
    return {site.vocabulary.class_of(f"{kind}-record"): address for kind, address in LISTED.items()}


def _members(site: "Site", iri: str) -> list[tuple[str, list[tuple[Record, tuple[str, ...]]]]]:
    """The members of a class by legal order; nothing for those that belong to none."""
    found: dict[str, list[tuple[Record, tuple[str, ...]]]] = {}
    for member in site.reference.members.of(iri):
        record = site.dataset.get(member.kind, member.id)
        if record is not None:
            rests_on = tuple(part.partition("#")[2] for part in member.rests_on)
            found.setdefault(site.dataset.order_of(record) or "", []).append((record, rests_on))
    return [(order, found[order]) for order in (*site.all_orders, "") if order in found]


def _facets(site: "Site") -> dict[str, Any]:
    """Facets with their values: how many wordings the project reads so, what a value excludes, what else it is."""
    counts: dict[str, int] = {}
    for wording in site.dataset.wordings():
        read = {f"{f}/{v}" for f, rs in wording.readings.items() for r in rs if r.by is None for v in r.values}
        for value in read:
            counts[value] = counts.get(value, 0) + 1
    prefix = site.vocabulary.iri("value", "")
    excludes: dict[str, list[str]] = {}
    for t in site.vocabulary.quads:
        if t.predicate.value == CLX + "excludes":
            a, b = (n.value.removeprefix(prefix) for n in (t.subject, t.object))  # type: ignore[union-attr]
            excludes.setdefault(a, []).append(b)
            excludes.setdefault(b, []).append(a)
    types = {
        iri.removeprefix(prefix): [c for c in classes if c != CLX + "FacetValue"]
        for iri, classes in site.reference.axioms.types.items()
        if iri.startswith(prefix)
    }
    catalog = site.vocabulary.catalog
    return {
        "counts": counts,
        "excludes": excludes,
        "types": types,
        "of": {"market": catalog["market-facets"], "unit": catalog["unit-facets"]},
    }


def _lists(site: "Site") -> list[tuple[str, str, list[Choice]]]:
    """The closed lists that are no facets: id, the property whose values they hold, entries."""
    vocabulary = site.vocabulary
    of = {list_: iri for iri, list_ in site.reference.lists.items()}
    names = [*vocabulary.catalog["lists"], "asset-type"]
    return [
        (name, of[name], [Choice(i, vocabulary.entry_iri(name, i) or "") for i in vocabulary.list(name)])
        for name in names
        if name in of
    ]


def _statements(site: "Site") -> list[tuple[str, Sequence[Choice]]]:
    """What statements may be about: the properties of the catalogue in its order, then the figures that the data or the words have."""
    counts: dict[str, int] = {}
    for placed in site.dataset.placed.values():
        for statement in getattr(placed.record, "statements", ()):
            counts[statement.property] = counts.get(statement.property, 0) + 1
    catalog = site.vocabulary.catalog["properties"]
    prefix = site.vocabulary.iri("list", "property/")
    worded = {t.subject.value.removeprefix(prefix) for t in site.vocabulary.words if t.subject.value.startswith(prefix)}  # type: ignore[union-attr]

    def choice(id_: str) -> Choice:
        said = catalog.get(id_, {})
        range_ = site.vocabulary.range_of(id_)
        return Choice(id_, prefix + id_, range_, said.get("form", ""), said.get("or-text", False), counts.get(id_, 0))

    figures = sorted((worded | counts.keys()) - catalog.keys())
    return [("catalog", [choice(i) for i in catalog]), ("figures", [choice(i) for i in figures])]


def _shapes(reference: Reference) -> list[tuple[str, list[list[Shape]]]]:
    """The shapes by the rule that they state, those of one message together, after the others; those without a rule are parts of
    others."""
    found: dict[str, dict[str, list[Shape]]] = {}
    for shape in reference.shapes:
        found.setdefault(shape.code, {}).setdefault(str(dict(shape.messages)), []).append(shape)
    rules = sorted(found.items(), key=lambda item: (not item[0], item[0]))
    return [(code, sorted(same.values(), key=lambda shapes: len(shapes) > 1)) for code, same in rules]
