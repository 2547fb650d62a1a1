"""Ten forms of queries within a process: our engine beside rdflib, and beside the same store without us.

We have the graph on disk, as ``carbonlex query`` opens it, and in memory, as ``carbonlex serve`` holds it. rdflib has it in memory, in a
process of its own that is asked in turns with ours; it is stopped after some seconds, and then the ratio is a lower bound and says so.
Each form must give the same rows everywhere; where rdflib was stopped, everywhere else.
"""

import json
import math
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import graphs
import pyoxigraph as ox
from figures import MEDIAN, Figure, compared
from peers.rows import digest
from timing import Run, mean, turns, work

from carbonlex import places
from carbonlex.graph import counts, prepared
from carbonlex.query import binding, engine
from carbonlex.query.answer import Request, answered
from carbonlex.query.shelf import shelf
from carbonlex.vocabulary import PREFIXES, Vocabulary
from jobs import BEYOND, PEERS, Setting, equal

MOST = 30.0  # seconds for rdflib
ENOUGH = 1.0  # seconds for one form beside one peer
RUNS = 3
OFTEN = 5  # of what takes milliseconds, in a row, since the first one comes after others had the processor
# Asked of the shelf, with its parameters; the others are written here.
SHELF: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "as-of": ("wordings-in-force", {"on": "2021-06-01"}),
    "pair": ("table-pair", {"a": "o1", "b": "o6"}),
    "matrix": ("matrix-wordings", {"concept": "carbon-market"}),
}
WRITTEN = {
    "look-up": "SELECT ?property ?object WHERE { id:d42 ?property ?object }",
    "join": """SELECT ?wording ?title ?order WHERE {
        ?wording a clx:Definition ; clx:concept concept:carbon-market ; clx:jurisdiction order:o3 ; clx:source ?source .
        ?source dcterms:title ?title ; clx:jurisdiction ?place . ?place skos:prefLabel ?order }""",
    "OPTIONAL": """SELECT ?wording ?former ?last WHERE {
        ?wording a clx:Definition ; clx:jurisdiction order:o2
        OPTIONAL { ?wording clx:replaces ?former } OPTIONAL { ?wording clx:toDay ?last } }""",
    "NOT EXISTS": """SELECT ?wording WHERE {
        ?wording a clx:Definition ; clx:jurisdiction order:o4
        FILTER NOT EXISTS { ?wording clx:reading ?said . ?said clx:facet facet:issuer ; clx:basis clx:Explicit } }""",
    "GROUP BY": """SELECT ?facet ?basis (COUNT(?said) AS ?n) WHERE {
        ?wording clx:jurisdiction order:o5 ; clx:reading ?said . ?said clx:facet ?facet ; clx:basis ?basis }
        GROUP BY ?facet ?basis""",
    "path": """SELECT ?later ?former ?facet WHERE {
        ?later clx:jurisdiction order:o6 ; clx:replaces+ ?former ; clx:reading/clx:facet ?facet }""",
    "text in Chinese": """SELECT ?wording ?words WHERE {
        ?wording a clx:Definition ; clx:originalText ?words FILTER(LANG(?words) = "zh-Hans" && CONTAINS(?words, "河流灯笼")) }""",
}


def measured(setting: Setting) -> Iterator[Figure]:
    vocabulary = Vocabulary()
    asked = texts(vocabulary)
    for size in setting.sizes:
        place = graphs.publish(vocabulary, size, setting.place / f"{size}.graph")
        yield from _of_size(size, place, asked)


def texts(vocabulary: Vocabulary) -> dict[str, tuple[str, Request]]:
    """Each form as others are asked it, and as we are."""
    names = {"id": "definition", "order": "jurisdiction", "concept": "concept", "facet": "facet"}
    known = PREFIXES | {name: vocabulary.iri(kind, "") for name, kind in names.items()}
    declared = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in known.items())
    given: dict[str, tuple[str, dict[str, str]]] = {form: (declared + text, {}) for form, text in WRITTEN.items()}
    for form, (name, values) in SHELF.items():
        query = shelf(places.published())[name]
        given[form] = query.text, binding.bindings(query, values, vocabulary)
    return {
        form: (engine.portable(engine.asked(text, terms)), Request(text, tuple(terms.items()), ("json",)))
        for form, (text, terms) in given.items()
    }


