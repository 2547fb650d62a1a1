"""Findings of the literature, put to the graph: does each claim hold, and does the record say so."""

from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from carbonlex.query import engine, shelf
from carbonlex.reading.dataset import Dataset
from carbonlex.records.model import Finding


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


def evaluate(dataset: Dataset, store: ox.Store, folder: Path) -> list[Verdict]:
    """Ask every finding's query."""
    verdicts = []
    for finding in dataset.all(Finding):
        query = shelf.named(folder, finding.query)
        bound = engine.bindings(query, {}, dataset.vocabulary)
        answer = engine.run(store, query.text, bound)
        result = bool(answer) if isinstance(answer, ox.QueryBoolean) else any(True for _ in answer)
        verdicts.append(Verdict(finding, result, "holds" if result == (finding.expect != "false") else "fails"))
    return verdicts
