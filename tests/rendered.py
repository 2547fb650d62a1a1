"""Pages as tests render them, without a build: the site of a data set, one language of it, and the HTML of some of its pages."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from carbonlex import places
from carbonlex.graph.reasoning import Conclusion, Inference
from carbonlex.query.findings import Verdict
from carbonlex.reading.dataset import Dataset
from carbonlex.records.model import Finding
from carbonlex.site import rendering
from carbonlex.site.changes_page import Since
from carbonlex.site.edition import Edition
from carbonlex.site.page import Page
from carbonlex.site.pages import Site
from carbonlex.site.strings import FIRST, Strings

BASE = "https://example.org/lex/"


def site_of(
    dataset: Dataset,
    queries: Mapping[str, str] | None = None,
    since: Since | None = None,
    conclusions: Sequence[Conclusion] = (),
) -> Site:
    """The site of a data set whose findings all give the answer that they record.

    :param queries: the texts of the named queries.
    :param conclusions: what the reasoner is to have found.
    """
    inference = Inference(consistent=True, ran=True, conclusions=list(conclusions))
    verdicts = [Verdict(f, True, f.answer) for f in dataset.all(Finding)]
    return Site(dataset, inference, verdicts, dict(queries or {}), since)


def edition_of(dataset: Dataset, lang: str = FIRST) -> Edition:
    """A data set in one language."""
    return Edition(dataset, Strings(places.site(), lang))


def html_of(
    site: Site, pages: Iterable[Page], lang: str = FIRST, languages: Sequence[str] = ()
) -> Iterator[tuple[Page, str]]:
    """Pages with their HTML in a language.

    :param languages: those that the site is made in, if there are others.
    """
    setting = rendering.Setting(BASE, languages or [lang])
    return rendering.rendered(site, pages, edition_of(site.dataset, lang), setting)
