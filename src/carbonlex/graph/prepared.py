"""The published records as an embedded store on disk, so that what a new record touches can be looked up without reading the rest.

The store is made once for each state of the data folder and the ontology, which names, sizes and times of their files tell apart.
It holds what is stated, not what follows; and in a graph of its own what is known of a record beside its triples: its file, its
lines of the lock, the signature of its words.
"""

import contextlib
import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from carbonlex import __version__
from carbonlex.errors import UsageError
from carbonlex.graph import cache
from carbonlex.reading import files
from carbonlex.vocabulary import CLX, Vocabulary

if TYPE_CHECKING:
    from carbonlex.reading.dataset import Dataset

BESIDE = ox.NamedNode(CLX + "prepared")  # the graph of what is no triple of a record
FILE = ox.NamedNode(CLX + "preparedFile")
LOCKED = ox.NamedNode(CLX + "preparedLock")
SIGNATURE = ox.NamedNode(CLX + "preparedSignature")
ORIGINAL = ox.NamedNode(CLX + "originalText")
ENDING = ".records"
KEPT = 6
threads = False
"""Whether this process has had a store on disk: the engine's threads are there until it ends, and a process that were forked from it
would wait for them for ever."""
_WATCHED = (".yaml", ".ttl", ".toml", ".jsonld", ".lock")


def place(folder: Path, vocabulary: Vocabulary) -> Path:
    """Where the prepared store of a folder of records lies: in the cache, or in the folder itself if it is one.

    :raises UsageError: where there is no such folder.
    """
    if not folder.is_dir():
        raise UsageError(f"there is no folder {folder}")
    if made(folder):
        return folder
    return cache.folder() / (fingerprint(folder, vocabulary) + ENDING)


def made(there: Path) -> bool:
    """Whether a store is there."""
    return (there / "CURRENT").is_file()


def open_store(
    folder: Path, vocabulary: Vocabulary, talk: Callable[[str], None] = lambda _: None, there: Path | None = None
) -> ox.Store:
    """The prepared store of a folder of records, or of a store that :func:`write` made there.

    :param talk: told, in words, what takes time.
    :param there: its :func:`place`, where that is known.
    :raises UsageError: where there is no such folder.
    """
    there = there or place(folder, vocabulary)
    if there == folder:
        try:
            return _read_only(folder)
        except (OSError, RuntimeError) as error:
            raise UsageError(f"the store in {folder} cannot be read: {error}") from None
    with contextlib.suppress(OSError):
        return opened(there)
    from carbonlex.reading.dataset import Dataset

    talk("preparing the published records (once for these data)")
    dataset = Dataset.load(folder, vocabulary)
    if dataset.faults:
        talk(f"{len(dataset.faults)} faults in {folder}: what could not be read is left out (see carbonlex validate)")
    with contextlib.suppress(OSError):
        prepare(dataset, there)
        return opened(there)
    return in_memory(dataset)  # nothing can be written there


def open_made(folder: Path, vocabulary: Vocabulary) -> ox.Store | None:
    """The same, where it was made before and can be read.

    :raises UsageError: where there is no such folder.
    """
    return at(place(folder, vocabulary)) if not made(folder) else open_store(folder, vocabulary)


def at(there: Path) -> ox.Store | None:
    """The prepared store that lies there, if one does."""
    with contextlib.suppress(OSError):
        return opened(there)
    return None


def prepare(dataset: "Dataset", there: Path) -> None:
    """Make the store of a data set in the cache; the oldest ones make room."""
    write(quads(dataset), there)
    forget_old(there)


def opened(there: Path) -> ox.Store:
    """A store on disk, to be read.

    :raises OSError: where none is, or a damaged one, which is removed then.
    """
    if not made(there):
        raise FileNotFoundError(there)
    try:
        store = _read_only(there)
        next(iter(store.quads_for_pattern(None, None, None, None)), None)
    except (OSError, RuntimeError) as error:
        _remove(there)  # damaged: made anew
        raise OSError(str(error)) from None
    with contextlib.suppress(OSError):
        os.utime(there)
    return store


