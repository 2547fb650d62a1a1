"""A draft as commented YAML: what is said, and as comments everything else that such a record may say.

Lines with ``##`` explain. Lines with ``#`` become part of the record when the mark and the blank after it are removed.
"""

import textwrap
from collections.abc import Iterator, Mapping
from typing import Any

from carbonlex.reading.draft import FEW, Draft
from carbonlex.reading.yamltext import flow, scalar
from carbonlex.records.fields import AnyRef, Field, Form, OneOf, Ref, Shape, form, schema
from carbonlex.records.model import Period

OPEN = "…"
"""Stands where the writer has to write. It is no value of any list, no id and no date, so that none can be forgotten there."""
WIDTH = 110
SAID, TOLD, UNSAID = "", "## ", "# "
Line = tuple[str, int, str]
"""The mark at its beginning, how far it is set in, and its text."""

_HEAD = (
    "Lines with ## explain. Lines with # are what the record may say besides: to say it, remove the # and the blank after it, "
    f"and write in the place of {OPEN}. What nobody saw is left out."
)
_WANTED = {
    "date": "a date: 2021, 2021-07 or 2021-07-16",
    "number": "a number",
    "flag": "true or false",
    "text": "by language",
    "text-or-name": "a name, or words by language",
}


def written(draft: Draft, schema_address: str) -> str:
    """The text of the record.

    :param schema_address: where an editor finds the JSON Schema: an address, or a path from the record's own folder.
    """
    about = f"{draft.kind}: {draft.keys.kinds[draft.kind].about}"
    lines = [f"# yaml-language-server: $schema={schema_address}"]
    for mark, depth, text in [*_told(about, 0), *_told(_HEAD, 0), *_Writer(draft).keys(draft.cls, draft.said, 0)]:
        lines.append((mark + " " * depth + text).rstrip())
    return "\n".join(lines) + "\n"


