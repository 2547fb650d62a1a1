"""From records to a published site: check, reason, render aside, swap in."""

import os
import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pyoxigraph as ox

from carbonlex import places
from carbonlex.checks.check import check, contradictions
from carbonlex.compare.changes import compare
from carbonlex.errors import ContentError, ReasonerMissing, UsageError
from carbonlex.faults import Fault
from carbonlex.graph import published, reasoning
from carbonlex.graph import store as graph_store
from carbonlex.query import findings, shelf
from carbonlex.reading import release
from carbonlex.reading.dataset import Dataset
from carbonlex.reports import Outcome, report
from carbonlex.site import description, downloads, dressing, feed, output, query_page, rendering, search
from carbonlex.site.changes_page import Since, called
from carbonlex.site.description import Listed
from carbonlex.site.edition import Edition
from carbonlex.site.pages import Site
from carbonlex.site.rendering import Setting, Step
from carbonlex.site.strings import FIRST, Strings, languages
from carbonlex.site.tables import Tables
from carbonlex.vocabulary import Vocabulary

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
    searchable: bool
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
    step("checking", 0, 0)
    faults = check(dataset)
    errors = [f for f in faults if f.severity == "error"]
    if errors:
        raise _wrong("the records are wrong", errors, vocabulary)
    step("reasoning", 0, 0)
    inference = _reasoned(dataset) if reasoner else reasoning.Inference(consistent=True, ran=False)
    content = published.complete(dataset, inference)
    if inference.ran:
        published.keep(published.key(data, vocabulary), content)
    verdicts = findings.evaluate(dataset, graph_store.load(content), data)
    former = _former(since, data, dataset) if since else None
    site = Site(dataset, inference, verdicts, {n: q.text for n, q in shelf.of_site(data).items()}, former)
    with output.aside(out) as folder:
        pages = _write(site, [Edition(dataset, s) for s in strings], folder, base_url, content, faults, step)
        if full_text:
            step("indexing the words", 0, 0)
            search.index_words(folder)
    return Summary(
        pages,
        len(strings),
        sum(1 for _ in dataset.wordings()),
        len(verdicts),
        sum(v.answer == "holds" for v in verdicts),
        sum(f.severity == "warning" for f in faults),
        inference.ran,
        full_text,
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


def _reasoned(dataset: Dataset) -> reasoning.Inference:
    try:
        inference = reasoning.reason(dataset)
    except ReasonerMissing as missing:
        raise ReasonerMissing(
            f"nothing was built: {missing}; with --without-reasoner the site is built and says on every page that"
            " nothing on it is inferred"
        ) from None
    if not inference.sound:
        found = contradictions(dataset, inference, SECONDS)
        raise _wrong("the records contradict the ontology", found, dataset.vocabulary)
    return inference


def _wrong(what: str, faults: list[Fault], vocabulary: Vocabulary) -> ContentError:
    files = list(dict.fromkeys(f.file for f in faults if f.file))
    return ContentError(
        f"nothing was built: {what}\n" + report("text", Outcome(faults, files, False, vocabulary.rules))
    )


def _write(
    site: Site,
    editions: Sequence[Edition],
    folder: Path,
    base_url: str,
    content: bytes,
    faults: list[Fault],
    step: Step,
) -> int:
    """Write all pages and data files below the folder; how many pages."""
    dressing.write(folder / "static")
    step("data files", 0, 0)
    tables = Tables(site)
    texts = {"carbonlex.csv": tables.readings().csv()}
    small = downloads.schemas(site.dataset, base_url) | downloads.ontology(site.vocabulary)
    described = partial(_described, site.dataset, base_url.rstrip("/") + "/")
    listed = downloads.write(folder / "data", content, texts, small, described)
    pages = list(site.pages())
    setting = Setting(base_url, [e.lang for e in editions], listed, faults)
    made = rendering.write(site, editions, pages, setting, folder, step)
    (folder / "feed.xml").write_bytes(feed.feed(site, editions[0], base_url))
    for page in pages:
        tables.write(folder / page.address, page)
    beside = downloads.Beside(site.dataset, list(reasoning.inferred(site.vocabulary, site.inference)))
    for page in pages:
        if page.record is not None:
            iri = site.vocabulary.iri(page.record.kind, page.record.id)
            beside.write([folder / edition.address(page) for edition in editions], iri)
    for edition in editions:
        search.write_names(folder / "static", edition, pages)
    query_page.write(folder / "static", editions, site.queries)
    return made


def _described(dataset: Dataset, base_url: str, quads: Sequence[ox.Quad], listed: Sequence[Listed]) -> dict[str, bytes]:
    """The files that describe the data set; its release has a day only where the builder names one."""
    vocabulary, modified = dataset.vocabulary, feed.updated(dataset)
    issued = modified if os.environ.get("SOURCE_DATE_EPOCH", "").isdigit() else ""
    return {
        "void.ttl": description.void(vocabulary, quads, listed, base_url, modified),
        "dcat.ttl": description.dcat(vocabulary, listed, base_url, modified, issued),
    }
