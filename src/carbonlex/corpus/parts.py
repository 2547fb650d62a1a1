"""A corpus cut into parts: which files, which lines of which file, which rows belong to each, without reading what they say.

A corpus is a folder of records, of JSON lines or of Parquet, or one such file, on disk or wherever fsspec leads.
"""

import hashlib
import json
import os
import posixpath
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import fsspec
from fsspec.core import url_to_fs

from carbonlex.errors import CarbonlexError, UsageError
from carbonlex.reading import files
from carbonlex.reading.document import LINES, Source

LINES_ENDINGS = (LINES, ".ndjson", LINES + ".gz", ".ndjson.gz")
PARQUET = ".parquet"
PART = 4 * 1024 * 1024  # bytes of text, so that many parts make few files to exchange
SMALL = 256 * 1024  # bytes, where this makes work for more processes
FEW = 8  # parts
MOST_FILES = 4000  # of a part
TEXT = "record"
"""The column of a table that holds whole records as text; a table without it has a column for each key."""


@dataclass(frozen=True)
class Part:
    """One piece of a corpus.

    :param paths: the files; of a piece of a file, that file.
    :param begin: byte at which the piece of a file of lines begins; of a table, its first row.
    :param end: where it ends; -1 at the end of the file.
    :param line: the number of its first line, or row.
    """

    form: str  # files, lines, rows
    paths: tuple[str, ...]
    begin: int = 0
    end: int = -1
    line: int = 1

    def told(self) -> dict[str, Any]:
        """The part as JSON."""
        return asdict(self)

    @classmethod
    def of(cls, told: dict[str, Any]) -> "Part":
        """A part from JSON."""
        return cls(**{**told, "paths": tuple(told["paths"])})


class Unreadable(CarbonlexError):
    """A part of a corpus cannot be read; what the others say is kept."""


