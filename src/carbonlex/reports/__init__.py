"""What a check found becomes text, JSON, SARIF, JUnit XML, GitHub annotations or a SHACL report; all from one list of faults."""

import importlib

from carbonlex.reports.outcome import Outcome, counts, summary

FORMS = ("text", "json", "sarif", "junit", "github", "turtle")

__all__ = ["FORMS", "Outcome", "counts", "report", "summary"]


def report(form: str, outcome: Outcome) -> str:
    """The outcome of a check in one of the forms, without a newline at its end.

    Each form is a module of this package with a function ``write``; no other form's module is loaded.

    :param form: one of :data:`FORMS`.
    """
    if form not in FORMS:
        raise ValueError(f"there is no form {form}")
    written: str = importlib.import_module(f"{__name__}.{form}").write(outcome)
    return written
