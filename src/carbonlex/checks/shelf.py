"""Whether a finding's query is on the shelf (CLX204): no shape can say it, since queries are files and not part of the graph."""

from collections.abc import Collection, Iterator

from carbonlex.checks.records import fault
from carbonlex.faults import Fault, nearest
from carbonlex.reading.dataset import Dataset
from carbonlex.reading.reader import Placed
from carbonlex.records.model import Finding


def check(placed: Placed, dataset: Dataset, names: Collection[str]) -> Iterator[Fault]:
    """The query that a finding names is known.

    :param names: of the queries, that is the stems of the files ``queries/*.rq`` beside the published records and the new ones.
    """
    record = placed.record
    if isinstance(record, Finding) and record.query not in names:
        message = f"there is no query {record.query}"
        yield fault(placed, dataset, "CLX204", "query", message, record.query, nearest(record.query, sorted(names)))
