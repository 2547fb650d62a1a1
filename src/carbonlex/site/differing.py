"""The pages of a site that differ after a change, written section by section, each in whichever process is free."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from carbonlex.checks.check import Checked
from carbonlex.graph.reasoning import Inference
from carbonlex.reading.dataset import Name
from carbonlex.site import rendering, search
from carbonlex.site.description import Listed
from carbonlex.site.page import Page
from carbonlex.site.pages import SECTIONS, Section, Site
from carbonlex.site.prints import Prints, digest, names_any
from carbonlex.site.rendering import Setting
from carbonlex.site.tables import Tables
from carbonlex.site.task import Task
from carbonlex.site.workers import Piece

SECTION = "section"
FOLLOWS = "what follows"
GRAPH = "graph"
LISTED = "data files"
CHECKED = "check"
"""What the work on sections is called, and what some of it waits for."""
_TOLD_WHOLE = ("home.html", "concept.html", "concept-day.html", "pair.html", "evidence.html")
"""Pages that show all of which their tables are made, but for silences."""


@dataclass(frozen=True)
class Made:
    """What a section of the site gives: the prints of its pages; for the search, by language, what it is told of those that differ,
    and all pages without what they show."""

    number: int
    prints: Mapping[str, bytes]
    rendered: int
    entries: Mapping[str, Sequence[search.Entry]]
    bare: Sequence[Page]


@dataclass
class Differing:
    """The work on the sections of a site.

    :param before: the prints of the pages, by section, as they were.
    :param renamed: the records that other pages show otherwise than before, and those that lead to them.
    :param silences: whether those changed.
    :param fresh: the folder that is written to.
    """

    task: Task
    site: Site
    before: Sequence[Mapping[str, bytes]]
    states: Mapping[str, int]
    renamed: set[Name]
    silences: bool
    fresh: Path

    def __post_init__(self) -> None:
        self._prints = Prints(self.site.dataset, self.states)
        self._tables = Tables(self.site.dataset)
        self._setting = Setting(self.task.base_url, self.task.languages)
        self._following: Site | None = None  # as this process was told

    def pieces(self, which: Callable[[Section], bool], follows: bool) -> list[Piece]:
        """The work on some sections, and on those that list the data files.

        :param follows: whether what follows is still being worked out.
        """
        told = (FOLLOWS,) if follows else ()
        pieces = []
        # What takes longest begins first: the comparisons, then the reference, which stands last.
        first, *others = enumerate(SECTIONS)
        for number, section in (first, *reversed(others)):
            if section.list:
                pieces.append(Piece(partial(self._listing, number), SECTION, (LISTED, CHECKED, *told)))
            elif which(section):
                pieces.append(Piece(partial(self._section, number), SECTION, told if section.concluded else ()))
        return pieces

    def after(self, *told: Inference) -> Site:
        """The site, of whose records this follows, where it is told."""
        if told and self._following is None:
            self._following = self.site.following(*told)
        return self._following if self._following and told else self.site

    def _listing(self, number: int, listed: Sequence[Listed], checked: Checked, *told: Inference) -> Made:
        return self._made(number, self.after(*told), replace(self._setting, listed=listed, faults=checked.faults))

    def _section(self, number: int, *told: Inference) -> Made:
        return self._made(number, self.after(*told), self._setting)

    def _made(self, number: int, site: Site, setting: Setting) -> Made:
        """Write the pages of a section that differ; those that list the data files always do."""
        section, former = SECTIONS[number], self.before[number]
        found: dict[str, bytes] = {}
        differ: list[Page] = []
        bare: list[Page] = []
        for page in section.pages(site):
            text = self._prints.text(site, page)
            found[page.address] = digest(text)
            same = former.get(page.address) == found[page.address]
            if not (same and page.template in _TOLD_WHOLE and not self.silences):
                self._tables.write(self.fresh / page.address, page)
            if section.list or not same or names_any(text, self.renamed):
                differ.append(page)
            if self.task.full_text:
                bare.append(_bare(page))
        editions = self.task.editions
        rendered = rendering.write(site, differ, editions, setting, self.fresh)
        entries = {e.lang: [search.entry(e, page) for page in differ if search.named(page)] for e in editions}
        return Made(number, found, rendered, entries, bare)


def _bare(page: Page) -> Page:
    return replace(page, shown={}, record=None, whole=page.whole and _bare(page.whole))
