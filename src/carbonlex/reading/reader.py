"""A tree becomes a typed record; every departure from the format is a fault with its place.

The record classes are the schema (see :mod:`carbonlex.records.fields`); the closed lists come from the ontology.
"""

import dataclasses
import re
import types
import typing
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from carbonlex.faults import Fault, Proposals, closest
from carbonlex.reading import tree
from carbonlex.records.fields import AnyRef, OneOf, Ref, Shape, schema
from carbonlex.records.forms import DATE, NUMBER, RESERVED, SLUG, TAG, real_date
from carbonlex.records.model import KINDS, Concept, Reading, Record, Term, Worded, Wording
from carbonlex.vocabulary import Vocabulary


@dataclass(frozen=True)
class Placed:
    """A record with the file that it came from and the place of every key and value, by path."""

    record: Record
    file: str
    marks: Mapping[str, tuple[int, int]]

    def place(self, path: str) -> tuple[int, int]:
        """The place of the path, or of the nearest part of it that was written."""
        while path and path not in self.marks:
            path = re.sub(r"(?:\.[^.\[]*|\[\d+\]|^[^.\[]*)$", "", path)
        return self.marks.get(path, (1, 1))


@dataclass
class _Context:
    """What the walk over one file carries along."""

    file: str
    vocabulary: Vocabulary
    faults: list[Fault] = field(default_factory=list)
    marks: dict[str, tuple[int, int]] = field(default_factory=dict)
    focus: str = ""
    proposals: Proposals = field(default_factory=Proposals)

    def nearest(self, name: str, known: Iterable[str]) -> str:
        """``did you mean …?``, where one comes near."""
        return self.proposals.nearest(name, known)

    def fault(self, code: str, node: tree.Node, path: str, message: str, value: str = "", hint: str = "") -> None:
        rule = self.vocabulary.rules[code]
        self.faults.append(
            Fault(
                self.file,
                node.line,
                node.column,
                code,
                rule.severity,
                message,
                self.focus,
                path,
                value,
                hint or rule.hint,
            )
        )


def read(
    file: str,
    content: bytes,
    vocabulary: Vocabulary,
    stem: str | None = None,
    parse: Callable[[bytes], tree.Node] = tree.parse,
) -> tuple[Placed | None, list[Fault]]:
    """Read one record.

    :param file: its name, for messages.
    :param stem: what its id must be equal to; ``None`` where the text has no file name of its own.
    :param parse: makes a tree of the text; it is YAML unless another parser is given.
    :returns: the record, or nothing where it cannot be used, and the faults.
    """
    context = _Context(file, vocabulary)
    try:
        root = parse(content)
    except tree.TreeError as error:
        node = tree.Node(error.line, error.column)
        context.fault(error.code, node, "", error.message, hint=error.hint)
        return None, context.faults
    if not isinstance(root, tree.Mapping):
        context.fault("CLX103", root, "", "a record is a mapping of keys to values")
        return None, context.faults
    kind = root.entries.get("kind")
    if kind is None:
        context.fault("CLX104", root, "kind", "the key kind is missing", hint="one of " + ", ".join(KINDS))
        return None, context.faults
    kind_name = kind[1].text if isinstance(kind[1], tree.Scalar) else ""
    if kind_name not in KINDS:
        context.fault(
            "CLX107", kind[1], "kind", f"unknown kind {kind_name}", kind_name, context.nearest(kind_name, KINDS)
        )
        return None, context.faults
    context.marks[""] = (root.line, root.column)  # below the comments that it may begin with
    if (named := root.entries.get("id")) and isinstance(named[1], tree.Scalar):
        context.focus = vocabulary.iri(kind_name, named[1].text)
    record = _fields(KINDS[kind_name], root, "", context)
    if record is not None:
        _identity(record, stem, root, context)
    return (Placed(record, file, context.marks) if record is not None else None), context.faults


def _identity(record: Record, stem: str | None, root: tree.Mapping, context: _Context) -> None:
    node = root.entries["id"][1]
    if not 2 <= len(record.id) <= 80:
        context.fault("CLX105", node, "id", "an id has 2 to 80 characters", record.id)
    elif RESERVED.fullmatch(record.id):
        context.fault("CLX111", node, "id", f"{record.id} is a name that some file systems keep for devices", record.id)
    elif stem is not None and stem != record.id:
        context.fault(
            "CLX105",
            node,
            "id",
            f"the id {record.id} differs from the file's name {stem}",
            record.id,
            f"name the file {record.id}.yaml",
        )
    if isinstance(record, Concept) and record.id not in (known := context.vocabulary.list("concept")):
        context.fault(
            "CLX102",
            node,
            "id",
            f"{record.id} is no concept of the ontology",
            record.id,
            context.nearest(record.id, known),
        )
    if isinstance(record, Term) and len(record.form) != 1:
        context.fault("CLX103", root.entries["form"][1], "form", "a term is one form in one language")
    if isinstance(record, Worded):
        originals = [t for t, w in record.text.items() if w.original is not None]
        if record.withheld and originals:
            hint = "give only a gloss, or quote and leave evidence.withheld out"
            context.fault(
                "CLX304", root.entries["text"][0], "text", "words that are withheld are not quoted", hint=hint
            )
        elif len(originals) != 1 and not record.withheld:
            context.fault(
                "CLX304",
                root.entries["text"][0],
                "text",
                f"a wording has exactly one original; here are {len(originals)}",
                hint="say original for the language in which the words were read, gloss for your own translation",
            )


