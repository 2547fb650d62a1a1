"""Which pages of the site a change of the records touches.

A page that may have changed is one that shows other content, or that names a record which is now called otherwise. Those few are
rendered from both data sets in every language, and the ones whose HTML differs are touched: an address stands for the page in all
languages. What the reasoner infers is left aside.
"""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import jinja2

from carbonlex import places
from carbonlex.compare.changes import Comparison
from carbonlex.errors import CarbonlexError
from carbonlex.graph.reasoning import Inference
from carbonlex.query.findings import Verdict
from carbonlex.reading.dataset import Dataset, Name
from carbonlex.records.model import Finding, Reading, Record, Statement
from carbonlex.site import faces, rendering
from carbonlex.site.edition import Edition
from carbonlex.site.pages import Site
from carbonlex.site.rendering import Setting
from carbonlex.site.strings import Strings, languages

SETTING = Setting("https://w3id.org/carbonlex/", languages(places.site()))
# The page of downloads tells sizes and checksums, which every change of the records changes.
DOWNLOADS = "data/"


@dataclass(frozen=True)
class TouchedPage:
    """An address below the site's root; the page is ``added``, ``removed`` or ``changed``, because of these changed records."""

    address: str
    act: str
    of: tuple[Name, ...]


class Unmade(CarbonlexError):
    """A site cannot be made from a data set: it leads to records that are not there."""


def pages(comparison: Comparison, queries: tuple[Mapping[str, str], Mapping[str, str]]) -> list[TouchedPage]:
    """The pages touched, by address.

    :param queries: the texts of the named queries of both data folders, which the page of findings shows.
    :raises Unmade: where one of the data sets gives no site.
    """
    old, new = (_Side(d, dict(q)) for d, q in zip((comparison.old, comparison.new), queries, strict=True))
    changed = {*comparison.changed(), *comparison.renamed}
    if not changed and dict(queries[0]) == dict(queries[1]):
        return []
    # Called otherwise, or gone, or new; or of the same content in another order, which no comparison of contents shows.
    renamed = {name for name in old.faces.keys() | new.faces.keys() if old.faces.get(name) != new.faces.get(name)}
    renamed |= {(c.kind, c.id) for c in comparison.changes if c.act == "reordered"}
    both = old.pages.keys() & new.pages.keys()
    perhaps = [a for a in sorted(both) if (a == DOWNLOADS and changed) or _may_differ(old, new, a, renamed)]
    before, after = old.html(perhaps), new.html(perhaps)
    acts = {a: "changed" for a in perhaps if a == DOWNLOADS or before[a] != after[a]}
    acts |= dict.fromkeys(old.pages.keys() - both, "removed") | dict.fromkeys(new.pages.keys() - both, "added")
    found = []
    for address, act in sorted(acts.items()):
        named = old.named(address) | new.named(address)
        found.append(TouchedPage(address, act, tuple(sorted(named & changed))))
    return found


def _may_differ(old: "_Side", new: "_Side", address: str, renamed: set[Name]) -> bool:
    before, after = old.pages[address], new.pages[address]
    if before != after or old.mentions(address) != new.mentions(address):
        return True
    return bool(renamed) and bool(renamed & (old.named(address) | new.named(address)))


class _Side:
    """One of the two sites."""

    def __init__(self, dataset: Dataset, queries: dict[str, str]) -> None:
        # Without a graph a finding is shown with the answer that its record has.
        verdicts = [Verdict(f, f.expect != "false", f.answer) for f in dataset.all(Finding)]
        self.site = Site(dataset, Inference(consistent=True, ran=False), verdicts, queries)
        self.editions = [Edition(dataset, Strings(places.site(), lang)) for lang in SETTING.languages]
        self._leads: dict[Name, set[Name]] = {}
        self._named: dict[str, set[Name]] = {}
        try:
            self.pages = {page.address: page for page in self.site.pages()}
            self.faces = {name: faces.face(placed.record, self.editions) for name, placed in dataset.placed.items()}
        except (LookupError, TypeError, AttributeError, ValueError, RuntimeError, StopIteration) as error:
            raise Unmade(f"no site can be made from the records: {type(error).__name__}: {error}") from None

    def html(self, addresses: list[str]) -> dict[str, list[str]]:
        """The pages as they are served, in every language."""
        chosen = [self.pages[a] for a in addresses]
        found: dict[str, list[str]] = {address: [] for address in addresses}
        try:
            for edition in self.editions:
                for page, html in rendering.rendered(self.site, chosen, edition, SETTING):
                    found[page.address].append(html)
            return found
        except (jinja2.TemplateError, LookupError, TypeError, AttributeError, ValueError, RuntimeError) as error:
            raise Unmade(f"no site can be made from the records: {type(error).__name__}: {error}") from None

    def mentions(self, address: str) -> list[Record]:
        """The records at the foot of a page."""
        return self.site.mentions_of(self.pages[address])

    def named(self, address: str) -> set[Name]:
        """The records that a page shows or names; none where the site has no such page."""
        if address not in self._named:
            found = self._named[address] = set()
            if page := self.pages.get(address):
                self._collect((page.shown, page.record, self.mentions(address)), found)
        return self._named[address]

    def _collect(self, part: Any, found: set[Name]) -> None:
        if isinstance(part, Reading | Statement):
            return  # their record stands beside them
        if isinstance(part, Record):
            name = (part.kind, part.id)
            if name not in self._leads:
                self._leads[name] = {name, *faces.leads(part, self.site.vocabulary)}
            found |= self._leads[name]
        elif isinstance(part, Mapping):
            for key, value in part.items():
                self._collect(key, found)
                self._collect(value, found)
        elif isinstance(part, list | tuple):
            for inner in part:
                self._collect(inner, found)
        elif isinstance(part, str):
            # Pairs and columns name legal orders by id; the reference of the ontology names records by their IRIs.
            kind, _, id_ = part.removeprefix(self.site.vocabulary.base).partition("#")[0].partition("/")
            for name in (("jurisdiction", part), (kind, id_)):
                if name in self.site.dataset.placed:
                    found.add(name)
        elif dataclasses.is_dataclass(part):
            for field in dataclasses.fields(part):
                self._collect(getattr(part, field.name), found)
