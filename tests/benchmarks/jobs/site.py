"""The pages: a whole build of the published records in two languages beside the pages that ontospy makes of our ontology.

The two are different pages, so rates are compared, pages a second: of the rendering alone, and of the whole process with all that comes
before. Both must have a page for each comparative concept. ontospy has an environment of its own (``make ontospy``).
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

from carbonlex.vocabulary import Vocabulary
from jobs import PEERS, Setting, equal

PYTHON = PEERS.parent / "ontospy" / ".venv" / "bin" / "python"
RUNS = 3


def measured(setting: Setting) -> Iterator[Figure]:
    if not PYTHON.is_file():
        raise RuntimeError("ontospy is not there: run make ontospy")
    vocabulary = Vocabulary()
    file = setting.place / "ontology.ttl"
    store = ox.Store()
    store.bulk_extend(ox.Quad(*triple) for triple in (*vocabulary.quads, *vocabulary.words))
    store.dump(file, ox.RdfFormat.TURTLE, from_graph=ox.DefaultGraph())
    ours = _Built(setting, (sys.executable, PEERS / "our_pages.py"), setting.place / "site")
    theirs = _Built(setting, (PYTHON, PEERS / "ontospy_pages.py", file), setting.place / "ontospy")
    pairs = turns(ours, theirs, RUNS)
    concepts = set(vocabulary.list("concept"))
    equal("concepts with a page", *(_with_page(concepts, built.out) for built in (ours, theirs)))
    for what, mine, peers in (
        ("ontospy, rendering, rates", ours.rendering, theirs.rendering),
        ("ontospy, whole process, rates", ours.whole, theirs.whole),
    ):
        # Seconds of a page: the pairs are those of the runs.
        by_page = [
            (Run(1 / a, run.peak), Run(1 / b, peer.peak)) for (run, peer), a, b in zip(pairs, mine, peers, strict=True)
        ]
        yield compared("site", what, 0, by_page, rate=sorted(mine)[len(mine) // 2], reach=10)


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
