"""Files that were named, and the files of folders that were named: found and read without being led elsewhere.

A folder is walked without following links to folders; of links to files only those are read that stay inside the folder.
Only regular files are opened, so that a pipe or a device cannot hold the program up.
"""

import contextlib
import os
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path

from carbonlex.errors import UsageError

YAML = (".yaml", ".yml")
RDF = (".ttl", ".nt", ".nq", ".trig", ".rdf", ".jsonld")
# Of a record; of a file of RDF, which may hold a whole release.
MAX_BYTES = {True: 4 * 1024 * 1024, False: 32 * 1024 * 1024}


def records(paths: Iterable[Path], endings: tuple[str, ...] = (".yaml",)) -> Iterator[Path]:
    """The files named, and those with one of the endings below the folders named, in a fixed order."""
    for path in sorted(paths):
        if path.is_dir():
            yield from sorted(_below(path, endings))
        else:
            yield path


def _below(folder: Path, endings: tuple[str, ...]) -> Iterator[Path]:
    inside = folder.resolve()
    for entry in walk(folder, endings):
        path = Path(entry.path)
        if not entry.is_symlink() or path.resolve().is_relative_to(inside):
            yield path


def walk(folder: Path, endings: tuple[str, ...]) -> "Iterator[os.DirEntry[str]]":
    """The files, and the links to files, below a folder whose names end so. Hidden folders are left out, and what cannot be looked
    into; however deep folders lie in each other, it takes no more memory."""
    agenda = [str(folder)]
    while agenda:
        with contextlib.suppress(OSError), os.scandir(agenda.pop()) as entries:
            for entry in entries:
                try:
                    if entry.is_dir(follow_symlinks=False):
                        agenda += [entry.path] * (not entry.name.startswith("."))
                    elif entry.name.endswith(endings) and entry.is_file():
                        yield entry
                except OSError:  # a link that leads to itself
                    continue


def queries(folder: Path) -> frozenset[str]:
    """The names of the queries on the shelf of a data folder."""
    return frozenset(path.stem for path in (folder / "queries").glob("*.rq"))


def state(path: Path) -> tuple[int, int] | None:
    """Size and time of a regular file; nothing of what is none, or is not there."""
    try:
        facts = path.stat()
    except (OSError, ValueError):
        return None
    return (facts.st_size, facts.st_mtime_ns) if stat.S_ISREG(facts.st_mode) else None


def content(path: Path, limit: int, expected: tuple[int, int] | None = None) -> bytes:
    """The bytes of a regular file; of one that is too long, one byte more than the limit, so that it shows.

    :param expected: its state when it was found, which must be the same before and after.
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
            read = file.read(limit + 1)
            facts = os.fstat(handle)
        except OSError as error:
            raise UsageError(f"{path} cannot be read: {_reason(error)}") from None
        if expected is not None and (facts.st_size, facts.st_mtime_ns) != expected:
            raise UsageError(f"{path} was changed while it was read")
        return read


def _reason(error: Exception) -> str:
    if isinstance(error, OSError) and error.strerror:
        return error.strerror[0].lower() + error.strerror[1:]
    return "it is no name of a file"
