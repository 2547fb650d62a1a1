"""The page of links: which schemes are joined, and which accept the units of others."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from carbonlex.compare import matrix
from carbonlex.records.model import Link, Scheme
from carbonlex.site.page import Page
from carbonlex.site.pictures import brackets

if TYPE_CHECKING:
    from carbonlex.site.pages import Site


def pages(site: "Site") -> Iterator[Page]:
    """The one page."""
    links = brackets.arranged(site.dataset.all(Link), site.vocabulary.list("link-type"))
    orders = [j.id for j in matrix.orders(site.dataset)]
    picture = brackets.brackets(links, site.dataset.all(Scheme), orders)
    yield Page("links/", "links.html", shown={"records": links, "picture": picture})
