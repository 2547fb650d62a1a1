"""The pages that set wordings side by side: the first matrix, the concepts, their state as of a day, the pairs of legal orders."""

from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import TYPE_CHECKING, Any

from carbonlex.compare import ground, matrix
from carbonlex.compare.matrix import Matrix
from carbonlex.records.model import Definition, Proposal, Silence, Worded
from carbonlex.site.page import Asked, Page

if TYPE_CHECKING:
    from carbonlex.site.pages import Site

HOME = "carbon-market"


def pages(site: "Site") -> Iterator[Page]:
    """The first page, the concepts with their days, and the pairs."""
    home = matrix.by_jurisdiction(site.dataset, HOME, site.orders)
    asked = Asked("table-orders", (("concept", HOME), ("orders", ",".join(site.orders))))
    shown = {"matrix": home, "ground": ground.ground(home, site.orders), "concept": HOME}
    yield Page("", "home.html", shown=shown, asked=asked)
    yield Page("concepts/", "concepts.html", shown={"concepts": [(c, len(w)) for c, w in site.concepts.items()]})
    for concept in site.concepts:
        yield from _concept(site, concept)
    yield Page("compare/", "pairs.html", shown={"pairs": list(combinations(site.orders, 2))})
    for a, b in combinations(site.orders, 2):
        yield _pair(site, a, b)
        yield _pair(site, b, a)  # which has the same cells


def _concept(site: "Site", concept: str) -> Iterator[Page]:
    """The page of a concept, and one for each day on which its wordings changed."""
    wordings = site.concepts[concept]
    enacted = [w for w in wordings if isinstance(w, Definition)]
    proposed = [w for w in wordings if isinstance(w, Proposal)]
    turns = matrix.turns(enacted)
    shown = _compared(site, concept, enacted)
    said = site.dataset.get("concept", concept)
    shown |= {
        "wordings": [(c.id, c.wordings) for c in shown["matrix"].columns if c.wordings],
        "proposals": proposed,
        "silences": [s for s in site.dataset.all(Silence) if s.concept == concept],
        "said": said is not None,
        "turns": turns,
    }
    about = (("concept", concept),)
    asked = Asked("table-concept", (("concept", concept),))
    compared = bool(shown["matrix"].facets and shown["wordings"])
    yield Page(f"concepts/{concept}/", "concept.html", about, shown=shown, asked=asked if compared else None)
    if said:
        shown = {"concept": concept, "said": said}
        yield Page(f"concepts/{concept}/statements/", "concept-statements.html", about, shown=shown, found=False)
    for day in turns:
        shown = _compared(site, concept, enacted, day) | {"turns": turns, "changed": changed(enacted, day)}
        asked = Asked("table-concept-day", (("concept", concept), ("day", day)))
        yield Page(
            f"concepts/{concept}/as-of/{day}/",
            "concept-day.html",
            about,
            shown=shown,
            day=day,
            found=False,
            asked=asked if compared else None,
        )


def _compared(site: "Site", concept: str, enacted: Sequence[Definition], day: str | None = None) -> dict[str, Any]:
    """The matrix of a concept: the legal orders of the catalogue always, then the others that have a wording."""
    having = {w.jurisdiction for w in enacted}
    others = [order for order in site.all_orders if order in having and order not in site.orders]
    found = matrix.by_jurisdiction(site.dataset, concept, [*site.orders, *others], day)
    first = site.orders if any(c.wordings for c in found.columns if c.id in site.orders) else others
    return {
        "concept": concept,
        "matrix": found,
        "signs": signs([w for column in found.columns for w in column.wordings]),
        "ground": ground.ground(found, first),
        "first": len(site.orders),
    }


def signs(wordings: Sequence[Worded]) -> dict[str, str]:
    """Wording → the short sign by which the cells of a comparison name it: its legal order and its number there."""
    numbers: dict[str, int] = {}
    found = {}
    for wording in wordings:
        numbers[wording.jurisdiction] = number = numbers.get(wording.jurisdiction, 0) + 1
        found[wording.id] = f"{wording.jurisdiction.upper()}\u00a0{number}"
    return found


def changed(wordings: Sequence[Definition], day: str) -> tuple[list[Definition], list[Definition]]:
    """The wordings that began on a day, and those that ended the day before."""
    begun, ended = ([w for w in wordings if matrix.span(w)[side] == day] for side in (0, 1))
    return begun, ended


def _pair(site: "Site", a: str, b: str) -> Page:
    """Two legal orders: every concept that an enacted wording or a silence of both speaks of, and how their words relate."""
    compared, wordings = [], []
    for concept in site.concepts:
        if {(a, concept), (b, concept)} <= site.covered:
            found = matrix.by_jurisdiction(site.dataset, concept, [a, b])
            compared.append((concept, found, matrix.pair(found)))
            wordings += [w for column in found.columns for w in column.wordings]
    related = site.joining.get(frozenset((a, b)), [])
    shown = {
        "a": a,
        "b": b,
        "compared": compared,
        "summary": _summary(compared),
        "signs": signs(wordings),
        "friends": [m for m in related if m.relation == "false-friend"],
        "mappings": [m for m in related if m.relation != "false-friend"],
        "alone": [
            (o, [c for c in site.concepts if {j for j in (a, b) if (j, c) in site.covered} == {o}]) for o in (a, b)
        ],
    }
    asked = Asked("table-pair", (("a", a), ("b", b))) if compared else None
    return Page(f"compare/{a}/{b}/", "pair.html", (("jurisdiction", a), ("jurisdiction", b)), shown=shown, asked=asked)


def _summary(compared: Sequence[tuple[str, Matrix, dict[str, matrix.Relation]]]) -> dict[str, int]:
    """How many facets of all concepts are the same, different, silent."""
    states = [relation.state for _, _, relations in compared for relation in relations.values()]
    return {state: states.count(state) for state in ("same", "different", "one-silent", "silent", matrix.UNREAD)}
