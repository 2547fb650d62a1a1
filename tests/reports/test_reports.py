"""Faults as text and as the JSON of INTERFACE.md."""

import json

from carbonlex.faults import Fault, nearest
from carbonlex.reports import faults as report

FAULT = Fault(
    "new.yaml",
    14,
    5,
    "CLX102",
    "error",
    "wrong",
    "https://x",
    "readings.mechanism",
    "cap-and-trad",
    "did you mean cap-and-trade?",
)


def test_json() -> None:
    read = json.loads(report.as_json([FAULT], ["new.yaml"], False))
    assert read["conforms"] is False
    assert read["counts"] == {"error": 1, "warning": 0, "info": 0}
    assert list(read["results"][0]) == [
        "severity",
        "code",
        "message",
        "file",
        "line",
        "column",
        "focus",
        "path",
        "value",
        "hint",
    ]


def test_text() -> None:
    lines = report.as_text([FAULT], ["new.yaml"], False).splitlines()
    assert lines[0].startswith("new.yaml:14:5: error CLX102: wrong")
    assert lines[-1] == "1 file checked: 1 error; does not conform"
    assert report.as_text([], ["a", "b"], True) == "2 files checked: nothing wrong"


def test_nearest() -> None:
    assert nearest("mechanim", ["mechanism", "level"]) == "did you mean mechanism?"
    assert nearest("zzz", ["mechanism"]) == ""
