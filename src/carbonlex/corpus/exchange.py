"""What tasks leave for each other: a file for each task, with a section for each address that something was left for.

A file comes into being whole or not at all, so that it also says that its task is done. The messages are values of Python's own
``marshal``, compressed, each section with its checksum: they are read by the program that wrote them, on this machine or on others
that see the same folder, and by nobody else.
"""

import contextlib
import marshal
import os
import posixpath
import struct
import zlib
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa
from fsspec.core import url_to_fs

from carbonlex.errors import CarbonlexError

MARK = b"CLXX2\n"
_HEAD = struct.Struct("<II")  # bytes of the index, entries
# Channel, address, offset, stored, whole, checksum: as bytes, entries are in the same order as by channel and address.
_ENTRY = struct.Struct(">HIQIII")
_KEY = struct.Struct(">HI")
_CODEC = "zstd"
Message = tuple[Any, ...]


@dataclass
class Outbox:
    """What one task leaves."""

    held: dict[tuple[str, int], list[Message]] = field(default_factory=dict)

    def leave(self, channel: str, address: int, *message: Any) -> None:
        """Leave a message (texts, bytes, numbers, and tuples, lists and dictionaries of them) for a task."""
        self.held.setdefault((channel, address), []).append(message)

    def written(self, channels: tuple[str, ...]) -> bytes:
        """The file.

        :param channels: all names of channels, in an order that every task knows.
        """
        index, body, offset = [], [], 0
        numbered = sorted((channels.index(channel), address, held) for (channel, address), held in self.held.items())
        for number, address, messages in numbered:
            whole = marshal.dumps(messages)
            stored = pa.compress(whole, codec=_CODEC, asbytes=True)
            index.append(_ENTRY.pack(number, address, offset, len(stored), len(whole), zlib.crc32(stored)))
            body.append(stored)
            offset += len(stored)
        head = b"".join(index)
        return b"".join([MARK, _HEAD.pack(len(head), len(index)), head, *body])


class Exchange:
    """The folder of a run in which messages lie.

    :param address: of the folder, on disk or wherever fsspec leads.
    """

    def __init__(self, address: str, channels: tuple[str, ...]) -> None:
        self.system, self.root = url_to_fs(address)
        self.channels = channels

    def path(self, stage: str, task: int) -> str:
        """Where the file of a task lies."""
        return posixpath.join(self.root, stage, f"{task:06d}")

    def done(self, stage: str) -> set[int]:
        """The tasks of a stage that are done."""
        folder = posixpath.join(self.root, stage)
        if not self.system.isdir(folder):
            return set()
        names = (posixpath.basename(name) for name in self.system.ls(folder, detail=False, refresh=True))
        return {int(name) for name in names if name.isdecimal()}

    def write(self, stage: str, task: int, outbox: Outbox) -> None:
        """Leave what a task has for others; it is done then.

        :raises OSError: where that cannot be written.
        """
        keep(self.system, self.path(stage, task), outbox.written(self.channels))

    def read(self, stages: Iterable[tuple[str, int]], channel: str, address: int) -> Iterator[Message]:
        """The messages of a channel for an address, in the order of stages and tasks.

        :param stages: names, each with the number of its tasks.
        :raises CarbonlexError: where a file is damaged.
        """
        number = self.channels.index(channel)
        for stage, tasks in stages:
            for task in range(tasks):
                yield from self._section(self.path(stage, task), number, address)

    def holds(self, stage: str, task: int, channel: str) -> bool:
        """Whether a task left anything in a channel."""
        path = self.path(stage, task)
        with self.system.open(path, "rb") as file:
            index, number = self._index(file, path), self.channels.index(channel)
        at = _found(index, _KEY.pack(number, 0))
        return at < len(index) and _KEY.unpack_from(index, at)[0] == number

    def _section(self, path: str, number: int, address: int) -> Iterator[Message]:
        with self.system.open(path, "rb") as file:
            index = self._index(file, path)
            key = _KEY.pack(number, address)
            at = _found(index, key)
            if not index.startswith(key, at):
                return
            _, _, offset, stored, whole, checksum = _ENTRY.unpack_from(index, at)
            file.seek(len(MARK) + _HEAD.size + len(index) + offset)
            content = file.read(stored)
        if len(content) != stored or zlib.crc32(content) != checksum:
            raise _damaged(path)
        yield from marshal.loads(pa.decompress(content, decompressed_size=whole, codec=_CODEC, asbytes=True))

    def _index(self, file: Any, path: str) -> bytes:
        begin = file.read(len(MARK) + _HEAD.size)
        if not begin.startswith(MARK) or len(begin) < len(MARK) + _HEAD.size:
            raise _damaged(path)
        length, count = _HEAD.unpack(begin[len(MARK) :])
        index: bytes = file.read(length)
        if len(index) != length or length != count * _ENTRY.size:
            raise _damaged(path)
        return index


def _found(index: bytes, key: bytes) -> int:
    """Where in an index, which is in order, the entry of a channel and an address would stand. A file has an entry for nearly each task of
    the next stage: to take all of them apart for each task would cost their number squared."""
    entries = range(0, len(index), _ENTRY.size)
    return bisect_left(entries, key, key=lambda at: index[at : at + _KEY.size]) * _ENTRY.size


def keep(system: Any, path: str, content: bytes) -> None:
    """Write a file whole or not at all."""
    system.makedirs(posixpath.dirname(path), exist_ok=True)
    if "file" not in system.protocol:  # stores of objects show one when it is whole
        system.pipe_file(path, content)
        return
    place = Path(path)
    aside = place.with_name(f".{place.name}.{os.getpid()}")
    try:
        aside.write_bytes(content)
        aside.replace(place)
    except BaseException:
        with contextlib.suppress(OSError):
            aside.unlink()
        raise


def _damaged(path: str) -> CarbonlexError:
    return CarbonlexError(f"{path} is damaged: remove it, and run the command again")
