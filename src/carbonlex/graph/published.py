"""The graph that queries run on: records, ontology and inferences, kept ready in the user's cache folder.

It is kept as text, by the content of records and ontology, and as a store on disk, by names, sizes and times of their files, which
are looked at faster.
"""

import contextlib
import hashlib
import re
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from carbonlex import __version__
from carbonlex.graph import cache, counts, parts, prepared
from carbonlex.graph.counts import Opened
from carbonlex.vocabulary import CLX, Vocabulary

if TYPE_CHECKING:
    from carbonlex.graph.reasoning import Conclusion, Inference
    from carbonlex.reading.dataset import Dataset

KEPT = 8
ENDING = ".graph"
_FORM = b"/label/"  # in the IRI of a written form
_NAME_OR_PLAIN = re.compile(rb'<[^>]*>(?= )|"[^"\\]*"(?= )')


def key(folder: Path, vocabulary: Vocabulary) -> str:
    """A digest of every record file and every file of the ontology (names and contents)."""
    digest = hashlib.sha256(__version__.encode())
    for root in (folder, vocabulary.folder):
        for path in sorted(
            p for p in root.rglob("*") if p.is_file() and p.suffix in (".yaml", ".ttl", ".toml", ".jsonld")
        ):
            digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def keep(name: str, content: bytes) -> None:
    """Keep a prepared graph."""
    cache.write(f"{name}.nq", content, KEPT)


def ready(folder: Path, vocabulary: Vocabulary) -> bool:
    """Whether the graph of a folder is kept, with what was inferred."""
    return bool(cache.read(f"{key(folder, vocabulary)}.nq"))


def place(folder: Path, vocabulary: Vocabulary) -> Path:
    """Where the graph of a folder of records lies as a store on disk: in the cache, or in the folder itself if it is a store.

    :raises UsageError: where there is no such folder.
    """
    there = prepared.place(folder, vocabulary)
    return there if there == folder else there.with_suffix(ENDING)


def open_store(folder: Path, vocabulary: Vocabulary, talk: Callable[[str], None] = lambda _: None) -> ox.Store:
    """The graph of a folder of records, to be looked up in: on disk, where it is opened at once, however large it is.

    :param talk: told, in words, what takes time or was not done.
    :raises UsageError: where there is no such folder, or no store that can be read.
    """
    return open_counted(folder, vocabulary, talk)[0]


def open_counted(folder: Path, vocabulary: Vocabulary, talk: Callable[[str], None] = lambda _: None) -> Opened:
    """The same, with what was counted in it when it was made, if that is known."""
    there = place(folder, vocabulary)
    if there == folder:
        return prepared.open_store(folder, vocabulary, there=there), counts.kept(there)
    with contextlib.suppress(OSError):
        return prepared.opened(there), counts.kept(there)
    store, whole = _loaded(folder, vocabulary, talk)
    if whole:
        with contextlib.suppress(OSError):
            talk("preparing the graph for look-up (once for these data)")
            write(store, there)
            prepared.forget_old(there)
            return prepared.opened(there), counts.kept(there)
    return store, None


def forget(folder: Path, vocabulary: Vocabulary) -> bool:
    """Remove the graph of a folder of records from the cache, because it turned out to be damaged; whether there was one to remove."""
    return prepared.forget_at(place(folder, vocabulary), folder)


def write(store: ox.Store, there: Path) -> None:
    """Make a store on disk of a graph, with its counts."""
    prepared.write(store, there, {counts.NAME: counts.counted(store).written()})


def in_memory(folder: Path, vocabulary: Vocabulary, talk: Callable[[str], None] = lambda _: None) -> ox.Store:
    """The graph of a folder of records in memory, where many questions are answered faster, and where it can be cut.

    :param talk: told, in words, what takes time or was not done.
    :raises UsageError: where there is no such folder.
    """
    if place(folder, vocabulary) == folder:
        store = ox.Store()
        store.bulk_extend(open_store(folder, vocabulary))
        return store
    return _loaded(folder, vocabulary, talk)[0]


def content(folder: Path, vocabulary: Vocabulary, talk: Callable[[str], None] = lambda _: None) -> bytes:
    """The graph of a folder of records as N-Quads record by record, as it is kept or made now.

    :param talk: told, in words, what takes time or was not done.
    :raises UsageError: where there is no such folder, or no store that can be read.
    """
    if place(folder, vocabulary) == folder:
        return parts.ordered(_lines(open_store(folder, vocabulary)))
    name = key(folder, vocabulary)
    return cache.read(f"{name}.nq") or _prepared(folder, vocabulary, name, talk)[0]


def _loaded(folder: Path, vocabulary: Vocabulary, talk: Callable[[str], None]) -> tuple[ox.Store, bool]:
    """The graph, from the text that is kept or made anew; and whether it is all that follows from records without faults."""
    from carbonlex.graph import store as graph_store

    name = key(folder, vocabulary)
    if content := cache.read(f"{name}.nq"):
        with contextlib.suppress(SyntaxError, ValueError):
            return graph_store.load(content), True
    content, whole = _prepared(folder, vocabulary, name, talk)
    return graph_store.load(content), whole


