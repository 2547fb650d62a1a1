"""What a site may be made of: records that are right, from which nothing contradictory follows."""

from collections.abc import Callable, Sequence

from carbonlex.checks.check import contradictions
from carbonlex.errors import ContentError, ReasonerMissing
from carbonlex.faults import Fault
from carbonlex.graph.reasoning import Inference
from carbonlex.reading.dataset import Dataset
from carbonlex.reports import Outcome, report
from carbonlex.vocabulary import Vocabulary

SECONDS = 60.0  # for naming a contradiction that cannot be traced


def right(faults: Sequence[Fault], vocabulary: Vocabulary) -> None:
    """Nothing but warnings and hints was found.

    :raises ContentError: where there are errors, which its message lists.
    """
    if errors := [f for f in faults if f.severity == "error"]:
        raise _wrong("the records are wrong", errors, vocabulary)


def sound(dataset: Dataset, reason: Callable[[], Inference]) -> Inference:
    """What the reasoner says, where it finds no contradiction.

    :raises ContentError: where it does.
    :raises ReasonerMissing: where there is no Java runtime.
    """
    try:
        inference = reason()
    except ReasonerMissing as missing:
        raise ReasonerMissing(
            f"nothing was built: {missing}; with --without-reasoner the site is built and says on every page that"
            " nothing on it is inferred"
        ) from None
    if not inference.sound:
        found = contradictions(dataset, inference, SECONDS)
        raise _wrong("the records contradict the ontology", found, dataset.vocabulary)
    return inference


def _wrong(what: str, faults: Sequence[Fault], vocabulary: Vocabulary) -> ContentError:
    files = list(dict.fromkeys(f.file for f in faults if f.file))
    return ContentError(
        f"nothing was built: {what}\n" + report("text", Outcome(list(faults), files, False, vocabulary.rules))
    )
