"""From records to a published site: check, reason, render aside, swap in. A failing or interrupted build leaves the old site as it was."""

import json
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import babel
import jinja2

from carbonlex import __version__, places
from carbonlex.checks.check import check, contradictions
from carbonlex.errors import ContentError, OutputError, ReasonerMissing, UsageError
from carbonlex.faults import Fault
from carbonlex.graph import published, reasoning
from carbonlex.graph import store as graph_store
from carbonlex.query import findings, shelf
from carbonlex.reading.dataset import Dataset
from carbonlex.reports import Outcome, report
from carbonlex.site import addresses, downloads
from carbonlex.site.page import Page
from carbonlex.site.pages import Site
from carbonlex.site.strings import Strings
from carbonlex.vocabulary import CLX, Vocabulary

SECONDS = 60.0  # for naming a contradiction that cannot be traced
MARKER = ".carbonlex-site"


@dataclass(frozen=True)
class Summary:
    """What a build did."""

    pages: int
    wordings: int
    findings: int
    hold: int
    warnings: int
    reasoned: bool
    seconds: float
    folder: Path


Step = Callable[[str, int, int], None]


def build(data: Path, out: Path, base_url: str, step: Step = lambda *_: None, reasoner: bool = True) -> Summary:
    """Build the site.

    :param step: told what is done, how much of it, of how much.
    :param reasoner: whether HermiT runs. Without it nothing is inferred, and every page says so.
    :raises ContentError: where the records are wrong, or contradict the ontology; the message lists the faults.
    :raises ReasonerMissing: where the reasoner is to run and there is no Java runtime.
    :raises UsageError: where the output folder holds something else than a site of this builder.
    :raises OutputError: where it cannot be written.
    """
    begun = time.monotonic()
    _claim(out)
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
    site = Site(dataset, inference, verdicts, {n: q.text for n, q in shelf.shelf(data).items()})
    with _aside(out) as folder:
        pages = _render(site, folder, base_url, content, faults, step)
    warnings = sum(f.severity == "warning" for f in faults)
    return Summary(
        pages,
        sum(1 for _ in dataset.wordings()),
        len(verdicts),
        sum(v.answer == "holds" for v in verdicts),
        warnings,
        inference.ran,
        time.monotonic() - begun,
        out,
    )


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


def _claim(out: Path) -> None:
    """The output folder is absent, empty, or an earlier site of this builder."""
    if out.exists() and not out.is_dir():
        raise UsageError(f"{out} is a file; name a folder")
    if out.is_dir() and any(out.iterdir()) and not (out / MARKER).is_file():
        raise UsageError(f"{out} holds something that carbonlex did not write: name an empty or a new folder")
    parent = out.absolute().parent
    while not parent.exists():
        parent = parent.parent
    if not parent.is_dir() or not os.access(parent, os.W_OK) or (out.exists() and not os.access(out, os.W_OK)):
        raise OutputError(f"{out} cannot be written")


@contextmanager
def _aside(out: Path) -> Iterator[Path]:
    """A folder beside the output that takes its place when all went well, and disappears when not."""
    out = out.absolute()
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(prefix=f".{out.name}.new.", dir=out.parent))
    except OSError as error:
        raise OutputError(f"{out} cannot be written: {error.strerror}") from None
    old = folder.with_name(folder.name.replace(".new.", ".old."))
    try:
        folder.chmod(0o755)
        (folder / MARKER).write_text(f"carbonlex {__version__}\n", "utf-8")
        yield folder
        if out.exists():
            out.rename(old)
        folder.rename(out)
    except OSError as error:
        if old.exists() and not out.exists():
            old.rename(out)
        raise OutputError(f"{out} cannot be written: {error.strerror}") from None
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        shutil.rmtree(old, ignore_errors=True)


def _environment(site: Site, strings: Strings, base_url: str) -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(places.site() / "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    vocabulary = site.vocabulary
    environment.globals |= {
        "t": strings,
        "lang": strings.lang,
        "site": site,
        "dataset": site.dataset,
        "version": __version__,
        "base_url": base_url,
        "reasoned": site.inference.ran,
        "orders": site.orders,
        "label": site.label,
        "name": site.name,
        "facet_label": lambda f: site.label("facet", f),
        "value_label": lambda f, v: vocabulary.label(vocabulary.iri("value", f"{f}/{v}")),
        "note": lambda kind, id_: vocabulary.note(vocabulary.iri(kind, id_)),
        "iri": vocabulary.iri,
        "class_label": vocabulary.label,
        "class_note": vocabulary.note,
        "class_name": lambda iri: iri.removeprefix(CLX),
        "address": addresses.address,
        "language": lambda tag: babel.Locale.parse(tag, sep="-").get_display_name(strings.lang) or tag,
        "grouped": site.grouped,
        "official": lambda url: url.startswith("https://") or url.startswith("http://"),
        "range_of": vocabulary.range_of,
        "forces": vocabulary.catalog["lists"]["force"],
    }
    return environment


def _render(site: Site, folder: Path, base_url: str, content: bytes, faults: list[Fault], step: Step) -> int:
    """Write all pages and data files below the folder; how many pages."""
    strings = Strings(places.site(), "en")
    shutil.copytree(places.site() / "assets", folder / "static")
    listed = downloads.write(folder / "data", content, site.vocabulary.base, downloads.schemas(site.dataset, base_url))
    beside = downloads.Beside(site.dataset, list(reasoning.inferred(site.vocabulary, site.inference)))
    pages = list(site.pages())
    index = []
    for number, (page, html) in enumerate(rendered(site, pages, strings, base_url, listed, faults), 1):
        step("pages", number, len(pages))
        target = folder / page.address
        target.mkdir(parents=True, exist_ok=True)
        (target / "index.html").write_text(html, "utf-8")
        if page.record is not None:
            beside.write(target, site.vocabulary.iri(page.record.kind, page.record.id))
        if page.address:
            index.append(_entry(site, strings, page))
    script = "window.carbonlexIndex = " + json.dumps(index, ensure_ascii=False).replace("</", "<\\/") + ";\n"
    (folder / "static" / "search-index.js").write_text(script, "utf-8")
    return len(pages)


def rendered(
    site: Site,
    pages: Iterable[Page],
    strings: Strings,
    base_url: str,
    listed: Sequence[tuple[str, int, str]] = (),
    faults: Sequence[Fault] = (),
) -> Iterator[tuple[Page, str]]:
    """Each page with its HTML.

    :param listed: the data files with their sizes and digests.
    :param faults: what the page on the data tells of the last check.
    """
    environment = _environment(site, strings, base_url)
    warnings = [f for f in faults if f.severity != "error"]
    for page in pages:
        html = environment.get_template(page.template).render(
            **page.shown,
            page=page,
            title=page.titled(strings),
            url=partial(addresses.relative, page.address),
            canonical=base_url.rstrip("/") + "/" + page.address,
            files=listed,
            warnings=warnings,
        )
        yield page, html


def _entry(site: Site, strings: Strings, page: Page) -> dict[str, Any]:
    record = page.record
    words = site.names(record) if record else {}
    code = getattr(record, "code", None) or getattr(record, "number", None) or ""
    where = getattr(record, "jurisdiction", None)
    return {
        "title": page.titled(strings),
        "address": page.address,
        "words": " ".join([*words.values(), code]),
        "where": site.label("jurisdiction", where) if where else "",
    }
