"""The pages of likeness: legal orders against each other, and all wordings of each family of concepts."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from carbonlex.compare.classification import FAMILIES
from carbonlex.compare.likenesses import Likenesses
from carbonlex.compare.seriation import seriated
from carbonlex.site.comparisons import signs
from carbonlex.site.page import Page
from carbonlex.site.pictures import heat, lettering

if TYPE_CHECKING:
    from carbonlex.site.pages import Site

FEWEST = 3
"""Of fewer wordings there is no page."""
MOST = 300
"""Nor of more: a page has a number for every two of them, and would be too long to be read. What a wording is most like stands on its own
page."""
Numbers = tuple[tuple[int | None, ...], ...]


def comparable(found: Likenesses) -> bool:
    """Whether a family has a page: it has enough wordings and not too many, and some two of them have a likeness."""
    return FEWEST <= len(found.wordings) <= MOST and any(s.hundredths is not None for row in found.scores for s in row)


def pages(site: "Site") -> Iterator[Page]:
    """The page of all, then one for each family."""
    families = {name: found for name, found in site.families.items() if comparable(found)}
    counts = [(name, name not in FAMILIES, len(found.wordings)) for name, found in families.items()]
    orders = [(name, *_orders(found)) for name, found in families.items() if len(found.of) > 1 and name in FAMILIES]
    yield Page("likeness/", "likeness.html", shown={"families": counts, "orders": orders})
    for name, found in families.items():
        about = () if name in FAMILIES else (("concept", name),)
        shown = {
            "family": name,
            "wordings": {w.id: w for w in found.wordings},
            "signs": signs(found.wordings),
            "heat": _picture(found),
            "numbers": tuple(tuple(s.hundredths for s in row) for row in found.scores),
        }
        # Whoever searches a concept by its name means the page of the concept.
        yield Page(f"likeness/{name}/", "likeness-family.html", about, shown=shown, found=not about)


def _picture(found: Likenesses) -> heat.Heat:
    """All wordings of a family, those that are alike next to each other."""
    drawn = seriated(len(found.wordings), lambda i, j: found.between(i, j).hundredths or 0)
    names = [found.wordings[i].id for i in drawn]
    return heat.triangle(names, lambda i, j: found.between(drawn[i], drawn[j]).hundredths)


def _orders(found: Likenesses) -> tuple[heat.Heat, Numbers, dict[str, int]]:
    """The legal orders of a family against each other: the picture, the numbers by row, and how many wordings each has."""
    names = list(found.of)
    numbers = tuple(tuple(found.orders(a, b) for b in names) for a in names)
    room = max(lettering.width(name.upper(), 12) for name in names)
    picture = heat.square(names, lambda i, j: numbers[i][j], round(room) + 14)
    return picture, numbers, {name: len(places) for name, places in found.of.items()}
