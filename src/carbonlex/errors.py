"""The ways in which the program can fail, each printing itself as one clean line."""

from collections.abc import Iterable


class CarbonlexError(Exception):
    """Something could not be done; exit status 3 unless a subclass says otherwise."""

    exit_status = 3


class UsageError(CarbonlexError):
    """The call itself is wrong: a path that is not there, a name that nobody knows; exit status 2."""

    exit_status = 2


class UnknownName(UsageError):
    """A name that nobody knows, with the known one that looks most like it; ``otherwise`` is said where none does."""

    def __init__(self, what: str, name: str, known: Iterable[str], otherwise: str = "") -> None:
        from carbonlex.faults import nearest

        hint = nearest(name, known) or otherwise
        super().__init__(f"there is no {what} {name}" + (f": {hint}" if hint else ""))


class ContentError(CarbonlexError):
    """What was checked is wrong; exit status 1."""

    exit_status = 1


class ReasonerMissing(CarbonlexError):
    """HermiT cannot run because there is no Java runtime."""


class PandasMissing(CarbonlexError, ImportError):
    """A table is wanted as a DataFrame, and pandas is not installed: it comes with ``pip install 'carbonlex[pandas]'``."""


class OutputError(CarbonlexError):
    """The output folder cannot be written or does not belong to the builder."""