def _fields(cls: type, node: tree.Node, path: str, context: _Context) -> Any:
    """A mapping becomes an instance of the class; ``None`` where something required is unusable."""
    if not isinstance(node, tree.Mapping):
        context.fault("CLX103", node, path, f"{path or 'the record'} must be a mapping of keys to values")
        return None
    known = schema(cls)
    values: dict[str, Any] = {}
    usable = True
    # A required key that is only misspelt is not also reported as missing.
    meant = {closest(key, known) for key in node.entries if key not in known}
    for key, (key_node, value_node) in node.entries.items():
        here = f"{path}.{key}" if path else key
        field = known.get(key)
        if field is None:
            context.fault(
                "CLX101",
                key_node,
                here,
                f"unknown key {key}",
                key,
                context.nearest(key, known) or "known here: " + ", ".join(known),
            )
            continue
        context.marks[here] = (value_node.line, value_node.column)
        value = (
            _readings(value_node, here, context)
            if key == "readings"
            else _value(field.annotation, value_node, here, context)
        )
        if value is None:
            usable = usable and not field.required
        else:
            values[field.attribute] = value
    for key, field in known.items():
        if field.required and field.attribute not in values:
            usable = False
            if key not in node.entries and key not in meant:
                context.fault(
                    "CLX104",
                    node,
                    f"{path}.{key}" if path else key,
                    f"the key {key} is missing" + (f" in {path}" if path else ""),
                )
    return cls(**values) if usable else None


def _value(annotation: Any, node: tree.Node, path: str, context: _Context) -> Any:
    """A node as the annotation wants it; ``None`` and a fault where it does not fit."""
    marker: object = None
    if typing.get_origin(annotation) is typing.Annotated:
        annotation, marker = typing.get_args(annotation)
    if isinstance(annotation, types.UnionType) or typing.get_origin(annotation) is typing.Union:
        members = [a for a in typing.get_args(annotation) if a is not type(None)]
        if len(members) == 1:
            return _value(typing.Annotated[members[0], marker] if marker else members[0], node, path, context)
    if typing.get_origin(annotation) is tuple:
        item = typing.get_args(annotation)[0]
        if marker is not None:
            item = typing.Annotated[item, marker]
        return _list(item, node, path, context)
    if marker is not None:
        return _scalar(marker, node, path, context)
    if typing.get_origin(annotation) is not None:
        return _map(typing.get_args(annotation)[1], node, path, context)
    if dataclasses.is_dataclass(annotation):
        assert isinstance(annotation, type)
        return _fields(annotation, node, path, context)
    return _text(node, path, context)


def _list(item: Any, node: tree.Node, path: str, context: _Context) -> tuple[Any, ...] | None:
    if not isinstance(node, tree.Sequence):
        context.fault("CLX103", node, path, f"{path} must be a list", hint="write it in [square brackets]")
        return None
    values = []
    for index, child in enumerate(node.items):
        here = f"{path}[{index}]"
        context.marks[here] = (child.line, child.column)
        value = _value(item, child, here, context)
        if isinstance(value, str) and value in values:
            context.fault("CLX114", child, here, f"{value} stands in the list already", value)
        elif value is not None:
            values.append(value)
    return tuple(values)


def _map(item: Any, node: tree.Node, path: str, context: _Context) -> dict[str, Any] | None:
    """A map with free keys: languages to wordings, or names of identifiers to text."""
    if not isinstance(node, tree.Mapping):
        context.fault("CLX103", node, path, f"{path} must be a mapping of keys to values")
        return None
    values: dict[str, Any] = {}
    for key, (key_node, child) in node.entries.items():
        here = f"{path}.{key}"
        context.marks[here] = (child.line, child.column)
        if item is Wording and not _tag(key, key_node, here, context):
            continue
        value = _value(item, child, here, context)
        if value is not None:
            values[key] = value
    return values


def _text(node: tree.Node, path: str, context: _Context) -> str | None:
    if not isinstance(node, tree.Scalar):
        context.fault("CLX103", node, path, f"{path} must be text")
        return None
    if not node.text.strip():
        context.fault("CLX113", node, path, f"{path} is empty")
        return None
    return node.text


