"""The terms as a term base in TBX (ISO 30042:2019), dialect TBX-Basic, style DCA: data categories are values of ``type``.

An entry is a concept: each comparative concept, each wording, each kind of unit, and each term with a record of its own that no wording of
its legal order uses. What the notes say is declared in ``ontology/exports.toml``.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from carbonlex.errors import UsageError
from carbonlex.exports import declared
from carbonlex.exports.forms import Further, further
from carbonlex.reading.dataset import Dataset, Name
from carbonlex.records.fields import english
from carbonlex.records.model import Asset, Definition, Proposal, Record, Source, Term, TermMapping, Worded

LANG = "xml:lang"
_NO_CHARACTER = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # of XML 1.0 (2.2, Char)
_HEAD = b'<?xml version="1.0" encoding="utf-8"?>\n'


def written(dataset: Dataset, chosen: Collection[Name] | None = None) -> bytes:
    """The term base of all records, or of chosen ones with the comparative concepts under which they are filed.

    :raises UsageError: where there is no term among the chosen ones, since a term base has an entry at least.
    """
    base = _TermBase(dataset, chosen)
    if not base.entries and chosen is not None:
        raise UsageError("there are no terms in this part, and a term base cannot be empty")
    root = base.root()
    ElementTree.indent(root, " ")
    body: bytes = ElementTree.tostring(root, "utf-8", xml_declaration=False)
    return _HEAD + body + b"\n"


class _TermBase:
    def __init__(self, dataset: Dataset, chosen: Collection[Name] | None) -> None:
        self.dataset = dataset
        self.vocabulary = dataset.vocabulary
        declaration = declared.of(dataset.vocabulary.folder)
        self.said: Mapping[str, Any] = declaration["tbx"]
        self.relations: Mapping[str, Any] = declaration["relations"]
        here = [r for r in dataset.all(Record) if chosen is None or (r.kind, r.id) in chosen]
        self.wordings = [r for r in here if isinstance(r, Worded)]
        self.units = [r for r in here if isinstance(r, Asset)]
        used = {form for w in self.wordings for form in _used(dataset, w)}
        self.terms = [r for r in here if isinstance(r, Term) and r.id not in used]
        filed = {w.concept for w in self.wordings} | {t.concept for t in self.terms}
        self.concepts = [c for c in self.vocabulary.list("concept") if chosen is None or c in filed]
        self.entries = {(r.kind, r.id) for r in (*self.wordings, *self.units, *self.terms)}
        self.mapped: dict[Name, list[tuple[TermMapping, Record]]] = {}
        for mapping in (r for r in here if isinstance(r, TermMapping)):
            ends = [e for id_ in (mapping.from_, mapping.to) if (e := dataset.end(id_)) is not None]
            for end, other in zip(ends, reversed(ends), strict=True):
                self.mapped.setdefault((end.kind, end.id), []).append((mapping, other))

    def root(self) -> Element:
        """The whole document (ISO 30042, 6: header, then text)."""
        said, catalog = self.said, self.vocabulary.catalog
        licence = catalog["dataset"]["licence"]
        names = {"type": said["dialect"], "style": said["style"], LANG: said["language"], "xmlns": said["namespace"]}
        root = Element("tbx", names)
        file = SubElement(SubElement(root, "tbxHeader"), "fileDesc")
        _said(SubElement(file, "titleStmt"), "title", said["title"])
        published = said["published"].format(version=catalog["version"], licence=licence)
        _said(SubElement(file, "publicationStmt"), "p", published)
        _said(SubElement(file, "sourceDesc"), "p", said["origin"].format(site=catalog["site"]))
        body = SubElement(SubElement(root, "text"), "body")
        for concept in self.concepts:
            self._concept(body, concept)
        for wording in self.wordings:
            self._wording(body, wording)
        for unit in self.units:
            self._unit(body, unit)
        for term in self.terms:
            self._term(body, term)
        return root

    def _concept(self, body: Element, id_: str) -> None:
        iri = self.vocabulary.iri("concept", id_)
        entry = self._entry(body, "concept", id_, self.vocabulary.label(iri), [self.said["peg"]])
        notes = self.vocabulary.all_words(iri, "note")
        for tag, label in self.vocabulary.all_words(iri, "label").items():
            section = SubElement(entry, "langSec", {LANG: tag})
            if tag in notes:
                _said(section, "note", notes[tag])
            _said(SubElement(section, "termSec"), "term", label)

    def _wording(self, body: Element, wording: Worded) -> None:
        notes = [*self._belongs(wording)]
        if isinstance(wording, Definition) and any(wording.dates):
            begin, end = (day or self.said["open"] for day in wording.dates)
            notes.append(self.said["force"].format(begin=begin, end=end))
        notes += [self.said["proposal"]] if isinstance(wording, Proposal) else []
        notes += [self.said["withheld"]] if wording.withheld else []
        entry = self._entry(body, wording.kind, wording.id, self._label("concept", wording.concept), notes)
        self._filed(entry, wording.concept)
        self._mappings(entry, wording)
        others = list(further(self.dataset, wording))
        for tag in sorted(wording.text.keys() - wording.term.keys()):  # a language without a term has no section
            for role, words in wording.text[tag].words():
                self._definition(entry, wording, role, words, tag)
        for tag in _tags([*wording.term], (other.tag for other in others)):
            section = SubElement(entry, "langSec", {LANG: tag})
            if tag in wording.text:
                for role, words in wording.text[tag].words():
                    self._definition(section, wording, role, words)
            if tag in wording.term:
                self._used_term(section, tag, wording)
            for other in others:
                if other.tag == tag:
                    self._further(section, other)

    def _unit(self, body: Element, unit: Asset) -> None:
        type_ = self.vocabulary.entry("asset-type", unit.type)
        entry = self._entry(body, unit.kind, unit.id, type_, [self.said["unit"], *self._belongs(unit)])
        self._mappings(entry, unit)
        for number, (tag, name) in enumerate(unit.name.items()):
            section = SubElement(entry, "langSec", {LANG: tag})
            _said(SubElement(section, "termSec"), "term", name)
            if unit.code and not number:
                place = SubElement(section, "termSec")
                _said(place, "term", unit.code)
                _said(place, "termNote", self.said["types"]["code"], type="termType")

    def _term(self, body: Element, term: Term) -> None:
        subject = self._label("concept", term.concept) if term.concept else self.said["title"]
        entry = self._entry(body, term.kind, term.id, subject, [*self._belongs(term)])
        if term.concept:
            self._filed(entry, term.concept)
        self._mappings(entry, term)
        found: dict[str, list[tuple[str, Term | str]]] = {}
        for tag, form in term.form.items():
            found.setdefault(tag, []).append((form, term))
        for translation in term.translations:
            status = self.vocabulary.entry("translation-status", translation.status)
            source = self.dataset.get("source", translation.source or "")
            note = self.said["translator"].format(status=status, source=_titled(source)) if source else status
            for tag, form in translation.form.items():
                found.setdefault(tag, []).append((form, note))
        for tag, forms in found.items():
            section = SubElement(entry, "langSec", {LANG: tag})
            for form, about in forms:
                place = SubElement(section, "termSec")
                _said(place, "term", form)
                if isinstance(about, Term):
                    self._grammar(place, about)
                else:
                    _said(place, "note", about)

    def _entry(self, body: Element, kind: str, id_: str, subject: str, notes: list[str]) -> Element:
        """An entry with its name on the web, its subject field and its notes (TBX-Basic: at the level of the entry)."""
        entry = SubElement(body, "conceptEntry", {"id": _id(kind, id_)})
        _said(entry, "descrip", subject, type="subjectField")
        iri = self.vocabulary.iri(kind, id_)
        _said(entry, "xref", iri, type="externalCrossReference", target=iri)
        for note in notes:
            _said(entry, "note", note)
        return entry

    def _belongs(self, record: Record) -> Iterator[str]:
        order = self.dataset.order_of(record)
        if order:
            yield self.said["order"].format(order=self._label("jurisdiction", order))

    def _filed(self, entry: Element, concept: str) -> None:
        text = self.said["filed"].format(label=self._label("concept", concept))
        _said(entry, "ref", text, type="crossReference", target=_id("concept", concept))

    def _mappings(self, entry: Element, record: Record) -> None:
        """How the entry stands to others: a reference where the other is in this term base, and the reason in a note."""
        for mapping, other in self.mapped.get((record.kind, record.id), ()):
            relation = mapping.relation
            if mapping.from_ != record.id:
                relation = self.relations[relation].get("inverse", relation)
            called = self.vocabulary.entry("relation", relation)
            called = self.said["contested"].format(relation=called) if mapping.contested else called
            label, order = _own(other), self._label("jurisdiction", self.dataset.order_of(other) or "")
            if (other.kind, other.id) in self.entries:
                text = self.said["reference"].format(relation=called, label=label)
                _said(entry, "ref", text, type="crossReference", target=_id(other.kind, other.id))
            told = {"relation": called, "label": label, "order": order, "reason": english(mapping.reason)}
            _said(entry, "note", self.said["match"].format(**told))

    def _definition(self, place: Element, wording: Worded, role: str, words: str, tag: str = "") -> None:
        group = SubElement(place, "descripGrp")
        _said(group, "descrip", words, type="definition", **({LANG: tag} if tag else {}))
        source = _titled(self.dataset.get("source", wording.source))
        _said(group, "admin", ", ".join(filter(None, (source, wording.pinpoint))), type="source")
        if role in self.said["roles"]:
            _said(group, "note", self.said["roles"][role])

    def _used_term(self, section: Element, tag: str, wording: Worded) -> None:
        place, role = SubElement(section, "termSec"), wording.role(tag)
        _said(place, "term", wording.term[tag])
        if term := self.dataset.forms.get((tag, wording.term[tag])):
            self._grammar(place, term)
        if role in self.said["status"]:
            _said(place, "termNote", self.said["status"][role], type="administrativeStatus")
        if role in self.said["roles"]:
            _said(place, "note", self.said["roles"][role])

    def _further(self, section: Element, other: Further) -> None:
        place = SubElement(section, "termSec")
        _said(place, "term", other.form)
        self._part(place, other.term)
        _said(place, "termNote", self.said["types"][other.relation], type="termType")
        _said(place, "termNote", self.said["status"]["further"], type="administrativeStatus")

    def _grammar(self, place: Element, term: Term) -> None:
        self._part(place, term)
        for relation in [name for name, others in term.related.items() if others][:1]:
            _said(place, "termNote", self.said["types"][relation], type="termType")

    def _part(self, place: Element, term: Term) -> None:
        if term.part_of_speech:
            _said(place, "termNote", self.said["parts"][term.part_of_speech], type="partOfSpeech")

    def _label(self, kind: str, id_: str) -> str:
        name: Mapping[str, str] = getattr(self.dataset.get(kind, id_), "name", {})
        return english(name) or self.vocabulary.label(self.vocabulary.iri(kind, id_))


def _used(dataset: Dataset, wording: Worded) -> Iterator[str]:
    """The term records that stand in the entry of a wording: those of its own terms, and what they are further written as."""
    for tag, form in wording.term.items():
        term = dataset.forms.get((tag, form))
        if term and wording.role(tag) != "gloss" and not term.translations:
            yield term.id
    yield from (other.term.id for other in further(dataset, wording) if not other.term.translations)


def _id(kind: str, id_: str) -> str:
    """The name of an entry within the file (XML, NCName)."""
    return f"{kind}-{id_}"


def _tags(first: list[str], others: Iterator[str]) -> list[str]:
    return list(dict.fromkeys((*first, *others)))


def _own(record: Record) -> str:
    """What a record is called in its own language."""
    words: Mapping[str, str] = next(filter(None, (getattr(record, key, None) for key in ("term", "name", "form"))), {})
    own = record.language if isinstance(record, Worded) else ""
    return words.get(own) or next(iter(words.values()), record.id)


def _titled(source: Record | None) -> str:
    """A source by its title and its number."""
    if not isinstance(source, Source):
        return ""
    return ", ".join(filter(None, (next(iter(source.title.values())), source.number)))


def _said(parent: Element, name: str, text: str, **attributes: str) -> None:
    SubElement(parent, name, attributes).text = _NO_CHARACTER.sub("\N{REPLACEMENT CHARACTER}", text)
