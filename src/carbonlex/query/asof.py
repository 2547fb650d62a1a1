"""The graph as of a day: what was not in force then is cut out.

Cut are wordings, links, statements and acceptances whose period lies wholly before or after the day, each with its parts
(readings, inferences) and with what points to it. What carries no dates stays, because none were read; sources stay too,
since one may cite a repealed act on any day.
"""

from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox

from carbonlex.errors import UsageError
from carbonlex.graph import published
from carbonlex.graph.counts import Opened
from carbonlex.records.forms import DATE, real_date
from carbonlex.vocabulary import PREFIXES, Vocabulary

_OUT = """
SELECT DISTINCT ?gone WHERE {
  { ?gone clx:fromDay ?begin FILTER(?begin > DAY) } UNION { ?gone clx:toDay ?end FILTER(?end < DAY) }
  FILTER NOT EXISTS { ?gone a clx:Source }
}"""
_PARTS = """
SELECT DISTINCT ?part WHERE {
  { GONE clx:reading ?part } UNION { ?part clx:concludedOf GONE } UNION { ?part prov:wasDerivedFrom GONE }
}"""


def day_of(text: str) -> ox.Literal:
    """A day as a term.

    :raises UsageError: where it is no day of the calendar.
    """
    if len(text) != 10 or not DATE.fullmatch(text) or not real_date(text):
        raise UsageError(f"{text} is no date: write it as 2021-07-16")
    return ox.Literal(text, datatype=ox.NamedNode(PREFIXES["xsd"] + "date"))


def opened(
    folder: Path, vocabulary: Vocabulary, talk: Callable[[str], None], day: str | None, disk: bool = True
) -> Opened:
    """The graph of a folder of records: as it lies on disk, or in memory, where it can be cut to a day.

    :param talk: told, in words, what takes time or was not done.
    :param disk: whether it may be one on disk where no day is named.
    :raises UsageError: where there is no such folder, or no such day.
    """
    if day is None and disk:
        return published.open_counted(folder, vocabulary, talk)
    store = published.in_memory(folder, vocabulary, talk)
    if day is not None:
        cut(store, day)
    return store, None


def cut(store: ox.Store, text: str) -> None:
    """Cut the store, in memory, to what was or may have been in force on the day."""
    day = day_of(text)
    gone = _nodes(store, _OUT.replace("DAY", str(day)), "gone")
    parts = {p for node in gone for p in _nodes(store, _PARTS.replace("GONE", str(node)), "part")}
    for node in gone | parts:
        for quad in [*store.quads_for_pattern(node, None, None), *store.quads_for_pattern(None, None, node)]:
            store.remove(quad)


def _nodes(store: ox.Store, query: str, name: str) -> set[ox.NamedNode]:
    found: ox.QuerySolutions = store.query(query, use_default_graph_as_union=True, prefixes=PREFIXES)  # type: ignore[assignment]
    return {node for solution in found if isinstance(node := solution[name], ox.NamedNode)}
