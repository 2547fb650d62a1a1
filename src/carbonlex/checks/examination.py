"""New records examined among the published ones: read, announced to each other, held against the rules, in batches.

Files are read once to know which records there are, then described as triples, then judged by the shapes with what they touch. Few
files stay in memory in between; many are read again, so that memory does not grow with their number.
"""

import contextlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from operator import attrgetter
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from carbonlex.checks import copies, lock, passages, shapes, targets, written
from carbonlex.checks.places import Places
from carbonlex.errors import UsageError
from carbonlex.faults import Fault
from carbonlex.graph import prepared
from carbonlex.graph import store as graph_store
from carbonlex.graph.jsonld import Mapper
from carbonlex.graph.layers import Layers, record_of
from carbonlex.reading import deprecated, files
from carbonlex.reading.document import Document, Source, read
from carbonlex.records.model import Record
from carbonlex.vocabulary import CLX, Vocabulary

BATCH = 200  # records that go to the shapes together
MOST_TRIPLES = 15_000  # of them
KEPT = 1000  # documents that stay in memory
MOST = 1000  # faults of one file that are told
_in_order = attrgetter(*Fault.__dataclass_fields__)  # as faults compare; of a hundred thousand, five times as fast


class Examination:
    """One run over new records.

    :param published: the prepared store of the published records, or nothing.
    :param new: the store for the new records' triples; in memory unless another is given.
    :param folder: where the files of the published records lie, if they are at hand.
    :param lang: the language of messages that the shapes have.
    :param kept: how many documents stay in memory.
    """

    def __init__(
        self,
        vocabulary: Vocabulary,
        published: ox.Store | None,
        new: ox.Store | None = None,
        folder: Path | None = None,
        lang: str = "en",
        kept: int = KEPT,
    ) -> None:
        self.vocabulary = vocabulary
        self.layers = Layers(vocabulary, ox.Store() if new is None else new, published)
        self.mapper = Mapper(vocabulary, self.layers.kind_of, self.layers.form_of)
        self.places = Places(vocabulary, self.layers, self.document, lang)
        if folder is not None:
            self.layers.queries = files.queries(folder)
            self.layers.deprecated = deprecated.read(folder, vocabulary)
        self.folder = folder
        self.kept = kept
        self.sources: dict[str, Source] = {}  # IRI → where the record is
        self.used: frozenset[str] = frozenset()
        self._kept: dict[tuple[str, int], Document] = {}  # by file and line
        self._beside: dict[str, Source] = {}

    def faults(self, sources: Sequence[Source]) -> list[Fault]:
        """All faults of the sources, sorted by place, with at most so many of one file."""
        found = list(self.announce(sources))
        written_so, quads = self.describe(sources)
        self.layers.new.extend(quads)
        found += written_so
        found += self.judge([*self.sources])
        return capped(without_echoes(found), self.vocabulary)

    def have(self, documents: Mapping[str, Document], new: Collection[str]) -> None:
        """Take documents that are read already, by the IRIs of their records, and say which of the records are new."""
        self._kept = {_place(document.source): document for document in documents.values()}
        self.sources = {iri: documents[iri].source for iri in new}
        self.layers.records = {iri: documents[iri].file for iri in new}
        self._beside = {iri: document.source for iri, document in documents.items() if iri not in self.sources}

    def lay(self, new: Mapping[str, Source], beside: Mapping[str, Source]) -> None:
        """Take records whose triples are in the store already: those to be examined, and others."""
        self.sources, self._beside = dict(new), dict(beside)
        self.layers.records = {iri: source.name for iri, source in (*beside.items(), *new.items())}

    def judge_all(self) -> list[Fault]:
        """Run the shapes over all new records as one graph."""
        triples = self.layers.new_triples()
        self.used = targets.used(triples, self.vocabulary)
        return self._judged(triples, set(self.sources))

    def announce(self, sources: Iterable[Source]) -> Iterator[Fault]:
        """Read the sources and make their records known to each other. Yields what was wrong in reading."""
        for source in sources:
            document = self.read(source)
            yield from document.faults
            for iri in document.records(self.vocabulary):
                if first := self.layers.add(iri, source.name):
                    yield second(document, iri, first, self.vocabulary)
                else:
                    self.sources[iri] = source
            if (
                source.path is not None
                and self.layers.queries
                and document.placed
                and document.placed.record.kind == "finding"
            ):
                self.layers.queries |= files.queries(source.path.parent.parent)

    def describe(self, sources: Iterable[Source]) -> tuple[list[Fault], list[ox.Quad]]:
        """Hold each record against the checks of what was written; what they found, and the records' quads for the store."""
        found: list[Fault] = []
        records: list[Record] = []
        triples: list[ox.Triple] = []
        for source in sources:
            document = self.read(source)
            found += [fault for fault in document.faults if fault.code == "CLX017"]  # since it was announced
            found += self.written(document)
            if document.graphed is not None:
                triples += document.graphed.triples
            elif document.placed and self.layers.records.get(document.records(self.vocabulary)[0]) == source.name:
                records.append(document.placed.record)
        return found, list(prepared.stored([*graph_store.triples(records, self.mapper), *triples]))

    def written(self, document: Document) -> Iterator[Fault]:
        """What the checks of what was written find in one document."""
        if document.placed is not None:
            yield from written.check(document.placed, self.layers)
            yield from lock.check(document.placed, self.layers)
        yield from passages.check(document, self.vocabulary)

    def judge(
        self, records: Sequence[str], among: frozenset[str] | None = None, batch: int = BATCH, most: int = MOST_TRIPLES
    ) -> list[Fault]:
        """Run the shapes, or some of them, over some of the new records and what they touch.

        :param batch: how many records go to the shapes together.
        :param most: how many triples they may have.
        """
        return [
            fault
            for some in self._sized(records, batch, most)
            for fault in self._judged(self.layers.around(some), set(some), among)
        ]

    def _sized(self, records: Sequence[str], batch: int, most: int) -> Iterator[dict[str, list[ox.Triple]]]:
        """The records with their triples, by so many that the shapes find no more of them wrong than memory holds."""
        some: dict[str, list[ox.Triple]] = {}
        size = 0
        for iri in records:
            own = list(self.layers.about(iri))
            if some and (size + len(own) > most or len(some) == batch):
                yield some
                some, size = {}, 0
            some[iri] = own
            size += len(own)
        if some:
            yield some

    def _judged(
        self, around: list[ox.Triple], asked: Collection[str], among: frozenset[str] | None = None
    ) -> list[Fault]:
        holders = {t.object: t.subject for t in around if isinstance(t.object, ox.BlankNode)}

        def owner(node: Any) -> str:
            while isinstance(node, ox.BlankNode) and node in holders:
                node = holders[node]
            return record_of(node)

        found = shapes.run(around, self.vocabulary, lambda node: owner(node) in asked, among)
        faults = [self.places.fault(result, owner(result.focus)) for result in found]
        for iri, words, other, degree in copies.near(asked, self.layers) if among is None else ():
            message = f"nearly the same words as {other.removeprefix(self.vocabulary.base)} ({degree:.2f})"
            faults.append(self.places.at("CLX903", iri, words, message, other))
        return faults

    def idle(self, shape: str) -> Fault:
        """That a shape examined nothing (CLX901)."""
        rule = self.vocabulary.rules["CLX901"]
        message = f"{shape.removeprefix(CLX)} examined nothing: the data hold no such record"
        return Fault("", 0, 0, rule.code, "info", message, shape, hint=rule.hint)

    def read(self, source: Source) -> Document:
        """A source's document, from memory where it is there."""
        if (document := self._kept.get(_place(source))) is None:
            document = read(source, self.vocabulary)
            if len(self._kept) < self.kept:
                self._kept[_place(source)] = document
        return document

    def document(self, iri: str) -> Document | None:
        """The document of a new record, or of a published one whose file is at hand."""
        if source := self.sources.get(iri) or self._beside.get(iri):
            return _whole(self.read(source))
        if self.folder is None or not (file := self.layers.file(iri)):
            return None
        path = self.folder / file
        with contextlib.suppress(UsageError):  # only the place of what the store knows is wanted
            return _whole(self.read(Source(file, path.suffix, path.stem, path)))
        return None


