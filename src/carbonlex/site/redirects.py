"""The rules by which w3id.org leads from names to the site: a file for Apache's mod_rewrite, as its repository keeps one per project.

Names of things answer with 303, so that the thing and what is said of it stay two (W3C, Cool URIs for the Semantic Web, 4.2); which file
or page it is depends on the form that is asked for (RFC 9110, 12.5.1).
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from carbonlex.errors import UsageError
from carbonlex.reading import promised
from carbonlex.reading.deprecated import Deprecation
from carbonlex.site.addresses import FOLDERS, address
from carbonlex.site.release_pages import FOLDER, GONE, own_page
from carbonlex.vocabulary import Vocabulary

NAME = ".htaccess"
FORMS = {
    "ttl": "text/turtle",
    "jsonld": "application/ld+json",
    "rdf": "application/rdf+xml",
    "nt": "application/n-triples",
}
"""The forms of RDF that are told apart, by the endings of files: of those that somebody asks for alike, the first one is sent."""
PAGES = ("text/html", "application/xhtml+xml")
NEAREST = "ttl"  # where a form has no file: every RDF program reads Turtle
ID = "[a-z0-9][a-z0-9-]*"
LANGUAGE = "[a-z]{2}"  # the folder of a language of the pages
_WHOLE = r"(;\s*(?!q\s*=)[^,;]*)*(;\s*q=1(\.0*)?\s*)?"
_SOME = r"(;(?!\s*q=0(\.0*)?\s*(,|$))[^,;]*)*"


@dataclass(frozen=True)
class Route:
    """Names of one pattern: the address of the ``page``, and of the ``files`` by form, which has at least the nearest one. ``$1`` is
    what the first brackets of the pattern hold."""

    pattern: str
    page: str
    files: Mapping[str, str] = field(default_factory=dict)


def routes(
    vocabulary: Vocabulary,
    concepts: Collection[str],
    releases: Collection[str] = (),
    given_up: Collection[Deprecation] = (),
) -> Iterator[Route]:
    """Where the names of the ontology and of the records lead, those that are looked for first before others.

    :param concepts: the comparative concepts that have a page of their own; the others are told of with the ontology.
    :param releases: the versions that lie on the site, to which the version IRIs of the ontology lead.
    :param given_up: names that lead to what became of them, wherever their like leads.
    """
    ontology = _module("ontology.ttl")
    for release in releases:
        here = f"{FOLDER}/{release}/"
        files = {form: f"{here}files/{at.removeprefix('data/')}" for form, at in ontology.items()}
        yield Route(f"ontology/{re.escape(release)}", here, files)
    version = re.escape(vocabulary.catalog["version"])
    yield Route(f"ontology(?:/{version})?", "ontology/", ontology)
    for entry in given_up:
        if not own_page(entry) and not entry.name.startswith(promised.ONTOLOGY):
            page = f"{GONE}#{entry.anchor}"
            yield Route(f"id/{re.escape(entry.name)}", page, {NEAREST: "data/carbonlex.ttl"})
    context = "data/ontology/context.jsonld"
    yield Route(r"context\.jsonld", context, {NEAREST: context})
    for folder in dict.fromkeys(FOLDERS.values()):
        kinds = [kind for kind, at in FOLDERS.items() if at == folder and kind != "concept"]
        if kinds:
            page = address(kinds[0], "$1")
            beside = {NEAREST: f"{page}index.ttl", "jsonld": f"{page}index.jsonld"}
            yield Route(f"id/(?:{'|'.join(kinds)})/({ID})", page, beside)
    module = _module("concepts.ttl")
    if concepts:
        yield Route(f"id/concept/({'|'.join(sorted(concepts))})", address("concept", "$1"), module)
    yield Route(f"id/concept/({ID})", "ontology/#concept-$1", module)
    yield Route("id/concepts", "concepts/", module)
    module = _module("facets.ttl")
    yield Route(f"id/facet/({ID})", "ontology/facets/#facet-$1", module)
    yield Route(f"id/value/({ID})/({ID})", "ontology/facets/#value-$1-$2", module)
    yield Route("id/facets", "ontology/facets/", module)
    for part, pattern in (("", ""), ("-$1", f"/({ID})")):
        yield Route(
            f"id/list/property{pattern}",
            f"ontology/statements/#list-property{part}",
            _module("labels/properties.ttl"),
        )
    module = _module("labels/lists.ttl")
    yield Route(f"id/list/({ID})", "ontology/lists/#list-$1", module)
    yield Route(f"id/list/({ID})/({ID})", "ontology/lists/#list-$1-$2", module)
    # What has no page and no file of its own is within a larger one.
    yield Route(f"id/silence/{ID}", "evidence/searches/", {form: f"data/carbonlex.{form}" for form in FORMS})
    yield Route("id/graph/ontology", "ontology/", ontology)
    yield Route(f"id/graph/{ID}", "data/", {NEAREST: "data/carbonlex.nq"})
    yield Route("id/dataset", "data/", {NEAREST: "data/void.ttl"})


def page_of(name: str, known: Iterable[Route]) -> str:
    """The page to which a name leads, as it follows the address of the project at w3id.org; empty for what is no name."""
    for route in known:
        if found := re.fullmatch(route.pattern, name):
            return found.expand(route.page.replace("$", "\\")) if found.groups() else route.page
    return ""


def told_at(name: str, known: Iterable[Route]) -> str:
    """The page that tells of what has a name (:mod:`carbonlex.reading.promised`), with the place on it."""
    if name.startswith(promised.ONTOLOGY):
        return f"ontology/#{name.removeprefix(promised.ONTOLOGY)}"
    kind, _, id_ = name.partition("/")
    if kind == promised.RULE:
        return f"rules/{id_}/"
    return f"sparql/#name={id_}" if kind == promised.QUERY else page_of(f"id/{name}", known)


def htaccess(
    vocabulary: Vocabulary,
    base_url: str,
    known: Iterable[Route],
    moved: Mapping[str, str] = MappingProxyType({}),
) -> str:
    """The rules for Apache, below the path of the project at w3id.org. What is no name, such as the address of a page, is looked for on
    the site; a name that nothing has is not found.

    :param base_url: where the site is.
    :param known: where names lead (:func:`routes`).
    :param moved: addresses of former releases that are no more, with those that tell now what stood there.
    :raises UsageError: for an address that is none of the web, or that would lead back to w3id.org.
    """
    base = base_url.rstrip("/") + "/"
    if not re.fullmatch(r"https?://[A-Za-z0-9.:~_/-]+/", base):
        raise UsageError(f"{base_url} is no address of a site")
    if base == vocabulary.catalog["site"]:
        raise UsageError(f"{base_url} would lead back to itself: name the address at which the site is served")
    lines = [
        f"# Leads from {vocabulary.catalog['site']} to {base}. Made by carbonlex {vocabulary.catalog['version']}; not edited by hand.",
        "Options +FollowSymLinks",
        "RewriteEngine on",
        "<IfModule mod_headers.c>",
        '  Header always set Access-Control-Allow-Origin "*"',
        '  Header always merge Vary "Accept"',
        "</IfModule>",
        "",
        "# Which form is asked for: what is wanted most comes last and stays. Without a wish it is the page.",
        "RewriteRule ^ - [E=form:html]",
    ]
    for weight in (_SOME, _WHOLE):
        for form, media in reversed(FORMS.items()):
            lines += [_wanted([media], weight), f"RewriteRule ^ - [E=form:{form}]"]
    lines += [_wanted(PAGES, _WHOLE), "RewriteRule ^ - [E=form:html]", ""]
    for route in known:
        for form, at in sorted(route.files.items(), key=lambda item: item[0] == NEAREST):
            condition = "!=html" if form == NEAREST else f"={form}"
            lines += [f"RewriteCond %{{ENV:form}} {condition}", _rule(route.pattern, base + at)]
        lines.append(_rule(route.pattern, base + route.page))
    lines += ["", "RewriteRule ^id(/|$) - [R=404,L]"]
    for old, new in sorted(moved.items()):
        lines.append(f"RewriteRule ^((?:{LANGUAGE}/)?){re.escape(old)}$ {base}$1{new} [R=301,L,NE]")
    lines.append(f"RewriteRule ^(.*)$ {base}$1 [R=302,L]")
    return "".join(f"{line}\n" for line in lines)


def write(
    folder: Path,
    vocabulary: Vocabulary,
    base_url: str,
    known: Iterable[Route],
    moved: Mapping[str, str] = MappingProxyType({}),
) -> Path:
    """Write the rules (:func:`htaccess`) into a folder; gives the file."""
    path = folder / NAME
    path.write_text(htaccess(vocabulary, base_url, known, moved), "utf-8")
    return path


def _module(name: str) -> dict[str, str]:
    """The files of a module of the ontology: itself, and in RDF/XML the whole."""
    return {NEAREST: f"data/ontology/{name}", "rdf": "data/ontology/ontology.rdf"}


def _wanted(media: Collection[str], weight: str) -> str:
    types = "|".join(re.escape(m) for m in media)
    return f'RewriteCond %{{HTTP_ACCEPT}} "(^|,)\\s*({types})\\s*{weight}(,|$)" [NC]'


def _rule(pattern: str, target: str) -> str:
    return f"RewriteRule ^{pattern}/?$ {target} [R=303,L,NE]"
