"""Everything that the reference says of the names of the ontology, the same in all languages."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from carbonlex.site.reference import examples, keys, shapes
from carbonlex.site.reference.axioms import Axiom, Axioms, mentions
from carbonlex.site.reference.examples import Example
from carbonlex.site.reference.expressions import short
from carbonlex.site.reference.hierarchy import Hierarchy
from carbonlex.site.reference.manchester import frame
from carbonlex.site.reference.members import Members
from carbonlex.vocabulary import CLX, PREFIXES

if TYPE_CHECKING:
    from carbonlex.site.pages import Site

# A class with so many kinds directly below it has a section of its own.
SECTION = 5


@dataclass(frozen=True)
class Entry:
    """A name of the ontology: what it is, what is said of it, what it stands for in records, and where it is used.

    ``below`` are the names directly below it, ``inside`` those whose axioms speak of it, ``having`` the classes whose records may
    have the property, ``leads`` the properties that lead from members of the class, ``arrives`` those that lead to them.
    """

    iri: str
    kind: str
    axioms: tuple[Axiom, ...]
    formal: str
    below: tuple[str, ...] = ()
    inside: tuple[str, ...] = ()
    having: tuple[str, ...] = ()
    leads: tuple[str, ...] = ()
    arrives: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    members: int = 0
    example: Example | None = None

    @property
    def name(self) -> str:
        """The last part of the IRI, by which it is anchored."""
        return self.iri.removeprefix(CLX)


class Reference:
    """The ontology's names, indexed. ``pages`` says on which page the entries of a kind stand."""

    PAGES: Mapping[str, str] = {
        "class": "ontology/classes/",
        "object": "ontology/relations/",
        "datatype": "ontology/values/",
        "annotation": "ontology/values/",
        "individual": "ontology/lists/",
    }

    def __init__(self, site: "Site") -> None:
        self.site = site
        self.vocabulary = site.vocabulary
        self.axioms = Axioms([*self.vocabulary.quads, *self.vocabulary.words])
        self.hierarchy = Hierarchy(self.axioms)
        self.members = Members(site, self.axioms, self.hierarchy)
        self.shapes = shapes.shapes(self.vocabulary.folder)

    @cached_property
    def prefixes(self) -> Mapping[str, str]:
        """Prefix → what it stands for, those of the data with it."""
        return PREFIXES | {kind: self.vocabulary.iri(kind, "") for kind in ("concept", "facet", "list", "value")}

    @cached_property
    def entries(self) -> Mapping[str, Entry]:
        """IRI → entry, for every class, property and individual of the ontology's namespace, by IRI."""
        found = {}
        inside, leads, arrives = self._uses()
        having = shapes.having(self.vocabulary.folder)
        words = keys.keys(self.vocabulary)
        shown = examples.examples(self.site.dataset, self.site.orders)
        rules = self._rules()
        subproperties: dict[str, list[str]] = {}
        for iri in self.axioms.kinds:
            for axiom in self.axioms.of(iri):
                if axiom.kind == "subproperty":
                    subproperties.setdefault(axiom.others[0].iri, []).append(iri)  # type: ignore[union-attr]
        for iri, kind in sorted(self.axioms.kinds.items()):
            if iri.startswith(CLX):
                below = self.hierarchy.below.get(iri, ()) or tuple(subproperties.get(iri, ()))
                found[iri] = Entry(
                    iri,
                    kind,
                    self.axioms.of(iri),
                    frame(kind, iri, self.axioms.of(iri), self.prefixes),
                    below,
                    tuple(inside.get(iri, ())),
                    tuple(having.get(iri, ())),
                    tuple(leads.get(iri, ())),
                    tuple(arrives.get(iri, ())),
                    tuple(words.get(iri, ())),
                    tuple(rules.get(iri, ())),
                    self.members.count(iri) if kind == "class" else 0,
                    shown.get(iri),
                )
        return found

    def of(self, *kinds: str) -> list[Entry]:
        """The entries of these kinds, by IRI."""
        return [e for e in self.entries.values() if e.kind in kinds]

    @cached_property
    def sections(self) -> list[tuple[str, list[Entry]]]:
        """The classes by the section that they stand in: under a class that many are kinds of; under none, those that are left."""
        heads = [i for i in self.hierarchy.classes if len(self.hierarchy.below[i]) >= SECTION]
        heads.sort(key=lambda i: len(self.hierarchy.all_above(i)))
        found: dict[str, list[Entry]] = {head: [] for head in [*heads, ""]}
        for iri in self.hierarchy.classes:
            over = [h for h in heads if h == iri or h in self.hierarchy.all_above(iri)]
            found[max(over, key=lambda h: len(self.hierarchy.all_above(h)), default="")].append(self.entries[iri])
        return list(found.items())

    @cached_property
    def _shaped(self) -> frozenset[str]:
        return frozenset(shape.iri for shape in self.shapes)

    @cached_property
    def borrowed(self) -> list[str]:
        """The names of other vocabularies that the ontology uses, by IRI."""
        return sorted(i for i in self.axioms.kinds if not i.startswith((CLX, self.vocabulary.base)))

    @cached_property
    def lists(self) -> Mapping[str, str]:
        """Property → the closed list that its values are taken from, where they stand as ids."""
        found = {}
        for t in self.vocabulary.words:
            if t.predicate.value == CLX + "listOf":
                found[t.object.value] = t.subject.value.removeprefix(self.vocabulary.iri("list", ""))  # type: ignore[union-attr]
        return found

    def address(self, iri: str) -> str:
        """Where a name is explained: an address below the site's root, the IRI itself where it is another vocabulary's, or
        nothing."""
        if iri.startswith(CLX):
            page = self.PAGES.get(self.axioms.kinds.get(iri, ""), "ontology/shapes/" if iri in self._shaped else "")
            return page and f"{page}#{iri.removeprefix(CLX)}"
        kind, id_, _ = examples.names(self.vocabulary, iri)
        if kind in ("facet", "value"):
            return f"ontology/facets/#{kind}-{id_.replace('/', '-')}"
        if kind == "list":
            page = "statements" if id_.startswith("property") else "lists"
            return f"ontology/{page}/#list-{id_.replace('/', '-')}"
        if kind == "concept":
            return f"concepts/{id_}/" if id_ in self.site.concepts else f"ontology/#concept-{id_}"
        return iri if not kind else ""

    def code(self, iri: str) -> str:
        """An IRI with its prefix."""
        return short(iri, self.prefixes)

    def _rules(self) -> dict[str, list[str]]:
        """Name → the rules whose shapes speak of it."""
        found: dict[str, set[str]] = {}
        for shape in self.shapes:
            for iri in (*shape.speaks, *shape.targets):
                if shape.code:
                    found.setdefault(iri, set()).add(shape.code)
        return {iri: sorted(codes) for iri, codes in found.items()}

    def _uses(self) -> tuple[dict[str, list[str]], ...]:
        inside: dict[str, list[str]] = {}
        leads: dict[str, list[str]] = {}
        arrives: dict[str, list[str]] = {}
        for iri in sorted(self.axioms.kinds):
            for axiom in self.axioms.of(iri):
                if axiom.kind in ("ends", "domain", "range"):
                    for part, side in zip(
                        axiom.others, (arrives,) if axiom.kind == "range" else (leads, arrives), strict=False
                    ):
                        side.setdefault(getattr(part, "iri", ""), []).append(iri)
                elif axiom.kind in ("definition", "every"):
                    for name in mentions(axiom):
                        inside.setdefault(name, []).append(iri)
        return inside, leads, arrives
