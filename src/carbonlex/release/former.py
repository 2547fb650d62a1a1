"""A former release, and what a newer one owes to it: its ids, its addresses, and that it stays where it is."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from carbonlex.compare.changes import Comparison
from carbonlex.errors import ContentError, UsageError
from carbonlex.reading import deprecated, promised
from carbonlex.reading import release as reading
from carbonlex.reading.dataset import Dataset
from carbonlex.reading.deprecated import Deprecation
from carbonlex.records.forms import VERSION
from carbonlex.release import ids, moved
from carbonlex.release.version import Version
from carbonlex.site.changes_page import called
from carbonlex.site.release_pages import FOLDER
from carbonlex.vocabulary import Vocabulary

SHOWN = 20  # ids that are lost and named; of more, the number
DATA = "data"


@dataclass(frozen=True)
class Former:
    """A release that was made before, or a folder of records that is no release: then it has no ``root`` and no version.

    ``data`` are its records, ``addresses`` those that the site must still answer.
    """

    name: str
    data: Path
    root: Path | None = None
    version: Version | None = None
    addresses: frozenset[str] = frozenset()

    @property
    def releases(self) -> list[Path]:
        """The releases that lie on its site, itself among them, newest first."""
        if self.root is None:
            return []
        found = [p for p in (self.root / "site" / FOLDER).iterdir() if VERSION.fullmatch(p.name) and p.is_dir()]
        return sorted(found, key=lambda path: Version.parse(path.name), reverse=True)


def newest(folder: Path) -> Path | None:
    """The release with the greatest version in a folder of releases, if there is one."""
    if not folder.is_dir():
        return None
    found = [p for p in folder.iterdir() if VERSION.fullmatch(p.name) and is_release(p)]
    return max(found, key=lambda path: Version.parse(path.name), default=None)


def is_release(folder: Path) -> bool:
    """Whether a folder looks like a release."""
    return (folder / ids.FILE).is_file() and (folder / DATA).is_dir()


@contextmanager
def opened(name: str) -> Iterator[Former]:
    """A former release, or the records of one, by the name that a person gives it (:func:`carbonlex.reading.release.opened`).

    :raises UsageError: where there is nothing of this name.
    :raises ContentError: where it is a release that is not whole.
    """
    with reading.opened(name) as data:
        root = data.parent
        if data.name != DATA or not is_release(root):
            yield Former(called(name), data)
            return
        if not VERSION.fullmatch(root.resolve().name):
            raise UsageError(f"{root} is a release whose folder is not called by its version any more")
        version = Version.parse(root.resolve().name)
        if not (root / "site" / FOLDER / str(version)).is_dir():
            raise ContentError(f"{root} is a release without its site, whose addresses are to be kept")
        yield Former(str(version), data, root, version, moved.addresses(root))


def names(former: Former, vocabulary: Vocabulary) -> Mapping[str, str]:
    """The ids of a former release with what they were called, those that were given up then among them; of mere records, as far as
    these tell them."""
    given_up = deprecated.read(former.data, vocabulary).entries
    if former.root is not None:
        known = dict(ids.read(former.root / ids.FILE))
    else:
        dataset = reading.read(former.data, vocabulary)
        known = {f"{kind}/{id_}": id_ for kind, id_ in dataset.placed}
        known |= {f"{promised.QUERY}/{name}": name for name in dataset.queries}
    return known | {name: entry.was["en"] for name, entry in given_up.items()}


def lost(former: Former, found: Comparison) -> str:
    """That ids of a former release are gone and nobody says what became of them, and how to mend it; empty where none is.

    :param found: the comparison of its records with those now. What it could not compare is not lost.
    """
    dataset = found.new
    before = names(former, dataset.vocabulary)
    now = promised.names(dataset) | dataset.deprecated.entries.keys() | {"/".join(name) for name in found.uncompared}
    gone = [name for name in before if name not in now]
    if not gone:
        return ""
    one = len(gone) == 1
    lines = [
        f"{len(gone)} id{'' if one else 's'} of {former.name} {'is' if one else 'are'} gone, "
        f"and {deprecated.FILE} does not say what became of {'it' if one else 'them'}:",
        *(f"  {name} ({before[name]})" for name in gone[:SHOWN]),
    ]
    if len(gone) > SHOWN:
        lines.append(f"  and {len(gone) - SHOWN} more")
    kind, _, id_ = gone[0].partition("/")
    instead = (f"{kind}/{found.renamed[kind, id_]}",) if (kind, id_) in found.renamed else ()
    entry = Deprecation(gone[0], dataset.vocabulary.catalog["version"], {"en": before[gone[0]]}, {"en": "…"}, instead)
    lines += [f"Bring back what had the id, or say it in {deprecated.FILE} among the records, such as:", ""]
    return "\n".join([*lines, deprecated.written(entry)])


def untimely(former: Former, dataset: Dataset, version: Version) -> list[str]:
    """What is given up with another release than this one, though the former release still had it."""
    if former.root is None:
        return []
    had = ids.read(former.root / ids.FILE)
    return [
        f"{entry.name} was in {former.name}: it is given up since {version}, not since {entry.since}"
        for entry in dataset.deprecated.entries.values()
        if entry.name in had and entry.since != str(version)
    ]
