"""What a check of records found."""

from collections.abc import Mapping
from dataclasses import fields
from typing import TYPE_CHECKING

from carbonlex.errors import UnknownName
from carbonlex.faults import Fault
from carbonlex.library import frames
from carbonlex.reports import FORMS, Outcome, counts, report, summary
from carbonlex.reports.outcome import reasoning

if TYPE_CHECKING:
    import pandas as pd


class Checked:
    """The outcome of :meth:`Collection.validate`.

    >>> checked = data.validate(text="kind: body\\nid: xx-body\\nname: {en: Body}\\ntype: agencie\\n")
    >>> checked.conforms
    False
    >>> fault = checked.results[0]
    >>> fault.code, fault.line, fault.column, fault.message
    ('CLX102', 4, 7, 'agencie is no body-type')
    >>> print(checked)
    -:4:7: error CLX102: agencie is no body-type
      4 | type: agencie
        |       ^~~~~~~
      help: did you mean agency?
    <BLANKLINE>
    1 file checked: 1 error; does not conform
    more on these rules: carbonlex explain CLX102
    """

    def __init__(self, outcome: Outcome) -> None:
        self._outcome = outcome

    @property
    def conforms(self) -> bool:
        """Whether nothing is wrong that fails the check: no error, and with ``strict`` no warning either."""
        return self._outcome.conforms

    @property
    def results(self) -> tuple[Fault, ...]:
        """What is wrong, by place."""
        return tuple(self._outcome.faults)

    @property
    def files(self) -> tuple[str, ...]:
        """What was checked, as it was named; ``-`` is a text."""
        return tuple(self._outcome.checked)

    @property
    def counts(self) -> Mapping[str, int]:
        """How many results there are of each severity."""
        return counts(self._outcome.faults)

    @property
    def reasoning(self) -> tuple[str, str] | None:
        """What became of asking the reasoner, and what that means: ``consistent``, ``inconsistent``, ``not run`` or ``timed out``;
        nothing where it was not to be asked."""
        return reasoning(self._outcome)

    def report(self, form: str = "text") -> str:
        """The report that ``carbonlex validate`` prints.

        :param form: ``text``, ``json``, ``sarif``, ``junit``, ``github`` or ``turtle`` (a SHACL report).
        :raises UnknownName: where there is no such form.
        """
        if form not in FORMS:
            raise UnknownName("form of report", form, FORMS, f"take one of {', '.join(FORMS)}")
        return report(form, self._outcome)

    def to_pandas(self) -> "pd.DataFrame":
        """The results, a row each.

        :raises PandasMissing: where pandas is not installed (``pip install 'carbonlex[pandas]'``).
        """
        names = [field.name for field in fields(Fault) if field.name != "barring"]
        return frames.frame(names, [[getattr(fault, name) for name in names] for fault in self.results])

    def __repr__(self) -> str:
        return f"<{summary(self._outcome)}>"

    def __str__(self) -> str:
        return self.report()
