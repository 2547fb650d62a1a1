"""MinHash: of sets that have much in common, the least hashes agree (Broder, On the resemblance and containment of documents, 1997)."""

import hashlib
import struct
from collections.abc import Collection
from functools import lru_cache

_BYTES = 4  # of a hash


def least(members: Collection[str], count: int) -> list[int]:
    """The least of each of so many hashes among the members of a set, which is not empty; the same on every machine."""
    digests = b"".join([_digest(member, count * _BYTES) for member in members])
    hashes = struct.unpack(f">{len(members) * count}I", digests)
    return [min(hashes[column::count]) for column in range(count)]


@lru_cache(maxsize=1 << 15)
def _digest(member: str, length: int) -> bytes:
    return hashlib.shake_128(member.encode()).digest(length)
