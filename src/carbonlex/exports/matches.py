"""Which mappings may stand as matches between concepts (SKOS Reference, 10), and which can only be told in a note.

A match follows the record's own relation, and only where the record is not contested and both ends are concepts. What SKOS then infers must
not contradict another match: exact matches are carried on from one to the next (S45), and what they join may not be related or broader
besides (S46); what is broader at any distance may not be related (S27). Of two that contradict each other the stronger stays.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from carbonlex.exports import declared
from carbonlex.reading.dataset import Dataset
from carbonlex.records.model import Record, TermMapping

EXACT, CLOSE, BROAD, NARROW, RELATED = (
    f"skos:{name}Match" for name in ("exact", "close", "broad", "narrow", "related")
)
_STRENGTH = (EXACT, BROAD, NARROW, CLOSE, RELATED)


@dataclass(frozen=True)
class Match:
    """That a mapping stands as this property between two records."""

    mapping: TermMapping
    from_: Record
    property: str
    to: Record


@dataclass(frozen=True)
class Matches:
    """The mappings of a data set: those that are ``matches``, and the ``others`` with what they lead from and to."""

    matches: tuple[Match, ...]
    others: tuple[tuple[TermMapping, Record, Record], ...]


def of(dataset: Dataset, concept: Callable[[Record], bool]) -> Matches:
    """Sort the mappings of a data set.

    :param concept: whether a record is a concept.
    """
    relations = declared.of(dataset.vocabulary.folder)["relations"]
    found: list[Match] = []
    others: list[tuple[TermMapping, Record, Record]] = []
    for mapping in dataset.all(TermMapping):
        first, second = dataset.end(mapping.from_), dataset.end(mapping.to)
        if first is None or second is None:
            continue
        relation = relations[mapping.relation]
        if relation.get("match") and not mapping.contested and concept(first) and concept(second):
            found.append(Match(mapping, first, relation["predicate"], second))
        else:
            others.append((mapping, first, second))
    kept, left = _consistent(found)
    return Matches(tuple(kept), (*others, *((m.mapping, m.from_, m.to) for m in left)))


def _consistent(found: Iterable[Match]) -> tuple[list[Match], list[Match]]:
    same: dict[str, str] = {}
    above: dict[str, set[str]] = {}
    kept, left = [], []
    for match in sorted(found, key=lambda m: (_STRENGTH.index(m.property), m.mapping.id)):
        ends = _root(same, _key(match.from_)), _root(same, _key(match.to))
        if match.property == EXACT:
            same[ends[0]] = ends[1]
        elif match.property in (BROAD, NARROW):
            lower, upper = ends if match.property == BROAD else ends[::-1]
            if lower == upper:
                left.append(match)
                continue
            above.setdefault(lower, set()).add(upper)
        elif match.property == RELATED and (ends[0] == ends[1] or _leads(above, *ends) or _leads(above, *ends[::-1])):
            left.append(match)
            continue
        kept.append(match)
    return kept, left


def _key(record: Record) -> str:
    return f"{record.kind}/{record.id}"


def _root(same: Mapping[str, str], key: str) -> str:
    """What stands for all that exact matches join with it."""
    while key in same and same[key] != key:
        key = same[key]
    return key


def _leads(above: Mapping[str, set[str]], low: str, high: str) -> bool:
    """Whether one is broader than the other, at any distance."""
    seen, agenda = set(), [low]
    while agenda:
        for upper in above.get(agenda.pop(), ()):
            if upper == high:
                return True
            if upper not in seen:
                seen.add(upper)
                agenda.append(upper)
    return False
