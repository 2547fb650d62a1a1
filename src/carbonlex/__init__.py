"""carbonlex: what each legal order calls a carbon market, side by side, in the law's own words.

>>> import carbonlex
>>> data = carbonlex.open()
>>> data.compare("vn", "cn", concept="carbon-market").state("price-formation", "vn")
'silent'

:func:`open` gives a :class:`Collection`; ``docs/tutorial.md`` shows what can be done with it. What is not named here, or attribute of what
is, may change.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from carbonlex import errors
    from carbonlex.faults import Fault
    from carbonlex.library.checked import Checked
    from carbonlex.library.collection import Collection
    from carbonlex.library.comparison import Comparison
    from carbonlex.library.opening import open
    from carbonlex.library.rows import Row, Rows
    from carbonlex.query.answer import Exceeded, Limits

# Loaded when they are asked for (PEP 562), so that a command loads no more than it needs.
_PLACES = {
    "Checked": "library.checked",
    "Collection": "library.collection",
    "Comparison": "library.comparison",
    "Exceeded": "query.answer",
    "Fault": "faults",
    "Limits": "query.answer",
    "Row": "library.rows",
    "Rows": "library.rows",
    "open": "library.opening",
}
__all__ = [
    "Checked",
    "Collection",
    "Comparison",
    "Exceeded",
    "Fault",
    "Limits",
    "Row",
    "Rows",
    "__version__",
    "errors",
    "open",
]


def __getattr__(name: str) -> Any:
    if name == "errors":
        return import_module("carbonlex.errors")
    if name not in _PLACES:
        raise AttributeError(f"module 'carbonlex' has no attribute {name!r}")
    globals()[name] = found = getattr(import_module(f"carbonlex.{_PLACES[name]}"), name)
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
