"""One file, read: a record in the authoring format, or records in RDF; either can say where something was written."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property, partial
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING

from carbonlex.errors import UsageError
from carbonlex.faults import Fault
from carbonlex.reading import files, jsontree, tree
from carbonlex.reading.reader import Placed
from carbonlex.reading.reader import read as read_record
from carbonlex.vocabulary import Vocabulary

if TYPE_CHECKING:
    from carbonlex.reading.rdf import Graphed


LINES = ".jsonl"


@dataclass(frozen=True)
class Source:
    """Where records are to be read from: a file, or text that came without one.

    ``ending`` says the syntax (``.yaml`` for the authoring format, ``.jsonl`` for one line of JSON); ``stem`` is what the id of a record
    must be equal to; ``state`` is what the file was like when it was found (:func:`carbonlex.reading.files.state`); ``line`` is where
    the text that is given stands in its file.
    """

    name: str
    ending: str
    stem: str | None = None
    path: Path | None = None
    given: bytes = b""
    state: tuple[int, int] | None = None
    line: int = 1

    @classmethod
    def of(cls, path: Path) -> "Source":
        """A file by its name, in the state in which it is found."""
        return cls(str(path), path.suffix.lower(), path.stem, path, state=files.state(path))

    @classmethod
    def text(cls, content: bytes) -> "Source":
        """Text without a name; its first character says whether it is JSON, XML, Turtle or a record."""
        begin = content.lstrip()[:7].lower()
        if begin.startswith(b"{"):
            ending = ".jsonld"
        elif begin.startswith((b"@prefix", b"prefix", b"<http")):
            ending = ".trig"
        else:
            ending = ".rdf" if begin.startswith((b"<?xml", b"<rdf:")) else ".yaml"
        return cls("-", ending, None, None, content)

    @property
    def is_rdf(self) -> bool:
        """Whether it is RDF; whatever is not is taken for a record in YAML."""
        return self.ending in files.RDF

    def content(self) -> bytes:
        """Its bytes.

        :raises UsageError: where it cannot be read.
        """
        return (
            self.given if self.path is None else files.content(self.path, files.MAX_BYTES[not self.is_rdf], self.state)
        )


def sources(paths: Iterable[str | PathLike[str]], endings: tuple[str, ...] = files.YAML + files.RDF) -> list[Source]:
    """The files named and those of the folders named.

    :raises UsageError: where a path is not there.
    """
    named = []
    for path in paths:
        if not _exists(path):
            raise UsageError(f"there is no file or folder {path}" if str(path) else "the name of a file is empty")
        named.append(Path(path))
    return [Source.of(path) for path in dict.fromkeys(files.records(named, endings))]


def _exists(path: str | PathLike[str]) -> bool:
    try:
        return bool(str(path)) and Path(path).exists()
    except (OSError, ValueError):  # no name of a file
        return False


@dataclass(frozen=True)
class Document:
    """What one source holds: a record with its places, or triples with theirs; and what was wrong with it."""

    source: Source
    faults: tuple[Fault, ...]
    placed: Placed | None = None
    graphed: "Graphed | None" = None

    @cached_property
    def file(self) -> str:
        """The name that findings give."""
        return self.source.name

    def records(self, vocabulary: Vocabulary) -> tuple[str, ...]:
        """The IRIs of the records that it holds."""
        if self.placed is not None:
            return (vocabulary.iri(self.placed.record.kind, self.placed.record.id),)
        return self.graphed.records if self.graphed is not None else ()


def read(source: Source, vocabulary: Vocabulary) -> Document:
    """Read one source. A file that was there and can no longer be read, or not as it was, has that fault (CLX017).

    :raises UsageError: where it is no file that can be read.
    """
    try:
        content = source.content()
    except UsageError as error:
        if source.state is None:
            raise
        rule = vocabulary.rules["CLX017"]
        fault = Fault(source.name, 1, 1, rule.code, rule.severity, str(error), hint=rule.hint, barring=True)
        return Document(source, (fault,))
    if not source.is_rdf:
        parse = partial(jsontree.parse, line=source.line) if source.ending == LINES else tree.parse
        placed, faults = read_record(source.name, content, vocabulary, source.stem, parse)
        return Document(source, _barring(faults, placed is None), placed=placed)
    from carbonlex.reading import rdf

    graphed, faults = rdf.read(source.name, content, source.ending, vocabulary)
    return Document(source, _barring(faults, graphed is None), graphed=graphed)


def _barring(faults: Iterable[Fault], unread: bool) -> tuple[Fault, ...]:
    if not unread:
        return tuple(faults)
    return tuple(replace(fault, barring=fault.severity == "error") for fault in faults)
