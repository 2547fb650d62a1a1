"""A table as data: named columns and rows of text, in CSV and JSON."""

import csv
import io
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache

Row = tuple[str, ...]
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""A spreadsheet takes a cell that begins so for a formula, and a quotation of a law must not become one (CWE-1236)."""


@dataclass(frozen=True)
class Table:
    """Named columns and rows of text; what is not known is empty."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]

    def csv(self) -> bytes:
        """Comma-separated values in UTF-8 (RFC 4180). A cell that a spreadsheet would run begins with an apostrophe."""
        return "".join([_line(self.columns), *map(_line, self.rows)]).encode()

    def json(self, **about: object) -> bytes:
        """An object with the ``columns``, the ``rows`` in their order, and what else is said ``about`` the table."""
        head = json.dumps({**about, "columns": self.columns}, ensure_ascii=False, indent=1)[:-2]
        rows = ",\n".join(map(_array, self.rows))
        return f'{head},\n "rows": [\n{rows}\n]}}\n'.encode()

    def kept(self, keep: Callable[[Mapping[str, str]], bool]) -> "Table":
        """The rows of which it is so."""
        return Table(self.columns, tuple(r for r in self.rows if keep(dict(zip(self.columns, r, strict=True)))))


@cache
def _line(row: Row) -> str:
    # Cached, since the same wording stands in the tables of many days.
    buffer = io.StringIO()
    csv.writer(buffer).writerow([f"'{cell}" if cell.startswith(FORMULA) else cell for cell in row])
    return buffer.getvalue()


@cache
def _array(row: Row) -> str:
    return json.dumps(row, ensure_ascii=False, separators=(",", ":"))


def written(columns: Row, rows: Iterable[Row]) -> bytes:
    """The same comma-separated values as :meth:`Table.csv`, of rows that stand in one table only."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(columns)
    writer.writerows([f"'{cell}" if cell.startswith(FORMULA) else cell for cell in row] for row in rows)
    return buffer.getvalue().encode()
