"""Text for people: the place, the line, the caret, the remedy; nothing that a terminal would obey."""

import os
import subprocess
import sys

import pytest

from carbonlex.faults import Fault
from carbonlex.reports import Outcome, report
from carbonlex.reports.excerpt import excerpt, lines
from carbonlex.reports.headline import visible
from carbonlex.rulebook import Rule

LINES = ["kind: asset", "type: allowence", "name: {zh: 碳排放权, en: x}", "\tnote: y", "code: \x1b[2J"]
RULES = {"CLX104": Rule("CLX104", "error", "Required keys are there.", "why", "add the key")}


def told(*faults: Fault, **more: object) -> str:
    files = list(dict.fromkeys(f.file for f in faults))
    return report("text", Outcome(faults, files, not faults, RULES, lambda _: LINES, **more))  # type: ignore[arg-type]


def test_a_fault_with_its_line() -> None:
    first = Fault(
        "new.yaml", 2, 7, "CLX102", "error", "no such type", "", "type", "allowence", "did you mean allowance?"
    )
    second = Fault("new.yaml", 1, 1, "CLX104", "warning", "a key is missing")
    assert (
        told(first, second)
        == """\
new.yaml:2:7: error CLX102: no such type
  2 | type: allowence
    |       ^~~~~~~~~
  help: did you mean allowance?

new.yaml:1:1: warning CLX104: a key is missing
  1 | kind: asset
    | ^
  help: add the key

1 file checked: 1 error, 1 warning; does not conform
more on these rules: carbonlex explain CLX102 CLX104"""
    )


def test_no_fault() -> None:
    assert report("text", Outcome([], ["a", "b"], True)) == "2 files checked: nothing wrong"


@pytest.mark.parametrize("line", [0, 9])
def test_a_fault_without_its_line(line: int) -> None:
    shown = told(Fault("new.yaml", line, 0, "CLX901", "info", "nothing examined"))
    assert shown.startswith(f"new.yaml{':9' if line else ''}: info CLX901: nothing examined\n\n")


@pytest.mark.parametrize(
    ("line", "column", "value", "shown", "under"),
    [
        ("a: b", 4, "b", "a: b", "   ^"),
        ("a: 'b c'", 4, "b c", "a: 'b c'", "   ^~~~"),
        ("a: [x, yy]", 4, "yy", "a: [x, yy]", "   ^   ~~"),
        ("yy: [x, yy]", 5, "z", "yy: [x, yy]", "    ^"),
        ("{zh: 碳权, en: x}", 6, "碳权", "{zh: 碳权, en: x}", "     ^~~~"),
        ("{zh: 碳权, en: x}", 14, "x", "{zh: 碳权, en: x}", "               ^"),
        ("e\u0301e: x", 6, "x", "e\u0301e: x", "    ^"),
        ("e\u0301: x", 2, "", "e\u0301: x", "^"),
        ("\tx: y", 5, "y", "    x: y", "       ^"),
        ("a\tx: y", 3, "x", "a   x: y", "    ^"),
        ("\x1b[0m: x", 7, "x", "\\x1b[0m: x", "         ^"),
        ("a:", 3, "", "a:", "  ^"),
        ("a:", 99, "", "a:", "  ^"),
        ("", 1, "", "", "^"),
        ("a: b", 0, "", "a: b", ""),
        ("a: b\r\n", 4, "b", "a: b", "   ^"),
    ],
)
def test_the_caret_stands_under_its_column(line: str, column: int, value: str, shown: str, under: str) -> None:
    assert excerpt(line, column, value, 80) == (shown, under)


@pytest.mark.parametrize("letter", ["x", "碳", "\t", "\x00"])
@pytest.mark.parametrize("column", [1, 2, 500, 999, 1000, 1001])
def test_a_long_line_is_cut_around_the_caret(letter: str, column: int) -> None:
    shown, under = excerpt(letter * 1000, column, "", 40)
    assert sum(2 if c == "碳" else 1 for c in shown) <= 40
    assert under.endswith("^")
    assert len(under) <= 41
    assert shown.startswith("…") == (column > 10) or letter == "\t"


def test_a_very_long_line_takes_no_time_to_speak_of() -> None:
    shown, under = excerpt("x" * 3_000_000, 2_000_000, "x", 40)
    assert (shown[0], shown[-1], len(shown), under[-1]) == ("…", "…", 40, "^")


def test_lines_are_counted_as_in_yaml() -> None:
    assert lines("a\r\nb\rc\x85d\u2028e\u2029f\x0bg\n".encode()) == ["a", "b", "c", "d", "e", "f\x0bg", ""]
    assert lines(b"\xff") == ["\ufffd"]


def test_nothing_reaches_the_terminal_that_it_would_obey() -> None:
    shown = told(Fault("\x9bm.yaml", 5, 1, "CLX102", "error", "\x1b[2J \u202e", "", "", "", "\x07"))
    assert all(c == "\n" or visible(c) == c for c in shown)


def test_colour_only_when_asked_for() -> None:
    fault = Fault("new.yaml", 2, 7, "CLX102", "error", "no such type", "", "type", "allowence", "a hint")
    assert "\x1b[1;31merror CLX102\x1b[0m" in told(fault, colour=True)
    assert "\x1b" not in told(fault)


def test_plain_text_needs_no_rich() -> None:
    program = (
        "import sys; from carbonlex.reports import Outcome, report; from carbonlex.faults import Fault;"
        "report('text', Outcome([Fault('a', 1, 1, 'CLX102', 'error', 'x')], ['a'], False, {}, lambda _: ['a']));"
        "print([m for m in ('rich', 'rdflib', 'pyoxigraph') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, env=os.environ)
    assert done.stdout == "[]\n"
