"""The feed of the site: Atom (RFC 4287), an entry for the release and one for each record that changed since the former one."""

import hashlib
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from carbonlex.graph import days
from carbonlex.records.model import Event, Finding, Silence, Source, TermMapping
from carbonlex.reports.headline import visible
from carbonlex.site import changes_page
from carbonlex.site.edition import Edition

if TYPE_CHECKING:
    from carbonlex.reading.dataset import Dataset
    from carbonlex.site.pages import Site

ATOM = "http://www.w3.org/2005/Atom"
XML = "http://www.w3.org/XML/1998/namespace"
MOST = 500
"""Records that a feed tells; the page of changes tells them all."""


def feed(site: "Site", edition: Edition, base_url: str) -> bytes:
    """The feed in the language of the edition, in which the sentences are not: they say that they are English.

    The same records give the same bytes: times are those of the data (:func:`updated`), and the id of an entry is made of what it
    says (RFC 4287, 4.2.6).
    """
    strings, base_url = edition.strings, base_url.rstrip("/") + "/"
    site_iri, version = site.vocabulary.catalog["site"], site.vocabulary.catalog["version"]
    when = updated(site.dataset)
    root = ET.Element("feed", {"xmlns": ATOM, "xml:lang": edition.lang})
    _text(root, "title", f"{strings('site.name')}: {strings('site.feed')}")
    _text(root, "subtitle", strings("site.tagline"))
    _text(root, "id", f"{site_iri}feed.xml")
    _text(root, "updated", when)
    ET.SubElement(root, "link", {"rel": "self", "type": "application/atom+xml", "href": f"{base_url}feed.xml"})
    ET.SubElement(root, "link", {"rel": "alternate", "type": "text/html", "href": f"{base_url}changes/"})
    _text(ET.SubElement(root, "author"), "name", strings("site.name"))
    _text(root, "rights", strings("site.footer"))
    for entry in _entries(site, edition, version):
        node = ET.SubElement(root, "entry")
        _text(node, "title", entry[0])
        _text(node, "id", f"{site_iri}changes/{entry[1]}")
        _text(node, "updated", when)
        ET.SubElement(node, "link", {"rel": "alternate", "type": "text/html", "href": base_url + entry[2]})
        content = _text(node, "content", entry[3])
        content.set("type", "text")
        content.set("xml:lang", entry[4])
    ET.indent(root)
    written: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return written + b"\n"


def _entries(site: "Site", edition: Edition, version: str) -> Iterator[tuple[str, str, str, str, str]]:
    """Title, end of the id, address, content and the language of the content."""
    strings = edition.strings
    title = strings("changes.release", version=version)
    if site.since is None:
        text = strings("changes.first", version=version, n=len(site.dataset.placed))
        yield title, f"release/{version}", "changes/", text, edition.lang
        return
    comparison = site.since.comparison
    records = changes_page.told(comparison)
    sum_ = _digest("".join(s for told in records for s in told.sentences))
    text = " ".join(strings(f"changes.{act}", n=n) for act, n in comparison.counts().items() if n)
    text = f"{strings('changes.since', former=site.since.name)} {text or strings('changes.nothing')}"
    yield title, f"release/{version}/{sum_}", "changes/", text, edition.lang
    for told in records[:MOST]:
        name = edition.name(told.record) if told.record else told.id
        text = "\n".join(told.sentences)
        address = changes_page.page_of(site, told.kind, told.id) or "changes/"
        yield name, f"{told.kind}/{told.id}/{_digest(text)}", address, text, "en"


def updated(dataset: "Dataset") -> str:
    """When the data were last changed, as far as they say so (RFC 3339): ``SOURCE_DATE_EPOCH`` where it is set
    (https://reproducible-builds.org/specs/source-date-epoch/), else the newest date on which somebody searched or drew a mapping, else
    the newest date of all. Never the clock, since the same data shall give the same site."""
    if (epoch := os.environ.get("SOURCE_DATE_EPOCH", "")).isdigit():
        return datetime.fromtimestamp(int(epoch), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    done = [s.date for s in dataset.all(Silence) if s.date] + [m.date for m in dataset.all(TermMapping) if m.date]
    done = done or [f.as_of for f in dataset.all(Finding) if f.as_of]
    done = done or [e.date for e in dataset.all(Event)] + [s.adopted for s in dataset.all(Source) if s.adopted]
    return max(map(days.first_day, done), default="1970-01-01") + "T00:00:00Z"


def _text(parent: ET.Element, name: str, text: str) -> ET.Element:
    """An element with text; what XML cannot hold is written as an escape."""
    node = ET.SubElement(parent, name)
    node.text = "\n".join(map(visible, text.splitlines()))
    return node


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]
