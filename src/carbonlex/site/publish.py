"""From records to a published site: check, reason, render aside, swap in."""

import os
import time
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pyoxigraph as ox

from carbonlex import places
from carbonlex.checks.check import check, contradictions
from carbonlex.compare.changes import compare
from carbonlex.errors import ContentError, ReasonerMissing, UsageError
from carbonlex.faults import Fault
from carbonlex.graph import deadline, published, reasoning
from carbonlex.graph import store as graph_store
from carbonlex.query import findings, shelf
from carbonlex.reading import release
from carbonlex.reading.dataset import Dataset
from carbonlex.reports import Outcome, report
from carbonlex.site import description, downloads, dressing, feed, output, query_page, rendering, search, workers
from carbonlex.site.changes_page import Since, called
from carbonlex.site.description import Listed
from carbonlex.site.edition import Edition
from carbonlex.site.page import Page
from carbonlex.site.pages import Site
from carbonlex.site.rendering import Setting
from carbonlex.site.strings import FIRST, Strings, languages
from carbonlex.site.tables import Tables
from carbonlex.site.workers import Piece
from carbonlex.vocabulary import Vocabulary

Step = Callable[[str, int, int], None]
SECONDS = 60.0  # for naming a contradiction that cannot be traced


@dataclass(frozen=True)
class Summary:
    """What a build did."""

    pages: int
    languages: int
    wordings: int
    findings: int
    hold: int
    warnings: int
    reasoned: bool
    seconds: float
    folder: Path


def build(
    data: Path,
    out: Path,
    base_url: str,
    step: Step = lambda *_: None,
    reasoner: bool = True,
    langs: Sequence[str] = (),
    full_text: bool = True,
    since: tuple[str, Path] | None = None,
) -> Summary:
    """Build the site.

    :param step: told what is done, how much of it, of how much.
    :param reasoner: whether HermiT runs. Without it nothing is inferred, and every page says so.
    :param langs: the languages of the pages; all that have page texts where none is named. The first one is always made.
    :param full_text: whether the words of the pages are indexed; without it the search knows names and terms only.
    :param since: the records of a former release, with the name by which it was asked for; the page and the feed of changes tell what
        changed since.
    :raises ContentError: where the records are wrong, or contradict the ontology; the message lists the faults.
    :raises ReasonerMissing: where the reasoner is to run and there is no Java runtime.
    :raises UsageError: for a language without page texts, or where the output folder holds something else than a site of this
        builder.
    :raises OutputError: where it cannot be written.
    """
    begun = time.monotonic()
    output.claim(out)
    strings = _strings(langs)
    vocabulary = Vocabulary()
    step("reading the records", 0, 0)
    dataset = Dataset.load(data, vocabulary)
    step("checking and reasoning" if reasoner else "checking", 0, 0)
    faults, inference = _examined(dataset, reasoner)
    content = published.complete(dataset, inference)
    if inference.ran:
        published.keep(published.key(data, vocabulary), content)
    with output.aside(out) as folder, deadline.beside(_data_files, dataset, content, folder, base_url) as files:
        verdicts = findings.evaluate(dataset, graph_store.load(content), data)
        former = _former(since, data, dataset) if since else None
        site = Site(dataset, inference, verdicts, {n: q.text for n, q in shelf.of_site(data).items()}, former)
        pages = list(site.pages())
        setting = Setting(base_url, [s.lang for s in strings], files.answer(), faults)
        _write(site, pages, [Edition(dataset, s) for s in strings], setting, folder, full_text, step)
    return Summary(
        len(pages) * len(strings),
        len(strings),
        sum(1 for _ in dataset.wordings()),
        len(verdicts),
        sum(v.answer == "holds" for v in verdicts),
        sum(f.severity == "warning" for f in faults),
        inference.ran,
        time.monotonic() - begun,
        out,
    )


def _strings(langs: Sequence[str]) -> list[Strings]:
    known = languages(places.site())
    if unknown := [lang for lang in langs if lang not in known]:
        raise UsageError(f"there are no page texts for {unknown[0]}: there are {', '.join(known)}")
    return [Strings(places.site(), lang) for lang in known if not langs or lang in (FIRST, *langs)]


