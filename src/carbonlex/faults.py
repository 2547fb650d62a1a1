"""A fault of content: one finding of a check, wherever it was made, with its place."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise

SEVERITIES = ("error", "warning", "info")
LIKELY = 20  # names that are compared letter by letter
PROPOSED = 100  # wrong names of one file for which a better one is looked for
LONGEST = 100  # letters of a name


@dataclass(frozen=True, order=True)
class Fault:
    """What is wrong, where, and how to mend it. Lines and columns count from 1; 0 means that no place is known. Because of a
    ``barring`` fault nothing could be read, and no other rule was tried."""

    file: str
    line: int
    column: int
    code: str
    severity: str
    message: str
    focus: str = ""
    path: str = ""
    value: str = ""
    hint: str = ""
    barring: bool = field(default=False, compare=False)


def closest(name: str, known: Iterable[str]) -> str:
    """The known name that looks most like this one; empty where none comes near."""
    import difflib
    import heapq

    begin = name[:LONGEST]
    signs = _signs(begin)
    # Comparing takes the square of the length: only names that share letters and pairs of letters are compared.
    likely = heapq.nlargest(LIKELY, known, key=lambda k: len(signs & _signs(k)) / len(signs | _signs(k)))
    return next(iter(difflib.get_close_matches(begin, likely, n=1, cutoff=0.6)), "")


@lru_cache(maxsize=10_000)
def _signs(name: str) -> frozenset[str]:
    return frozenset([name[:1], *name, *map("".join, pairwise(name))])


def nearest(name: str, known: Iterable[str]) -> str:
    """``did you mean …?`` for the closest known name; empty where none comes near."""
    close = closest(name, known)
    return f"did you mean {close}?" if close else ""


class Proposals:
    """Nearest names for the wrong names of one file, as long as there are few: after so many nobody reads them."""

    def __init__(self) -> None:
        self.left = PROPOSED

    def nearest(self, name: str, known: Iterable[str] | Callable[[], Iterable[str]]) -> str:
        """``did you mean …?``; the known names are asked for only where they are needed."""
        self.left -= 1
        if self.left < 0:
            return ""
        return nearest(name, known() if callable(known) else known)
