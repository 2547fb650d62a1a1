"""The pages on evidence: how well the comparisons are supported, and where the records are weak."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from carbonlex.compare import evidence
from carbonlex.compare.evidence import STATES, Count, Held
from carbonlex.records.model import Record, Silence, Statement
from carbonlex.site.page import Asked, Page

if TYPE_CHECKING:
    from carbonlex.site.pages import Site

WIDE = 1000  # units of a bar
MANY = 60  # records of a group that stand on one page with the others


@dataclass(frozen=True)
class Bar:
    """A count as a stacked bar: state, where its part begins and how wide it is, of ``WIDE``."""

    count: Count
    parts: tuple[tuple[str, int, int], ...]


def pages(site: "Site") -> Iterator[Page]:
    """The numbers for the legal orders of the catalogue, then for all; what was searched; and what is weak."""
    found = evidence.cells(site.dataset, site.orders)
    yield _numbers(site, "evidence/", "orders", [held for held in found if held.jurisdiction in site.orders])
    yield _numbers(site, "evidence/all/", "all", found)
    searches = list(site.dataset.all(Silence))
    statuses = site.vocabulary.catalog["lists"]["silence-status"]
    grouped = [(status, [s for s in searches if s.status == status]) for status in statuses]
    yield from _divided("evidence/searches/", "searches.html", ("silence-status",), grouped, Asked("table-searches"))
    gaps, unplaced = list(evidence.weak(site.dataset).items()), evidence.unplaced(site.dataset)
    yield from _divided("evidence/gaps/", "gaps.html", ("evidence.gaps",), gaps, Asked("table-gaps"), unplaced)
    shown = {"unpinned": _by_record(evidence.unpinned(site.dataset))}
    yield Page("evidence/pinpoints/", "pinpoints.html", shown=shown, asked=Asked("table-pinpoints"))


def _divided(
    address: str,
    template: str,
    list_: tuple[str],
    groups: list[tuple[str, list[Any]]],
    asked: Asked,
    unplaced: Sequence[Record] = (),
) -> Iterator[Page]:
    """A page with groups; a group that is long has a page of its own."""
    shown = {"groups": groups, "many": MANY, "disagreements": unplaced}
    whole = Page(address, template, shown=shown, asked=asked, readings=False)
    yield whole
    for name, found in groups:
        if len(found) > MANY:
            shown = {"groups": [(name, found)], "many": len(found), "disagreements": ()}
            part = (*list_, name)
            yield Page(f"{address}{name}/", template, shown=shown, whole=whole, part=part, readings=False)


def _numbers(site: "Site", address: str, scope: str, found: list[Held]) -> Page:
    given = (("orders", ",".join(site.orders)), ("scope", scope))
    groups = {
        "order": evidence.counts(found, lambda held: held.jurisdiction),
        "facet": sorted(
            evidence.counts(found, lambda h: h.facet), key=lambda c: list(site.vocabulary.facets).index(c.id)
        ),
        "concept": evidence.counts(found, lambda held: held.concept),
    }
    (total,) = evidence.counts(found) or [Count("", 0, (0,) * len(STATES), 0, 0)]
    shown = {
        "cells": found,
        "total": bar(total),
        "groups": [(by, Asked(f"evidence-by-{by}", given), [bar(c) for c in counts]) for by, counts in groups.items()],
        "scope": scope,
        "states": STATES,
    }
    return Page(address, "evidence.html", shown=shown, asked=Asked("table-evidence", given))


def bar(count: Count) -> Bar:
    """The parts of a bar; their edges are rounded and not their widths, so that they fill it."""
    edges, sum_ = [0], 0
    for number in count.states:
        sum_ += number
        edges.append(round(WIDE * sum_ / count.cells) if count.cells else 0)
    parts = zip(STATES, edges, edges[1:], strict=False)
    return Bar(count, tuple((state, begin, end - begin) for state, begin, end in parts if end > begin))


def _by_record(found: Iterable[tuple[Record, int, Statement]]) -> list[tuple[Record, list[int]]]:
    """Records with the numbers of those of their statements, by kind and id."""
    records: dict[tuple[str, str], tuple[Record, list[int]]] = {}
    for record, number, _ in found:
        records.setdefault((record.kind, record.id), (record, []))[1].append(number)
    return list(records.values())
