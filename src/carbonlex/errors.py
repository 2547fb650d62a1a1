"""The ways in which the program can fail, each printing itself as one clean line."""


class CarbonlexError(Exception):
    """Something could not be done; exit status 3 unless a subclass says otherwise."""

    exit_status = 3


class UsageError(CarbonlexError):
    """The call itself is wrong: a path that is not there, a name that nobody knows; exit status 2."""

    exit_status = 2


class ContentError(CarbonlexError):
    """What was checked is wrong; exit status 1."""

    exit_status = 1


class ReasonerMissing(CarbonlexError):
    """HermiT cannot run because there is no Java runtime."""


class OutputError(CarbonlexError):
    """The output folder cannot be written or does not belong to the builder."""
