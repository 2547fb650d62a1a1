"""The whole check of a data set: what reading found, the records' checks, the shapes."""

from carbonlex.checks import copies, lock, records, shapes
from carbonlex.faults import Fault
from carbonlex.reading.dataset import Dataset


def check(dataset: Dataset, only: frozenset[tuple[str, str]] | None = None) -> list[Fault]:
    """All faults, sorted by place. A fault that the text check and a shape both find is reported once, with the text check's place.

    :param only: records to examine; without it, all are.
    """
    textual = [*dataset.faults, *written(dataset, only)]
    seen = {(f.code, f.file, owner) for f in textual for owner in ("", _owner(f.path))}
    # A reference that leads nowhere is reported where it is written; what the shapes then miss between records (families 6 and 7) is not.
    echoes = {f.focus.partition("#")[0] for f in textual if f.code == "CLX201"}
    graph = [
        f
        for f in shapes.check(dataset, only)
        if (f.code, f.file, _owner(f.path)) not in seen
        and not (f.code.startswith(("CLX6", "CLX7")) and f.focus.partition("#")[0] in echoes)
    ]
    return sorted([*textual, *graph])


def written(dataset: Dataset, only: frozenset[tuple[str, str]] | None = None) -> list[Fault]:
    """What the checks of the text as it was written find, without the shapes."""
    examined = [placed for key, placed in dataset.placed.items() if only is None or key in only]
    return [
        f for placed in examined for one in (*records.CHECKS, lock.check, copies.check) for f in one(placed, dataset)
    ]


def _owner(path: str) -> str:
    """The part of the record that a path lies in: ``readings.mechanism.quote.vi`` → ``readings.mechanism``."""
    return ".".join(path.split(".")[:2]) if path.startswith("readings.") else path.split(".")[0]
