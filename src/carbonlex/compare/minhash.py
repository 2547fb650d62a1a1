"""MinHash: of sets that have much in common, the least hashes agree (Broder, On the resemblance and containment of documents, 1997)."""

import hashlib
import struct
from collections.abc import Iterable


def row(thing: str, count: int) -> tuple[int, ...]:
    """So many hashes of one member of a set, the same on every machine."""
    form = f">{count}I"
    return struct.unpack(form, hashlib.shake_128(thing.encode()).digest(struct.calcsize(form)))


def least(rows: Iterable[tuple[int, ...]]) -> list[int]:
    """The least of each hash among the members of a set, which is not empty."""
    return [min(column) for column in zip(*rows, strict=True)]
