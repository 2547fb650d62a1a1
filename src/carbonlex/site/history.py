"""The pages of time: events and wordings by date, and what was in force on each day on which that changed."""

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any, TypeVar

from carbonlex.compare import matrix
from carbonlex.reading.dataset import Dataset
from carbonlex.records.model import Definition, Event, Link, Period
from carbonlex.records.references import references
from carbonlex.site.comparisons import changed
from carbonlex.site.page import Asked, Page
from carbonlex.site.pictures.timeline import Timeline, overview, scale, timeline

if TYPE_CHECKING:
    from carbonlex.site.pages import Site


EVENTS, WORDINGS = 100, 150
"""So many events, and so many wordings, stand on one page."""


def pages(site: "Site") -> Iterator[Page]:
    """The history, the list of events, and a page for each day on which wordings began or ended."""
    definitions = list(site.dataset.all(Definition))
    dated = [d for d in definitions if any(d.dates)]
    dated.sort(key=lambda d: (_begun(d), d.id))
    events = sorted(site.dataset.all(Event), key=lambda e: (e.date, e.id))
    turns = matrix.turns(dated)
    picture = lanes(site, site.all_orders)
    latest, ways = _divided("history/", dated, _begun, WORDINGS)
    shown: dict[str, Any] = {
        "dated": dated,
        "events": events,
        "latest": together(latest),
        "earlier": [(address, name, len(found)) for address, name, found in ways],
        "turns": turns,
        "picture": picture,
        "overview": overview(picture),
    }
    whole = Page("history/", "history.html", shown=shown, asked=Asked("table-history"))
    yield whole
    for address, name, found in ways:
        shown = {"latest": together(found), "earlier": [], "turns": [], "overview": None}
        yield Page(address, "history.html", shown=shown, whole=whole, part=(name,))
    yield from _events(site, events)
    for day in turns:
        inforce = [d for d in dated if matrix.in_force(d, day)]
        orders = [(order, [d for d in inforce if d.jurisdiction == order]) for order in site.all_orders]
        state = {
            "turns": turns,
            "changed": changed(dated, day),
            "orders": [(order, found) for order, found in orders if found],
            "undated": len(definitions) - len(dated),
        }
        yield Page(
            f"history/as-of/{day}/",
            "history-day.html",
            shown=state,
            day=day,
            found=False,
            asked=Asked("table-history-day", (("day", day),)),
        )


def _events(site: "Site", events: Sequence[Event]) -> Iterator[Page]:
    """The events, those of the latest years first of all; earlier ones, where they are many, on pages of their own."""
    orders = {e.id: order for order, found in site.happened.items() for e in found}
    latest, ways = _divided("events/", events, lambda event: event.date, EVENTS)
    shown = {
        "events": latest,
        "orders": orders,
        "earlier": [(address, name, len(these)) for address, name, these in ways],
    }
    whole = Page("events/", "events.html", shown=shown)
    yield whole
    for address, name, these in ways:
        shown = {"events": these, "orders": orders, "earlier": []}
        yield Page(address, "events.html", shown=shown, whole=whole, part=(name,))


def _begun(definition: Definition) -> str:
    begin, end = definition.dates
    return begin or end or ""


T = TypeVar("T")


def _divided(
    address: str, sorted_: Sequence[T], day: Callable[[T], str], most: int
) -> tuple[list[T], list[tuple[str, str, list[T]]]]:
    """Things by date in pieces of whole years: the latest, and the earlier ones, each with the address of its page below that of the
    latest and with its years."""
    pieces: list[list[T]] = []
    for _, year in groupby(reversed(sorted_), key=lambda one: day(one)[:4]):
        found = list(year)[::-1]
        if not pieces or len(pieces[-1]) + len(found) > most:
            pieces.append([])
        pieces[-1][:0] = found
    latest, *earlier = pieces or [[]]
    years = [(day(found[0])[:4], day(found[-1])[:4]) for found in earlier]
    ways = [
        (f"{address}to/{last}/", f"{first}–{last}", found) for (first, last), found in zip(years, earlier, strict=True)
    ]
    return latest, ways


def together(dated: Sequence[Definition]) -> list[tuple[Period | None, str, list[Definition]]]:
    """Wordings of one source that were in force for the same time."""
    found: dict[tuple[Period | None, str], list[Definition]] = {}
    for definition in dated:
        found.setdefault((definition.valid, definition.source), []).append(definition)
    return [(valid, source, these) for (valid, source), these in found.items()]


def lanes(site: "Site", orders: Sequence[str]) -> Timeline:
    """The time line of these legal orders, each with its events and dated wordings, to the last year that the site knows of.
    One alone begins with its own first year. Where there are several, events that belong to no legal order stand after all
    others, under the empty name."""
    wordings = list(site.dataset.all(Definition))
    found = {order: [w for w in wordings if w.jurisdiction == order] for order in orders}
    events = {order: site.happened.get(order, []) for order in orders}
    if len(orders) > 1:
        events |= {order: happened for order, happened in site.happened.items() if order not in events}
    whole = scale(wordings, site.dataset.all(Event))
    if len(orders) == 1:
        whole = scale(found[orders[0]], events[orders[0]], whole.last)
    return timeline(found, events, whole)


def order_of(dataset: Dataset, event: Event) -> str:
    """The legal order that an event belongs to: that of the first thing which it is about and which has one, else of its sources; of
    a link, that of its first scheme. Empty where there is none."""
    for path, marker, id_ in references(event):
        if not path.startswith(("about", "sources")):
            continue
        kind = dataset.kind_of(id_, marker.kinds)
        if kind == "jurisdiction":
            return id_
        record = dataset.get(kind, id_)
        if isinstance(record, Link):
            record = dataset.get("scheme", record.schemes[0]) if record.schemes else None
        if record and (order := dataset.order_of(record)):
            return order
    return ""
