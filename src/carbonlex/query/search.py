"""Records found by words: in their names first, then in the words of their sources, then in what else they say."""

import json
import re
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from carbonlex.errors import UnknownName, UsageError
from carbonlex.records.model import KINDS

FIRST = ("concept", "asset", "scheme", "jurisdiction", "term")
"""The kinds of record that readers most often mean by a name."""
LONGEST = 200
"""Characters of what is searched."""
SHORTEST = 3
"""Characters of a trigram: a shorter word is looked for without the index."""
BEFORE, AFTER = 30, 70
_WEIGHTS = (0, 0, 0, 0, 10, 4, 1)  # of the columns, for bm25


@dataclass(frozen=True)
class Hit:
    """A record in which the words stand.

    :param name: what it is called.
    :param where: the place in the record, by its keys, and the language where that is told.
    :param words: what stands there, around the hit.
    """

    kind: str
    id: str
    name: str
    where: str
    language: str
    words: str


@dataclass(frozen=True)
class Sought:
    """What is searched, which can be told to be nothing to search for before an index is made.

    :param kind: only records of this kind.
    :param limit: how many at most.
    :raises UsageError: where there is nothing to look for, too much, or no such kind.
    """

    text: str
    kind: str | None = None
    limit: int = 20

    def __post_init__(self) -> None:
        """Look at it."""
        if not self.words or len(self.text) > LONGEST:
            raise UsageError(f"say what to search for, in at most {LONGEST} characters")
        if self.kind is not None and self.kind not in KINDS:
            raise UnknownName("kind of record", self.kind, KINDS, f"there are {', '.join(KINDS)}")
        if self.limit < 1:
            raise UsageError("a search gives at least one record")

    @property
    def words(self) -> list[str]:
        """The words, whose case does not count."""
        return self.text.casefold().split()


def search(base: sqlite3.Connection, sought: Sought) -> tuple[Hit, ...]:
    """The records in which all words of a text stand, wherever in them and as parts of other words too. First those that are called
    so, then those whose name has the text, then those in which it stands as it is;
    among these what readers most often mean, and then by bm25, where names count most.

    :param base: the index (:func:`carbonlex.query.wordindex.opened`).
    """
    words = sought.words
    phrase = " ".join(words)
    ranked = sorted(
        (_rank(phrase, names, found), FIRST.index(of) if of in FIRST else len(FIRST), score, number)
        for number, of, names, found, score in _matching(base, words, sought.kind)
    )
    return tuple(_hit(base, number, words) for *_, number in ranked[: sought.limit])


def _matching(
    base: sqlite3.Connection, words: Sequence[str], kind: str | None
) -> list[tuple[int, str, str, str, float]]:
    """Number, kind, names, all words and score of each record that has them; less is better, as bm25 counts."""
    long = [word for word in words if len(word) >= SHORTEST and "\0" not in word]
    conditions, given = [], list[str]()
    if long:
        conditions.append("records MATCH ?")
        given.append(" AND ".join('"' + word.replace('"', '""') + '"' for word in long))
    for word in words:
        if word not in long:
            conditions.append("instr(names || char(10) || words || char(10) || rest, ?)")
            given.append(word)
    if kind is not None:
        conditions.append("kind = ?")
        given.append(kind)
    score = f"bm25(records, {', '.join(map(str, _WEIGHTS))})" if long else "0.0"
    query = (
        f"SELECT rowid, kind, names, words || char(10) || rest, {score} FROM records WHERE {' AND '.join(conditions)}"
    )
    return base.execute(query, given).fetchall()


def _rank(phrase: str, names: str, found: str) -> int:
    if phrase in names.split("\n"):
        return 0
    return 1 if phrase in names else 2 if phrase in found else 3


def _hit(base: sqlite3.Connection, number: int, words: Sequence[str]) -> Hit:
    kind, id_, name, said = base.execute(
        "SELECT kind, id, name, said FROM records WHERE rowid = ?", [number]
    ).fetchone()
    phrase = re.compile(r"\s+".join(map(re.escape, words)), re.IGNORECASE)
    told = [(where, tag, " ".join(found.split())) for where, tag, found in json.loads(said)]
    for where, tag, found in told:
        if match := phrase.search(found):
            return Hit(kind, id_, name, where, tag, _around(found, match.start(), match.end()))

    def standing(said: tuple[str, str, str]) -> int:
        return sum(word in said[2].casefold() for word in words)

    where, tag, found = max(told, key=standing, default=("id", "", id_))
    first = re.search("|".join(map(re.escape, words)), found, re.IGNORECASE)
    return Hit(kind, id_, name, where, tag, _around(found, *(first.span() if first else (0, 0))))


def _around(text: str, begin: int, end: int) -> str:
    """The text around a place, cut between words where it has any."""
    left, right = max(0, begin - BEFORE), min(len(text), end + AFTER)
    if left:
        left = text.find(" ", left, begin) + 1 or left
    if right < len(text):
        cut = text.rfind(" ", end, right)
        right = cut if cut >= 0 else right
    return ("…" if left else "") + text[left:right] + ("…" if right < len(text) else "")
