"""The page of changes: what is otherwise than in a former release, in sentences, or that there was none."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING

from carbonlex.compare import matrix, touched
from carbonlex.compare.changes import MATTERS, Change, Comparison
from carbonlex.compare.touched import TouchedCell
from carbonlex.records.model import KINDS, Definition, Record
from carbonlex.reports.sentences import Sentences
from carbonlex.site import addresses
from carbonlex.site.page import Page

if TYPE_CHECKING:
    from carbonlex.site.pages import Site

MARKED = re.compile(r"\[-(.*?)-\]|\{\+(.*?)\+\}")
"""How sentences mark, between words that stay, what is gone and what is new."""
MANY = 120
"""Changes that one page tells; where there are more, each matter has a page of its own, which tells so many and names the rest."""


@dataclass(frozen=True)
class Since:
    """The former release that a site is compared with, by the name that readers know it by."""

    name: str
    comparison: Comparison


@dataclass(frozen=True)
class Told:
    """What changed in a record: sentences in English, as the program writes them. A record that is gone is not there any more."""

    kind: str
    id: str
    record: Record | None
    sentences: tuple[str, ...]

    @property
    def pieces(self) -> list[list[tuple[str, str]]]:
        """The sentences in pieces: those that are ``gone``, those that are ``new``, and the rest (``same``)."""
        found = []
        for sentence in self.sentences:
            pieces, end = [], 0
            for match in MARKED.finditer(sentence):
                pieces += [("same", sentence[end : match.start()]), ("gone", match[1] or ""), ("new", match[2] or "")]
                end = match.end()
            found.append([(act, text) for act, text in [*pieces, ("same", sentence[end:])] if text])
        return found


@dataclass(frozen=True)
class Touched:
    """A cell that says something else, or says it by other words; ``there`` where the comparison still shows it."""

    concept: str
    jurisdiction: str
    facet: str
    there: bool


def called(name: str) -> str:
    """What readers are told of the name of a release: a revision, or the name of a folder, but not where that lies."""
    path = Path(name)
    if not path.is_dir() and ":" in name:
        return name.partition(":")[0]
    path = path.resolve()
    return path.parent.name if path.name == "data" else path.name


def pages(site: "Site") -> Iterator[Page]:
    """The page of changes, and where there are many one for each matter."""
    held = {kind: sum(1 for _ in site.dataset.all(cls)) for kind, cls in KINDS.items()}
    shown = {
        "version": site.vocabulary.catalog["version"],
        "held": {kind: n for kind, n in held.items() if n},
        "since": "",
    }
    if site.since is None:
        yield Page("changes/", "changes.html", shown=shown)
        return
    comparison = site.since.comparison
    matters = [(matter, told(comparison, matter)) for matter in MATTERS]
    matters = [(matter, records) for matter, records in matters if records]
    apart = len(comparison.changes) > MANY
    shown |= {
        "since": site.since.name,
        "counts": {act: n for act, n in comparison.counts().items() if n},
        "matters": [(matter, len(records), () if apart else records) for matter, records in matters],
        "cells": [_touched(site, cell) for cell in touched.cells(comparison)],
        "mappings": [m.mapping for m in touched.mappings(comparison)],
        "uncompared": len(comparison.uncompared),
    }
    yield Page("changes/", "changes.html", shown=shown)
    for matter, records in matters if apart else ():
        number = cut(records)
        yield Page(
            f"changes/{matter}/", "changes-matter.html", shown={"records": records[:number], "rest": records[number:]}
        )


def told(comparison: Comparison, matter: str = "") -> list[Told]:
    """The changed records, the weightiest first, with what changed in them, of one matter or of all."""
    sentences = Sentences(comparison.new.vocabulary)
    found: dict[tuple[str, str], list[Change]] = {}
    for change in comparison.changes:
        if matter in ("", change.matter):
            found.setdefault((change.kind, change.id), []).append(change)
    return [
        Told(kind, id_, comparison.new.get(kind, id_), tuple(_sentence(sentences.sentence(c)) for c in changes))
        for (kind, id_), changes in found.items()
    ]


def cut(records: Sequence[Told]) -> int:
    """How many of the records, at least one, a page tells."""
    sums = accumulate(len(told.sentences) for told in records)
    return max(1, sum(1 for sum_ in sums if sum_ <= MANY))


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "!", "?", "”")) else ".")


def _touched(site: "Site", cell: TouchedCell) -> Touched:
    wordings: Sequence[Definition] = [d for d in site.dataset.all(Definition) if d.concept == cell.concept]
    there = cell.facet in matrix.facets_of(site.dataset, cell.concept) and any(
        d.jurisdiction == cell.jurisdiction or cell.jurisdiction in site.orders for d in wordings
    )
    return Touched(cell.concept, cell.jurisdiction, cell.facet, there)


def page_of(site: "Site", kind: str, id_: str) -> str:
    """The address of the page that shows a record: its own, or that on which it stands; empty where it has gone."""
    record = site.dataset.get(kind, id_)
    if record is None:
        return ""
    if kind == "finding":
        return f"findings/#{id_}"
    if kind == "silence":
        return f"evidence/searches/#{id_}"
    return addresses.address(kind, id_)
