"""The results of a run as Parquet: what was found, and what became of each record."""

import io
from collections import Counter
from collections.abc import Sequence
from typing import Any

import pyarrow as pa
from fsspec.core import url_to_fs
from pyarrow import parquet

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


class Findings:
    """What one task found.

    States of records: ``read``; ``unread``, where nothing could be made of the text; ``second``, where the name was given before.
    """

    def __init__(self) -> None:
        self.findings: list[tuple[Any, ...]] = []
        self.records: list[tuple[Any, ...]] = []
        self.states: Counter[str] = Counter()
        self.severities: Counter[str] = Counter()
        self.codes: Counter[str] = Counter()

    def add(
        self, iri: str, kind: str, file: str, line: int, order: Sequence[int], state: str, faults: Sequence[Fault]
    ) -> None:
        """Take a record with its faults."""
        counts = Counter(fault.severity for fault in faults)
        self.states[state] += 1
        self.severities += counts
        self.codes.update(fault.code for fault in faults)
        self.records.append((tuple(order), iri, kind, file, line, state, *(counts[s] for s in SEVERITIES)))
        for fault in faults:
            row = (fault.code, fault.severity, fault.file, fault.line, fault.column, fault.path)
            self.findings.append((tuple(order), iri, *row, fault.value, fault.message, fault.hint, fault.focus))

    def keep(self, system: Any, out: str, number: int) -> None:
        """Write them, in the order of the corpus.

        :raises OSError: where that cannot be.
        """
        write(system, out, "findings", number, FINDINGS, self.findings)
        write(system, out, "records", number, RECORDS, self.records)


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
