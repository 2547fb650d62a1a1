"""Concepts, facets, lists and the terms of each legal order as SKOS with SKOS-XL, for managers of thesauri
(https://www.w3.org/TR/skos-reference/). What becomes a concept and what a match, and why: ``ontology/decisions/skos.md``."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

import pyoxigraph as ox

from carbonlex.exports import declared, matches
from carbonlex.exports.forms import further
from carbonlex.graph import store as graph_store
from carbonlex.reading.dataset import Dataset, Name
from carbonlex.records.model import Asset, Definition, Record, TermMapping, Worded
from carbonlex.vocabulary import CLX, PREFIXES, RDF, RDFS, SKOS

XL, DCTERMS = PREFIXES["skosxl"], PREFIXES["dcterms"]
_TYPE = ox.NamedNode(RDF + "type")


def written(dataset: Dataset, chosen: Collection[Name] | None = None) -> bytes:
    """Turtle, the same for the same records: the schemes of the ontology and the terms of all legal orders; or, of chosen records, their
    terms and the comparative concepts under which these are filed."""
    triples = sorted(set(_Thesaurus(dataset, chosen).triples()), key=str)
    return ox.serialize(triples, format=ox.RdfFormat.TURTLE, prefixes=PREFIXES) or b""


def is_concept(record: Record) -> bool:
    """Whether a record stands as a concept: wordings and kinds of unit do; a term is a label (SKOS Reference, S47)."""
    return isinstance(record, Worded | Asset)


class _Thesaurus:
    def __init__(self, dataset: Dataset, chosen: Collection[Name] | None) -> None:
        self.dataset = dataset
        self.vocabulary = dataset.vocabulary
        self.chosen = chosen
        self.said: Mapping[str, Any] = declared.of(dataset.vocabulary.folder)["skos"]
        self.filed = declared.expanded(self.said["filed"])
        self.mapper = graph_store.mapper(dataset)
        self.made: list[ox.Triple] = []

    def triples(self) -> list[ox.Triple]:
        terms = [r for r in (*self.dataset.wordings(), *self.dataset.all(Asset)) if self._here(r)]
        used = {record.concept for record in terms if isinstance(record, Worded)}
        self._concepts(None if self.chosen is None else used)
        if self.chosen is None:
            self._facets()
            self._lists()
        orders = sorted({order for record in terms if (order := self.dataset.order_of(record))})
        for order in orders:
            self._order(order)
        if any(self.dataset.order_of(record) is None for record in terms):
            self._scheme(self._iri(self.said["units"]), self.said["title"]["units"])
        for record in terms:
            self._term(record)
        self._matches()
        return self.made

    def _here(self, record: Record) -> bool:
        return self.chosen is None or (record.kind, record.id) in self.chosen

    # ---- The schemes of the ontology

    def _concepts(self, used: Collection[str] | None) -> None:
        scheme = self._iri(self.said["concepts"])
        self._scheme(scheme, self.said["title"]["concepts"])
        ids = [id_ for id_ in self.vocabulary.list("concept") if used is None or id_ in used]
        nodes = {self._iri("concept", id_): id_ for id_ in ids}
        broader = self._among(nodes, SKOS + "broader")
        for node, id_ in nodes.items():
            self._concept(node, scheme, id_, top=node not in broader)
            self._labels(node, self.vocabulary.all_words(node, "label"), f"concept/{id_}")
        self._hierarchy(broader.items())
        for node, others in self._among(nodes, SKOS + "related").items():
            for other in others:
                self._say(node, SKOS + "related", ox.NamedNode(other))
                self._say(other, SKOS + "related", ox.NamedNode(node))
        self._aligned(nodes)

    def _among(self, nodes: Collection[str], predicate: str) -> dict[str, list[str]]:
        """What the ontology says of some things in relation to each other."""
        found: dict[str, list[str]] = {}
        for t in self.vocabulary.quads:
            if t.predicate.value == predicate and isinstance(t.subject, ox.NamedNode) and t.subject.value in nodes:
                other = getattr(t.object, "value", "")
                if other in nodes and other != t.subject.value:
                    found.setdefault(t.subject.value, []).append(other)
        return found

    def _aligned(self, nodes: Collection[str]) -> None:
        """To what in other vocabularies the ontology matches its own."""
        properties = set(map(declared.expanded, self.said["matches"]))
        for t in self.vocabulary.quads:
            if t.predicate.value in properties and getattr(t.subject, "value", "") in nodes:
                self.made.append(t)

    def _facets(self) -> None:
        scheme = self._iri(self.said["facets"])
        self._scheme(scheme, self.said["title"]["facets"])
        nodes: set[str] = set()
        for facet, values in self.vocabulary.facets.items():
            above = self._iri("facet", facet)
            self._concept(above, scheme, facet, top=True)
            self._labels(above, self.vocabulary.all_words(above, "label"), f"facet/{facet}")
            for value in values:
                node = self._iri("value", f"{facet}/{value}")
                self._concept(node, scheme, value, top=False)
                self._labels(node, self.vocabulary.all_words(node, "label"), f"value/{facet}/{value}")
                self._hierarchy([(node, [above])])
                nodes |= {above, node}
        self._aligned(nodes)

    def _lists(self) -> None:
        """The closed lists, but for those whose entries are the values of facets or have no names of their own."""
        labelled: set[str] = set()
        for list_ in (*self.vocabulary.catalog["lists"], "asset-type"):
            scheme = self._iri("list", list_)
            entries = {
                iri: id_ for id_ in self.vocabulary.list(list_) if (iri := self.vocabulary.entry_iri(list_, id_))
            }
            self._scheme(scheme, self.vocabulary.all_words(scheme, "label"))
            self._say(scheme, SKOS + "notation", ox.Literal(list_))
            broader = self._among(entries, RDFS + "subClassOf")
            for node, id_ in entries.items():
                self._concept(node, scheme, id_, top=node not in broader)
                if node not in labelled:
                    labelled.add(node)
                    self._labels(node, self.vocabulary.all_words(node, "label"), f"{list_}/{id_}")
            self._hierarchy(broader.items())

    # ---- The terms of legal orders

    def _order(self, id_: str) -> None:
        names: Mapping[str, str] = getattr(self.dataset.get("jurisdiction", id_), "name", {})
        first = next(iter(names.values()), id_)
        frames: Mapping[str, str] = self.said["title"]["terms"]
        near = {lang: next((w for tag, w in names.items() if tag.startswith(lang)), first) for lang in frames}
        self._scheme(self._terms(id_), {lang: frame.format(name=near[lang]) for lang, frame in frames.items()})

    def _terms(self, order: str) -> str:
        return f"{self._iri('jurisdiction', order)}#{self.said['terms']}"

    def _term(self, record: Record) -> None:
        node, order = self._iri(record.kind, record.id), self.dataset.order_of(record)
        self._concept(node, self._terms(order) if order else self._iri(self.said["units"]), record.id, top=True)
        if isinstance(record, Worded):
            self._wording(node, record)
        elif isinstance(record, Asset):
            for tag, name in record.name.items():
                self._label(node, "prefLabel", self._form(tag, name), tag, name)
            if record.code:
                self._say(node, SKOS + "notation", ox.Literal(record.code))
            if self.chosen is None:
                self._say(node, SKOS + "broadMatch", ox.NamedNode(self.vocabulary.asset_types[record.type]))

    def _wording(self, node: str, wording: Worded) -> None:
        for tag, form in wording.term.items():
            kind = "altLabel" if wording.role(tag) == "gloss" and tag != wording.language else "prefLabel"
            self._label(node, kind, self._form(tag, form), tag, form)
        for other in further(self.dataset, wording):
            self._label(node, "altLabel", self._form(other.tag, other.form), other.tag, other.form)
        for tag, text in wording.text.items():
            for words in filter(None, (text.original, text.official)):
                self._say(node, SKOS + "definition", ox.Literal(words, language=tag))
        self._say(node, self.filed, ox.NamedNode(self._iri("concept", wording.concept)))
        self._say(node, DCTERMS + "source", ox.NamedNode(self._iri("source", wording.source)))
        self._say(node, CLX + "pinpoint", ox.Literal(wording.pinpoint))
        if isinstance(wording, Definition) and wording.replaces:
            self._say(node, DCTERMS + "replaces", ox.NamedNode(self._iri("definition", wording.replaces)))

    def _matches(self) -> None:
        found = matches.of(self.dataset, is_concept)
        for match in found.matches:
            if self._here(match.mapping):
                ends = (self._iri(end.kind, end.id) for end in (match.from_, match.to))
                self._say(next(ends), declared.expanded(match.property), ox.NamedNode(next(ends)))
        for mapping, first, second in found.others:
            if self._here(mapping):
                self._note(mapping, first, second)
                self._note(mapping, second, first)

    def _note(self, mapping: TermMapping, record: Record, other: Record) -> None:
        """What parts a term from another one, where it is here; in the languages of the reason."""
        if not (is_concept(record) and self._here(record)):
            return
        words: Mapping[str, str] = next(filter(None, (getattr(other, k, None) for k in ("term", "name", "form"))), {})
        own = other.language if isinstance(other, Worded) else ""
        label, order = words.get(own) or next(iter(words.values()), other.id), self.dataset.order_of(other)
        for tag, reason in mapping.reason.items():
            relation = self.vocabulary.entry("relation", mapping.relation, tag)
            if mapping.contested:
                relation = self.said["contested"].format(relation=relation)
            iri = self._iri("jurisdiction", order) if order else ""
            names: Mapping[str, str] = getattr(self.dataset.get("jurisdiction", order or ""), "name", {})
            called = names.get(tag) or next(iter(names.values()), iri)
            text = self.said["note"].format(relation=relation, label=label, order=called, reason=reason)
            self._say(self._iri(record.kind, record.id), SKOS + "note", ox.Literal(text, language=tag))

    # ---- Statements

    def _iri(self, kind: str, id_: str = "") -> str:
        return self.vocabulary.iri(kind, id_) if id_ else self.vocabulary.base + kind

    def _say(self, subject: str, predicate: str, object_: ox.NamedNode | ox.Literal) -> None:
        self.made.append(ox.Triple(ox.NamedNode(subject), ox.NamedNode(predicate), object_))

    def _scheme(self, node: str, titles: Mapping[str, str]) -> None:
        self._say(node, _TYPE.value, ox.NamedNode(SKOS + "ConceptScheme"))
        self._say(node, DCTERMS + "license", ox.NamedNode(self.vocabulary.catalog["dataset"]["licence"]))
        for tag, title in titles.items():
            for predicate in (DCTERMS + "title", SKOS + "prefLabel"):
                self._say(node, predicate, ox.Literal(title, language=tag))

    def _concept(self, node: str, scheme: str, id_: str, top: bool) -> None:
        self._say(node, _TYPE.value, ox.NamedNode(SKOS + "Concept"))
        self._say(node, SKOS + "inScheme", ox.NamedNode(scheme))
        self._say(node, SKOS + "notation", ox.Literal(id_))
        if top:
            self._say(node, SKOS + "topConceptOf", ox.NamedNode(scheme))
            self._say(scheme, SKOS + "hasTopConcept", ox.NamedNode(node))
        for tag, note in self.vocabulary.all_words(node, "note").items():
            self._say(node, SKOS + "scopeNote", ox.Literal(note, language=tag))

    def _hierarchy(self, broader: Iterable[tuple[str, Iterable[str]]]) -> None:
        for node, others in broader:
            for other in others:
                self._say(node, SKOS + "broader", ox.NamedNode(other))
                self._say(other, SKOS + "narrower", ox.NamedNode(node))

    def _labels(self, node: str, labels: Mapping[str, str], name: str) -> None:
        """The labels of something of the ontology. They are its own, not the written forms of any legal order."""
        for tag, words in labels.items():
            self._label(node, "prefLabel", self._iri("name", f"{name}/{tag}"), tag, words)

    def _label(self, node: str, kind: str, label: str, tag: str, words: str) -> None:
        """A label as a resource and as plain words (SKOS Reference, S49, S55 to S57)."""
        literal = ox.Literal(words, language=tag)
        self._say(node, SKOS + kind, literal)
        self._say(node, XL + kind, ox.NamedNode(label))
        self._say(label, _TYPE.value, ox.NamedNode(XL + "Label"))
        self._say(label, XL + "literalForm", literal)

    def _form(self, tag: str, form: str) -> str:
        """The label resource of a written form of law, the same as in the graph."""
        return self.vocabulary.base + self.mapper.label(tag, form)
