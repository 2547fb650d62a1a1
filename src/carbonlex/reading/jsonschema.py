"""JSON Schemas of the authoring format for editors, one for each kind (JSON Schema, draft 2020-12).

They are made of the record model, the closed lists of the ontology and the sentences of ``ontology/keys.toml``. A schema sees one
file as a tree; whether references lead anywhere, quotations occur, dates follow each other, is for ``carbonlex validate``.

The reader takes every scalar as the text that was written. An editor's parser makes something else of some of them: ``5`` a number,
``true`` a truth value, under YAML 1.1 even ``no`` one and ``2021-07-16`` a date, which parsers hand on as text or should be told to.
So a schema takes both forms wherever the reader would take the text. It is thereby laxer in one point (``True`` or, under YAML 1.1,
``yes`` pass for ``true``, ``1e3`` for a number), and stricter in one: a bare ``null`` or ``~`` is refused where text is meant.

Only keywords that draft 7 knows too are used, apart from ``$defs``, since editors are slow to follow; patterns keep to what
Python and ECMA-262 have in common. Every schema is whole in itself, so that it can be copied and works without a connection.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import yaml

from carbonlex.reading.keys import Keys, name
from carbonlex.records.fields import AnyRef, Field, Form, OneOf, Ref, Shape, form, schema
from carbonlex.records.forms import DATE, NUMBER, SLUG, TAG
from carbonlex.records.model import KINDS, Concept, Reading, Statement, Wording
from carbonlex.vocabulary import Vocabulary

DIALECT = "https://json-schema.org/draft/2020-12/schema"
ANY = "record"
"""The schema of a record of whatever kind."""
NAMES = (*KINDS, ANY)
Schema = dict[str, Any]

_PLAIN = {"type": ["string", "number", "boolean"], "pattern": r"\S"}
_NAME = {"type": ["string", "integer", "boolean"], "pattern": f"^(?:{SLUG.pattern})$"}
_FORMS: Mapping[str, Schema] = {
    "plain": _PLAIN,
    "slug": _NAME,
    "id": {**_NAME, "minLength": 2, "maxLength": 80},
    "date": {"type": ["string", "integer"], "pattern": f"^(?:{DATE.pattern})$", "minimum": 1000, "maximum": 9999},
    "number": {"type": ["string", "number"], "pattern": f"^(?:{NUMBER.pattern})$"},
    "flag": {"enum": [True, False, "true", "false"]},
    "text": {
        "type": "object",
        "propertyNames": {"pattern": f"^(?:{TAG.pattern})$"},
        "additionalProperties": {"$ref": "#/$defs/plain"},
    },
    "text-or-name": {"anyOf": [{"$ref": "#/$defs/text"}, {"$ref": "#/$defs/plain"}]},
    "value": {"anyOf": [{"$ref": "#/$defs/text"}, {"$ref": "#/$defs/plain"}]},
}


def address(site: str, kind: str) -> str:
    """Where a site publishes the schema of a kind."""
    return f"{site.rstrip('/')}/data/schema/{kind}.json"


def schemas(vocabulary: Vocabulary, ids: Mapping[str, Sequence[str]], site: str) -> Iterator[tuple[str, Schema]]:
    """The schema of each kind, and the one of all kinds, by name.

    :param ids: of published records, by kind; editors propose them, and any other id stays possible.
    :param site: the address of the site that publishes the schemas, for their ``$id``.
    """
    parts = _Parts(vocabulary, ids).defs()
    for kind in NAMES:
        body = parts[kind]
        yield kind, {"$schema": DIALECT, "$id": address(site, kind), **body, "$defs": dict(_needed(body, parts))}


def written(body: Schema) -> str:
    """A schema as the text of a file."""
    return json.dumps(body, ensure_ascii=False, indent=1) + "\n"


class _Parts:
    """Everything that schemas refer to, by name."""

    def __init__(self, vocabulary: Vocabulary, ids: Mapping[str, Sequence[str]]) -> None:
        self.vocabulary = vocabulary
        self.keys = Keys(vocabulary.folder)
        self.ids = ids
        self.parts: dict[str, Schema] = {name: dict(body) for name, body in _FORMS.items()}

    def defs(self) -> Mapping[str, Schema]:
        for kind, cls in KINDS.items():
            properties = {"kind": {"const": kind, "description": self.keys.about(cls, "kind")}}
            body = self._object(cls)
            body["properties"] |= properties
            self.parts[kind] = {"title": kind, "description": self.keys.kinds[kind].about} | body
        of_kind = [
            {"if": {"properties": {"kind": {"const": kind}}, "required": ["kind"]}, "then": {"$ref": f"#/$defs/{kind}"}}
            for kind in KINDS
        ]
        kinds = {"kind": {"enum": list(KINDS), "description": self.keys.about(Concept, "kind")}}
        self.parts[ANY] = {"type": "object", "required": ["kind"], "properties": kinds, "allOf": of_kind}
        return self.parts

    def _object(self, cls: type) -> Schema:
        properties: dict[str, Schema] = {}
        for key, field in schema(cls).items():
            properties[key] = {"description": self.keys.about(cls, key), **self._of_key(cls, key, field)}
        body: Schema = {
            "type": "object",
            "required": [key for key, field in schema(cls).items() if field.required],
            "properties": properties,
            "additionalProperties": False,
        }
        return body | ({"allOf": list(self._by_property())} if cls is Statement else {})

    def _of_key(self, cls: type, key: str, field: Field) -> Schema:
        if key == "id":
            return self._listed("concept") if cls is Concept else {"$ref": "#/$defs/id"}
        if key == "readings":
            facets = {facet: self._reading(facet) for facet in self.vocabulary.facets}
            return {"type": "object", "properties": facets, "additionalProperties": False}
        if cls is Statement and key == "property":
            return {**self._of(form(field.annotation)), "examples": list(self.vocabulary.catalog["properties"])}
        return self._of(form(field.annotation))

    def _of(self, wanted: Form) -> Schema:
        if wanted.items is not None:
            items = self._of(wanted.items)
            if wanted.listed:
                return {"type": "array", "items": items}
            tags = {"propertyNames": _FORMS["text"]["propertyNames"]} if wanted.items.part is Wording else {}
            return {"type": "object", **tags, "additionalProperties": items}
        if wanted.part is not None:
            called = name(wanted.part)
            if called not in self.parts:
                self.parts[called] = {}
                self.parts[called] = self._object(wanted.part)
            return {"$ref": f"#/$defs/{called}"}
        return self._scalar(wanted.marker)

    def _scalar(self, marker: object) -> Schema:
        match marker:
            case OneOf():
                return self._listed(marker.list)
            case Ref() | AnyRef():
                return self._reference(marker.kinds)
            case Shape():
                return {"$ref": f"#/$defs/{marker.form}"}
        return {"$ref": "#/$defs/plain"}

    def _listed(self, called: str) -> Schema:
        """A closed list, shared by all keys that take their values from it."""
        self.parts[f"list-{called}"] = {"enum": _spellings(self.vocabulary.list(called))}
        return {"$ref": f"#/$defs/list-{called}"}

    def _reference(self, kinds: tuple[str, ...]) -> Schema:
        """An id. The published ones are proposed; one that is not published may be that of a record beside this one."""
        called = "-or-".join(kinds) + "-id"
        known = [id_ for kind in kinds for id_ in self.ids.get(kind, ())]
        self.parts[called] = {**_NAME, **({"examples": known} if known else {})}
        return {"$ref": f"#/$defs/{called}"}

    def _reading(self, facet: str) -> Schema:
        values = {"items": {"enum": _spellings(self.vocabulary.facets[facet])}}
        one = {"allOf": [self._of(Form(part=Reading)), {"properties": {"values": values}}]}
        self.parts[f"reading-{facet}"] = one
        ref = {"$ref": f"#/$defs/reading-{facet}"}
        iri = self.vocabulary.iri("facet", facet)
        return {"description": self.vocabulary.note(iri), "anyOf": [ref, {"type": "array", "items": ref}]}

    def _by_property(self) -> Iterator[Schema]:
        """What a statement's value may be depends on its property; what the catalogue does not know is a figure (CLX202)."""
        catalog = self.vocabulary.catalog["properties"]
        ranges: dict[tuple[str, str, bool], list[str]] = {}
        for property_, entry in catalog.items():
            ranges.setdefault((*self.vocabulary.range_of(property_), bool(entry.get("or-text"))), []).append(property_)
        yield {"if": _when(list(catalog)), "else": {"properties": {"value": {"$ref": "#/$defs/number"}}}}
        for (group, called, or_text), properties in ranges.items():
            if group:
                value = (
                    {"enum": _spellings(self.vocabulary.facets[called])}
                    if group == "facet"
                    else self._reference((called,))
                )
                value = {"anyOf": [value, {"$ref": "#/$defs/text"}]} if or_text else value
                yield {"if": _when(properties), "then": {"properties": {"value": value}}}


def _when(properties: list[str]) -> Schema:
    return {"properties": {"property": {"enum": properties}}, "required": ["property"]}


def _spellings(values: Sequence[str]) -> list[object]:
    """The values as text, and as what a YAML parser makes of those that look like something else."""
    parsed = [yaml.safe_load(value) for value in values]
    return [*values, *(other for other in parsed if not isinstance(other, str))]


def _needed(body: object, parts: Mapping[str, Schema]) -> Iterator[tuple[str, Schema]]:
    """The parts that a schema refers to, and those that these refer to, by name."""
    found: set[str] = set()
    todo = [body]
    while todo:
        for target in _targets(todo.pop()):
            if target not in found:
                found.add(target)
                todo.append(parts[target])
    yield from ((called, parts[called]) for called in sorted(found))


def _targets(node: object) -> Iterator[str]:
    if isinstance(node, Mapping):
        for key, value in node.items():
            if key == "$ref":
                yield re.sub(r"^#/\$defs/", "", value)
            else:
                yield from _targets(value)
    elif isinstance(node, list):
        for item in node:
            yield from _targets(item)
