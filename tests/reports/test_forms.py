"""All forms of report tell the same of the same faults, however awkward these are."""

from collections import Counter
from dataclasses import replace
from pathlib import PurePath
from typing import cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from read_back import READERS, Told, conforms, reasoning

from carbonlex.checks.reasoned import Reasoned
from carbonlex.faults import SEVERITIES, Fault
from carbonlex.reports import FORMS, Outcome, report
from carbonlex.reports.headline import visible
from carbonlex.reports.outcome import encodable
from carbonlex.vocabulary import Vocabulary

RULES = Vocabulary().rules
ID = "https://w3id.org/carbonlex/id/definition/xx"
# Forms that people read show what cannot be seen as escapes, in one line; the others keep every character.
SHOWN = {"text", "junit", "github"}
MESSAGES = (
    "plain",
    "two\nlines\r\nand a third\rand a fourth",
    "\"quoted\" and 'quoted' and \\ and \\n",
    "]]> <!-- & &amp; <b>",
    "\x00 \x07 \x1b[31mred\x1b[0m \x7f \x85 \x9b31m",
    "100 % of 25%25 %0A",
    "a::error file=x::b",
    "::error::",
    "a, b: c, d=e",
    "碳排放权交易 ｆｕｌｌ",
    "\U0001f331 \U00020000 e\u0301 \u200d",
    "right to left \u202e and \u2066 isolated \u2069 \ufeff",
    "line \u2028 paragraph \u2029 separators",
    "not a character: \ufffe \uffff \U0010ffff",
    "a lone surrogate \udc80",
    "{0} {values: [x]} {{}} }} [a](1) [b](https://example.org) \\](",
    "new.yaml:1:2: error CLX101: not this",
    "  help: no",
    "",
)
FILES = (
    "new.yaml",
    "a b/c%20d.yaml",
    "-",
    "/abs/Ð°/碳.yaml",
    "C,D=E.yaml",
    "line\nbreak.yaml",
    "\udcff.yaml",
    "#q?.yaml",
    "\x1b[2J",
    "",
)


def told(fault: Fault, form: str) -> Told:
    file, message = encodable(fault.file), encodable(fault.message)
    if form in SHOWN:
        file, message = visible(file), visible(message)
    return fault.severity, fault.code, file, fault.line, fault.column, message


def awkward() -> list[Fault]:
    faults = [
        Fault(FILES[n % len(FILES)], n, n % 3, "CLX102", SEVERITIES[n % 3], text, ID, "readings.x", text, text)
        for n, text in enumerate(MESSAGES)
    ]
    faults += [Fault(file, 3, 4, "CLX501", "error", file, "", "", "", "") for file in FILES]
    faults += [Fault("", 0, 0, "CLX901", "info", "nowhere"), Fault("new.yaml", 0, 0, "CLX001", "error", "no place")]
    return [placed(f) for f in faults]


def placed(fault: Fault) -> Fault:
    """Without a file there is no line, and without a line no column."""
    line = fault.line if fault.file else 0
    return replace(fault, line=line, column=fault.column if line else 0)


def outcome(faults: list[Fault], strict: bool = False) -> Outcome:
    fails = any(f.severity == "error" or (strict and f.severity == "warning") for f in faults)
    files = list(dict.fromkeys(f.file for f in faults if f.file))
    return Outcome(faults, files, not fails, RULES, lambda _: ["one", "\ttwo\x1b", "三"], strict)


@pytest.mark.parametrize("form", FORMS)
def test_every_form_tells_the_same(form: str) -> None:
    faults = awkward()
    written = report(form, outcome(faults))
    assert Counter(READERS[form](written)) == Counter(told(f, form) for f in faults)
    assert written.encode("utf-8")


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("strict", [False, True])
@pytest.mark.parametrize("severity", SEVERITIES)
def test_every_form_says_whether_all_conforms(form: str, strict: bool, severity: str) -> None:
    shown = outcome([Fault("a.yaml", 1, 1, "CLX501", severity, "x")], strict)
    assert conforms(form, report(form, shown)) == shown.conforms
    assert conforms(form, report(form, outcome([]))) is True


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("status", ["consistent", "inconsistent", "not run", "timed out"])
@pytest.mark.parametrize("message", MESSAGES)
def test_every_form_tells_what_the_reasoner_said(form: str, status: str, message: str) -> None:
    """And the faults as before."""
    faults = [Fault("a.yaml", 1, 1, "CLX704", "error", "x")]
    written = report(form, replace(outcome(faults), reasoned=Reasoned(status, message)))
    shown = visible(encodable(message)) if form in SHOWN else encodable(message)
    assert reasoning(form, written) == (status, shown)
    assert list(READERS[form](written)) == [told(f, form) for f in faults]
    assert conforms(form, written) is False
    assert reasoning(form, report(form, outcome(faults))) is None


@pytest.mark.parametrize("form", FORMS)
def test_the_severity_is_the_faults_own(form: str) -> None:
    """A project may have set another than the rule book."""
    fault = Fault("a.yaml", 1, 1, "CLX501", "info", "x")
    assert [f[0] for f in READERS[form](report(form, outcome([fault])))] == ["info"]


def text() -> st.SearchStrategy[str]:
    special = st.sampled_from(
        ["\n", "\r\n", "\x1b[0m", "]]>", "%0A", "::", ",", "碳", "\U0001f331", "{", "}", "](", '"']
    )
    return st.lists(special | st.text(max_size=8), max_size=5).map("".join)


# What could be taken for the end of a file's name is not tried in one: no reader of lines could tell.
names = text().filter(lambda n: ": " not in n).map(lambda n: PurePath("x" + n).as_posix())


@st.composite
def faults(draw: st.DrawFn) -> Fault:
    fault = Fault(
        draw(st.just("") | names),
        draw(st.integers(0, 4)),
        draw(st.integers(0, 5)),
        cast("str", draw(st.sampled_from(sorted(RULES)))),
        draw(st.sampled_from(SEVERITIES)),
        draw(text()),
        draw(st.sampled_from(["", ID, "no iri", "x:\x00"])),
        draw(text()),
        draw(text()),
        draw(text()),
    )
    return placed(fault)


@pytest.mark.parametrize("form", FORMS)
@settings(max_examples=60, deadline=None)
@given(found=st.lists(faults(), max_size=4))
def test_whatever_the_faults(form: str, found: list[Fault]) -> None:
    written = report(form, outcome(found))
    assert Counter(READERS[form](written)) == Counter(told(f, form) for f in found)


def test_an_unknown_form() -> None:
    with pytest.raises(ValueError, match="no form"):
        report("xml", outcome([]))