def _scalar(marker: object, node: tree.Node, path: str, context: _Context) -> Any:
    if isinstance(marker, Shape) and marker.form in _FORMS:
        return _FORMS[marker.form](node, path, context)
    text = _text(node, path, context)
    if text is None:
        return None
    if isinstance(marker, OneOf):
        known = context.vocabulary.list(marker.list)
        if text not in known:
            context.fault(
                "CLX102",
                node,
                path,
                f"{text} is no {marker.list}",
                text,
                context.nearest(text, known) or "one of " + ", ".join(known),
            )
            return None
    elif (
        isinstance(marker, Ref | AnyRef) or (isinstance(marker, Shape) and marker.form == "slug")
    ) and not SLUG.fullmatch(text):
        context.fault("CLX105", node, path, f"{text!r} is no id: lower-case letters, digits and single hyphens", text)
        return None
    return text


def _tag(tag: str, node: tree.Node, path: str, context: _Context) -> bool:
    if TAG.fullmatch(tag):
        return True
    context.fault("CLX301", node, path, f"{tag} is no language tag", tag, "BCP 47, as in en, vi, zh-Hans")
    return False


def _language_map(node: tree.Node, path: str, context: _Context) -> dict[str, str] | None:
    if not isinstance(node, tree.Mapping):
        context.fault("CLX112", node, path, f"{path} must say its language")
        return None
    texts: dict[str, str] = {}
    for tag, (key_node, child) in node.entries.items():
        context.marks[f"{path}.{tag}"] = (child.line, child.column)
        text = _text(child, f"{path}.{tag}", context)
        if _tag(tag, key_node, f"{path}.{tag}", context) and text is not None:
            texts[tag] = text
    return texts


def _date(node: tree.Node, path: str, context: _Context) -> str | None:
    text = _text(node, path, context)
    if text is None:
        return None
    if not DATE.fullmatch(text) or not real_date(text):
        context.fault("CLX109", node, path, f"{text} is no date", text, "2021, 2021-07 or 2021-07-16")
        return None
    return text


def _number(node: tree.Node, path: str, context: _Context) -> str | None:
    text = _text(node, path, context)
    if text is not None and not NUMBER.fullmatch(text):
        context.fault("CLX103", node, path, f"{path} must be a number", text)
        return None
    return text


def _flag(node: tree.Node, path: str, context: _Context) -> bool | None:
    text = _text(node, path, context)
    if text is not None and text not in ("true", "false"):
        context.fault("CLX103", node, path, f"{path} must be true or false", text)
        return None
    return None if text is None else text == "true"


def _text_or_map(node: tree.Node, path: str, context: _Context) -> dict[str, str] | str | None:
    return _language_map(node, path, context) if isinstance(node, tree.Mapping) else _text(node, path, context)


_FORMS: dict[str, Callable[[tree.Node, str, _Context], Any]] = {
    "text": _language_map,
    "date": _date,
    "number": _number,
    "flag": _flag,
    "text-or-name": _text_or_map,
    "value": _text_or_map,
}


def _readings(node: tree.Node, path: str, context: _Context) -> dict[str, tuple[Reading, ...]] | None:
    if not isinstance(node, tree.Mapping):
        context.fault("CLX103", node, path, "readings must be a mapping of facets to readings")
        return None
    facets = context.vocabulary.facets
    result: dict[str, tuple[Reading, ...]] = {}
    for facet, (key_node, child) in node.entries.items():
        here = f"{path}.{facet}"
        context.marks[here] = (child.line, child.column)
        if facet not in facets:
            context.fault(
                "CLX108",
                key_node,
                here,
                f"unknown facet {facet}",
                facet,
                context.nearest(facet, facets) or "one of " + ", ".join(facets),
            )
            continue
        readings = []
        for at, item in _one_or_more(child, here):
            context.marks[at] = (item.line, item.column)
            if (reading := _fields(Reading, item, at, context)) is not None and _values(
                reading, item, facet, at, context
            ):
                readings.append(reading)
        result[facet] = tuple(readings)
    return result


def _one_or_more(node: tree.Node, path: str) -> Iterator[tuple[str, tree.Node]]:
    if isinstance(node, tree.Sequence):
        for index, item in enumerate(node.items):
            yield f"{path}[{index}]", item
    else:
        yield path, node


def _values(reading: Reading, node: tree.Node, facet: str, path: str, context: _Context) -> bool:
    known = context.vocabulary.facets[facet]
    unknown = [v for v in reading.values if v not in known]
    for value in unknown:
        index = reading.values.index(value)
        line, column = context.marks.get(f"{path}.values[{index}]", (node.line, node.column))
        context.fault(
            "CLX102",
            tree.Node(line, column),
            path,
            f"{value} is no value of {facet}",
            value,
            context.nearest(value, known) or "one of " + ", ".join(known),
        )
    return not unknown