def _former(since: tuple[str, Path], data: Path, dataset: Dataset) -> Since:
    """What changed since a former release; what its files do not hold rightly is not compared."""
    name, folder = since
    before = release.read(folder, dataset.vocabulary, (data, dataset))
    return Since(called(name), compare(before, dataset))


def _examined(dataset: Dataset, reasoner: bool) -> tuple[list[Fault], reasoning.Inference]:
    """What the check finds that is no error, and what follows. The reasoner runs beside the check, and is ended by an error."""
    with deadline.beside(reasoning.reason, dataset) if reasoner else nullcontext() as reasoned:
        faults = check(dataset)
        if errors := [f for f in faults if f.severity == "error"]:
            raise _wrong("the records are wrong", errors, dataset.vocabulary)
        if reasoned is None:
            return faults, reasoning.Inference(consistent=True, ran=False)
        try:
            inference = reasoned.answer()
        except ReasonerMissing as missing:
            raise ReasonerMissing(
                f"nothing was built: {missing}; with --without-reasoner the site is built and says on every page that"
                " nothing on it is inferred"
            ) from None
    if not inference.sound:
        found = contradictions(dataset, inference, SECONDS)
        raise _wrong("the records contradict the ontology", found, dataset.vocabulary)
    return faults, inference


def _wrong(what: str, faults: list[Fault], vocabulary: Vocabulary) -> ContentError:
    files = list(dict.fromkeys(f.file for f in faults if f.file))
    return ContentError(
        f"nothing was built: {what}\n" + report("text", Outcome(faults, files, False, vocabulary.rules))
    )


def _data_files(dataset: Dataset, content: bytes, folder: Path, base_url: str) -> list[Listed]:
    """Write the data files."""
    texts = {"carbonlex.csv": Tables(dataset).readings().csv()}
    small = downloads.schemas(dataset, base_url) | downloads.ontology(dataset.vocabulary)
    described = partial(_described, dataset, base_url.rstrip("/") + "/")
    return downloads.write(folder / "data", content, texts, small, described)


def _write(
    site: Site,
    pages: Sequence[Page],
    editions: Sequence[Edition],
    setting: Setting,
    folder: Path,
    full_text: bool,
    step: Step,
) -> None:
    """Write all pages, and what lies beside them, below the folder."""
    dressing.write(folder / "static")
    (folder / "feed.xml").write_bytes(feed.feed(site, editions[0], setting.base_url))
    query_page.write(folder / "static", editions, site.queries)
    pieces = [*rendering.pieces(site, pages, editions, setting, folder)]
    whole = len(pages) * len(editions)
    beside = downloads.Beside(site.dataset, reasoning.inferred(site.vocabulary, site.inference))
    pieces += beside.pieces(pages, editions, folder)
    tables = Tables(site.dataset)
    pieces.append(Piece(lambda: sum(tables.write(folder / page.address, page) for page in pages), "tables"))
    for edition in editions:
        pieces.append(Piece(partial(search.write_names, folder / "static", edition, pages), "names"))
        if full_text:
            pieces.append(Piece(partial(search.index_words, folder, edition, pages), "words", after=edition.lang))
    done = 0
    for name, made in workers.work(pieces):
        done += made if name in setting.languages else 0
        step("pages and what lies beside them", done, whole)


def _described(dataset: Dataset, base_url: str, quads: Sequence[ox.Quad], listed: Sequence[Listed]) -> dict[str, bytes]:
    """The files that describe the data set; its release has a day only where the builder names one."""
    vocabulary, modified = dataset.vocabulary, feed.updated(dataset)
    issued = modified if os.environ.get("SOURCE_DATE_EPOCH", "").isdigit() else ""
    return {
        "void.ttl": description.void(vocabulary, quads, listed, base_url, modified),
        "dcat.ttl": description.dcat(vocabulary, listed, base_url, modified, issued),
    }
