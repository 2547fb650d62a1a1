"""JUnit XML, as build servers read it: a test case for each checked file.

There is no standard; what is written here is what the readers agree on: one ``failure`` at most in a case, the counts on
``testsuites`` and ``testsuite``, ``classname`` and ``name`` on each case. What the reasoner answered is a property of the suite; where
it did not answer, there is a case that was skipped.
"""

import xml.etree.ElementTree as ET
from collections.abc import Sequence

from carbonlex.faults import Fault
from carbonlex.reports.headline import headline, visible
from carbonlex.reports.outcome import DONE, Outcome, reasoning

SUITE = "carbonlex validate"
ELSEWHERE = "all files together"
REASONING = "reasoning"


def write(outcome: Outcome) -> str:
    """The report: faults that make the check fail are a case's failure, the others its output."""
    found: dict[str, list[Fault]] = {name: [] for name in outcome.checked}
    for fault in outcome.faults:
        found.setdefault(fault.file, []).append(fault)
    failed = {name for name, faults in found.items() if any(map(outcome.fails, faults))}
    said = reasoning(outcome)
    missing = said is not None and said[0] not in DONE
    numbers = {"tests": str(len(found) + missing), "failures": str(len(failed)), "errors": "0", "time": "0"}
    suites = ET.Element("testsuites", {"name": SUITE, **numbers})
    suite = ET.SubElement(suites, "testsuite", {"name": SUITE, **numbers, "skipped": str(int(missing))})
    if said:
        properties = ET.SubElement(suite, "properties")
        for name, value in zip(("reasoning", "reasoning.message"), said, strict=True):
            ET.SubElement(properties, "property", {"name": name, "value": visible(value)})
    for name, faults in found.items():
        shown = visible(name) or ELSEWHERE
        case = ET.SubElement(suite, "testcase", {"classname": SUITE, "name": shown, "time": "0"})
        if name:
            case.set("file", shown)
        failing = [f for f in faults if outcome.fails(f)]
        if failing:
            told = visible(failing[0].message) + (f" (and {len(failing) - 1} more)" if len(failing) > 1 else "")
            codes = " ".join(dict.fromkeys(f.code for f in failing))
            ET.SubElement(case, "failure", {"type": codes, "message": told}).text = _lines(failing)
        others = [f for f in faults if not outcome.fails(f)]
        if others:
            ET.SubElement(case, "system-out").text = _lines(others)
    if said and missing:
        case = ET.SubElement(suite, "testcase", {"classname": SUITE, "name": REASONING, "time": "0"})
        ET.SubElement(case, "skipped", {"message": visible(f"{said[0]}: {said[1]}")})
    ET.indent(suites)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(suites, encoding="unicode")


def _lines(faults: Sequence[Fault]) -> str:
    lines = []
    for fault in faults:
        lines.append(headline(fault))
        if fault.hint:
            lines.append(f"  help: {visible(fault.hint)}")
    return "\n".join(lines)
