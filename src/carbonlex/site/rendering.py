"""Pages become HTML."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import jinja2
from markupsafe import Markup

from carbonlex import __version__, cite, places
from carbonlex.compare.ground import Ground
from carbonlex.compare.matrix import Column, Matrix
from carbonlex.faults import Fault
from carbonlex.records.model import Definition, Period
from carbonlex.site import addresses, compiling, history, marking, query_page, redirects, structured, terms
from carbonlex.site.edition import Edition
from carbonlex.site.page import Page
from carbonlex.site.pages import Site
from carbonlex.site.pictures import lettering
from carbonlex.site.reference import pictures
from carbonlex.site.reference.sentences import Teller
from carbonlex.site.workers import Piece
from carbonlex.vocabulary import CLX

PIECE = 40  # pages that are handed out together


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


def pieces(
    site: Site, pages: Sequence[Page], editions: Sequence[Edition], setting: Setting, folder: Path
) -> Iterator[Piece]:
    """The work of writing the pages in all languages below a folder; each language is a whole."""
    for edition in editions:
        for begin in range(0, len(pages), PIECE):
            do = partial(write, site, pages[begin : begin + PIECE], [edition], setting, folder)
            yield Piece(do, edition.lang)


def write(site: Site, pages: Sequence[Page], editions: Sequence[Edition], setting: Setting, folder: Path) -> int:
    """Write pages in some languages below a folder; how many files those are."""
    for edition in editions:
        for page, html in rendered(site, pages, edition, setting):
            target = folder / edition.address(page)
            target.mkdir(parents=True, exist_ok=True)
            (target / "index.html").write_text(html, "utf-8")
    return len(pages) * len(editions)


def _absolute(root: str, to: str) -> str:
    return root + to


_environments: list[tuple[tuple[Site, Edition, Setting], jinja2.Environment]] = []


def _environment(site: Site, edition: Edition, setting: Setting) -> jinja2.Environment:
    """The environment of a site in one language; a process keeps the latest, as many as there are languages, for the next pages."""
    wanted = (site, edition, setting)
    for have, environment in _environments:
        if all(a is b for a, b in zip(have, wanted, strict=True)):
            return environment
    del _environments[: max(0, len(_environments) - len(setting.languages) + 1)]
    environment = _new_environment(site, edition, setting)
    _environments.append((wanted, environment))
    return environment


class Once:
    """What many pages have alike in one language, such as most cells of a concept on most of its days: the latest of it is kept."""

    MOST = 3000

    def __init__(self) -> None:
        self._kept: dict[tuple[object, ...], Markup] = {}

    def _once(self, key: tuple[object, ...], make: Callable[[], Markup]) -> Markup:
        made = self._kept.pop(key, None)
        if made is None:
            made = make()
            if len(self._kept) >= self.MOST:
                del self._kept[next(iter(self._kept))]
        self._kept[key] = made  # the latest stands last
        return made

    def cell(
        self,
        macro: Callable[..., Markup],
        url: Callable[[str], str],
        found: Matrix,
        facet: str,
        column: Column,
        grounds: Mapping[str, Ground],
        signs: Mapping[str, str],
        local: bool,
    ) -> Markup:
        """A cell of a comparison."""
        ground = grounds.get(facet, Ground())
        own = tuple(value for value, order in ground.only.items() if order == column.id)
        wordings = tuple((w.id, signs.get(w.id)) for w in column.wordings)
        key = (facet, column.id, wordings, ground.common, own, url(""), local)
        return self._once(
            key, lambda: macro(url, found.cells[facet, column.id], facet, column.id, grounds, signs, local)
        )

    def below(self, macro: Callable[..., Markup], url: Callable[[str], str]) -> Markup:
        """What stands below every page; its links differ by how deep the page lies."""
        return self._once((url(""),), lambda: macro(url))

    def group(
        self,
        macro: Callable[..., Markup],
        url: Callable[[str], str],
        valid: Period | None,
        wordings: Sequence[Definition],
    ) -> Markup:
        """Some wordings of one source that were in force for the same time."""
        key = (valid, tuple(w.id for w in wordings), url(""))
        return self._once(key, lambda: macro(url, valid, wordings))


def _new_environment(site: Site, edition: Edition, setting: Setting) -> jinja2.Environment:
    environment = compiling.Environment(
        loader=jinja2.FileSystemLoader(places.site() / "templates"),
        undefined=jinja2.StrictUndefined,
        auto_reload=False,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "sort_keys": False}
    vocabulary = site.vocabulary
    environment.globals |= {
        "t": edition.strings,
        "once": Once(),
        "lang": edition.lang,
        "english": "" if edition.native("en") else Markup(' lang="en"'),
        "edition": edition,
        "site": site,
        "structured": structured,
        "styles": cite.STYLES,
        "citations": partial(site.citations, setting.base_url),
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
        "led": partial(redirects.told_at, known=list(redirects.routes(vocabulary, site.concepts))),
        "letter_place": terms.place,
        "together": history.together,
        "marking": marking,
        "fit": lettering.fit,
        "official": lambda url: url.startswith(("https://", "http://")),
        "range_of": vocabulary.range_of,
        "form_of": vocabulary.form_of,
        "engine": query_page.engine(),
        "asking": partial(query_page.setting, edition, setting.listed, __version__, list(site.concepts)),
        "forces": vocabulary.catalog["lists"]["force"],
    }
    return environment
