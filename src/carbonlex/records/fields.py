"""What a field of a record may hold, as annotations that the reader of files follows.

The authoring format (FORMAT.md) says of each key what stands there; a record class repeats that as
``Annotated[type, marker]``, so that the class is the schema.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated


@dataclass(frozen=True)
class Ref:
    """An id of another record of this kind."""

    kind: str


@dataclass(frozen=True)
class OneOf:
    """A value of a closed list of the ontology's catalogue."""

    list: str


@dataclass(frozen=True)
class Shape:
    """A plain scalar of a certain form: ``date``, ``number``, ``slug``, ``flag``, ``text``, ``text-or-name``, ``value``."""

    form: str


LangMap = Mapping[str, str]
Slug = Annotated[str, Shape("slug")]
Date = Annotated[str, Shape("date")]
Number = Annotated[str, Shape("number")]
Flag = Annotated[bool, Shape("flag")]
Text = Annotated[LangMap, Shape("text")]
TextOrName = Annotated[LangMap | str, Shape("text-or-name")]
StatedValue = Annotated[LangMap | str, Shape("value")]
