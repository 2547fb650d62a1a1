"""The pages of time: events and wordings by date, and what was in force on each day on which that changed."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from carbonlex.compare import matrix
from carbonlex.records.model import Definition, Event
from carbonlex.site.comparisons import changed
from carbonlex.site.page import Asked, Page

if TYPE_CHECKING:
    from carbonlex.site.pages import Site


def pages(site: "Site") -> Iterator[Page]:
    """The history, the list of events, and a page for each day on which wordings began or ended."""
    definitions = list(site.dataset.all(Definition))
    dated = [d for d in definitions if d.valid and (d.valid.from_ or d.valid.to)]
    dated.sort(key=lambda d: (d.valid.from_ or "" if d.valid else "", d.id))
    events = sorted(site.dataset.all(Event), key=lambda e: (e.date, e.id))
    turns = matrix.turns(dated)
    shown: dict[str, Any] = {"dated": dated, "events": events, "turns": turns}
    yield Page("history/", "history.html", shown=shown, asked=Asked("table-history"))
    yield Page("events/", "history.html", shown={"dated": [], "events": events, "turns": []})
    for day in turns:
        inforce = [d for d in dated if matrix.in_force(d, day)]
        orders = [(j.id, [d for d in inforce if d.jurisdiction == j.id]) for j in matrix.orders(site.dataset)]
        shown = {
            "turns": turns,
            "changed": changed(dated, day),
            "orders": [(order, found) for order, found in orders if found],
            "undated": len(definitions) - len(dated),
        }
        asked = Asked("table-history-day", (("day", day),))
        yield Page(f"history/as-of/{day}/", "history-day.html", shown=shown, day=day, found=False, asked=asked)
