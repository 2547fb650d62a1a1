"""What a check may ask about other records, whether they lie in memory or in a store."""

from collections.abc import Iterable, Mapping
from typing import Protocol

from carbonlex.reading.deprecated import Deprecated
from carbonlex.vocabulary import Vocabulary


class Known(Protocol):
    """The records that one record is held against, itself among them."""

    vocabulary: Vocabulary
    queries: frozenset[str]  # the names of the shelf; none where there is no shelf at hand
    deprecated: Deprecated  # the names that are given up

    def kinds_of(self, id_: str, kinds: tuple[str, ...]) -> list[str]:
        """Those of the kinds that have a record of this id."""

    def ids(self, kinds: tuple[str, ...]) -> Iterable[str]:
        """The ids of the records of these kinds."""

    def locked(self, kind: str, id_: str) -> Mapping[str, str] | None:
        """What the lock file knows of a record: path → hash; nothing where it does not know it."""
