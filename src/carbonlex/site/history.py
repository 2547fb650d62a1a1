"""The pages of time: events and wordings by date, and what was in force on each day on which that changed."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from carbonlex.compare import matrix
from carbonlex.reading.dataset import Dataset
from carbonlex.records.model import Definition, Event, Link
from carbonlex.records.references import references
from carbonlex.site.comparisons import changed
from carbonlex.site.page import Asked, Page
from carbonlex.site.pictures.timeline import Timeline, scale, timeline

if TYPE_CHECKING:
    from carbonlex.site.pages import Site


def pages(site: "Site") -> Iterator[Page]:
    """The history, the list of events, and a page for each day on which wordings began or ended."""
    definitions = list(site.dataset.all(Definition))
    dated = [d for d in definitions if any(d.dates)]
    dated.sort(key=lambda d: (d.dates[0] or "", d.id))
    events = sorted(site.dataset.all(Event), key=lambda e: (e.date, e.id))
    turns = matrix.turns(dated)
    picture = lanes(site, site.all_orders)
    shown = {"events": events, "orders": {e.id: order for order, found in site.happened.items() for e in found}}
    yield Page(
        "history/",
        "history.html",
        shown={**shown, "dated": dated, "turns": turns, "picture": picture},
        asked=Asked("table-history"),
    )
    yield Page("events/", "history.html", shown={**shown, "dated": [], "turns": [], "picture": None})
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