def _of_size(size: int, place: Path, asked: Mapping[str, tuple[str, Request]]) -> Iterator[Figure]:
    on_disk, known = prepared.opened(place), counts.kept(place)
    in_memory = ox.Store()
    in_memory.bulk_extend(on_disk)
    stores = {"in memory": in_memory, "on disk": on_disk}
    peer = _Rdflib(on_disk, place.with_suffix(".nt")) if size <= BEYOND else None
    figures: dict[str, list[Figure]] = {}
    try:
        for form, (text, request) in asked.items():
            first = _First(peer, text) if peer else None
            for where, store in stores.items():
                ours, alone = partial(_ours, store, request, known), partial(_raw, store, text)
                rows = digest(alone())
                equal(f"rows of {form}, {where}, beside the engine alone", digest(ours()), rows)
                pairs = turns(partial(work, ours), partial(work, alone), RUNS, ENOUGH)
                raw = f"pyoxigraph alone, {where}"
                figures.setdefault(raw, []).append(compared("forms", f"{raw}, {form}", size, pairs))
                if first:
                    figures.setdefault(f"rdflib, {where}", []).append(_beside(first, where, form, rows, size, ours))
    finally:
        if peer:
            peer.close()
    for name, some in figures.items():
        yield from some
        yield _mean(f"{name}, geometric mean", size, some, 20.0 if name.startswith("rdflib") else None)


def _mean(what: str, size: int, figures: list[Figure], reach: float | None) -> Figure:
    pairs = min(figure.pairs for figure in figures)
    error = math.hypot(*(figure.error for figure in figures)) / len(figures)
    bound = any(figure.bound for figure in figures)
    value = mean([figure.value for figure in figures])
    return Figure("forms", what, size, value, error * math.sqrt(pairs) / MEDIAN, pairs, bound=bound, reach=reach)


def _ours(store: ox.Store, request: Request, known: counts.Counts | None) -> bytes:
    return answered(store, request, 10_000_000, known).content


def _raw(store: ox.Store, text: str) -> bytes:
    rows: Any = store.query(text, use_default_graph_as_union=True)
    content: bytes = rows.serialize(format=ox.QueryResultsFormat.JSON)
    return content


class _First:
    """How rdflib answers a query, asked for the first time.

    :param told: seconds, and a digest of the rows; nothing where it took too long.
    """

    def __init__(self, peer: "_Rdflib", text: str) -> None:
        self.told = peer.asked(text)
        self._peer, self._text = peer, text

    def again(self) -> Run:
        """Its time, asked once more."""
        again = self._peer.asked(self._text)
        return Run(again[0] if again else MOST)


def _beside(first: _First, where: str, form: str, rows: str, size: int, ask: Callable[[], bytes]) -> Figure:
    """The figure of a form beside rdflib: three pairs where it is quick, one where it is not."""
    what = f"rdflib, {where}, {form}"
    if first.told is None:
        return compared("forms", what, size, [(work(ask), Run(MOST))], bound=True, once=True)
    seconds, theirs = first.told
    equal(f"rows of {form}, {where}, beside rdflib", rows, theirs)
    if seconds * RUNS > MOST:
        return compared("forms", what, size, [(work(ask), Run(seconds))], once=True)
    pairs = turns(partial(work, ask, OFTEN if seconds < 1 else 1), first.again, RUNS, ENOUGH)
    return compared("forms", what, size, pairs, once=True)


class _Rdflib:
    """rdflib with a graph, in a process of its own."""

    def __init__(self, store: ox.Store, file: Path) -> None:
        """:param file: where to put the graph, which is the union of the store's."""
        with file.open("wb") as out:
            ox.serialize((quad.triple for quad in store), out, format=ox.RdfFormat.N_TRIPLES)
        words = [sys.executable, str(PEERS / "rdflib_graph.py"), str(file), str(MOST)]
        self.process = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self._told()

    def asked(self, text: str) -> tuple[float, str] | None:
        """Seconds, and a digest of the rows; nothing where it took too long."""
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(text) + "\n")
        self.process.stdin.flush()
        told = self._told()
        return (told["seconds"], told["rows"]) if told else None

    def _told(self) -> dict[str, Any]:
        assert self.process.stdout is not None
        told: dict[str, Any] = json.loads(self.process.stdout.readline())
        return told

    def close(self) -> None:
        assert self.process.stdin is not None
        self.process.stdin.close()
        self.process.wait()
