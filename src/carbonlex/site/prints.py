"""What each page shows, told apart by a digest, so that a page need not be rendered again to know that it is the same.

Shown are values, which are taken as they are, and records, of which a token stands in the text: kind, id, and which state of the
record it is. What a page says of a record that stands on it only as a link is its face (:mod:`carbonlex.site.faces`).
"""

import hashlib
import json
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from carbonlex.compare.matrix import Cell
from carbonlex.reading.dataset import Dataset, Name
from carbonlex.records.model import Reading, Record, Statement
from carbonlex.site.addresses import address
from carbonlex.site.page import Page

if TYPE_CHECKING:
    from carbonlex.site.pages import Site

NOTES = "!"
"""How the states name the notes of a record."""
UNREAD = "~"
"""How they name all of a record but notes and readings."""
FEW = 12  # names: one after the other is looked for faster than all at once
_NAMED = re.compile(r"""(?<![a-z])([a-z]+)(?:/|",")([a-z0-9-]+)[@#"]""")


class Prints:
    """The texts of what the pages of a site of some records show.

    :param states: how often each record, or each part of one (:func:`differences`), changed since the site was last written whole;
        those that did not are left out.
    """

    def __init__(self, dataset: Dataset, states: Mapping[str, int]) -> None:
        self._states = states
        tokens: dict[int, str] = {}
        unread: dict[int, str] = {}
        for (kind, id_), placed in dataset.placed.items():
            name = f"{kind}/{id_}"
            tokens[id(placed.record)] = f"{name}@{states.get(name, 0)}"
            if name in states:
                unread[id(placed.record)] = f"{name}@{states.get(name + UNREAD, 0)}"
            for part, value in parts(placed.record):
                tokens[id(value)] = f"{name}@{part}@{states.get(f'{name}#{part}', 0)}"
        self._read, self._unread = _Encoder(tokens), _Encoder(tokens | unread)

    def all(self, site: "Site", sections: Iterable[Iterable[Page]]) -> list[dict[str, bytes]]:
        """For each section address → a digest of what the page shows."""
        return [{page.address: digest(self.text(site, page)) for page in pages} for pages in sections]

    def text(self, site: "Site", page: Page) -> str:
        """What a page shows: what its template is given, and what it finds of its own record."""
        iri = site.vocabulary.iri(page.record.kind, page.record.id) if page.record else ""
        concluded = site.conclusions.get(iri, ())
        whole = page.whole and (page.whole.about, page.whole.title, page.whole.address)
        said = (page.template, page.about, page.title, page.day, page.part, page.found, whole, page.asked)
        noted = page.record and self._states.get(f"{page.record.kind}/{page.record.id}{NOTES}", 0)
        encoder = self._read if page.readings else self._unread
        return encoder.text((said, page.record, noted, page.shown, site.mentions_of(page), concluded))


class _Encoder:
    """Makes text of what pages show.

    :param tokens: what stands for a record, or for a part of one, by its identity.
    """

    def __init__(self, tokens: dict[int, str]) -> None:
        self._tokens = tokens
        self._takers: dict[type, Callable[[Any], Any]] = {}
        self.text = json.JSONEncoder(
            ensure_ascii=False, check_circular=False, separators=(",", ":"), default=self._taken
        ).encode

    def _taken(self, value: Any) -> Any:
        token = self._tokens.get(id(value))
        if token is not None:
            return token
        if isinstance(value, Cell):  # one stands in many comparisons, and lives as long as the records do
            text = self.text(_taker(Cell)(value))
            names = " ".join(f"{kind}/{id_}@" for kind, id_ in sorted(named(text)))
            self._tokens[id(value)] = token = f"{digest(text).hex()} {names}"
            return token
        taker = self._takers.get(type(value))
        if taker is None:
            taker = self._takers[type(value)] = _taker(type(value))
        return taker(value)


def differing(old: Record, new: Record) -> set[str]:
    """The fields in which a record differs. Notes of one that has no page may stand on any, as all else of it."""
    found = {field.name for field in fields(old) if getattr(old, field.name) != getattr(new, field.name)}
    return found if address(old.kind, old.id) or not found else found | {""}


def differences(old: Record, new: Record) -> Iterator[str]:
    """What differs of a record, as the states name it: the record itself, all of it but its readings, each of its readings and statements;
    or only its notes, which stand on no page but its own where it has one."""
    found = differing(old, new)
    if found - {"notes"}:
        yield ""
    if found - {"notes", "readings"}:
        yield UNREAD
    if "notes" in found:
        yield NOTES
    before, after = dict(parts(old)), dict(parts(new))
    for part in before.keys() | after.keys():
        if before.get(part) != after.get(part):
            yield f"#{part}"


def digest(text: str) -> bytes:
    """A digest of what a page shows."""
    return hashlib.sha256(text.encode()).digest()[:16]


def named(text: str) -> set[Name]:
    """The records that what a page shows names: by their tokens, by their IRIs, or by kind and id."""
    return {(found[1], found[2]) for found in _NAMED.finditer(text)}


def names_any(text: str, names: Collection[Name]) -> bool:
    """Whether what a page shows names one of these records, or a part of one."""
    if len(names) > FEW:
        return not named(text).isdisjoint(names)
    return any(f"{kind}{between}{id_}{end}" in text for kind, id_ in names for between in ("/", '","') for end in '@#"')


def parts(record: Record) -> list[tuple[str, Reading | Statement]]:
    """The readings and statements of a record, by what they are called among those of the record."""
    readings: Mapping[str, Sequence[Reading]] = getattr(record, "readings", {})
    found: list[tuple[str, Reading | Statement]] = [
        (f"{facet}-{i}", reading) for facet, of_facet in readings.items() for i, reading in enumerate(of_facet)
    ]
    return found + [(f"statement-{i}", s) for i, s in enumerate(getattr(record, "statements", ()))]


def _taker(cls: type) -> Callable[[Any], Any]:
    """What makes of a value of a class something that JSON has."""
    if is_dataclass(cls):
        names = [field.name for field in fields(cls)]
        if not names:
            return lambda _: cls.__name__
        take = attrgetter(*names)
        return lambda value: [cls.__name__, *map(_plain, take(value) if len(names) > 1 else (take(value),))]
    if issubclass(cls, set | frozenset):
        return lambda value: sorted(value, key=str)
    if issubclass(cls, Mapping):
        return lambda value: list(value.items())
    return str


def _plain(value: Any) -> Any:
    """A mapping as pairs: its keys may be more than text, and their order counts."""
    return list(value.items()) if isinstance(value, dict) else value
