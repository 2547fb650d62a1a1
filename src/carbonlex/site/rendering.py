"""Pages become HTML, in one language or, by several processes, in all of them."""

import multiprocessing
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import jinja2

from carbonlex import __version__, cite, places
from carbonlex.faults import Fault
from carbonlex.site import addresses, query_page, structured, terms
from carbonlex.site.edition import Edition
from carbonlex.site.page import Page
from carbonlex.site.pages import Site
from carbonlex.site.pictures import lettering
from carbonlex.site.reference import pictures
from carbonlex.site.reference.sentences import Teller
from carbonlex.vocabulary import CLX

PIECE = 40  # pages that are handed out together
Step = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Setting:
    """What all pages of a site have in common: ``languages`` are those that it is made in; ``listed`` are the data files with their
    sizes and digests, ``faults`` what the last check found."""

    base_url: str
    languages: Sequence[str]
    listed: Sequence[tuple[str, int, str]] = ()
    faults: Sequence[Fault] = ()


def rendered(site: Site, pages: Iterable[Page], edition: Edition, setting: Setting) -> Iterator[tuple[Page, str]]:
    """Each page with its HTML in the language of the edition."""
    environment = _environment(site, edition, setting)
    base_url = setting.base_url.rstrip("/") + "/"
    root = addresses.localized(edition.lang, "")
    for page in pages:
        here = edition.address(page)
        html = environment.get_template(page.template).render(
            **page.shown,
            page=page,
            title=edition.title(page),
            url=partial(addresses.relative, page.address),
            file=partial(addresses.relative, here),
            absolute=partial(_absolute, base_url + root),
            canonical=base_url + here,
            alternates=[
                (lang, addresses.relative(here, there), base_url + there)
                for lang in setting.languages
                for there in (addresses.localized(lang, page.address),)
            ],
        )
        yield page, html


def write(
    site: Site, editions: Sequence[Edition], pages: Sequence[Page], setting: Setting, folder: Path, step: Step
) -> int:
    """Write the pages in all languages below a folder; how many were written.

    The processes are forked, so that each has the records and the pages at once; where the system cannot fork, there is one.
    """
    tasks = [(number, begin) for number in range(len(editions)) for begin in range(0, len(pages), PIECE)]
    make = partial(_piece, site, editions, pages, setting, folder)
    done, whole = 0, len(editions) * len(pages)
    workers = min(os.cpu_count() or 1, len(tasks))
    if workers < 2 or "fork" not in multiprocessing.get_all_start_methods():
        for task in tasks:
            done += make(task)
            step("pages", done, whole)
        return done
    global _make
    _make = make
    with multiprocessing.get_context("fork").Pool(workers) as pool:
        for made in pool.imap_unordered(_made, tasks):
            done += made
            step("pages", done, whole)
    return done


_make: Callable[[tuple[int, int]], int] = lambda _: 0  # noqa: E731  what a forked process is to do; pickling it would copy the site


def _made(task: tuple[int, int]) -> int:
    return _make(task)


def _piece(
    site: Site,
    editions: Sequence[Edition],
    pages: Sequence[Page],
    setting: Setting,
    folder: Path,
    task: tuple[int, int],
) -> int:
    number, begin = task
    edition, piece = editions[number], pages[begin : begin + PIECE]
    for page, html in rendered(site, piece, edition, setting):
        target = folder / edition.address(page)
        target.mkdir(parents=True, exist_ok=True)
        (target / "index.html").write_text(html, "utf-8")
    return len(piece)


def _absolute(root: str, to: str) -> str:
    return root + to


_environments: dict[int, tuple[Edition, jinja2.Environment]] = {}


def _environment(site: Site, edition: Edition, setting: Setting) -> jinja2.Environment:
    """The environment of an edition; a process keeps it for the next pages."""
    kept = _environments.get(id(edition))
    if kept is None or kept[0] is not edition:
        _environments.clear() if len(_environments) > len(setting.languages) else None
        kept = _environments[id(edition)] = (edition, _new_environment(site, edition, setting))
    return kept[1]


def _new_environment(site: Site, edition: Edition, setting: Setting) -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(places.site() / "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "sort_keys": False}
    vocabulary = site.vocabulary
    environment.globals |= {
        "t": edition.strings,
        "lang": edition.lang,
        "edition": edition,
        "site": site,
        "structured": structured,
        "styles": cite.STYLES,
        "citations": lambda record: cite.citations(record, site.dataset, setting.base_url, __version__),
        "dataset": site.dataset,
        "version": __version__,
        "files": setting.listed,
        "warnings": [f for f in setting.faults if f.severity != "error"],
        "reasoned": site.inference.ran,
        "label": edition.label,
        "named": edition.named,
        "note": edition.note,
        "entry": edition.entry,
        "facet_label": partial(edition.label, "facet"),
        "value_label": lambda facet, value: edition.label("value", f"{facet}/{value}"),
        "iri": vocabulary.iri,
        "teller": Teller(edition, site),
        "pictures": pictures,
        "class_label": lambda iri: vocabulary.label(iri, edition.lang),
        "class_note": lambda iri: vocabulary.note(iri, edition.lang),
        "class_name": lambda iri: iri.removeprefix(CLX),
        "address": addresses.address,
        "letter_place": terms.place,
        "fit": lettering.fit,
        "official": lambda url: url.startswith(("https://", "http://")),
        "range_of": vocabulary.range_of,
        "engine": query_page.engine(),
        "asking": partial(query_page.setting, edition, setting.listed, __version__, list(site.concepts)),
        "forces": vocabulary.catalog["lists"]["force"],
    }
    return environment
