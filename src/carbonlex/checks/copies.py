"""Whether the words of a record are nearly those of another (CLX903)."""

from collections.abc import Iterator

from carbonlex.checks.records import fault
from carbonlex.compare import duplicates
from carbonlex.faults import Fault
from carbonlex.reading.dataset import Dataset
from carbonlex.reading.reader import Placed
from carbonlex.records.model import Definition, TermMapping, Worded


def check(placed: Placed, dataset: Dataset) -> Iterator[Fault]:
    """The original is not nearly the same words as that of another record, unless the data say how the two relate (CLX903)."""
    record = placed.record
    if not isinstance(record, Worded) or record.withheld:
        return
    tag, words = record.original
    strings = set(duplicates.signature(words))
    for other in dataset.wordings():
        if other is record or other.withheld or strings.isdisjoint(duplicates.signature(other.original[1])):
            continue
        degree = duplicates.alike(words, other.original[1])
        if degree >= duplicates.NEAR and not accounted(record, other, dataset):
            message = f"nearly the same words as the {other.kind} {other.id} ({degree:.2f})"
            yield fault(placed, dataset, "CLX903", f"text.{tag}.original", message, other.id)


def accounted(first: Worded, second: Worded, dataset: Dataset) -> bool:
    """Whether the data say how the two wordings relate: one takes the place of the other, or a mapping joins them."""
    for one, other in ((first, second), (second, first)):
        if isinstance(one, Definition) and one.replaces == other.id:
            return True
    ends = {first.id, second.id}
    return any({mapping.from_, mapping.to} == ends for mapping in dataset.all(TermMapping))
