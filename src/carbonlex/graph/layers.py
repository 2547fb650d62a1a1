"""New records laid over the published ones: what is known of both, and the part of the graph that the new ones touch.

Where a new record has the IRI of a published one, the published one is not seen. Everything is looked up by index in the stores, so
that the time depends on what a record touches and not on how much is published.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Any

import pyoxigraph as ox

from carbonlex.graph import prepared
from carbonlex.reading.deprecated import Deprecated
from carbonlex.records.model import KINDS
from carbonlex.vocabulary import CLX, PREFIXES, RDF, Vocabulary

TYPE = ox.NamedNode(RDF + "type")
DEFAULT = ox.DefaultGraph()
LITERAL_FORM = ox.NamedNode(PREFIXES["skosxl"] + "literalForm")


class Layers:
    """Two stores seen as one.

    :param new: the store that the new records' triples go to.
    :param published: the prepared store of the published records; nothing where there are none.
    """

    def __init__(self, vocabulary: Vocabulary, new: ox.Store, published: ox.Store | None = None) -> None:
        self.vocabulary = vocabulary
        self.new = new
        self.published = published
        self.queries: frozenset[str] = frozenset()
        self.deprecated = Deprecated()
        self.records: dict[str, str] = {}  # IRI → file of each new record
        self._ids: dict[tuple[str, ...], list[str]] = {}
        self._classes = {
            key.removesuffix("-record"): ox.NamedNode(vocabulary.class_of(key))
            for key in vocabulary.context
            if key.endswith("-record")
        }
        # No rule looks from a legal order or a concept to what is filed under it.
        self._filed = (ox.NamedNode(CLX + "jurisdiction"), ox.NamedNode(CLX + "concept"))
        self._chains = tuple(ox.NamedNode(CLX + name) for name in vocabulary.catalog["chains"])

    def new_triples(self) -> list[ox.Triple]:
        """The triples of the new records."""
        return [quad.triple for quad in self.new.quads_for_pattern(None, None, None, DEFAULT)]

    def add(self, iri: str, file: str) -> str | None:
        """Announce a new record; gives the file of another new one with the same IRI."""
        self._ids.clear()
        first = self.records.setdefault(iri, file)
        return None if first is file else first

    def kinds_of(self, id_: str, kinds: tuple[str, ...]) -> list[str]:
        """Those of the kinds that have a record of this id; a concept needs none, since the ontology has it."""
        concepts = self.vocabulary.list("concept")
        return [k for k in kinds if (k == "concept" and id_ in concepts) or self.has(self.vocabulary.iri(k, id_))]

    def kind_of(self, id_: str, kinds: tuple[str, ...]) -> str:
        """The first of the kinds that has the id; the first of all where none has, which a check of references reports."""
        return next(iter(self.kinds_of(id_, kinds)), kinds[0]) if len(kinds) > 1 else kinds[0]

    def has(self, iri: str) -> bool:
        """Whether there is such a record."""
        return iri in self.records or any(True for _ in self._published(ox.NamedNode(iri), TYPE, None))

    def ids(self, kinds: tuple[str, ...]) -> list[str]:
        """The ids of the records of these kinds."""
        if kinds not in self._ids:
            self._ids[kinds] = self._named(kinds)
        return self._ids[kinds]

    def _named(self, kinds: tuple[str, ...]) -> list[str]:
        base = self.vocabulary.base
        found = [iri.removeprefix(base).partition("/") for iri in self.records if iri.startswith(base)]
        ids = [id_ for kind, _, id_ in found if kind in kinds]
        for kind in kinds:
            begin = self.vocabulary.iri(kind, "")
            if kind in self._classes:
                quads = self._published(None, TYPE, self._classes[kind])
                ids += [q.subject.value.removeprefix(begin) for q in quads if isinstance(q.subject, ox.NamedNode)]
            if kind == "concept":
                ids += self.vocabulary.list("concept")
        return ids

    def form_of(self, tag: str, words: str) -> str | None:
        """The id of the term record of a written form, if it has one. (A translation in such a record has a form, too.)"""
        begin = self.vocabulary.iri("term", "")
        literal = ox.Literal(words, language=tag.lower())
        found = (
            *self.new.quads_for_pattern(None, LITERAL_FORM, literal, None),
            *self._published(None, LITERAL_FORM, literal),
        )
        terms = (q.subject.value for q in found if _whole(q.subject) and q.subject.value.startswith(begin))  # type: ignore[union-attr]
        return next((term.removeprefix(begin) for term in terms), None)

    def locked(self, kind: str, id_: str) -> Mapping[str, str] | None:
        """What the lock file knows of a record: path → hash; nothing where it does not know it."""
        record = ox.NamedNode(self.vocabulary.iri(kind, id_))
        if self.published is None:
            return None
        quads = self.published.quads_for_pattern(record, prepared.LOCKED, None, prepared.BESIDE)
        lines = (q.object.value.partition(" ") for q in quads if isinstance(q.object, ox.Literal))
        return {path: digest for path, _, digest in lines} or None

    def file(self, iri: str) -> str:
        """The file of a published record, below the data folder."""
        if self.published is None:
            return ""
        quads = self.published.quads_for_pattern(ox.NamedNode(iri), prepared.FILE, None, prepared.BESIDE)
        return next((q.object.value for q in quads), "")  # type: ignore[union-attr]

    def _published(self, subject: Any, predicate: Any, obj: Any) -> Iterator[ox.Quad]:
        if self.published is not None:
            yield from self.published.quads_for_pattern(subject, predicate, obj, DEFAULT)

    def about(self, iri: str, parts: bool = True) -> Iterator[ox.Triple]:
        """The triples of a record and of its parts, or of the record alone. Written forms (labels) are parts of whatever uses them,
        new or published."""
        if iri in self.records:
            yield from self._about(self.new, iri, parts)
        else:
            for store in (self.published, self.new):
                if store is not None:
                    yield from self._about(store, iri, parts)

    def values(self, iri: str, predicate: ox.NamedNode) -> Iterator[Any]:
        """What a record itself has as values of a property."""
        return (q.object for q in self._quads(ox.NamedNode(iri), predicate))

    def _about(self, store: ox.Store, iri: str, parts: bool) -> Iterator[ox.Triple]:
        agenda: list[Any] = [ox.NamedNode(iri)]
        seen = set(agenda)
        while agenda:
            for quad in store.quads_for_pattern(agenda.pop(), None, None, DEFAULT):
                yield quad.triple
                part = quad.object
                if (
                    parts
                    and part not in seen
                    and (
                        isinstance(part, ox.BlankNode)
                        or (isinstance(part, ox.NamedNode) and part.value.startswith(iri + "#"))
                    )
                ):
                    seen.add(part)
                    agenda.append(part)

    def leading_to(self, iri: str, but: Collection[ox.NamedNode] = ()) -> Iterator[Any]:
        """The nodes of records, or of parts of records, that name a record. A blank node does not say to which record it belongs.

        :param but: properties by which they do not count.
        """
        for quad in self._leading(ox.NamedNode(iri)):
            if isinstance(quad.subject, ox.NamedNode) and quad.predicate not in but:
                yield quad.subject

    def with_leading(self, iri: str) -> Iterator[ox.Triple]:
        """The triples of a record and of its parts, and those that lead to it."""
        yield from self.about(iri)
        yield from (quad.triple for quad in self._leading(ox.NamedNode(iri)))

    def around(self, new: Mapping[str, list[ox.Triple]]) -> list[ox.Triple]:
        """The triples of some new records and of what a rule may look at from there: whole, the records that they lead to and those
        that lead to them; of what these lead to as much as is compared, and of the records beside (another wording of the same
        source, another mapping of the same wording) and of legal orders what is said of them themselves. Chains (replaces,
        part-of, …) are followed to their ends.

        To a legal order, a concept or a source a great part of the graph leads: of what leads to a source, no more than the node is
        seen, and of what is filed under a legal order or a concept, nothing.

        :param new: the records by IRI, each with its own triples (:meth:`about`).
        """
        seen = dict(new)

        def see(iris: Iterable[str], parts: Callable[[str], bool]) -> list[str]:
            fresh = [iri for iri in dict.fromkeys(iris) if iri not in seen]
            seen.update((iri, list(self.about(iri, parts(iri)))) for iri in fresh)
            return fresh

        def led(iris: Iterable[str]) -> list[str]:
            return sorted(_led(triple for iri in iris for triple in seen[iri]))

        def inner(iri: str) -> bool:
            return not self._hub(iri)

        def compared(iri: str) -> bool:
            # Rules about a mapping compare what its two ends are read to say; of a scheme, what is stated of all that issue its units.
            return self._of_kind(iri, "definition", "proposal") or (schemes and self._of_kind(iri, "scheme"))

        schemes = any(self._of_kind(iri, "scheme") for iri in new)
        ahead = see(led(new), inner)
        pointing: list[Any] = []
        behind: list[str] = []
        for iri in new:
            nodes = list(self.leading_to(iri, self._filed if self._hub(iri) else ()))
            if self._hub(iri) or self._of_kind(iri, "source"):
                pointing += nodes
            else:
                behind += map(record_of, nodes)
        behind = see(behind, inner)
        beside = [node.value for iri in ahead if inner(iri) for node in self.leading_to(iri) if _whole(node)]
        beside += map(record_of, pointing)
        further = see((iri for iri in led(behind) if inner(iri) and not self._of_kind(iri, "source")), compared)
        beside += [iri for iri in led([*ahead, *further]) if self._hub(iri)]
        beside += self._chained({*seen, *beside})
        see(beside, lambda _: False)
        return [
            *(triple for said in seen.values() for triple in said),
            # Of a record that is beside, its own node is seen; of one of the new, every part.
            *(
                q.triple
                for node in pointing
                if not _whole(node) and record_of(node) not in new
                for q in self._quads(node)
            ),
        ]

    def seeing(self, iri: str) -> set[str]:
        """The records from which a rule may look at a record: those of whose :meth:`around` it is a part, and perhaps others."""
        ends = {iri}
        agenda = [iri]
        while agenda:
            quads = self._leading(ox.NamedNode(agenda.pop()))
            further = {record_of(quad.subject) for quad in quads if quad.predicate in self._chains} - ends - {""}
            ends |= further
            agenda += further
        found = set(ends)
        for end in ends:
            behind, ahead = self._behind(end), _led(self.about(end))
            found |= behind | ahead
            for record in ahead:
                found |= set() if self._hub(record) else self._behind(record)
            for record in behind:
                found |= set() if self._hub(record) else _led(self.about(record))
                if self._hub(end):
                    for further_behind in self._behind(record):
                        found |= {further_behind} | _led(self.about(further_behind))
        return {record for record in found if self.has(record)}

    def _behind(self, iri: str) -> set[str]:
        return {record_of(node) for node in self.leading_to(iri)}

    def entailing(self, records: Iterable[str], relations: Collection[str]) -> list[ox.Triple]:
        """What classes and clashes of some new records can depend on: their triples; those of all records that the given relations
        join to them, to the end; and of whatever else they lead to, or what leads to them, the types.

        :param relations: IRIs of properties.
        """
        new = dict.fromkeys(records)
        found: dict[ox.Triple, None] = {}
        ends: dict[Any, None] = {}
        agenda, seen = list(new), set(new)
        while agenda:
            iri = agenda.pop()
            said = list(self.about(iri))
            found |= dict.fromkeys(said)
            linked: list[tuple[ox.Triple, Any]] = [
                (t, t.object) for t in said if isinstance(t.object, ox.NamedNode) and t.predicate != TYPE
            ]
            if iri in new:
                nodes = {ox.NamedNode(iri), *(t.subject for t in said if isinstance(t.subject, ox.NamedNode))}
                back = [q.triple for node in nodes for q in self._leading(node)]
                linked += [(t, t.subject) for t in back]
                found |= dict.fromkeys(back)
            for triple, node in linked:
                ends[node] = None
                record = record_of(node)
                if triple.predicate.value in relations and record not in seen and self.has(record):
                    seen.add(record)
                    agenda.append(record)
        for node in ends:
            if (record := record_of(node)) not in seen:
                found |= dict.fromkeys(quad.triple for quad in self._quads(node, TYPE))
        return list(found)

    def _quads(self, node: Any, predicate: ox.NamedNode | None = None) -> Iterator[ox.Quad]:
        """The statements about a node, from the store that counts for the record that it is, or is a part of."""
        store = self.new if record_of(node) in self.records else self.published
        return iter(()) if store is None else store.quads_for_pattern(node, predicate, None, DEFAULT)

    def _leading(self, node: ox.NamedNode) -> Iterator[ox.Quad]:
        """The statements that lead to a node, but for those of published records that new ones take the place of."""
        yield from self.new.quads_for_pattern(None, None, node, DEFAULT)
        for quad in self._published(None, None, node):
            if record_of(quad.subject) not in self.records:
                yield quad

    def _of_kind(self, iri: str, *kinds: str) -> bool:
        return iri.startswith(tuple(self.vocabulary.iri(kind, "") for kind in kinds))

    def _chained(self, records: set[str]) -> set[str]:
        found: set[str] = set()
        agenda = list(records)
        while agenda:
            node = ox.NamedNode(agenda.pop())
            for predicate in self._chains:
                for quad in self._quads(node, predicate):
                    further = record_of(quad.object)
                    if further and further not in found and further not in records:
                        found.add(further)
                        agenda.append(further)
        return found

    def _hub(self, iri: str) -> bool:
        """Whether a great part of the graph leads there."""
        kind = iri.removeprefix(self.vocabulary.base).partition("/")[0]
        return kind not in KINDS or kind in ("jurisdiction", "concept")


def record_of(node: Any) -> str:
    """The IRI of the record that a node is, or is a part of; empty for what is no IRI."""
    return node.value.partition("#")[0] if isinstance(node, ox.NamedNode) else ""


def _led(triples: Iterable[ox.Triple]) -> set[str]:
    """The records that triples lead to."""
    return {record_of(t.object) for t in triples if isinstance(t.object, ox.NamedNode)}


def _whole(node: Any) -> bool:
    return isinstance(node, ox.NamedNode) and "#" not in node.value