def _prepared(folder: Path, vocabulary: Vocabulary, name: str, talk: Callable[[str], None]) -> tuple[bytes, bool]:
    from carbonlex.errors import ReasonerMissing
    from carbonlex.graph import reasoning
    from carbonlex.reading.dataset import Dataset

    dataset = Dataset.load(folder, vocabulary)
    if dataset.faults:
        talk(f"{len(dataset.faults)} faults in {folder}: what could not be read is left out (see carbonlex validate)")
    try:
        talk("preparing the graph: reasoning over the records (once for these data)")
        inference = reasoning.reason(dataset)
    except ReasonerMissing as missing:
        talk(str(missing))
        inference = reasoning.Inference(consistent=True, ran=False)
    content = complete(dataset, inference)
    whole = inference.ran and not dataset.faults
    if whole:
        keep(name, content)
    return content, whole


def whole(dataset: "Dataset", inference: "Inference") -> list[ox.Quad]:
    """Records, ontology and what follows."""
    from carbonlex.graph import store as graph_store

    return _with_what_follows(graph_store.quads(dataset), dataset.vocabulary, inference)


def _with_what_follows(stated: Iterable[ox.Quad], vocabulary: Vocabulary, inference: "Inference") -> list[ox.Quad]:
    from carbonlex.graph import reasoning
    from carbonlex.graph import store as graph_store

    quads = list(stated)
    graph = graph_store.graph_iri(vocabulary, graph_store.INFERRED)
    for triple in [*reasoning.aligned(vocabulary, quads), *reasoning.inferred(vocabulary, inference)]:
        quads.append(ox.Quad(triple.subject, triple.predicate, triple.object, graph))
    return quads


def complete(dataset: "Dataset", inference: "Inference") -> bytes:
    """Records, ontology and what follows, as N-Quads record by record."""
    return parts.ordered(_lines(whole(dataset, inference)))


@dataclass(frozen=True)
class Said:
    """What is said of a subject: in which properties it changes, and all objects that are names or plain texts, as N-Triples write them,
    each with its property, before or after."""

    changing: frozenset[str]
    objects: frozenset[tuple[str, str]]


@dataclass(frozen=True)
class Change:
    """The statements, as lines of N-Quads, that some records no longer make and that they make now."""

    gone: frozenset[bytes]
    come: frozenset[bytes]

    def subjects(self, after: Sequence[bytes]) -> dict[str, Said]:
        """What is said, before or after, of all subjects of which these statements are.

        :param after: the parts of the graph as it is after them (:meth:`made`).
        """
        changing: dict[bytes, set[str]] = {}
        for line in self.gone | self.come:
            subject, property_, _ = line.split(b" ", 2)
            changing.setdefault(subject, set()).add(_iri(property_))
        objects: dict[bytes, set[tuple[str, str]]] = {subject: set() for subject in changing}
        for line in (*self.gone, *(line for subject in changing for line in parts.said(after, subject))):
            subject, property_, object_ = line.split(b" ", 2)
            if found := _NAME_OR_PLAIN.match(object_):
                objects[subject].add((_iri(property_), found[0].decode()))
        return {_iri(s): Said(frozenset(changing[s]), frozenset(objects[s])) for s in changing}

    def made(self, before: Sequence[bytes]) -> list[bytes]:
        """The parts of a graph (:mod:`carbonlex.graph.parts`), changed. A written form belongs to all records that lead to it."""
        kept = set()
        after = parts.changed(before, self.gone, self.come)
        for line in self.gone:
            form = line.split(b" ", 1)[0]
            if _FORM in form and any(b" %s <" % form in part for part in after):
                kept.add(line)
        return parts.changed(after, (), kept) if kept else after


def _iri(term: bytes) -> str:
    return term[1:-1].decode()


def change(
    before: "tuple[Dataset, Inference]", after: "tuple[Dataset, Inference]", names: Collection[tuple[str, str]]
) -> Change:
    """What changes in the graph where some records say something else and no other does.

    :param before: the data set, and what followed.
    :param names: the records, by kind and id.
    """
    from carbonlex.graph import store as graph_store

    def said(dataset: "Dataset", inference: "Inference") -> frozenset[bytes]:
        records = (dataset.placed[name].record for name in names)
        quads = graph_store.quads_of(records, dataset)
        return frozenset(_lines(_with_what_follows(quads, dataset.vocabulary, inference)))

    gone, come = said(*before), said(*after)
    return Change(gone - come, come - gone)


def _lines(quads: Iterable[ox.Quad]) -> list[bytes]:
    return (ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b"").splitlines(keepends=True)


def conclusions(store: ox.Store) -> "list[Conclusion]":
    """What was inferred of the records, as it stands in their graph."""
    from carbonlex.graph.reasoning import PROV_DERIVED, Conclusion

    def objects(node: ox.NamedNode, predicate: ox.NamedNode) -> list[str]:
        return sorted(q.object.value for q in store.quads_for_pattern(node, predicate, None))  # type: ignore[union-attr]

    concluded = store.quads_for_pattern(None, ox.NamedNode(CLX + "concludedOf"), None)
    return sorted(
        Conclusion(quad.object.value, cls, tuple(objects(quad.subject, PROV_DERIVED)))  # type: ignore[union-attr, arg-type]
        for quad in concluded
        for cls in objects(quad.subject, ox.NamedNode(CLX + "conclusion"))  # type: ignore[arg-type]
    )
