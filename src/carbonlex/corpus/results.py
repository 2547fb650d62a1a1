"""The results of a run as Parquet: what was found, and what became of each record."""

import io
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

import pyarrow as pa
from fsspec.core import url_to_fs
from pyarrow import parquet

from carbonlex.checks.examination import without_echoes
from carbonlex.checks.profile import Profile
from carbonlex.corpus.exchange import keep
from carbonlex.faults import SEVERITIES, Fault

FINDINGS = pa.schema(
    [
        ("record", pa.string()),
        ("code", pa.string()),
        ("severity", pa.string()),
        ("file", pa.string()),
        ("line", pa.int64()),
        ("column", pa.int64()),
        ("path", pa.string()),
        ("value", pa.string()),
        ("message", pa.string()),
        ("hint", pa.string()),
        ("focus", pa.string()),
    ]
)
RECORDS = pa.schema(
    [
        ("record", pa.string()),
        ("kind", pa.string()),
        ("file", pa.string()),
        ("line", pa.int64()),
        ("state", pa.string()),
        ("error", pa.int64()),
        ("warning", pa.int64()),
        ("info", pa.int64()),
    ]
)


CLASSES = pa.schema(
    [("record", pa.string()), ("class", pa.string()), ("label", pa.string()), ("rests-on", pa.list_(pa.string()))]
)
RELATIVES = pa.schema(
    [
        ("record", pa.string()),
        ("rank", pa.int64()),
        ("relative", pa.string()),
        ("likeness", pa.float64()),
        ("facets", pa.int64()),
        ("spoken", pa.int64()),
    ]
)
TABLES = {
    "validate": {"findings": FINDINGS, "records": RECORDS},
    "classify": {"classes": CLASSES, "findings": FINDINGS, "records": RECORDS},
    "compare": {"relatives": RELATIVES, "findings": FINDINGS, "records": RECORDS},
}
"""The tables of each job."""


class Results:
    """What one task found.

    States of records: ``read``; ``unread``, where nothing could be made of the text; ``second``, where the name was given before.
    """

    def __init__(self) -> None:
        self.findings: list[tuple[Any, ...]] = []
        self.records: list[tuple[Any, ...]] = []
        self.concluded: list[tuple[Any, ...]] = []
        self.classes: Counter[str] = Counter()
        self.related: list[tuple[Any, ...]] = []
        self.states: Counter[str] = Counter()
        self.severities: Counter[str] = Counter()
        self.codes: Counter[str] = Counter()

    def add(
        self,
        iri: str,
        kind: str,
        file: str,
        line: int,
        order: Sequence[int],
        state: str,
        found: Iterable[Fault],
        profile: Profile,
    ) -> None:
        """Take a record with what was found in it, as far as it counts."""
        faults = sorted(set(profile.apply(without_echoes(found))))
        counts = Counter(fault.severity for fault in faults)
        self.states[state] += 1
        self.severities += counts
        self.codes.update(fault.code for fault in faults)
        self.records.append((tuple(order), iri, kind, file, line, state, *(counts[s] for s in SEVERITIES)))
        for fault in faults:
            row = (fault.code, fault.severity, fault.file, fault.line, fault.column, fault.path)
            self.findings.append((tuple(order), iri, *row, fault.value, fault.message, fault.hint, fault.focus))

    def conclude(self, order: Sequence[int], iri: str, cls: str, label: str, rests_on: Sequence[str]) -> None:
        """Take a class that a record belongs to, with the parts of records that this follows from."""
        self.concluded.append((tuple(order), iri, cls, label, tuple(rests_on)))
        self.classes[cls] += 1

    def relate(
        self, order: Sequence[int], iri: str, rank: int, other: str, likeness: float, facets: int, spoken: int
    ) -> None:
        """Take a relative of a record: its rank, how like, on how many facets, of how many on which either says something."""
        self.related.append((tuple(order), iri, rank, other, likeness, facets, spoken))

    def keep(self, system: Any, out: str, number: int, job: str) -> None:
        """Write the tables of a job, in the order of the corpus.

        :raises OSError: where that cannot be.
        """
        rows = {
            "findings": self.findings,
            "records": self.records,
            "classes": self.concluded,
            "relatives": self.related,
        }
        for name, schema in TABLES[job].items():
            write(system, out, name, number, schema, rows[name])


def write(system: Any, out: str, name: str, number: int, schema: pa.Schema, rows: Sequence[tuple[Any, ...]]) -> None:
    """Write one file of a table.

    :param rows: each begins with what the rows are ordered by, which is not written.
    """
    ordered = sorted(rows)
    columns = [[_written(row[i + 1]) for row in ordered] for i in range(len(schema))]
    table = pa.table([pa.array(c, f.type) for c, f in zip(columns, schema, strict=True)], schema=schema)
    buffer = io.BytesIO()
    parquet.write_table(table, buffer, compression="zstd")
    keep(system, f"{url_to_fs(out)[1]}/{name}/{number:06d}.parquet", buffer.getvalue())


def _written(value: Any) -> Any:
    """Texts that can be written: an id may hold halves of characters."""
    return value.encode("utf-8", "backslashreplace").decode() if isinstance(value, str) else value
