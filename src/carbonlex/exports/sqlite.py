"""The tables as one SQLite file, with their keys, and the matrix once more as a view that counts the readings itself.

The same tables give the same bytes: rows go in in their order, the file is written by ``VACUUM INTO``, and the number of the library that
wrote it, which its header tells for information (SQLite file format, 1.3.17), is that of the form's first.
"""

import sqlite3
import tempfile
from collections.abc import Callable, Collection, Mapping
from contextlib import closing
from pathlib import Path

from carbonlex.exports.collection import Collected, Filled
from carbonlex.exports.columns import Column, Form
from carbonlex.reading.dataset import Dataset, Name

APPLICATION = 0x434C5800  # "CLX", by which file tells what it is (SQLite, PRAGMA application_id)
PAGE = 4096
STRICT = (3, 37)  # the first SQLite that has tables whose columns hold one type only
_TYPES = {"integer": "INTEGER", "number": "REAL", "flag": "INTEGER"}
_WRITER, _WRITTEN_BY = slice(96, 100), STRICT[0] * 1_000_000 + STRICT[1] * 1_000
VIEW = """
CREATE VIEW compared AS
SELECT w.concept, w.jurisdiction, f.facet,
  CASE
    WHEN sum(r.basis = 'explicit') > 0 THEN 'explicit'
    WHEN sum(r.basis = 'implied') > 0 THEN 'implied'
    WHEN sum(r.basis = 'silent') > 0 THEN 'silent'
    ELSE 'unread'
  END AS state,
  group_concat(DISTINCT r.value) AS said,
  count(DISTINCT w.wording) AS wordings
FROM wordings AS w
JOIN concept_facets AS f ON f.concept = w.concept
LEFT JOIN readings AS r ON r.wording = w.wording AND r.facet = f.facet AND r.reader IS NULL
WHERE w.kind = 'definition'
GROUP BY w.concept, w.jurisdiction, f.facet
"""


def file(dataset: Dataset, chosen: Collection[Name] | None = None) -> bytes:
    """The file of a data set, or of some of its records (:class:`Collected`)."""
    return of(Collected(dataset, chosen))


def of(collected: Collected) -> bytes:
    """The file of the tables."""
    with tempfile.TemporaryDirectory() as folder, closing(sqlite3.connect(":memory:", isolation_level=None)) as base:
        base.execute(f"PRAGMA page_size = {PAGE}")
        base.execute(f"PRAGMA application_id = {APPLICATION}")
        base.execute("BEGIN")
        for table in collected.tables.values():
            base.execute(_created(table.form))
        for table in collected.tables.values():
            _fill(base, table)
        base.execute(VIEW.strip())
        base.execute("COMMIT")
        path = Path(folder) / "made.sqlite"
        base.execute("VACUUM INTO ?", (str(path),))
        content = bytearray(path.read_bytes())
    content[_WRITER] = _WRITTEN_BY.to_bytes(4, "big")
    return bytes(content)


def _created(form: Form) -> str:
    lines = [_column(column) for column in form.columns]
    if form.key:
        lines.append(f"PRIMARY KEY ({_names(form.key)})")
    for x in form.references:
        lines.append(f"FOREIGN KEY ({_names(x.columns)}) REFERENCES {_names([x.table])} ({_names(x.key)})")
    strict = " STRICT" if sqlite3.sqlite_version_info >= STRICT else ""
    # The definition is kept as it is written here; titles and meanings stand in it as comments.
    about = f"-- {form.title}: {form.about}"
    return f"CREATE TABLE {_names([form.name])} ( {about}\n  " + ",\n  ".join(lines) + f"\n){strict}"


def _column(column: Column) -> str:
    said = f'"{column.name}" {_TYPES.get(column.form, "TEXT")}' + " NOT NULL" * column.required
    if column.form == "flag":
        said += f' CHECK ("{column.name}" IN (0, 1))'
    if column.allowed:
        said += f' CHECK ("{column.name}" IN ({", ".join(map(_text, column.allowed))}))'
    return said


def _fill(base: sqlite3.Connection, table: Filled) -> None:
    places = ", ".join("?" * len(table.form.columns))
    makers = [_MADE.get(column.form, _as_it_is) for column in table.form.columns]
    rows = ([make(cell) if cell else None for make, cell in zip(makers, row, strict=True)] for row in table.rows)
    base.executemany(f"INSERT INTO {_names([table.form.name])} VALUES ({places})", rows)


def _names(names: Collection[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def _as_it_is(cell: str) -> str:
    return cell


def _flag(cell: str) -> int:
    return int(cell == "true")


_MADE: Mapping[str, Callable[[str], str | int | float]] = {"integer": int, "number": float, "flag": _flag}