def _remove(store: Path) -> None:
    import shutil

    shutil.rmtree(store, ignore_errors=True)


def _read_only(there: Path) -> ox.Store:
    _begin_threads()
    return ox.Store.read_only(str(there))


def _begin_threads() -> None:
    global threads
    threads = True


def forget(folder: Path, vocabulary: Vocabulary) -> bool:
    """Remove a prepared store from the cache, because it turned out to be damaged; whether there was one to remove."""
    return forget_at(place(folder, vocabulary), folder)


def forget_at(there: Path, folder: Path) -> bool:
    """The same, of the place of a store; one that lies there in the folder itself is not ours to remove."""
    if there == folder or not there.is_dir():
        return False
    _remove(there)
    return not there.exists()


def fingerprint(folder: Path, vocabulary: Vocabulary) -> str:
    """A digest of names, sizes and times of all files of the records and of the ontology."""
    digest = hashlib.sha256(f"{__version__}\n{ox.__version__}".encode())
    for root in (folder, vocabulary.folder):
        for path, size, time in sorted(_files(str(root))):
            digest.update(f"{path}\0{size}\0{time}\n".encode("utf-8", "surrogateescape"))
    return digest.hexdigest()


def state(folder: Path) -> dict[str, tuple[int, int]]:
    """Size and time of each file of a folder of records."""
    return {path: (size, time) for path, size, time in _files(str(folder))}


def _files(folder: str) -> Iterator[tuple[str, int, int]]:
    for entry in files.walk(Path(folder), _WATCHED):
        facts = entry.stat()
        yield entry.path, facts.st_size, facts.st_mtime_ns


def write(quads: Iterable[ox.Quad], there: Path, beside: Mapping[str, bytes] | None = None) -> None:
    """Make a store, whole or not at all; where another process was quicker, its store stays.

    :param beside: other files of its folder.
    """
    import tempfile

    if there.parent == cache.folder():
        cache.make()
    there.parent.mkdir(parents=True, exist_ok=True)
    aside = Path(tempfile.mkdtemp(prefix=".", dir=there.parent))
    _begin_threads()
    try:
        store = ox.Store(str(aside))
        store.bulk_extend(quads)
        store.flush()
        store.optimize()
        del store
        for name, content in (beside or {}).items():
            (aside / name).write_bytes(content)
        with contextlib.suppress(OSError):
            aside.rename(there)
    finally:
        _remove(aside)


def forget_old(there: Path) -> None:
    """Of the stores of this kind, by the ending of their names, keep only those that were used last."""
    for old in sorted(there.parent.glob(f"*{there.suffix}"), key=lambda p: p.stat().st_mtime)[:-KEPT]:
        _remove(old)


def in_memory(dataset: "Dataset") -> ox.Store:
    """A data set as a prepared store that lies on no disk."""
    store = ox.Store()
    store.bulk_extend(quads(dataset))
    return store


def quads(dataset: "Dataset") -> Iterator[ox.Quad]:
    """What a prepared store holds of a data set."""
    from carbonlex.graph import store as graph_store

    mapping = graph_store.mapper(dataset)
    yield from stored(graph_store.triples((p.record for p in dataset.placed.values()), mapping))
    for (kind, id_), placed in dataset.placed.items():
        record = ox.NamedNode(dataset.vocabulary.iri(kind, id_))
        yield ox.Quad(record, FILE, ox.Literal(placed.file), BESIDE)
        for path, digest in (dataset.locked(kind, id_) or {}).items():
            yield ox.Quad(record, LOCKED, ox.Literal(f"{path} {digest}"), BESIDE)


def stored(triples: Iterable[ox.Triple]) -> Iterator[ox.Quad]:
    """Triples of records as they are stored, with the signatures of their originals beside them."""
    from carbonlex.compare import duplicates

    for triple in triples:
        yield ox.Quad(triple.subject, triple.predicate, triple.object)
        if triple.predicate == ORIGINAL and isinstance(triple.object, ox.Literal):
            for string in duplicates.signature(triple.object.value):
                yield ox.Quad(triple.subject, SIGNATURE, ox.Literal(string), BESIDE)
