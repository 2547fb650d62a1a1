"""Files that were named, and the files of folders that were named: found and read without being led elsewhere.

A folder is walked without following links to folders; of links to files only those are read that stay inside the folder.
Only regular files are opened, so that a pipe or a device cannot hold the program up.
"""

import os
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path

from carbonlex.errors import UsageError

YAML = (".yaml", ".yml")
RDF = (".ttl", ".nt", ".nq", ".trig", ".rdf", ".jsonld")
MAX_BYTES = {
    True: 4 * 1024 * 1024,
    False: 32 * 1024 * 1024,
}  # of a record; of a file of RDF, which may hold a whole release


def records(paths: Iterable[Path], endings: tuple[str, ...] = (".yaml",)) -> Iterator[Path]:
    """The files named, and those with one of the endings below the folders named, in a fixed order."""
    for path in sorted(paths):
        if path.is_dir():
            yield from sorted(_below(path, endings))
        else:
            yield path


def _below(folder: Path, endings: tuple[str, ...]) -> Iterator[Path]:
    inside = folder.resolve()
    for place, folders, names in os.walk(folder):
        folders[:] = [f for f in folders if not f.startswith(".")]
        for name in names:
            if name.endswith(endings):
                path = Path(place, name)
                if path.is_file() and (not path.is_symlink() or path.resolve().is_relative_to(inside)):
                    yield path


def queries(folder: Path) -> frozenset[str]:
    """The names of the queries on the shelf of a data folder."""
    return frozenset(path.stem for path in (folder / "queries").glob("*.rq"))


def content(path: Path, limit: int) -> bytes:
    """The bytes of a regular file; of one that is too long, one byte more than the limit, so that it shows.

    :raises UsageError: in words, for whatever cannot be read.
    """
    try:
        # Without waiting: a pipe that nobody writes to would otherwise hold us here.
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
    except (OSError, ValueError) as error:
        raise UsageError(f"{path} cannot be read: {_reason(error)}") from None
    with os.fdopen(handle, "rb") as file:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise UsageError(f"{path} is not a file of text: it is a folder, a pipe or a device")
        try:
            return file.read(limit + 1)
        except OSError as error:
            raise UsageError(f"{path} cannot be read: {_reason(error)}") from None


def _reason(error: Exception) -> str:
    if isinstance(error, OSError) and error.strerror:
        return error.strerror[0].lower() + error.strerror[1:]
    return "it is no name of a file"
