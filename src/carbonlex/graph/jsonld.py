"""A record as a JSON-LD node. Names and datatypes of RDF stand in ``ontology/context.jsonld``; here is structure only:
what a nested part is called, and which ids are references."""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from carbonlex.graph import days
from carbonlex.records.fields import AnyRef, OneOf, Ref, Shape, members
from carbonlex.records.forms import DATE, NUMBER, real_date
from carbonlex.records.model import Asset, Evidence, Link, Period, Reading, Record, Statement, Term, Worded
from carbonlex.vocabulary import Vocabulary

Node = dict[str, Any]


def part(record: Record, path: str) -> str:
    """The fragment that names a part of a record: ``reading-mechanism``, ``statement-3``."""
    return f"{record.kind}/{record.id}#{path}"


def reading_part(record: Worded, facet: str, reading: Reading) -> str:
    """The relative IRI of one reader's reading on one facet."""
    return part(record, f"reading-{facet}" + (f"-{reading.by}" if reading.by else ""))


class Mapper:
    """Turns records into JSON-LD nodes.

    :param kind_of: of an id and the kinds that it may belong to, the one that has it, because some references do not say.
    :param form_of: of a written form (language tag, words), the id of the record that it has of its own, if it has one.
    """

    def __init__(
        self,
        vocabulary: Vocabulary,
        kind_of: Callable[[str, tuple[str, ...]], str],
        form_of: Callable[[str, str], str | None],
    ) -> None:
        self.vocabulary = vocabulary
        self.kind_of = kind_of
        self.form_of = form_of

    def document(self, records: Iterable[Record]) -> Node:
        """A self-contained JSON-LD document of the records."""
        return {"@context": self.vocabulary.context, "@graph": [self.node(r) for r in records]}

    def node(self, record: Record) -> Node:
        """One record as a node that the context gives its meaning."""
        node: Node = {"id": f"{record.kind}/{record.id}", "kind": f"{record.kind}-record"}
        node |= self._members(
            record, skip=("kind", "id", "text", "readings", "statements", "accepted_for", "translations")
        )
        if isinstance(record, Worded):
            self._wording(record, node)
        for index, statement in enumerate(getattr(record, "statements", ()), 1):
            node.setdefault("statements", []).append(self._statement(record, statement, index))
        if isinstance(record, Link):
            node |= _days(record.in_force, record.ended)
        if isinstance(record, Term):
            for index, translation in enumerate(record.translations, 1):
                entry = {"id": part(record, f"translation-{index}"), "kind": "translation-part"}
                node.setdefault("translations", []).append(entry | self._members(translation))
        if isinstance(record, Asset):
            node["type"] = self.vocabulary.asset_types[record.type]
            for index, acceptance in enumerate(record.accepted_for, 1):
                entry = {
                    "id": part(record, f"acceptance-{index}"),
                    "kind": "acceptance-part",
                    **self._members(acceptance),
                }
                node.setdefault("accepted-for", []).append(entry)
        return node

    def _wording(self, record: Worded, node: Node) -> None:
        for role in ("original", "official", "gloss"):
            words = {tag: getattr(w, role) for tag, w in record.text.items() if getattr(w, role) is not None}
            if words:
                node[role] = words
        node["original-language"] = record.language
        for tag, form in record.term.items():
            label: Node = {"id": self.label(tag, form)}
            if self.form_of(tag, form) is None:
                label |= {"kind": "label-part", "form": {tag: form}}
            node.setdefault(f"{record.role(tag)}-term", []).append(label)
        for facet, readings in record.readings.items():
            for reading in readings:
                iri = reading_part(record, facet, reading)
                entry = {"id": iri, "kind": "reading-part", "facet": f"facet/{facet}", **self._members(reading)}
                if reading.values:
                    entry["values"] = [f"value/{facet}/{v}" for v in reading.values]
                node.setdefault("readings", []).append(entry)
                if reading.by is None:
                    node.setdefault("own-readings", []).append(iri)

    def label(self, tag: str, form: str) -> str:
        """The relative IRI of a written form: that of its own record, else one made of the form itself (SKOS-XL, 5.1)."""
        if term := self.form_of(tag, form):
            return f"term/{term}"
        return f"label/{tag}-{hashlib.sha256(form.encode()).hexdigest()[:12]}"

    def _statement(self, record: Record, statement: Statement, index: int) -> Node:
        entry: Node = {"id": part(record, f"statement-{index}"), "kind": "statement-part"}
        entry |= self._members(statement, skip=("value",))
        group, name = self.vocabulary.range_of(statement.property)
        value = statement.value
        if group and isinstance(value, str):
            iri = (
                self.vocabulary.iri("value", f"{name}/{value}")
                if group == "facet"
                else self.vocabulary.iri(name, value)
            )
            entry["value"] = {"@id": iri}
            entry["stated-resource"] = iri
        elif isinstance(value, Mapping):
            entry["value"] = [{"@value": text, "@language": tag} for tag, text in value.items()]
        else:
            entry["value"] = _literal(value)
        return entry

    def _members(self, instance: Any, skip: tuple[str, ...] = ()) -> Node:
        node: Node = {}
        for key, field, value in members(instance):
            if field.attribute in skip or value is None or value == () or value == {}:
                continue
            if isinstance(instance, Reading) and key == "values":
                continue
            if isinstance(value, Period):
                node |= _period(value)
            elif isinstance(value, Evidence):
                node |= self._members(value)
            elif key == "identifiers":
                node[key] = [f"{name}: {text}" for name, text in value.items()]
            elif key == "issuer" and isinstance(value, str):
                node["issuer-name"] = value
            elif key == "table":
                node[key] = json.dumps(value, ensure_ascii=False)
            else:
                node[key] = self._member(field.marker, value)
        return node

    def _member(self, marker: object, value: Any) -> Any:
        if isinstance(value, tuple):
            return [self._member(marker, v) for v in value]
        if isinstance(marker, Ref | AnyRef):
            return f"{self.kind_of(value, marker.kinds)}/{value}"
        if isinstance(marker, OneOf):
            if marker.list in ("concept", "facet"):
                return f"{marker.list}/{value}"
            if marker.list in self.vocabulary.facets:
                return f"value/{marker.list}/{value}"
        if isinstance(marker, Shape) and marker.form == "date":
            return {"@value": value, "@type": days.datatype(value)}
        if isinstance(marker, Shape) and marker.form == "number":
            return {"@value": value, "@type": "xsd:decimal"}
        return dict(value) if isinstance(value, Mapping) else value


def _period(period: Period) -> Node:
    node: Node = {}
    if period.from_:
        node["from"] = {"@value": period.from_, "@type": days.datatype(period.from_)}
    if period.to:
        node["to"] = {"@value": period.to, "@type": days.datatype(period.to)}
    return node | _days(period.from_, period.to)


def _days(begin: str | None, end: str | None) -> Node:
    """First and last day of a period, whatever the precision of its dates, so that days can be compared."""
    node: Node = {}
    if begin:
        node["from-day"] = {"@value": days.first_day(begin), "@type": "xsd:date"}
    if end:
        node["to-day"] = {"@value": days.last_day(end), "@type": "xsd:date"}
    return node


def _literal(text: str) -> Any:
    """A plain scalar of a statement: a number, a date, or text as it stands."""
    if len(text) > 4 and DATE.fullmatch(text) and real_date(text):
        return {"@value": text, "@type": days.datatype(text)}
    if NUMBER.fullmatch(text):
        return {"@value": text, "@type": "xsd:decimal"}
    return text