def _place(source: Source) -> tuple[str, int]:
    return source.name, source.line


def second(document: Document, iri: str, first: str, vocabulary: Vocabulary) -> Fault:
    """That a document holds a record whose id another one has already (CLX106).

    :param first: the file of the other.
    """
    rule = vocabulary.rules["CLX106"]
    kind, _, id_ = iri.removeprefix(vocabulary.base).partition("/")
    line, column = document.placed.place("id") if document.placed else document.graphed.place(iri)  # type: ignore[union-attr]
    message, hint = f"a second {kind} has the id {id_}", f"the first is {first}"
    return Fault(document.file, line, column, rule.code, rule.severity, message, iri, "id", id_, hint)


def _whole(document: Document) -> Document | None:
    return document if document.placed or document.graphed else None


def without_echoes(faults: Iterable[Fault]) -> list[Fault]:
    """One fault for one thing wrong. A reference that leads nowhere is reported where it is written, as it is written; that the shapes
    then miss something at the same place or in the list that it stands in, or between records (families 6 and 7), is not."""
    found = list(faults)
    written = {(f.file, f.path) for f in found if f.code == "CLX201" and not _by_shape(f)}
    found = [f for f in found if not (f.code == "CLX201" and _by_shape(f) and (f.file, f.path) in written)]
    nowhere = {(f.file, f.path) for f in found if f.code == "CLX201"}
    lists = {(file, path.rpartition("[")[0]) for file, path in nowhere if path.endswith("]")}
    records = {f.focus.partition("#")[0] for f in found if f.code == "CLX201"}
    return [
        f
        for f in found
        if (f.file, f.path) not in lists
        and (
            f.code == "CLX201"
            or ((f.file, f.path) not in nowhere and not (f.code[3] in "67" and f.focus.partition("#")[0] in records))
        )
    ]


def _by_shape(fault: Fault) -> bool:
    return "://" in fault.value


def capped(faults: Iterable[Fault], vocabulary: Vocabulary) -> list[Fault]:
    """The faults without repetition, by place; of one file at most so many, with the count of the rest (CLX018)."""
    by_file: dict[str, list[Fault]] = {}
    for fault in sorted(set(faults), key=_in_order):
        by_file.setdefault(fault.file, []).append(fault)
    kept: list[Fault] = []
    for file, found in by_file.items():
        kept += list(islice(found, MOST))
        if len(found) > MOST:
            rule = vocabulary.rules["CLX018"]
            message = f"{len(found) - MOST:,} more faults in this file are not listed, of {len(found):,}"
            kept.append(Fault(file, found[MOST].line, 1, rule.code, rule.severity, message, hint=rule.hint))
    return kept
