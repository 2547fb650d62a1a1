"""The page of links: which schemes are joined, and which units each accepts."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from carbonlex.records.model import Asset, Link, Scheme
from carbonlex.site.page import Page
from carbonlex.site.pictures import brackets, grid

if TYPE_CHECKING:
    from carbonlex.site.pages import Site


def pages(site: "Site") -> Iterator[Page]:
    """The links, and which scheme accepts which units."""
    links = brackets.arranged(site.dataset.all(Link), site.vocabulary.list("link-type"))
    picture = brackets.brackets(links, site.dataset.all(Scheme), site.all_orders)
    linked = {scheme for link in links for scheme in link.schemes}
    alone = [s for s in site.dataset.all(Scheme) if s.id not in linked]
    units = [(site.dataset.order_of(a) or "", a) for a in site.dataset.all(Asset)]
    units.sort(key=lambda unit: (site.rank(unit[0]), unit[1].id))
    schemes = sorted(site.dataset.all(Scheme), key=lambda s: (site.rank(s.jurisdiction), s.id))
    accepted = grid.grid(units, [s.id for s in schemes])
    shown = {"records": links, "picture": picture, "alone": alone, "accepted": bool(accepted.discs)}
    whole = Page("links/", "links.html", shown=shown)
    yield whole
    if accepted.discs:
        yield Page("links/units/", "acceptances.html", shown={"units": accepted}, whole=whole, part=("links", "units"))
