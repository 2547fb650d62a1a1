"""From records to a published site: check, reason, render aside, swap in; or, where only a few records changed, what differs."""

import gc
import shutil
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, nullcontext, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from carbonlex import places
from carbonlex.checks import check
from carbonlex.checks.check import Checked
from carbonlex.compare.changes import compare
from carbonlex.errors import CarbonlexError, UsageError
from carbonlex.exports.release import GROUPS
from carbonlex.graph import deadline, parts, prepared, published, reasoning
from carbonlex.graph import store as graph_store
from carbonlex.query import findings, shelf
from carbonlex.reading import deprecated, release
from carbonlex.reading.dataset import Dataset
from carbonlex.site import (
    again,
    data_files,
    downloads,
    dressing,
    examining,
    faces,
    feed,
    kept,
    output,
    query_page,
    rendering,
    search,
    workers,
)
from carbonlex.site.changes_page import Since, called
from carbonlex.site.description import Listed
from carbonlex.site.edition import Edition
from carbonlex.site.kept import Kept
from carbonlex.site.page import Page
from carbonlex.site.pages import Site
from carbonlex.site.prints import Prints
from carbonlex.site.release_pages import Released
from carbonlex.site.rendering import Setting
from carbonlex.site.strings import FIRST, Strings, languages
from carbonlex.site.tables import Tables
from carbonlex.site.task import Step, Task
from carbonlex.site.workers import Piece
from carbonlex.vocabulary import Vocabulary


@dataclass(frozen=True)
class Summary:
    """What a build did. Of the pages, which are those of all languages, it ``rendered`` some."""

    pages: int
    rendered: int
    languages: int
    wordings: int
    findings: int
    hold: int
    warnings: int
    reasoned: bool
    seconds: float
    folder: Path


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without the collector of cycles: records and pages live until the end, and it would look through them for nothing."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


@_uncollected()
def build(
    data: Path,
    out: Path,
    base_url: str,
    step: Step = lambda *_: None,
    reasoner: bool = True,
    langs: Sequence[str] = (),
    full_text: bool = True,
    since: tuple[str, Path] | None = None,
    releases: Sequence[Released] = (),
) -> Summary:
    """Build the site. Where a former build of it is remembered and few records changed, only what differs is made anew, to the same
    bytes.

    :param step: told what is done, how much of it, of how much.
    :param reasoner: whether HermiT runs. Without it nothing is inferred, and every page says so.
    :param langs: the languages of the pages; all that have page texts where none is named. The first one is always made.
    :param full_text: whether the words of the pages are indexed; without it the search knows names and terms only.
    :param since: the records of a former release, with the name by which it was asked for; the page and the feed of changes tell what
        changed since.
    :param releases: those that the site is to tell of, newest first; what belongs to them is put there afterwards.
    :raises ContentError: where the records are wrong, or contradict the ontology; the message lists the faults.
    :raises ReasonerMissing: where the reasoner is to run and there is no Java runtime.
    :raises UsageError: for a language without page texts, or where the output folder holds something else than a site of this
        builder.
    :raises OutputError: where it cannot be written.
    """
    begun = time.monotonic()
    output.claim(out)
    chosen = _chosen(langs)
    vocabulary = Vocabulary()
    step("reading the records", 0, 0)
    given_up = deprecated.read(data, vocabulary).entries
    setting = kept.setting(vocabulary, base_url, chosen, reasoner, full_text, given_up)
    with deadline.beside(_strings, chosen) as strings, ExitStack() as looking:
        last = kept.recall(out, setting) if since is None and not releases else None
        intact = looking.enter_context(deadline.beside(output.untouched, out, last.files)) if last else None
        reader = kept.Reader(last.read if last else {})
        dataset = Dataset.load(data, vocabulary, reader)
        editions = [Edition(dataset, s) for s in strings.answer()]
        queries = kept.shelf(data)
        task = Task(data, out, base_url, dataset, editions, reasoner, full_text, reader.read, queries, setting, step)
        found = again.made(task, last, intact) if last and intact else None
    known, rendered = found or _whole(task, since, releases)
    return Summary(
        sum(map(len, known.prints)) * len(editions),
        rendered,
        len(editions),
        sum(1 for _ in dataset.wordings()),
        len(known.verdicts),
        sum(v.answer == "holds" for v in known.verdicts),
        sum(f.severity == "warning" for f in known.checked.faults),
        known.inference.ran,
        time.monotonic() - begun,
        out,
    )


def _chosen(langs: Sequence[str]) -> list[str]:
    """The languages of the pages, the first one always among them."""
    known = languages(places.site())
    if unknown := [lang for lang in langs if lang not in known]:
        raise UsageError(f"there are no page texts for {unknown[0]}: there are {', '.join(known)}")
    return [lang for lang in known if not langs or lang in (FIRST, *langs)]


def _strings(langs: Sequence[str]) -> list[Strings]:
    return [Strings(places.site(), lang) for lang in langs]


