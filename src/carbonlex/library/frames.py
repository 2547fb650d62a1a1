"""Tables as DataFrames of pandas, which is an optional extra and imported when it is asked for."""

import datetime
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from carbonlex.errors import PandasMissing

if TYPE_CHECKING:
    import pandas as pd

_LARGEST = 2**63
_TYPES: Sequence[tuple[set[type], str]] = (
    ({bool}, "boolean"),
    ({int}, "Int64"),
    ({int, float, Decimal}, "Float64"),
    ({datetime.date}, "datetime64[s]"),
    ({str}, "string"),
)
"""What a column becomes whose values, but for those that are missing, are of these types: those of pandas that know of missing values."""


def needed() -> None:
    """Tell that pandas is not installed, if so.

    :raises PandasMissing: with how to install it.
    """
    try:
        import pandas  # noqa: F401
    except ImportError as error:
        raise PandasMissing(f"there is no pandas: pip install 'carbonlex[pandas]' brings it ({error})") from None


def frame(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> "pd.DataFrame":
    """A table, with the type of each column by what stands in it: ``boolean``, ``Int64``, ``Float64``, ``datetime64[s]``, ``string``;
    ``object`` where values are mixed, or of any other type.

    :raises PandasMissing: where pandas is not installed.
    """
    needed()
    import pandas as pd

    values = [*zip(*rows, strict=True)] or [()] * len(columns)
    series = {name: pd.Series(list(found), dtype=_type(found)) for name, found in zip(columns, values, strict=True)}
    return pd.DataFrame(series, columns=list(columns))


def _type(values: Sequence[object]) -> str:
    types = {type(value) for value in values if value is not None}
    if int in types and any(isinstance(value, int) and not -_LARGEST <= value < _LARGEST for value in values):
        return "object"
    return next((name for known, name in _TYPES if types and types <= known), "object")


def html(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str | None:
    """A table as notebooks show DataFrames; nothing without pandas, so that they show it as plain text."""
    try:
        shown: str | None = frame(columns, rows)._repr_html_()  # type: ignore[operator]
    except PandasMissing:
        return None
    return shown
