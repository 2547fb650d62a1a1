"""The ontology as the other parts need it: closed lists, labels, rules, names of IRIs."""

import json
import re
from collections.abc import Iterable, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from carbonlex import places, rulebook
from carbonlex.rulebook import Rule

SKOS = "http://www.w3.org/2004/02/skos/core#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
OWL = "http://www.w3.org/2002/07/owl#"
CLX = "https://w3id.org/carbonlex/ontology#"
PREFIXES = {
    "clx": CLX,
    "rdf": RDF,
    "rdfs": RDFS,
    "owl": OWL,
    "skos": SKOS,
    "skosxl": "http://www.w3.org/2008/05/skos-xl#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "dcterms": "http://purl.org/dc/terms/",
    "prov": "http://www.w3.org/ns/prov#",
    "eli": "http://data.europa.eu/eli/ontology#",
    "oa": "http://www.w3.org/ns/oa#",
    "schema": "http://schema.org/",
    "sh": "http://www.w3.org/ns/shacl#",
}
TOLD = ("catalog", "context", "facets", "concepts", "asset_types")
_PREFIX = re.compile(r"@prefix ([\w.-]+): <([^>]*)> \.")


class Vocabulary:
    """What the ontology folder says, read once."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder or places.ontology()

    @cached_property
    def catalog(self) -> dict[str, Any]:
        """The catalogue: closed lists, what statements may say."""
        import tomllib

        catalog: dict[str, Any] = tomllib.loads((self.folder / "catalog.toml").read_text("utf-8"))
        return catalog

    @cached_property
    def base(self) -> str:
        """What the IRIs of records begin with."""
        return str(self.catalog["base"])

    def told(self) -> dict[str, Any]:
        """What checks of records ask most, as JSON has it: whoever keeps it can :meth:`take` it, and need not read the ontology for it."""
        return {name: getattr(self, name) for name in TOLD} | {"rules": rulebook.Book(self.folder).told()}

    def take(self, told: Mapping[str, Any]) -> None:
        """Know what was :meth:`told` of the same files."""
        for name in TOLD:
            setattr(self, name, told[name])
        self.rules = rulebook.Book(self.folder, told["rules"])
        self.concepts = tuple(told["concepts"])
        self.facets = {facet: tuple(values) for facet, values in told["facets"].items()}

    @cached_property
    def modules(self) -> tuple[Path, ...]:
        """The Turtle modules of the ontology, without the shapes."""
        return tuple(sorted(self.folder.glob("*.ttl")))

    @cached_property
    def quads(self) -> tuple[ox.Triple, ...]:
        """All triples of the ontology's modules. Blank nodes are named by module and order, so that the same files give the
        same bytes."""
        return _triples(self.modules)

    @cached_property
    def prefixes(self) -> Mapping[str, str]:
        """The prefixes that the modules use, by name."""
        found: dict[str, str] = {}
        for module in self.modules:
            with module.open(encoding="utf-8") as lines:
                for line in lines:
                    if told := _PREFIX.match(line):
                        found.setdefault(told[1], told[2])
        return found

    @cached_property
    def word_modules(self) -> tuple[Path, ...]:
        """The Turtle modules that say nothing but what people call things."""
        return tuple(sorted((self.folder / "labels").glob("*.ttl")))

    @cached_property
    def words(self) -> tuple[ox.Triple, ...]:
        """The triples of the modules of words. They stand apart from the others because these are parsed at every start, and a check
        of records, the shapes and the reasoner need no words for the entries of lists."""
        return _triples(self.word_modules)

    @cached_property
    def context(self) -> Any:
        """The one JSON-LD context."""
        return json.loads((self.folder / "context.jsonld").read_text("utf-8"))["@context"]

    def class_of(self, key: str) -> str:
        """The IRI of the class that the context names, such as ``definition-record``."""
        entry = self.context[key]
        prefix, _, local = (entry if isinstance(entry, str) else entry["@id"]).partition(":")
        return PREFIXES[prefix] + local

    @cached_property
    def named(self) -> frozenset[str]:
        """The IRIs that the ontology describes."""
        return frozenset(t.subject.value for t in self.quads if isinstance(t.subject, ox.NamedNode))

    @cached_property
    def rules(self) -> Mapping[str, Rule]:
        """The rule book, by code; read as far as it is asked."""
        return rulebook.Book(self.folder)

    @cached_property
    def facets(self) -> Mapping[str, tuple[str, ...]]:
        """Each facet's id with the ids of its values, in the ontology's order."""
        prefix = self.base + "value/"
        values: dict[str, list[str]] = {}
        order: dict[str, int] = {}
        for t in self.quads:
            if (
                t.predicate.value == CLX + "order"
                and isinstance(t.subject, ox.NamedNode)
                and isinstance(t.object, ox.Literal)
            ):
                order[t.subject.value] = int(t.object.value)
        for iri in sorted(order, key=lambda i: order[i]):
            if iri.startswith(self.base + "facet/"):
                values.setdefault(iri.removeprefix(self.base + "facet/"), [])
        for iri in sorted(order, key=lambda i: order[i]):
            if iri.startswith(prefix):
                facet, value = iri.removeprefix(prefix).split("/")
                values[facet].append(value)
        return {facet: tuple(v) for facet, v in values.items()}

    @cached_property
    def texts(self) -> Mapping[tuple[str, str], Mapping[str, str]]:
        """(IRI, ``label`` or ``note``) → language tag → text, for everything that the ontology's modules name."""
        return _texts(self.quads)

    @cached_property
    def _further(self) -> Mapping[tuple[str, str], Mapping[str, str]]:
        """The like, from the modules of words."""
        return _texts(self.words)

    def all_words(self, iri: str, kind: str) -> Mapping[str, str]:
        """Language tag → ``label`` or ``note`` of what any module names, in the order of the tags."""
        found = {**self._further.get((iri, kind), {}), **self.texts.get((iri, kind), {})}
        return dict(sorted(found.items()))

    def _text(self, iri: str, kind: str, lang: str) -> str:
        key = (iri, kind)
        told = self.texts.get(key, {})
        if lang in told:
            return told[lang]
        further = self._further.get(key, {})
        return further.get(lang) or told.get("en") or further.get("en") or ""

    @cached_property
    def _entries(self) -> Mapping[tuple[str, str], str]:
        """(List, id) → IRI, as the modules of words say it of the lists that are no facets."""
        lists: dict[str, list[str]] = {}
        ids: dict[str, str] = {}
        prefix = self.iri("list", "")
        for t in self.words:
            if t.predicate.value == SKOS + "inScheme":
                lists.setdefault(t.subject.value, []).append(t.object.value.removeprefix(prefix))  # type: ignore[union-attr]
            elif t.predicate.value == SKOS + "notation":
                ids[t.subject.value] = t.object.value  # type: ignore[union-attr]
        return {(name, ids[iri]): iri for iri, names in lists.items() for name in names}

    def entry_iri(self, name: str, id_: str) -> str | None:
        """The IRI of an entry of a closed list, where the ontology names it.

        :param name: the list's: one of ``[lists]`` of the catalogue, ``asset-type``, ``concept``, ``facet``, a facet's id for its
            values, or ``property`` for what a statement is about.
        """
        if name in ("concept", "facet"):
            return self.iri(name, id_)
        return self.iri("value", f"{name}/{id_}") if name in self.facets else self._entries.get((name, id_))

    def entry(self, name: str, id_: str, lang: str = "en") -> str:
        """What people call an entry of a closed list (:meth:`entry_iri`): in the language, else in English. What has no label, as a
        figure of one's own may, is called by its id with spaces for hyphens."""
        iri = self.entry_iri(name, id_)
        return (self._text(iri, "label", lang) if iri else "") or id_.replace("-", " ")

    def entry_note(self, name: str, id_: str, lang: str = "en") -> str:
        """The scope note of an entry of a closed list in the language, else in English, else nothing."""
        iri = self.entry_iri(name, id_)
        return self._text(iri, "note", lang) if iri else ""

    def label(self, iri: str, lang: str = "en") -> str:
        """The label in the language, else in English, else the IRI's last part."""
        return self._text(iri, "label", lang) or iri.rstrip("/").rsplit("/", 1)[-1].rsplit("#", 1)[-1]

    def note(self, iri: str, lang: str = "en") -> str:
        """The scope note in the language, else in English, else nothing."""
        return self._text(iri, "note", lang)

    @cached_property
    def concepts(self) -> tuple[str, ...]:
        """The ids of the concepts under which wordings are compared."""
        concepts = sorted(
            t.subject.value.removeprefix(self.base + "concept/")
            for t in self.quads
            if t.predicate.value == SKOS + "inScheme"
            and isinstance(t.subject, ox.NamedNode)
            and t.subject.value.startswith(self.base + "concept/")
        )
        return tuple(concepts)

    @cached_property
    def _named(self) -> Mapping[str, tuple[str, ...]]:
        return {
            "concept": tuple(self.concepts),
            "asset-type": tuple(sorted(self.asset_types)),
            "facet": tuple(self.facets),
            "level": self.facets["level"],
            "unit-of-account": self.facets["unit-of-account"],
        }

    @cached_property
    def asset_types(self) -> Mapping[str, str]:
        """Id of an asset type in the authoring format → IRI of its class."""
        return {
            t.object.value: t.subject.value
            for t in self.quads
            if t.predicate.value == CLX + "typeId"
            and isinstance(t.object, ox.Literal)
            and isinstance(t.subject, ox.NamedNode)
        }

    def list(self, name: str) -> tuple[str, ...]:
        """A closed list by its name."""
        return self._named[name] if name in self._named else tuple(self.catalog["lists"][name])

    def range_of(self, property: str) -> tuple[str, str]:
        """Where a statement's value is taken from: ``facet`` and which, ``record`` and of what kind, or empty: anything."""
        group, _, name = self.catalog["properties"].get(property, {}).get("values", "").partition(":")
        return group, name

    def form_of(self, property: str) -> str:
        """The form that the value of a statement has: ``date``, or empty: any."""
        return str(self.catalog["properties"].get(property, {}).get("form", ""))

    def iri(self, kind: str, id_: str) -> str:
        """The IRI of a record, concept, facet, or (as ``facet/value``) value."""
        return f"{self.base}{kind}/{id_}"


