"""What a build knew, kept in the cache, so that the next one of the same site makes anew only what a change touches.

A site says in its marker in which state it is: a digest of everything that it was made of. What is kept is kept under that name, so
that it fits the site or is not found.
"""

import contextlib
import hashlib
import importlib.metadata
import os
import pickle
import platform
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from carbonlex import places
from carbonlex.checks.check import Checked
from carbonlex.faults import Fault
from carbonlex.graph import cache
from carbonlex.graph.reasoning import Inference
from carbonlex.query.findings import Verdict
from carbonlex.reading import reader
from carbonlex.reading.dataset import Dataset, Name
from carbonlex.reading.reader import Placed
from carbonlex.records.model import Term
from carbonlex.site import output
from carbonlex.site.downloads import Dumps
from carbonlex.vocabulary import Vocabulary

SITES = 4
"""So many sites are remembered."""
FEW = 20  # records that may differ; of more, a whole build is hardly slower
_MADE_WITH = ("babel", "jinja2", "owlready2", "pagefind-bin-extended", "pyicu-wheels", "pyoxigraph", "pyshifty")
Read = tuple[bytes, Placed | None, list[Fault]]


class Reader:
    """Reads files, or takes from a former reading those that say the same.

    :param known: name of a file → digest of what it said, the record, the faults.
    """

    def __init__(self, known: Mapping[str, Read]) -> None:
        self.known = known
        self.read: dict[str, Read] = {}

    def __call__(
        self, name: str, content: bytes, vocabulary: Vocabulary, stem: str | None
    ) -> tuple[Placed | None, list[Fault]]:
        digest = hashlib.sha256(content).digest()
        if (found := self.known.get(name)) is None or found[0] != digest:
            found = (digest, *reader.read(name, content, vocabulary, stem))
        self.read[name] = found
        return found[1], list(found[2])


@dataclass(frozen=True)
class Kept:
    """What was known when a site was made.

    ``setting`` says by what and how it was made; ``queries`` is a digest of the shelf. ``checked`` is what the whole check found,
    ``prints``, by section and address, digests of what the pages show in the given ``states`` of records (:mod:`carbonlex.site.prints`).
    ``files`` are those of the site, with their sizes; ``leading`` tells which records lead to one. ``origin`` is the state when the
    site was last written whole, and ``base`` a prepared store of the records as they were then; ``since`` are those that changed
    after that.
    """

    setting: str
    queries: str
    read: Mapping[str, Read]
    lock: Mapping[str, Mapping[str, str]]
    checked: Checked
    inference: Inference
    verdicts: Sequence[Verdict]
    prints: Sequence[Mapping[str, bytes]]
    states: Mapping[str, int]
    files: Mapping[str, int]
    origin: str
    base: Path
    since: frozenset[Name]
    leading: Mapping[Name, frozenset[Name]]

    def changed(self, dataset: Dataset, read: Mapping[str, Read], queries: str) -> set[Name] | None:
        """The records that say something else now; nothing where more than a few differ, or something that other records rest on:
        which records there are, how terms are written, the queries."""
        if queries != self.queries or dict.fromkeys(read) != dict.fromkeys(self.read):
            return None
        found: set[Name] = set()
        for file, (digest, placed, _) in read.items():
            before, was, _ = self.read[file]
            if digest == before:
                continue
            if placed is None or was is None or _name(placed) != _name(was):
                return None
            if isinstance(placed.record, Term) and placed.record.form != getattr(was.record, "form", None):
                return None
            found.add(_name(placed))
        for key in dataset.lock.keys() | self.lock.keys():
            if dataset.lock.get(key) != self.lock.get(key):
                kind, _, id_ = key.partition("/")
                if (kind, id_) not in dataset.placed:
                    return None
                found.add((kind, id_))
        return found if len(found) <= FEW else None

    def dataset(self, vocabulary: Vocabulary) -> Dataset:
        """The records as they were."""
        placed = {_name(p): p for _, p, _ in self.read.values() if p is not None}
        return Dataset(vocabulary, placed, [], self.lock)


def _name(placed: Placed) -> Name:
    return placed.record.kind, placed.record.id


def setting(vocabulary: Vocabulary, *arguments: object) -> str:
    """A digest of everything that makes a site, but for the data: program, ontology, templates and texts, libraries, arguments."""
    digest = hashlib.sha256(repr(arguments).encode())
    versions = [f"{name} {importlib.metadata.version(name)}" for name in _MADE_WITH]
    digest.update(repr([*versions, platform.python_version(), os.environ.get("SOURCE_DATE_EPOCH", "")]).encode())
    program = Path(__file__).parent.parent
    for root in (program, vocabulary.folder, places.site()):
        for folder, folders, names in os.walk(root):
            folders[:] = sorted(f for f in folders if f not in ("__pycache__", "public", "_share"))
            for name in sorted(names):
                path = Path(folder) / name
                digest.update(str(path.relative_to(root)).encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def shelf(folder: Path) -> str:
    """A digest of the named queries that a site shows."""
    digest = hashlib.sha256()
    for place in dict.fromkeys((folder, places.published())):
        for path in sorted((place / "queries").glob("*.rq")):
            digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def state(made: str, read: Mapping[str, Read], lock: Mapping[str, Mapping[str, str]], queries: str) -> str:
    """What a site is made of, as its marker says it.

    :param made: its :func:`setting`.
    """
    digest = hashlib.sha256(f"{made}\n{queries}\n".encode())
    for name, (said, _, _) in sorted(read.items()):
        digest.update(name.encode() + b"\0" + said)
    digest.update(repr(sorted((key, sorted(lines.items())) for key, lines in lock.items())).encode())
    return digest.hexdigest()


def recall(out: Path, made: str) -> Kept | None:
    """What is known of the site in a folder, if it was made in the same way (:func:`setting`)."""
    found = _unpickled(f"{output.state(out)}.site")
    if not isinstance(found, Kept) or found.setting != made:
        return None
    read = _unpickled(f"{found.origin}.read")
    return replace(found, read={**read, **found.read}) if isinstance(read, dict) else None


def keep(name: str, known: Kept) -> None:
    """Keep what is known of a site under the name of its state. What was read, by far the most of it, is kept as it was when the site
    was written whole, and beside it what changed since."""
    if name == known.origin:
        _pickle(f"{name}.read", known.read)
    fresh = {file: read for file, read in known.read.items() if read[1] is not None and _name(read[1]) in known.since}
    _pickle(f"{name}.site", replace(known, read=fresh))


def keep_dumps(name: str, made: Dumps) -> None:
    """Keep what is known of the dumps of a site under the name of its state."""
    _pickle(f"{name}.dumps", made)


def dumps(name: str) -> Dumps | None:
    """What is known of the dumps of a site in a state."""
    found = _unpickled(f"{name}.dumps")
    return found if isinstance(found, Dumps) else None


def _pickle(name: str, content: object) -> None:
    cache.write(name, pickle.dumps(content, pickle.HIGHEST_PROTOCOL), SITES)


def _unpickled(name: str) -> object:
    """What is kept under the name. It is the user's own cache: nobody else writes there."""
    if content := cache.read(name):
        with contextlib.suppress(Exception):  # damaged, or of another version
            return pickle.loads(content)
    return None
