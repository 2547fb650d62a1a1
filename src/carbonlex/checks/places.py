"""From a result of the shapes back to the place where it was written."""

from collections import defaultdict
from collections.abc import Callable
from typing import Any

import pyoxigraph as ox

from carbonlex.checks import digest, hints, passages
from carbonlex.checks.shapes import Result
from carbonlex.faults import Fault, Proposals
from carbonlex.reading.document import Document
from carbonlex.reading.known import Known
from carbonlex.reading.names import Keys, local, name
from carbonlex.reading.reader import Placed
from carbonlex.records.model import Worded
from carbonlex.vocabulary import CLX, Vocabulary

# Where it stands in the authoring format what has no key of its own there, the finer place first.
KEYS = {
    CLX + "validFrom": ("valid.from", "in-force.from", "valid", "in-force"),
    CLX + "validTo": ("valid.to", "in-force.to", "ended", "valid", "in-force"),
    CLX + "fromDay": ("valid", "in-force"),
    CLX + "toDay": ("valid", "in-force"),
    CLX + "statedResource": ("value",),
}


class Places:
    """Finds places.

    :param document: of a record's IRI, the document that holds it, if it is at hand.
    """

    def __init__(
        self,
        vocabulary: Vocabulary,
        known: Known,
        document: Callable[[str], Document | None],
        lang: str = "en",
    ) -> None:
        self.vocabulary = vocabulary
        self.known = known
        self.document = document
        self.lang = lang
        self.keys = Keys.of(vocabulary)
        self._proposals: defaultdict[str, Proposals] = defaultdict(Proposals)

    def fault(self, result: Result, owner: str = "") -> Fault:
        """A result as a fault.

        :param owner: the IRI of the record that the focus node belongs to, where its own IRI does not say so.
        """
        code = digest.of(self.vocabulary.folder).codes.get(result.shape) or "CLX104"
        rule = self.vocabulary.rules[code]
        focus, value = name(result.focus), name(result.value) if result.value is not None else ""
        message = result.messages.get(self.lang) or result.messages.get("en") or rule.title
        message += self._other(result)
        property_ = result.path or digest.of(self.vocabulary.folder).paths.get(result.shape, "")
        document = self.document(owner or focus.partition("#")[0])
        if document is None:
            return Fault("", 0, 0, code, result.severity, message, focus, local(property_), value, rule.hint)
        if document.placed is not None:
            path = self.path(document.placed, focus, property_, result.value)
            line, column = document.placed.place(path)
            hint = hints.hint(code, document.placed, path, value, self.known, self._proposals[document.file])
        else:
            assert document.graphed is not None
            path = local(property_)
            line, column = document.graphed.place(focus, property_, value)
            hint = hints.nearest_iri(code, value, self.known, self._proposals[document.file])
        return Fault(document.file, line, column, code, result.severity, message, focus, path, value, hint or rule.hint)

    def at(self, code: str, iri: str, words: Any, message: str, value: str) -> Fault:
        """A fault at words of a record."""
        rule = self.vocabulary.rules[code]
        document = self.document(iri)
        line, column, path, file = 0, 0, "", ""
        if document is not None and document.placed is not None:
            file, path = document.file, _passage(document.placed, words)
            line, column = document.placed.place(path)
        elif document is not None and document.graphed is not None:
            file = document.file
            line, column = document.graphed.place(iri, "", words.value)
        return Fault(file, line, column, code, rule.severity, message, iri, path, value, rule.hint)

    def _other(self, result: Result) -> str:
        """The place of the other record, where a result is about two: of a contradiction, both sides must be seen."""
        if not isinstance(result.value, ox.NamedNode) or not result.value.value.startswith(self.vocabulary.base):
            return ""
        iri = result.value.value
        if iri == name(result.focus) or iri == name(result.focus).partition("#")[0]:
            return ""
        document = self.document(iri.partition("#")[0])
        if document is None:
            return ""
        if document.placed is not None:
            line, _ = document.placed.place(self.path(document.placed, iri, "", None))
        else:
            assert document.graphed is not None
            line, _ = document.graphed.place(iri)
        return f" (the other: {document.file}:{line})"

    def path(self, placed: Placed, focus: str, predicate: str, value: Any) -> str:
        """The path in the authoring format of a statement of the graph."""
        if not predicate and isinstance(value, ox.Literal) and (quoted := _passage(placed, value)):
            return quoted
        part = focus.partition("#")[2]
        path = ""
        if part.startswith("reading-") and isinstance(placed.record, Worded):
            path = _reading(placed, part.removeprefix("reading-"))
        for begin, key in (
            ("statement-", "statements"),
            ("acceptance-", "accepted-for"),
            ("translation-", "translations"),
        ):
            if part.startswith(begin):
                path = f"{key}[{int(part.removeprefix(begin)) - 1}]"
        key = next((k for k in KEYS.get(predicate, ()) if f"{path}.{k}".strip(".") in placed.marks), "")
        key = key or self.keys.key(predicate)
        language = getattr(value, "language", None) or ""
        if isinstance(placed.record, Worded) and key in ("original", "official", "gloss"):
            tag = next((t for t in placed.record.text if t.lower() == language.lower()), language)
            key = f"text.{tag}.{key}" if tag else "text"
        longer = f"{path}.{key}".strip(".")
        if key and longer in placed.marks:
            # Engines may write a language tag in lower case (BCP 47, 2.1.1).
            tagged = f"{longer}.{language}".lower()
            return next((mark for mark in placed.marks if mark.lower() == tagged), longer)
        if key in ("original", "official", "gloss", "text"):
            return "text"
        if key in ("standing", "read-in", "corroborated", "withheld"):
            inner = f"evidence.{key}"
            return inner if inner in placed.marks else "evidence"
        return path


def _passage(placed: Placed, words: ox.Literal) -> str:
    """Where words stand that a result gives without saying of what: as a quotation rather than anywhere else."""
    language = (words.language or "").lower()
    paths = [
        path for path, text in passages.of(placed.record) if text.words == words.value and text.tag.lower() == language
    ]
    return next((path for path in paths if ".quote." in path), next(iter(paths), ""))


def _reading(placed: Placed, called: str) -> str:
    record = placed.record
    assert isinstance(record, Worded)
    for facet, readings in record.readings.items():
        for index, reading in enumerate(readings):
            if called == facet + (f"-{reading.by}" if reading.by else ""):
                indexed = f"readings.{facet}[{index}]"
                return indexed if indexed in placed.marks else f"readings.{facet}"
    return "readings"
