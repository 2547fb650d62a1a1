"""The checks by family and name. A check yields what breaks its rule: the subject, and what is wrong with it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from standing.ontology import Ontology

Found = Iterator[tuple[str, str]]
Examine = Callable[[Ontology], Found]


@dataclass(frozen=True)
class Check:
    """``family`` is who thought of the rule, ``name`` what they call it; the docstring of ``examine`` says what it demands."""

    family: str
    name: str
    examine: Examine

    @property
    def id(self) -> str:
        return f"{self.family}-{self.name}"


CHECKS: list[Check] = []


def rule(family: str, name: str) -> Callable[[Examine], Examine]:
    """Enter a check into the registry."""

    def entered(examine: Examine) -> Examine:
        CHECKS.append(Check(family, name, examine))
        return examine

    return entered