class _Writer:
    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.vocabulary = draft.vocabulary

    def keys(self, cls: type, said: Mapping[str, Any], depth: int) -> Iterator[Line]:
        """Every key of a class: what it is for, then what is said, or how it would be said."""
        for key, field in sorted(schema(cls).items(), key=_rank):
            wanted = form(field.annotation)
            if key != "kind":
                yield from _told(self._purpose(cls, key, wanted), depth)
            if key in said:
                yield from self._said(key, said[key], wanted, depth)
            if key not in said or (wanted.part is None and wanted.items is not None and _keyed(wanted.items)):
                yield from self._unsaid(key, wanted, depth, begun=key in said)

    def _said(self, key: str, value: Any, wanted: Form, depth: int) -> Iterator[Line]:
        if wanted.part is Period or not (wanted.part or (wanted.items and _keyed(wanted.items))):
            yield SAID, depth, f"{key}: {flow(value)}"
            return
        yield SAID, depth, f"{key}:"
        if wanted.part:
            yield from self.keys(wanted.part, value, depth + 2)
        else:
            yield from _block(value, depth + 2)

    def _unsaid(self, key: str, wanted: Form, depth: int, begun: bool) -> Iterator[Line]:
        """How a key would be said; where it is ``begun``, how a further item would."""
        items = wanted.items
        if wanted.part and wanted.part is not Period:
            yield UNSAID, depth, f"{key}:"
            yield from self._blank(wanted.part, depth + 2)
        elif key == "readings":
            yield from self._readings(depth, begun)
        elif items and items.part:
            if not begun:
                yield UNSAID, depth, f"{key}:"
            yield from self._item(items.part, wanted.mapped, depth + 2)
        else:
            yield UNSAID, depth, f"{key}: {self._open(wanted)}"

    def _item(self, part: type, mapped: bool, depth: int) -> Iterator[Line]:
        lines = list(self._blank(part, depth + 2))
        if mapped:
            yield UNSAID, depth, f"{OPEN}:"
            yield from lines
            return
        first = next(i for i, line in enumerate(lines) if line[0] == UNSAID)
        yield from lines[:first]
        yield UNSAID, depth, f"- {lines[first][2]}"
        yield from lines[first + 1 :]

    def _blank(self, part: type, depth: int) -> Iterator[Line]:
        for key, field in schema(part).items():
            wanted = form(field.annotation)
            yield from _told(f"{key}: {self._purpose(part, key, wanted)}", depth)
            yield UNSAID, depth, f"{key}: {self._open(wanted)}"

    def _readings(self, depth: int, begun: bool) -> Iterator[Line]:
        """Every facet on which such a wording is read, with all its values, to choose from."""
        if not begun:
            yield UNSAID, depth, "readings:"
        said = self.draft.said
        for facet in self._facets(said.get("concept", "")):
            if facet in said.get("readings", ()):
                continue
            iri = self.vocabulary.iri("facet", facet)
            yield from _told(f"{self.vocabulary.label(iri)}: {self.vocabulary.note(iri)}", depth + 2)
            example = self.draft.keys.examples["readings"].format(
                values=", ".join(self.vocabulary.facets[facet]), language=self.draft.language or OPEN
            )
            yield UNSAID, depth + 2, f"{facet}: {example}"

    def _facets(self, concept: str) -> tuple[str, ...]:
        """The facets of a market or of a unit; all of them for any other concept."""
        catalog = self.vocabulary.catalog
        for group in ("market", "unit"):
            if concept in catalog[f"{group}-concepts"]:
                return tuple(catalog[f"{group}-facets"])
        return tuple(self.vocabulary.facets)

    def _open(self, wanted: Form) -> str:
        """What stands in the place of a value that is still to be written."""
        if wanted.part:
            return "{" + ", ".join(f"{key}: {OPEN}" for key in schema(wanted.part)) + "}"
        if wanted.listed and wanted.items:
            return f"[{self._open(wanted.items)}]"
        if wanted.mapped or wanted.marker == Shape("text"):
            return f'{{{OPEN}: "{OPEN}"}}'
        return OPEN if wanted.marker else f'"{OPEN}"'

    def _purpose(self, cls: type, key: str, wanted: Form) -> str:
        """What a key is for, and what may stand there."""
        marker = wanted.items.marker if wanted.items else wanted.marker
        what = ""
        match marker:
            case OneOf() if len(names := self.vocabulary.list(marker.list)) <= FEW:
                what = ("of " if wanted.items else "one of ") + ", ".join(names)
            case OneOf():
                what = f"a {marker.list} of the ontology"
            case Ref() | AnyRef():
                what = ("ids" if wanted.items else "the id") + " of " + _or([f"a {kind}" for kind in marker.kinds])
            case Shape():
                what = _WANTED.get(marker.form, "")
        if wanted.part is Period:
            what = _WANTED["date"]
        about = self.draft.keys.about(cls, key)
        return f"{about.removesuffix('.')} ({what})." if what else about


def _rank(entry: tuple[str, Field]) -> int:
    """Short things first, what takes many lines after them, the notes last."""
    key, field = entry
    items = form(field.annotation).items
    return 2 if key == "notes" else 1 if items and _keyed(items) else 0


def _keyed(items: Form) -> bool:
    """Whether the items of a list or map have keys of their own."""
    return bool(items.part or (items.items and items.items.part))


def _block(value: Any, depth: int) -> Iterator[Line]:
    """What is said of the parts of a list or map, each on lines of its own."""
    for name, item in value.items() if isinstance(value, dict) else enumerate(value):
        head = "- " if isinstance(value, list) else f"{scalar(str(name))}: "
        if isinstance(item, dict) and isinstance(value, list):
            for number, (key, inner) in enumerate(item.items()):
                yield SAID, depth, f"{'  ' if number else head}{key}: {flow(inner)}"
        elif isinstance(item, dict):
            yield SAID, depth, head.rstrip()
            yield from ((SAID, depth + 2, f"{key}: {flow(inner)}") for key, inner in item.items())
        else:
            yield SAID, depth, head + flow(item)


def _told(text: str, depth: int) -> Iterator[Line]:
    for line in textwrap.wrap(text, WIDTH - depth, break_long_words=False, break_on_hyphens=False):
        yield TOLD, depth, line


def _or(names: list[str]) -> str:
    return ", ".join(names[:-1]) + " or " + names[-1] if len(names) > 1 else names[0]