def _whole(task: Task, since: tuple[str, Path] | None, releases: Sequence[Released]) -> tuple[Kept, int]:
    """Build all of the site: what is known of it, and how many pages were rendered."""
    dataset, state = task.dataset, "" if since or releases else task.state
    task.step("checking and reasoning" if task.reasoner else "checking", 0, 0)
    base = prepared.place(task.data, task.vocabulary)
    checked, inference = _examined(dataset, task.reasoner)
    content = published.complete(dataset, inference)
    if inference.ran:
        published.keep(published.key(task.data, task.vocabulary), content)
    with (
        output.aside(task.out, state) as folder,
        deadline.beside(data_files.write, task, parts.divided(content), folder, state) as written,
        deadline.beside(_offer, task, folder) as offered,
        deadline.afresh(_prepare, task.data, base) if state and not prepared.made(base) else nullcontext() as preparing,
    ):
        verdicts = findings.evaluate(dataset, graph_store.load(content), task.data)
        former = _former(since, task.data, dataset) if since else None
        queries = {n: q.text for n, q in shelf.of_site(task.data).items()}
        site = Site(dataset, inference, verdicts, queries, former, releases)
        sections = list(site.sections())
        listed = data_files.describe(task, folder, [*written.answer(), *offered.answer()])
        setting = Setting(task.base_url, task.languages, listed, checked.faults)
        prints = _write(task, site, sections, setting, folder)
        known = Kept(
            setting=task.setting,
            queries=task.queries,
            read=task.read,
            lock=dataset.lock,
            checked=checked,
            inference=inference,
            verdicts=verdicts,
            prints=prints,
            states={},
            files=output.sizes(folder),
            origin=state,
            base=base,
            since=frozenset(),
            leading=faces.leading(dataset, dataset.placed, {}),
        )
        if state:
            kept.keep(state, known)
        if preparing:  # it is ended with this block; without it others take longer
            with suppress(CarbonlexError, OSError):
                preparing.answer()
    return known, sum(map(len, sections)) * len(task.editions)


def _offer(task: Task, folder: Path) -> list[Listed]:
    """Write the data files that are made of the records alone."""
    return [file for group in GROUPS for file in data_files.offer(task, group, folder)]


def _prepare(data: Path, base: Path) -> None:
    """Prepare the records for look-up, for the next build and for the other commands, unless they are being changed."""
    vocabulary = Vocabulary()
    prepared.prepare(Dataset.load(data, vocabulary), base)
    if prepared.place(data, vocabulary) != base:
        shutil.rmtree(base, ignore_errors=True)


def _former(since: tuple[str, Path], data: Path, dataset: Dataset) -> Since:
    """What changed since a former release; what its files do not hold rightly is not compared."""
    name, folder = since
    before = release.read(folder, dataset.vocabulary, (data, dataset))
    return Since(called(name), compare(before, dataset))


def _examined(dataset: Dataset, reasoner: bool) -> tuple[Checked, reasoning.Inference]:
    """What the check finds, and what follows. The reasoner runs beside the check, and is ended by an error."""
    with deadline.beside(reasoning.reason, dataset) if reasoner else nullcontext() as reasoned:
        checked = check.whole(dataset)
        examining.right(checked.faults, dataset.vocabulary)
        if reasoned is None:
            return checked, reasoning.Inference(consistent=True, ran=False)
        return checked, examining.sound(dataset, reasoned.answer)


def _write(
    task: Task, site: Site, sections: Sequence[Sequence[Page]], setting: Setting, folder: Path
) -> list[dict[str, bytes]]:
    """Write all pages, and what lies beside them, below the folder; gives the prints of the pages."""
    editions, pages = task.editions, [page for section in sections for page in section]
    dressing.write(folder / "static")
    (folder / "feed.xml").write_bytes(feed.feed(site, editions[0], setting.base_url))
    query_page.write(folder / "static", editions, site.queries)
    pieces = [*rendering.pieces(site, pages, editions, setting, folder)]
    whole = len(pages) * len(editions)
    to_index = len(search.indexed(pages)) * len(editions)
    beside = downloads.Beside(site.dataset, reasoning.inferred(site.vocabulary, site.inference))
    pieces += beside.pieces(pages, editions, folder)
    tables = Tables(site.dataset)
    pieces.append(Piece(lambda: sum(tables.write(folder / page.address, page) for page in pages), "tables"))
    pieces.append(Piece(lambda: Prints(site.dataset, {}).all(site, sections), "prints"))
    for edition in editions:
        pieces.append(Piece(partial(search.write_names, folder / "static", edition, pages), "names"))
        if task.full_text:
            pieces.append(Piece(partial(_indexed, folder, edition, pages), "words", after=(edition.lang,)))
    done = words = 0
    prints: list[dict[str, bytes]] = []
    for name, made in workers.work(pieces):
        if name == "prints":
            prints = made
        done += made if name in setting.languages else 0
        words += made if name == "words" else 0
        if done < whole or not task.full_text:
            task.step("pages and what lies beside them", done, whole)
        else:  # of the languages that were written first it is made already
            task.step(search.TOLD, words, to_index)
    return prints


def _indexed(folder: Path, edition: Edition, pages: Sequence[Page], _: int) -> int:
    """Index the words of a language, after its pages."""
    return search.index_words(folder, edition, pages)
