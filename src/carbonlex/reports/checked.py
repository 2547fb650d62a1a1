"""The outcome of a check of sources."""

import contextlib
from collections.abc import Sequence

from carbonlex.checks.checker import Checker
from carbonlex.errors import UsageError
from carbonlex.faults import Fault
from carbonlex.reading.document import Source
from carbonlex.reports.excerpt import lines
from carbonlex.reports.outcome import Outcome


def of(
    checker: Checker, found: Sequence[Source], faults: Sequence[Fault], colour: bool = False, width: int = 100
) -> Outcome:
    """The outcome of a check of sources.

    :param faults: what the check found.
    """
    texts = {source.name: source for source in found}
    return Outcome(
        faults,
        list(texts),
        checker.conforms(faults),
        checker.vocabulary.rules,
        lambda name: _lines(texts.get(name)),
        checker.profile.strict,
        colour,
        width,
        reasoned=checker.reasoned,
    )


def _lines(source: Source | None) -> Sequence[str]:
    with contextlib.suppress(UsageError):  # it is gone, or has changed since
        return lines(source.content()) if source is not None else ()
    return ()
