"""JUnit XML as its readers see it."""

from junitparser import Failure, JUnitXml, TestCase, TestSuite

from carbonlex.faults import Fault
from carbonlex.reports import Outcome, report

ERROR = Fault("a.yaml", 1, 2, "CLX501", "error", "the period ends ]]> too early", hint="h")
WARNING = Fault("b.yaml", 1, 2, "CLX601", "warning", "one-sided")
NOWHERE = Fault("", 0, 0, "CLX901", "info", "nothing examined")


def suite(faults: list[Fault], strict: bool = False) -> TestSuite:
    written = report("junit", Outcome(faults, ["a.yaml", "b.yaml", "c.yaml"], False, strict=strict))
    read = JUnitXml.fromstring(written.encode())
    (found,) = read
    assert (read.tests, read.failures) == (found.tests, found.failures)
    return found


def cases(found: TestSuite) -> dict[str | None, TestCase]:
    return {case.name: case for case in found}


def test_a_case_for_each_file() -> None:
    found = suite([ERROR, WARNING, NOWHERE])
    assert (found.tests, found.failures, found.errors, found.skipped) == (4, 1, 0, 0)
    assert list(cases(found)) == ["a.yaml", "b.yaml", "c.yaml", "all files together"]
    assert [c.name for c in found if not c.is_passed] == ["a.yaml"]


def test_an_error_is_a_failure() -> None:
    (failure,) = cases(suite([ERROR, ERROR]))["a.yaml"].result
    assert isinstance(failure, Failure)
    assert (failure.type, failure.message) == ("CLX501", "the period ends ]]> too early (and 1 more)")
    assert failure.text == "\n".join(["a.yaml:1:2: error CLX501: the period ends ]]> too early\n  help: h"] * 2)


def test_a_warning_fails_only_where_warnings_count() -> None:
    case = cases(suite([WARNING]))["b.yaml"]
    assert case.is_passed
    assert case.system_out == "b.yaml:1:2: warning CLX601: one-sided"
    assert not cases(suite([WARNING], strict=True))["b.yaml"].is_passed