@dataclass(frozen=True)
class Corpus:
    """Where a corpus lies."""

    address: str

    def __post_init__(self) -> None:
        if not self._system.exists(self._root):
            raise UsageError(f"there is no file or folder {self.address}")

    @property
    def _system(self) -> Any:
        return _located(self.address)[0]

    @property
    def _root(self) -> str:
        return _located(self.address)[1]

    @property
    def local(self) -> bool:
        """Whether it lies on a disk of this machine."""
        return local(self.address)

    def files(self) -> Iterator[tuple[str, int]]:
        """Names and sizes of its files, in a fixed order."""
        return ((name, size) for name, size, _ in self._found())

    def _found(self) -> Iterator[tuple[str, int, int]]:
        """Names, sizes and times of its files; no time where it lies elsewhere.

        :raises UsageError: where there is none.
        """
        endings = (*files.YAML, *files.RDF, *LINES_ENDINGS, PARQUET)
        found = 0
        for one in self._sorted(endings):
            found += 1
            yield one
        if not found:
            raise UsageError(f"there is no record in {self.address}: no file ends in {', '.join(endings)}")

    def _sorted(self, endings: tuple[str, ...]) -> Iterator[tuple[str, int, int]]:
        if self.local:
            if Path(self.address).is_dir():
                yield from _walked(self.address, os.path.realpath(self.address), endings)
            else:
                facts = Path(self.address).stat()
                yield self.address, facts.st_size, facts.st_mtime_ns
        elif self._system.isdir(self._root):
            told = self._system.find(self._root, detail=True)
            for name in sorted(told):
                if name.endswith(endings):
                    yield self._system.unstrip_protocol(name), told[name]["size"] or 0, 0
        else:
            yield self.address, self._system.size(self._root) or 0, 0

    def parts(self) -> Iterator[Part]:
        """The parts, in the order of the files."""
        sizes = sum(_weight(name, size) for name, size in self.files())
        size = max(SMALL, min(PART, sizes // FEW))
        some: list[str] = []
        held = 0
        for name, weight in self.files():
            if name.endswith((*LINES_ENDINGS, PARQUET)):
                yield from _rows(name, size) if name.endswith(PARQUET) else _lines(name, size)
                continue
            if some and (held + weight > size or len(some) == MOST_FILES):
                yield Part("files", tuple(some))
                some, held = [], 0
            some.append(name)
            held += weight
        if some:
            yield Part("files", tuple(some))

    def state(self) -> tuple[int, str]:
        """How many bytes of text it has, about; and a digest of names, sizes and times of its files."""
        weight, digest = 0, hashlib.sha256()
        for name, size, time in self._found():
            weight += _weight(name, size)
            digest.update(f"{name}\0{size}\0{time}\n".encode("utf-8", "surrogateescape"))
        return weight, digest.hexdigest()


def local(address: str) -> bool:
    """Whether an address is that of a file or folder on a disk of this machine."""
    return "://" not in address and "::" not in address


def _located(address: str) -> tuple[Any, str]:
    try:
        system, root = url_to_fs(address)
    except (ValueError, ImportError) as error:
        raise UsageError(f"{address} leads nowhere: {str(error).splitlines()[0]}") from None
    return system, root


def _walked(folder: str, inside: str, endings: tuple[str, ...]) -> Iterator[tuple[str, int, int]]:
    """The files below a folder in the order in which :func:`carbonlex.reading.files.records` has them, which need not all be held."""
    with os.scandir(folder) as entries:
        found = sorted(entries, key=lambda entry: entry.name)
    for entry in found:
        if entry.is_dir(follow_symlinks=False):
            if not entry.name.startswith("."):
                yield from _walked(entry.path, inside, endings)
        elif entry.name.endswith(endings) and entry.is_file():
            outside = entry.is_symlink() and not os.path.realpath(entry.path).startswith(inside + os.sep)
            if not outside:
                facts = entry.stat()
                yield entry.path, facts.st_size, facts.st_mtime_ns


def _weight(name: str, size: int) -> int:
    """Bytes of text in a file of some size."""
    return size * (8 if name.endswith((".gz", PARQUET)) else 1)


def _lines(name: str, size: int) -> Iterator[Part]:
    """Pieces of a file of lines, each of whole lines. What is compressed cannot be cut."""
    if name.endswith(".gz"):
        yield Part("lines", (name,))
        return
    begin, line = 0, 1
    with fsspec.open(name, "rb") as file:
        while block := file.read(size):
            if not block.endswith(b"\n"):
                block += file.readline()
            yield Part("lines", (name,), begin, begin + len(block), line)
            begin += len(block)
            line += block.count(b"\n")


def _rows(name: str, size: int) -> Iterator[Part]:
    """Pieces of a table. One that cannot be read is one part, which says so when it is read."""
    import pyarrow as pa
    from pyarrow import parquet

    try:
        with fsspec.open(name, "rb") as file:
            metadata = parquet.ParquetFile(file).metadata
            weight = sum(metadata.row_group(i).total_byte_size for i in range(metadata.num_row_groups))
    except (OSError, pa.ArrowException):
        yield Part("rows", (name,))
        return
    step = max(1, round(metadata.num_rows / max(1, round(weight / size))))
    for begin in range(0, metadata.num_rows, step):
        yield Part("rows", (name,), begin, min(begin + step, metadata.num_rows), begin + 1)


def sources(part: Part, corpus: Corpus) -> Iterator[Source]:
    """The texts of the records of a part.

    :raises Unreadable: where a file cannot be read as what it is called.
    """
    if part.form == "files":
        for name in part.paths:
            yield _file(name, corpus)
    elif part.form == "lines":
        yield from _of_lines(part)
    else:
        yield from _of_rows(part)


def _file(name: str, corpus: Corpus) -> Source:
    if corpus.local:
        return Source.of(Path(name))
    stem, ending = posixpath.splitext(posixpath.basename(name))
    with fsspec.open(name, "rb") as file:
        content = file.read(files.MAX_BYTES[ending not in files.RDF] + 1)
    return Source(name, ending.lower(), stem, None, content)


def _of_lines(part: Part) -> Iterator[Source]:
    name = part.paths[0]
    try:
        with fsspec.open(name, "rb", compression="infer") as file:
            file.seek(part.begin)
            content = file.read(part.end - part.begin if part.end >= 0 else -1)
    except (OSError, EOFError) as error:
        raise Unreadable(f"{name} cannot be read: {error}") from None
    for number, line in enumerate(content.split(b"\n"), part.line):
        if line.strip():
            yield Source(name, LINES, None, None, line, line=number)


def _of_rows(part: Part) -> Iterator[Source]:
    import pyarrow as pa
    from pyarrow import parquet

    name = part.paths[0]
    try:
        with fsspec.open(name, "rb") as file:
            table = parquet.ParquetFile(file)
            names = table.schema_arrow.names
            if TEXT not in names and not {"kind", "id"} <= set(names):
                raise Unreadable(
                    f"{name} has no records: a table of records has the column {TEXT}, or kind, id and the other keys; this one has "
                    + (", ".join(names) or "no column")
                )
            if TEXT in names and not pa.types.is_string(table.schema_arrow.field(TEXT).type):
                raise Unreadable(
                    f"the column {TEXT} of {name} is of type {table.schema_arrow.field(TEXT).type}, not text"
                )
            yield from _rows_of(table, part, TEXT in names)
    except (OSError, pa.ArrowException) as error:
        raise Unreadable(f"{name} cannot be read as Parquet: {str(error).splitlines()[0]}") from None


def _rows_of(table: Any, part: Part, whole: bool) -> Iterator[Source]:
    """The rows from the first to the last of a part; row groups that lie outside are not read."""
    name, at = part.paths[0], 0
    end = part.end if part.end >= 0 else table.metadata.num_rows
    groups: list[int] = []
    first = 0
    for group in range(table.metadata.num_row_groups):
        rows = table.metadata.row_group(group).num_rows
        if at < end and at + rows > part.begin:
            if not groups:
                first = at
            groups.append(group)
        at += rows
    at = first
    for batch in table.iter_batches(batch_size=1024, row_groups=groups, columns=[TEXT] if whole else None):
        if at + batch.num_rows > part.begin:
            for number, row in enumerate(batch.to_pylist(maps_as_pydicts="strict"), at):
                if part.begin <= number < end:
                    text = row[TEXT] if whole else json.dumps(_without_nothing(row), ensure_ascii=False, default=str)
                    yield _text(name, number + 1, (text or "").encode("utf-8", "surrogatepass"))
        at += batch.num_rows
        if at >= end:
            return


def _text(name: str, row: int, content: bytes) -> Source:
    """A record that a row holds: JSON, where it begins so, or YAML."""
    if content.lstrip().startswith(b"{"):
        return Source(name, LINES, None, None, content, line=row)
    return Source(f"{name}:{row}", ".yaml", None, None, content)


def _without_nothing(value: Any) -> Any:
    """A row without the keys that have no value: a table has a place for each key in each row."""
    if isinstance(value, dict):
        return {key: held for key, inner in value.items() if (held := _without_nothing(inner)) not in (None, {}, [])}
    if isinstance(value, list):
        return [_without_nothing(item) for item in value]
    return value
