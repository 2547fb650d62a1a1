"""Where the ontology, the published records and the site's sources lie: in the checkout, or in the installed package."""

from functools import cache
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


@cache
def share() -> Path:
    """The folder that holds ``ontology/``, ``data/`` and ``site/``."""
    installed = _PACKAGE / "_share"
    return installed if installed.is_dir() else _PACKAGE.parent.parent


def installed() -> bool:
    """Whether these files are those of an installed package, into which nothing is written."""
    return share().name == "_share"


def ontology() -> Path:
    """The folder of the ontology's modules."""
    return share() / "ontology"


def published() -> Path:
    """The published records."""
    return share() / "data"


def site() -> Path:
    """Templates, style and page texts."""
    return share() / "site"
