"""Whatever a record says, a page has the elements and attributes of its templates, and no others."""

import dataclasses
import json
from collections.abc import Mapping
from html.parser import HTMLParser
from typing import Any

import pytest

from carbonlex.reading.dataset import Dataset
from carbonlex.reading.reader import Placed
from carbonlex.records.fields import AnyRef, OneOf, Ref, Shape, schema
from carbonlex.records.model import Finding
from carbonlex.site import search
from carbonlex.site.pages import Site
from rendered import edition_of, html_of, site_of

HANDLERS = ("onerror", "onload", "onclick", "onfocus", "ontoggle", "onmouseover", "onanimationstart", "onbegin")
TAGS = (
    "script",
    "img",
    "svg",
    "iframe",
    "object",
    "embed",
    "style",
    "link",
    "meta",
    "base",
    "form",
    "input",
    "details",
    "math",
    "template",
)
BREAKS = ("", "</title>", "</textarea>", "-->", "]]>", '"', "'", "`", '">', "'>", "</script>", "</style>")
HOSTILE = [
    *(f"{end}<{tag} {handler}=alert(1)>" for tag in TAGS[:8] for end in BREAKS for handler in HANDLERS[:1]),
    *(f"<{tag}/{handler}=alert(1)//" for tag in TAGS for handler in HANDLERS[:6]),
    *(f"<{tag.upper()}>" for tag in TAGS),
    *(f"&lt;{tag}&gt;" for tag in TAGS),
    "<!--",
    "<![CDATA[",
    "<?xml-stylesheet?>",
    "</main></body></html>",
    "{{ 7*7 }}",
    "{% raw %}",
    "${7*7}",
    "javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "\u202etpircs<\u202c",
    "\u2028\u2029",
    "<\u200bscript>",
    "＜script＞",
    "&#x3c;script&#x3e;",
    "\\u003cscript\\u003e",
    "' autofocus onfocus=alert(1) x='",
    '" autofocus onfocus=alert(1) x="',
]
PARTS = 9  # the parser takes much longer for one long text than for its parts
LINKS = (
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    " javascript:alert(1)",
    "data:text/html,x",
    "vbscript:x",
    "//evil.example",
    "file:///etc/passwd",
)


class Elements(HTMLParser):
    """The elements of a page with the names of their attributes, and where its links lead."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[str, tuple[str, ...]]] = []
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, tuple(sorted(name for name, _ in attrs))))
        self.links += [value or "" for name, value in attrs if name in ("href", "src", "action", "xlink:href")]

    def handle_comment(self, data: str) -> None:
        self.found.append(("!--", ()))


def said(value: Any, marker: object, text: str) -> Any:
    """A value with all its free words replaced."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        parts = {
            f.attribute: said(getattr(value, f.attribute), f.marker, text)
            for f in schema(type(value)).values()
            if f.attribute != "languages"  # tags, which are checked when they are read
        }
        return dataclasses.replace(value, **parts)
    if isinstance(value, Mapping):
        return {key: said(part, marker, text) for key, part in value.items()}
    if isinstance(value, tuple):
        return tuple(said(part, marker, text) for part in value)
    free = marker is None or (isinstance(marker, Shape) and marker.form in ("text", "text-or-name"))
    return text if isinstance(value, str) and free and not isinstance(marker, Ref | AnyRef | OneOf) else value


def saying(golden: Dataset, text: str) -> Site:
    """The golden project's site, with these words wherever a record has words of its own."""
    placed = {}
    for (kind, id_), old in golden.placed.items():
        record = said(old.record, None, text)
        keep = {"kind": old.record.kind, "id": old.record.id}
        if isinstance(old.record, Finding):
            keep["query"] = old.record.query
        placed[kind, id_] = Placed(**{**vars(old), "record": dataclasses.replace(record, **keep)})
    dataset = Dataset(golden.vocabulary, placed)
    return site_of(dataset, {finding.query: text for finding in dataset.all(Finding)})


def elements(site: Site) -> dict[str, Elements]:
    pages = [page for page in site.pages() if not page.address.startswith("rules/")]
    found = {}
    for page, html in html_of(site, pages, "en", ["en", "fr"]):
        found[page.address] = parsed = Elements()
        parsed.feed(html)
        parsed.close()
    return found


def test_there_are_enough() -> None:
    assert len(set(HOSTILE)) >= 200


@pytest.mark.parametrize("part", range(PARTS))
def test_hostile_words_are_words(golden: Dataset, part: int) -> None:
    harmless = elements(saying(golden, "word"))
    hostile = elements(saying(golden, " ".join(HOSTILE[part::PARTS])))
    assert harmless.keys() == hostile.keys() and len(harmless) > 50
    for address, page in harmless.items():
        assert hostile[address].found == page.found, address


@pytest.mark.parametrize("link", LINKS)
def test_no_link_leads_where_a_record_wants_it(golden: Dataset, link: str) -> None:
    for address, page in elements(saying(golden, link)).items():
        led = {target for target in page.links if link.strip().lower() in target.lower()}
        assert not led, address


def test_names_for_the_search_stay_data(golden: Dataset, tmp_path: Any) -> None:
    site = saying(golden, " ".join(HOSTILE))
    search.write_names(tmp_path, edition_of(site.dataset), list(site.pages()))
    script = (tmp_path / "names-en.js").read_text("utf-8")
    head, _, rest = script.partition("=")
    assert head.strip() == "window.carbonlexNames" and "<" not in script
    assert json.loads(rest.rstrip().rstrip(";"))