def _triples(modules: Iterable[Path]) -> tuple[ox.Triple, ...]:
    triples: list[ox.Triple] = []
    for module in modules:
        names: dict[ox.BlankNode, ox.BlankNode] = {}

        def named(node: Any, names: dict[ox.BlankNode, ox.BlankNode] = names, stem: str = module.stem) -> Any:
            if not isinstance(node, ox.BlankNode):
                return node
            return names.setdefault(node, ox.BlankNode(f"{stem}{len(names)}"))

        for quad in ox.parse(path=str(module), format=ox.RdfFormat.TURTLE):
            triple = quad.triple
            if isinstance(triple.subject, ox.BlankNode) or isinstance(triple.object, ox.BlankNode):
                triple = ox.Triple(named(triple.subject), triple.predicate, named(triple.object))
            triples.append(triple)
    return tuple(triples)


def _texts(triples: Iterable[ox.Triple]) -> Mapping[tuple[str, str], Mapping[str, str]]:
    kinds = {
        SKOS + "prefLabel": "label",
        RDFS + "label": "label",
        SKOS + "scopeNote": "note",
        RDFS + "comment": "note",
    }
    texts: dict[tuple[str, str], dict[str, str]] = {}
    for t in triples:
        kind = kinds.get(t.predicate.value)
        if kind and isinstance(t.object, ox.Literal) and isinstance(t.subject, ox.NamedNode):
            texts.setdefault((t.subject.value, kind), {})[t.object.language or "en"] = t.object.value
    return texts
