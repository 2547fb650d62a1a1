"""The reasoner asked about new records: what it answered, or why there is no answer."""

from dataclasses import dataclass, field

from carbonlex.checks import clashes
from carbonlex.checks.examination import Examination
from carbonlex.errors import CarbonlexError
from carbonlex.faults import Fault
from carbonlex.graph import reasoning
from carbonlex.graph.axioms import Axioms
from carbonlex.graph.deadline import TooLate
from carbonlex.graph.facts import facts
from carbonlex.graph.reasoning import Inference

CONSISTENT, INCONSISTENT, NOT_RUN, TIMED_OUT = "consistent", "inconsistent", "not run", "timed out"


@dataclass(frozen=True)
class Reasoned:
    """What became of asking the reasoner.

    :param status: ``consistent``, ``inconsistent``, ``not run`` or ``timed out``.
    :param message: what that means, or why there is no answer.
    """

    status: str
    message: str
    inference: Inference = field(default_factory=lambda: Inference(consistent=True, ran=False))

    @property
    def done(self) -> bool:
        """Whether there is an answer."""
        return self.status in (CONSISTENT, INCONSISTENT)

    def __str__(self) -> str:
        return f"{self.status} ({self.message})"


def reasoned(examination: Examination, seconds: float | None = None) -> tuple[Reasoned, list[Fault]]:
    """What HermiT says of the new records of an examination, with what they lead to, and a fault for each contradiction.

    :param seconds: how long it may take.

    Nothing is raised where the reasoner cannot run: that it did not is the answer then.
    """
    axioms = Axioms(examination.vocabulary)
    told = list(dict.fromkeys(t for triples in clashes.told(examination, axioms) for t in facts(triples, axioms)))
    try:
        inference = reasoning.conclude(told, axioms, seconds)
    except TooLate as late:
        return Reasoned(TIMED_OUT, str(late)), []
    except CarbonlexError as error:
        return Reasoned(NOT_RUN, str(error)), []
    if inference.sound:
        return Reasoned(CONSISTENT, "nothing contradicts the ontology", inference), []
    found = clashes.faults(examination, axioms, inference, seconds)
    many = "1 contradiction" if len(found) == 1 else f"{len(found)} contradictions"
    return Reasoned(INCONSISTENT, f"{many} with the ontology: see {clashes.CODE}", inference), found
