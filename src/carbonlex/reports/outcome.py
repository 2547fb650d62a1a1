"""The outcome of a check: what every form of report is written from."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import TYPE_CHECKING, Any

from carbonlex.faults import SEVERITIES, Fault
from carbonlex.rulebook import Rule

if TYPE_CHECKING:
    from carbonlex.checks.reasoned import Reasoned

DONE = ("consistent", "inconsistent")  # what the reasoner answers where it answers
HOME = "https://w3id.org/carbonlex/"


def _nothing(_: str) -> Sequence[str]:
    return ()


@dataclass(frozen=True)
class Outcome:
    """What was checked, and what is wrong with it.

    :param faults: in the order in which they are reported. Their severities count, not those of the rule book: a project may
        have set others.
    :param checked: the files that were checked, as they were named.
    :param conforms: whether nothing is so wrong that the check fails.
    :param rules: the rule book.
    :param source: the lines of a file, as its reader counts them; nothing where they cannot be had.
    :param strict: whether warnings count as errors.
    :param colour: whether the text is for a terminal that shows colours.
    :param width: how many columns a line of a file may take in the text.
    :param home: where the pages of the rules lie.
    :param reasoned: what became of asking the reasoner; nothing where it was not to be asked.
    """

    faults: Sequence[Fault]
    checked: Sequence[str]
    conforms: bool
    rules: Mapping[str, Rule] = field(default_factory=dict)
    source: Callable[[str], Sequence[str]] = _nothing
    strict: bool = False
    colour: bool = False
    width: int = 100
    home: str = HOME
    reasoned: "Reasoned | None" = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "faults", [self._complete(fault) for fault in self.faults])
        object.__setattr__(self, "checked", [encodable(name) for name in self.checked])

    def _complete(self, fault: Fault) -> Fault:
        """The fault with texts that can be written, and with its rule's remedy where it names none of its own."""
        texts = {f.name: getattr(fault, f.name) for f in fields(fault)}
        changed: dict[str, Any] = {n: encodable(t) for n, t in texts.items() if isinstance(t, str) and not t.isascii()}
        if not fault.hint and fault.code in self.rules:
            changed["hint"] = self.rules[fault.code].hint
        return replace(fault, **changed) if changed else fault

    def page(self, code: str) -> str:
        """The address of a rule's page."""
        return f"{self.home}rules/{code}/"

    def fails(self, fault: Fault) -> bool:
        """Whether this fault makes the check fail."""
        return fault.severity == "error" or (self.strict and fault.severity == "warning")


def counts(faults: Sequence[Fault]) -> dict[str, int]:
    """How many of each severity."""
    return {s: sum(1 for f in faults if f.severity == s) for s in SEVERITIES}


def summary(outcome: Outcome) -> str:
    """How many files were checked, and what was found in them."""
    number = counts(outcome.faults)
    found = ", ".join(f"{n} {s}{'s' if n != 1 and s != 'info' else ''}" for s, n in number.items() if n)
    many = f"{len(outcome.checked)} file{'s' if len(outcome.checked) != 1 else ''} checked"
    return f"{many}: {found or 'nothing wrong'}" + ("" if outcome.conforms or not found else "; does not conform")


def reasoning(outcome: Outcome) -> tuple[str, str] | None:
    """Status and message of the reasoner's answer, with texts that can be written."""
    if outcome.reasoned is None:
        return None
    return outcome.reasoned.status, encodable(outcome.reasoned.message)


def encodable(text: str) -> str:
    """The text without lone surrogates, which no encoding of Unicode can write; the name of a file may hold them."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")
