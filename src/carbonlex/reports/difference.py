"""What differs between two folders of records, and what that touches, looked up for a report (:mod:`carbonlex.reports.changes`)."""

from collections.abc import Callable, Sequence
from pathlib import Path

from carbonlex.checks import lock
from carbonlex.compare import touched
from carbonlex.compare.changes import Comparison, compare
from carbonlex.query import shelf
from carbonlex.query.findings import Turn
from carbonlex.reading.dataset import Dataset
from carbonlex.reports.changes import Report
from carbonlex.site import touched as site

Turned = Callable[[Comparison], tuple[Sequence[Turn], str]]


def difference(old: tuple[str, Path, Dataset], new: tuple[str, Path, Dataset], turned: Turned) -> Report:
    """What differs from the old to the new: each with the name that it is told by, its folder and its records.

    :param turned: the findings that turned, or why nobody can tell.
    """
    found = compare(old[2], new[2])
    before, after = ({n: q.text for n, q in shelf.shelf(folder).items()} for _, folder, _ in (old, new))
    pages, no_pages = [], ""
    try:
        pages = site.pages(found, (before, after))
    except site.Unmade as unmade:
        no_pages = str(unmade)
    turns, no_findings = turned(found)
    return Report(
        old[0],
        new[0],
        found,
        {
            name: "added" if name not in before else "removed" if name not in after else "changed"
            for name in sorted(before.keys() | after.keys())
            if before.get(name) != after.get(name)
        },
        pages,
        no_pages,
        list(touched.cells(found)),
        list(touched.mappings(found)),
        turns,
        no_findings,
        [f for name in found.changed() if (p := found.new.placed.get(name)) for f in lock.check(p, found.new)],
    )
