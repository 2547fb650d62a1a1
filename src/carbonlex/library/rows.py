"""The answer to a query for rows, as values of Python."""

import csv
import datetime
import io
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any, overload

from carbonlex.errors import UnknownName
from carbonlex.library import frames
from carbonlex.query.engine import short_name
from carbonlex.reports.plain import lines
from carbonlex.vocabulary import PREFIXES
from carbonlex.writing import write

if TYPE_CHECKING:
    import pandas as pd

Value = str | int | float | Decimal | bool | datetime.date | tuple[str, ...] | None
"""What stands in a cell. A date of which only the year or the month is known is the text ``2019`` or ``2019-07``."""
SHOWN = 20
"""How many rows ``print`` shows."""
_XSD = PREFIXES["xsd"]
_PYTHON: Mapping[str, Callable[[str], Value]] = {
    _XSD + "boolean": lambda text: text in ("true", "1"),
    _XSD + "integer": int,
    _XSD + "nonNegativeInteger": int,
    _XSD + "decimal": Decimal,
    _XSD + "double": float,
    _XSD + "float": float,
    _XSD + "date": datetime.date.fromisoformat,
    _XSD + "dateTime": datetime.datetime.fromisoformat,
}


class Row(tuple[Value, ...]):
    """A row: a tuple whose values are found by the names of their columns too.

    >>> row = Row(("unit", "share"), ["asset/itmo", 10])
    >>> row["share"], row[0]
    (10, 'asset/itmo')
    >>> unit, share = row
    >>> dict(row)
    {'unit': 'asset/itmo', 'share': 10}
    """

    columns: tuple[str, ...]

    def __new__(cls, columns: Sequence[str], values: Sequence[Value]) -> "Row":
        row = super().__new__(cls, values)
        row.columns = tuple(columns)
        return row

    def __getnewargs__(self) -> tuple[tuple[str, ...], tuple[Value, ...]]:
        return self.columns, tuple(self)

    def __getitem__(self, key: Any) -> Any:
        return super().__getitem__(_number(self.columns, key) if isinstance(key, str) else key)

    def keys(self) -> tuple[str, ...]:
        """The names of the columns."""
        return self.columns

    def __repr__(self) -> str:
        return f"Row({', '.join(f'{name}={value!r}' for name, value in zip(self.columns, self, strict=True))})"


class Rows(Sequence[Row]):
    """Rows with named columns, in their order.

    >>> rows = Rows(["unit", "share"], [["asset/itmo", 10], ["asset/cer", None]])
    >>> len(rows), rows.columns
    (2, ('unit', 'share'))
    >>> rows[0]
    Row(unit='asset/itmo', share=10)
    >>> rows["share"]
    [10, None]
    >>> print(rows)
     unit         share
    ────────────────────
     asset/itmo   10
     asset/cer
    >>> rows.to_csv()
    'unit,share\\nasset/itmo,10\\nasset/cer,\\n'
    >>> rows.to_pandas().dtypes["share"]
    Int64Dtype()
    """

    def __init__(self, columns: Sequence[str], values: Sequence[Sequence[Value]]) -> None:
        self.columns = tuple(columns)
        self._values = values

    def __len__(self) -> int:
        return len(self._values)

    def __iter__(self) -> Iterator[Row]:
        return (Row(self.columns, values) for values in self._values)

    @overload
    def __getitem__(self, key: int) -> Row: ...

    @overload
    def __getitem__(self, key: slice) -> "Rows": ...

    @overload
    def __getitem__(self, key: str) -> list[Value]: ...

    def __getitem__(self, key: int | slice | str) -> "Row | Rows | list[Value]":
        if isinstance(key, str):
            place = _number(self.columns, key)
            return [values[place] for values in self._values]
        if isinstance(key, slice):
            return Rows(self.columns, self._values[key])
        return Row(self.columns, self._values[key])

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Rows):
            return NotImplemented
        return self.columns == other.columns and list(self) == list(other)

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"<{_counted(len(self))}: {', '.join(self.columns)}>"

    def __str__(self) -> str:
        shown = [[_text(value) for value in values] for values in self._values[:SHOWN]]
        more = [f" … {_counted(len(self) - SHOWN)} more"] if len(self) > SHOWN else []
        return "\n".join([*lines(list(self.columns), shown), *more])

    def _repr_html_(self) -> str | None:
        return frames.html(self.columns, self._values)

    def to_pandas(self) -> "pd.DataFrame":
        """The rows as a DataFrame, whose columns have types that know of missing values: ``string``, ``Int64``, ``Float64``,
        ``boolean``, ``datetime64[s]``. A column in which dates of different precision stand is of ``object``.

        :raises PandasMissing: where pandas is not installed (``pip install 'carbonlex[pandas]'``).
        """
        return frames.frame(self.columns, self._values)

    @overload
    def to_csv(self) -> str: ...

    @overload
    def to_csv(self, file: str | PathLike[str]) -> None: ...

    def to_csv(self, file: str | PathLike[str] | None = None) -> str | None:
        """Comma-separated values in UTF-8 (RFC 4180, with ``\\n`` at the end of lines): in a file, or else as a text.

        :raises OutputError: where the file cannot be written.
        """
        content = io.StringIO()
        writer = csv.writer(content, lineterminator="\n")
        writer.writerow(self.columns)
        writer.writerows([_text(value) for value in values] for values in self._values)
        if file is None:
            return content.getvalue()
        write(Path(file), content.getvalue().encode(), over=True)
        return None


def read(content: bytes, base: str, full: bool) -> Rows:
    """The rows of SPARQL 1.1 Query Results JSON.

    :param base: how addresses of records begin, which short names leave out.
    :param full: whether names stay whole.
    """
    told = json.loads(content)
    columns = told["head"]["vars"]
    found = [[_value(row.get(name), base, full) for name in columns] for row in told["results"]["bindings"]]
    return Rows(columns, found)


def _value(term: Mapping[str, str] | None, base: str, full: bool) -> Value:
    if term is None:
        return None
    text = term["value"]
    if term["type"] == "uri":
        return text if full else short_name(text, base)
    if term["type"] == "bnode":
        return f"_:{text}"
    try:
        return _PYTHON.get(term.get("datatype", ""), str)(text)
    except ValueError:  # what Python has no value for, as a date of a year beyond the thousands
        return text


def _text(value: Value) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return " ".join(value)
    return "" if value is None else str(value)


def _number(columns: Sequence[str], name: str) -> int:
    if name not in columns:
        raise UnknownName("column", name, columns, f"there are {', '.join(columns) or 'none'}")
    return columns.index(name)


def _counted(number: int) -> str:
    return f"{number:,} row{'' if number == 1 else 's'}"
