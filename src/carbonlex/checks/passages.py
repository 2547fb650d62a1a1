"""Every text of a document, with the place of each, for the checks of text and language."""

import dataclasses
from collections.abc import Iterator, Mapping
from typing import Any

import pyoxigraph as ox

from carbonlex.checks.text import Passage, problems
from carbonlex.faults import Fault
from carbonlex.reading.document import Document
from carbonlex.reading.names import local, name
from carbonlex.records.fields import Field, Shape, members
from carbonlex.vocabulary import PREFIXES, Vocabulary

_TEXTUAL = frozenset({PREFIXES["xsd"] + "string", PREFIXES["rdf"] + "langString"})


def check(document: Document, vocabulary: Vocabulary) -> Iterator[Fault]:
    """What is wrong with the letters of a document's texts (family 3xx)."""
    if document.placed is not None:
        placed = document.placed
        focus = vocabulary.iri(placed.record.kind, placed.record.id)
        for path, passage in of(placed.record):
            for problem in problems(passage):
                rule = vocabulary.rules[problem.code]
                yield Fault(
                    placed.file,
                    *placed.place(path),
                    rule.code,
                    rule.severity,
                    problem.message,
                    focus,
                    path,
                    problem.value,
                    problem.hint or rule.hint,
                )
    elif document.graphed is not None:
        for triple in document.graphed.triples:
            literal = triple.object
            if not isinstance(literal, ox.Literal) or literal.datatype.value not in _TEXTUAL:
                continue
            path = local(triple.predicate.value)
            for problem in problems(Passage(literal.value, literal.language or "", path)):
                rule = vocabulary.rules[problem.code]
                subject = name(triple.subject)
                place = document.graphed.place(subject, triple.predicate.value, literal.value)
                yield Fault(
                    document.file,
                    *place,
                    rule.code,
                    rule.severity,
                    problem.message,
                    subject,
                    path,
                    problem.value,
                    problem.hint or rule.hint,
                )


def of(instance: Any, path: str = "") -> Iterator[tuple[str, Passage]]:
    """The texts of a record, or of a part of one, each with its path."""
    for key, field, value in members(instance):
        here = f"{path}.{key}" if path else key
        if isinstance(value, str):
            if _free(field):
                yield here, Passage(value, "", key)
        elif isinstance(value, Mapping):
            yield from _mapped(value, here, key, field)
        elif isinstance(value, tuple):
            for index, part in enumerate(value):
                if dataclasses.is_dataclass(part):
                    yield from of(part, f"{here}[{index}]")
                elif isinstance(part, Mapping):
                    yield from _mapped(part, f"{here}[{index}]", key, field)
                elif field.marker is None:
                    yield f"{here}[{index}]", Passage(part, "", key)
        elif dataclasses.is_dataclass(value):
            yield from of(value, here)


def _mapped(value: Mapping[str, Any], here: str, key: str, field: Field) -> Iterator[tuple[str, Passage]]:
    languages = isinstance(field.marker, Shape)
    for inner, part in value.items():
        at = f"{here}.{inner}"
        if isinstance(part, str):
            yield at, Passage(part, inner if languages else "", key)
        elif isinstance(part, tuple):
            for index, item in enumerate(part):
                yield from of(item, at + (f"[{index}]" if len(part) > 1 else ""))
        elif hasattr(part, "words"):
            for role, words in part.words():
                yield f"{at}.{role}", Passage(words, inner, role)


def _free(field: Field) -> bool:
    """Whether a string of this field is text that somebody wrote, and no name of something."""
    return field.marker is None or (isinstance(field.marker, Shape) and field.marker.form in ("text-or-name", "value"))
