"""What a field of a record may hold, as annotations that the reader of files follows.

The authoring format (FORMAT.md) says of each key what stands there; a record class repeats that as
``Annotated[type, marker]``, so that the class is the schema.
"""

import dataclasses
import types
import typing
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any


@dataclass(frozen=True)
class Ref:
    """An id of another record of this kind. What is enacted and what is only proposed are both wordings."""

    kind: str

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of record that the id may belong to, the likelier first."""
        return ("definition", "proposal") if self.kind == "definition" else (self.kind,)


@dataclass(frozen=True)
class AnyRef:
    """An id of another record, of the first of these kinds that has it. With ``single``, no two of them may have it."""

    kinds: tuple[str, ...]
    single: bool = False


@dataclass(frozen=True)
class OneOf:
    """A value of a closed list of the ontology's catalogue."""

    list: str


@dataclass(frozen=True)
class Shape:
    """A plain scalar of a certain form: ``date``, ``number``, ``slug``, ``flag``, ``text``, ``text-or-name``, ``value``."""

    form: str


@dataclass(frozen=True)
class Field:
    """A field of a record class, or of a part of one. ``marker`` is what the annotation says of it, through ``| None``."""

    attribute: str
    annotation: Any
    marker: object
    required: bool


@dataclass(frozen=True)
class Form:
    """What an annotation means for whoever writes or describes a record: a plain value (with its marker), a part of a record with
    keys of its own, or a list or a map whose items are such."""

    marker: object = None
    part: type | None = None
    items: "Form | None" = None
    free: bool = False

    @property
    def listed(self) -> bool:
        """Whether it is a list."""
        return self.items is not None and not self.free

    @property
    def mapped(self) -> bool:
        """Whether it is a map with free keys: languages, facets, names of identifiers."""
        return self.items is not None and self.free


def form(annotation: Any) -> Form:
    """The form that an annotation of a record class stands for."""
    marker: object = None
    if typing.get_origin(annotation) is Annotated:
        annotation, marker = typing.get_args(annotation)
    if isinstance(annotation, types.UnionType) or typing.get_origin(annotation) is typing.Union:
        members = [a for a in typing.get_args(annotation) if a is not type(None)]
        if len(members) == 1:
            return form(Annotated[members[0], marker] if marker else members[0])
    if typing.get_origin(annotation) is tuple:
        item = typing.get_args(annotation)[0]
        return Form(items=form(Annotated[item, marker] if marker else item))
    if marker is not None:
        return Form(marker)
    if typing.get_origin(annotation) is not None:
        return Form(items=form(typing.get_args(annotation)[1]), free=True)
    return Form(part=annotation) if isinstance(annotation, type) and dataclasses.is_dataclass(annotation) else Form()


@cache
def schema(cls: type) -> Mapping[str, Field]:
    """The fields of a class by the keys of the authoring format: the field's name with hyphens for underscores."""
    hints = typing.get_type_hints(cls, include_extras=True)
    return {
        f.name.rstrip("_").replace("_", "-"): Field(
            f.name,
            hints[f.name],
            _marker(hints[f.name]),
            f.default is dataclasses.MISSING and f.default_factory is dataclasses.MISSING,
        )
        for f in dataclasses.fields(cls)
    }


def members(instance: Any) -> Iterator[tuple[str, Field, Any]]:
    """Key, field and value of each field of a record, or of a part of one."""
    cls: type = type(instance)
    for key, field in schema(cls).items():
        yield key, field, getattr(instance, field.attribute)


def _marker(annotation: Any) -> object:
    if typing.get_origin(annotation) is Annotated:
        return typing.get_args(annotation)[1]
    return next((m for a in typing.get_args(annotation) if (m := _marker(a)) is not None), None)


LangMap = Mapping[str, str]
Slug = Annotated[str, Shape("slug")]
Date = Annotated[str, Shape("date")]
Number = Annotated[str, Shape("number")]
Flag = Annotated[bool, Shape("flag")]
Text = Annotated[LangMap, Shape("text")]
TextOrName = Annotated[LangMap | str, Shape("text-or-name")]
StatedValue = Annotated[LangMap | str, Shape("value")]


def english(words: LangMap) -> str:
    """The words in English, else those that come first; empty where there are none."""
    return words.get("en") or next(iter(words.values()), "")
