"""The pages: a whole build of the published records in two languages beside the pages that ontospy makes, of our ontology alone and of the
published graph, in which the records are too.

Ours and theirs are different pages, so rates are compared, pages a second: of the rendering alone, and of the whole process with all that
comes before. All must have a page for each comparative concept. ontospy has an environment of its own (``make ontospy``).
"""

import json
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyoxigraph as ox
from figures import Figure, compared
from timing import Run, process, turns

from carbonlex import places
from carbonlex.graph import published
from carbonlex.vocabulary import Vocabulary
from jobs import PEERS, Setting, equal

PYTHON = PEERS.parent / "ontospy" / ".venv" / "bin" / "python"
RUNS = 3


def measured(setting: Setting) -> Iterator[Figure]:
    if not PYTHON.is_file():
        raise RuntimeError("ontospy is not there: run make ontospy")
    vocabulary = Vocabulary()
    graph = published.in_memory(places.published(), vocabulary)
    for peer, triples in (
        ("ontospy", (*vocabulary.quads, *vocabulary.words)),
        ("ontospy of the published graph", (quad.triple for quad in graph)),
    ):
        file = setting.place / "graph.ttl"
        ox.serialize(triples, file, ox.RdfFormat.TURTLE)
        yield from _beside(setting, peer, file, set(vocabulary.list("concept")))


def _beside(setting: Setting, peer: str, file: Path, concepts: set[str]) -> Iterator[Figure]:
    """Our pages beside those that ontospy makes of a file."""
    ours = _Built(setting, (sys.executable, PEERS / "our_pages.py"), setting.place / "site")
    theirs = _Built(setting, (PYTHON, PEERS / "ontospy_pages.py", file), setting.place / "ontospy")
    pairs = turns(ours, theirs, RUNS)
    equal("concepts with a page", *(_with_page(concepts, built.out) for built in (ours, theirs)))
    for what, mine, rates in (
        ("rendering", ours.rendering, theirs.rendering),
        ("whole process", ours.whole, theirs.whole),
    ):
        # Seconds of a page: the pairs are those of the runs.
        by_page = [
            (Run(1 / a, run.peak), Run(1 / b, other.peak))
            for (run, other), a, b in zip(pairs, mine, rates, strict=True)
        ]
        yield compared("site", f"{peer}, {what}, rates", 0, by_page, rate=sorted(mine)[len(mine) // 2], reach=10)


class _Built:
    """A way to make pages, from nothing each time; with the rates of its runs, in pages a second."""

    def __init__(self, setting: Setting, words: tuple[str | Path, ...], out: Path) -> None:
        self.setting, self.words, self.out = setting, words, out
        self.rendering: list[float] = []
        self.whole: list[float] = []

    def __call__(self) -> Run:
        for left in (self.out, self.setting.place / "cache"):
            shutil.rmtree(left, ignore_errors=True)
        self.out.mkdir()
        report = self.setting.place / "report"
        run = process((*self.words, self.out), self.setting.environment, report)
        if run.code:
            raise RuntimeError(f"{self.words[1]} ended with {run.code}")
        told: dict[str, Any] = json.loads(report.read_text("utf-8"))
        self.rendering.append(told["rate"])
        self.whole.append(told["pages"] / run.seconds)
        return run


def _with_page(concepts: set[str], out: Path) -> set[str]:
    """Those of the concepts that have a page: in a folder, or a file, that is named after them."""
    names = {path.parent.name if path.name == "index.html" else path.stem for path in out.rglob("*.html")}
    return {concept for concept in concepts if any(name.endswith(concept) for name in names)}
