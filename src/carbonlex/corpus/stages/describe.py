"""Each record by itself: what is wrong in it, its statements, and the edges by which others may look at it and it at others."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pyoxigraph as ox

from carbonlex.checks.examination import Examination, second
from carbonlex.compare import duplicates
from carbonlex.corpus.exchange import Outbox
from carbonlex.corpus.parts import Unreadable, sources
from carbonlex.corpus.setting import HUBS, Bench, fault_row
from carbonlex.graph import store as graph_store
from carbonlex.graph.layers import LITERAL_FORM, record_of
from carbonlex.graph.prepared import ORIGINAL
from carbonlex.reading.document import Source, read
from carbonlex.vocabulary import CLX


@dataclass
class Described:
    """A record with its triples."""

    iri: str
    source: Source
    order: tuple[int, int, int]
    faults: list[Any]
    triples: list[ox.Triple] = field(default_factory=list)
    home: int = 0


def describe(bench: Bench, number: int) -> Outbox:
    """The records of part ``number``."""
    out, stages = Outbox(), [("meet", bench.setting.buckets)]
    work = _Describing(bench, number, out)
    for id_, kinds in bench.exchange.read(stages, "found", number):
        work.know(id_, kinds)
    for tag, words, term in bench.exchange.read(stages, "form", number):
        work.form(tag, words, term)
    seconds: dict[int, list[tuple[str, str]]] = {}
    for index, iri, first in bench.exchange.read(stages, "second", number):
        seconds.setdefault(index, []).append((iri, first))
    try:
        for index, source in enumerate(sources(bench.part(number), bench.setting.corpus)):
            work.add(source, (number, index), seconds.get(index, []))
    except Unreadable:
        pass  # it was told where the names were read
    work.finish()
    return out


class _Describing:
    def __init__(self, bench: Bench, number: int, out: Outbox) -> None:
        self.bench, self.number, self.out = bench, number, out
        self.examination = Examination(bench.vocabulary, bench.published, folder=bench.folder, lang=bench.setting.lang)
        self.layers = self.examination.layers
        self.homes: dict[str, int] = {}
        self.described: dict[str, Described] = {}
        self.records: list[Any] = []
        self.graphed: list[ox.Triple] = []
        if self.layers.queries:  # a corpus may have queries of its own beside its findings
            for (names,) in bench.exchange.read([("announce", bench.setting.parts)], "shelf", 0):
                self.layers.queries |= frozenset(names)
        self.filed = {CLX + "jurisdiction", CLX + "concept"}
        chains = {CLX + name for name in bench.vocabulary.catalog["chains"]}
        self.chains = bench.axioms.relations if bench.setting.job == "classify" else chains

    def know(self, id_: str, kinds: Iterable[tuple[str, int]]) -> None:
        """Take note of records of the corpus."""
        for kind, home in kinds:
            iri = self.bench.vocabulary.iri(kind, id_)
            self.homes[iri] = home
            self.layers.add(iri, iri)

    def form(self, tag: str, words: str, term: str) -> None:
        """Take note of a written form that has a record."""
        literal = ox.Literal(words, language=tag)
        node = ox.NamedNode(self.bench.vocabulary.iri("term", term))
        self.layers.new.add(ox.Quad(node, LITERAL_FORM, literal))

    def add(self, source: Source, order: tuple[int, int], seconds: list[tuple[str, str]]) -> None:
        """Check a record by itself."""
        vocabulary = self.bench.vocabulary
        document = read(source, vocabulary)
        iris = document.records(vocabulary)
        faults = [*document.faults, *self.examination.written(document)]
        taken = {iri for iri, _ in seconds}
        faults += [second(document, iri, first, vocabulary) for iri, first in seconds]
        rows = [fault_row(fault) for fault in faults]
        if not iris or taken:
            state = "second" if taken else "unread"
            told = next(iter(iris), "")
            self.out.leave(
                "aside",
                self.bench.setting.bucket(f"{source.name} {source.line}"),
                told,
                source.name,
                source.line,
                order,
                state,
                rows,
            )
        for position, iri in enumerate(iri for iri in iris if iri not in taken):
            self.described[iri] = Described(iri, source, (*order, position), [] if position else rows)
            kind, _, id_ = iri.removeprefix(vocabulary.base).partition("/")
            self.described[iri].home = self.homes.get(iri, self.bench.home(kind, id_))
        if document.placed is not None and not taken:
            self.records.append(document.placed.record)
        elif document.graphed is not None:
            self.graphed += _apart(document.graphed.triples, order)

    def finish(self) -> None:
        """Say what the records say, each where others will look for it."""
        self._share([*graph_store.triples(self.records, self.examination.mapper), *self.graphed])
        for described in self.described.values():
            self._leave(described)

    def _share(self, triples: list[ox.Triple]) -> None:
        """To each record the triples that are its own, and those of the written forms that it uses."""
        labels: dict[str, list[ox.Triple]] = {}
        holders = {t.object: t.subject for t in triples if isinstance(t.object, ox.BlankNode)}
        begin = self.bench.vocabulary.base + "label/"
        for triple in triples:
            node = triple.subject
            while isinstance(node, ox.BlankNode) and node in holders:
                node = holders[node]
            owner = record_of(node)
            if owner.startswith(begin):
                labels.setdefault(owner, []).append(triple)
            elif owner in self.described:
                self.described[owner].triples.append(triple)
        for described in self.described.values():
            used = {t.object.value for t in described.triples if isinstance(t.object, ox.NamedNode)} & labels.keys()
            for label in sorted(used):
                described.triples += labels[label]

    def _leave(self, one: Described) -> None:
        out, setting = self.out, self.bench.setting
        strings = [
            string
            for t in one.triples
            if t.predicate == ORIGINAL and isinstance(t.object, ox.Literal)
            for string in duplicates.signature(t.object.value)
        ]
        content = ox.serialize(one.triples, format=ox.RdfFormat.N_TRIPLES) or b""
        text = (one.iri, written(one.source), content, strings)
        out.leave("text", one.home, *text, one.order, one.faults)
        kind = self.bench.kind(one.iri)
        if kind in HUBS:
            for bucket in range(setting.buckets):
                out.leave("hub", bucket, *text)
        for string in strings:
            out.leave("string", setting.bucket(string), string, one.iri, one.home)
        edges = [*self._edges(one)]
        out.leave("edges", one.home, one.iri, edges)
        for iri, home, named, whole, _, filed in edges:
            if not (filed and self.bench.kind(iri) in HUBS):
                out.leave("led", home, iri, one.iri, one.home, named, whole)

    def _edges(self, one: Described) -> Iterator[tuple[str, int, bool, bool, bool, bool]]:
        """The records that a record leads to: each with its home, whether a part with a name leads there, whether the record itself
        does, whether by a chain, and whether only because it is filed there."""
        found: dict[str, list[bool]] = {}
        for triple in one.triples:
            other = record_of(triple.object)
            if not other or other == one.iri or not self.bench.kind(other):
                continue
            facts = found.setdefault(other, [False, False, False, True])
            named = isinstance(triple.subject, ox.NamedNode)
            facts[0] |= named
            facts[1] |= named and "#" not in triple.subject.value  # type: ignore[union-attr]
            facts[2] |= triple.predicate.value in self.chains
            facts[3] &= triple.predicate.value in self.filed
        for other, facts in found.items():
            kind, _, id_ = other.removeprefix(self.bench.vocabulary.base).partition("/")
            source = id_ if kind == "source" else None
            home = self.homes.get(other)
            named, whole, chain, filed = facts
            yield other, self.bench.home(kind, id_, source) if home is None else home, named, whole, chain, filed


def written(source: Source) -> tuple[str, str, str | None, str, bytes, int]:
    """A source as a message; a file of many records by its name alone, to be read again."""
    if source.is_rdf:
        return (source.name, source.ending, source.stem, str(source.path or ""), b"", source.line)
    return (source.name, source.ending, source.stem, "", source.content(), source.line)


def _apart(triples: Iterable[ox.Triple], order: tuple[int, int]) -> Iterator[ox.Triple]:
    """The triples with blank nodes that no other file has."""

    def renamed(node: Any) -> Any:
        return ox.BlankNode(f"x{order[0]}x{order[1]}x{node.value}") if isinstance(node, ox.BlankNode) else node

    for t in triples:
        yield ox.Triple(renamed(t.subject), t.predicate, renamed(t.object))
