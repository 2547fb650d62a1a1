"""Findings of the literature, put to the graph: does each claim hold, and does the record say so."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from carbonlex.errors import CarbonlexError
from carbonlex.query import binding, engine, shelf
from carbonlex.reading.dataset import Dataset
from carbonlex.records.model import Finding
from carbonlex.vocabulary import Vocabulary


@dataclass(frozen=True)
class Verdict:
    """What the graph answers to a finding, and whether that is what its record says."""

    finding: Finding
    result: bool
    answer: str

    @property
    def as_recorded(self) -> bool:
        """The record's answer agrees with the graph; ``depends`` is a judgment that no query contradicts."""
        return self.finding.answer in (self.answer, "depends")

    @property
    def told(self) -> str:
        """What readers are told: the record's answer, unless the graph says otherwise."""
        return self.finding.answer if self.as_recorded else self.answer


def evaluate(
    dataset: Dataset, store: engine.Store, folder: Path, told: Callable[[str, int, int], None] = lambda *_: None
) -> list[Verdict]:
    """Ask every finding's query.

    :param told: which finding is asked, the how many-th, of how many.
    """
    findings = list(dataset.all(Finding))
    verdicts = []
    for number, finding in enumerate(findings):
        told(finding.id, number, len(findings))
        verdicts.append(verdict(finding, dataset.vocabulary, store, folder))
    return verdicts


def verdict(finding: Finding, vocabulary: Vocabulary, store: engine.Store, folder: Path) -> Verdict:
    """Ask one finding's query.

    :raises UsageError: when the folder has no query of its name.
    :raises ContentError: when the query cannot be read.
    """
    query = shelf.named(folder, finding.query)
    bound = binding.bindings(query, {}, vocabulary)
    result = _result(finding, engine.run(store, query.text, bound))
    return Verdict(finding, result, "holds" if result == (finding.expect != "false") else "fails")


@dataclass(frozen=True)
class Turn:
    """A finding of which two graphs say different things, each ``holds`` or ``fails``; or that one of them could not be asked,
    and why."""

    finding: Finding
    old: str
    new: str
    why: str = ""


Asked = tuple[Dataset, ox.Store, Path]


def turns(old: Asked, new: Asked) -> Iterator[Turn]:
    """The findings that are in both data sets and whose answer differs between the two graphs."""
    for finding in new[0].all(Finding):
        before = old[0].get("finding", finding.id)
        if not isinstance(before, Finding):
            continue
        try:
            answers = [
                verdict(f, d.vocabulary, store, folder).answer
                for f, (d, store, folder) in ((before, old), (finding, new))
            ]
        except CarbonlexError as error:
            yield Turn(finding, "", "", str(error))
            continue
        if answers[0] != answers[1]:
            yield Turn(finding, *answers)


def _result(finding: Finding, answer: Any) -> bool:
    """Whether the query says yes: an ``ASK``; for an expected table, these rows and no others, whatever their order; otherwise
    any row at all."""
    if isinstance(answer, ox.QueryBoolean):
        return bool(answer)
    if finding.expect != "table" or not finding.table:
        return any(True for _ in answer)
    assert isinstance(answer, ox.QuerySolutions)
    columns = sorted({column for row in finding.table for column in row})
    wanted = Counter(tuple(row.get(c, "") for c in columns) for row in finding.table)
    known = {v.value for v in answer.variables}
    return wanted == Counter(tuple(_short(s[c]) if c in known else "" for c in columns) for s in answer)


def _short(term: object) -> str:
    """A cell as an expected table writes it: an IRI by what follows its last slash, words and numbers as they stand."""
    value = str(getattr(term, "value", "") if term is not None else "")
    return value.rsplit("/", 1)[-1] if isinstance(term, ox.NamedNode) else value
