"""What the names that were given up lead to: each to names that are still there, and none to itself (CLX207)."""

from collections.abc import Iterator

from carbonlex.faults import Fault, nearest
from carbonlex.reading import deprecated
from carbonlex.reading.dataset import Dataset
from carbonlex.reading.promised import names


def check(dataset: Dataset) -> Iterator[Fault]:
    """What entries name that is not there, and what is given up and is there all the same. Of a record that has such a name CLX206
    speaks, in the file of the record."""
    entries, lines = dataset.deprecated.entries, dataset.deprecated.lines
    if not entries:
        return
    there = names(dataset)
    for name, entry in entries.items():
        line = lines.get(name, 1)
        if name in there and tuple(name.split("/")) not in dataset.placed:
            message = f"{name} is given up since {entry.since}, and it is there"
            yield deprecated.fault(dataset.vocabulary, line, message, name, hint="take it away, or take the entry out")
        for other in entry.replaced_by:
            if other in entries:
                message, hint = f"{name} is replaced by {other}, which is given up itself", "name what there is now"
                yield deprecated.fault(dataset.vocabulary, line, message, other, hint=hint)
            elif other not in there:
                hint = nearest(other, there)
                yield deprecated.fault(
                    dataset.vocabulary, line, f"{name} is replaced by {other}, which is not there", other, hint=hint
                )
