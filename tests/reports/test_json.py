"""The JSON of ``INTERFACE.md``."""

import json

from carbonlex.faults import Fault
from carbonlex.reports import Outcome, report

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
    read = json.loads(report("json", Outcome([FAULT], ["new.yaml"], False)))
    assert list(read) == ["conforms", "checked", "counts", "results"]
    assert read["conforms"] is False
    assert read["checked"] == ["new.yaml"]
    assert read["counts"] == {"error": 1, "warning": 0, "info": 0}
    assert list(read["results"][0].items()) == [
        ("severity", "error"),
        ("code", "CLX102"),
        ("message", "wrong"),
        ("file", "new.yaml"),
        ("line", 14),
        ("column", 5),
        ("focus", "https://x"),
        ("path", "readings.mechanism"),
        ("value", "cap-and-trad"),
        ("hint", "did you mean cap-and-trade?"),
    ]


def test_text_stays_readable_and_hidden_characters_do_not_stay_hidden() -> None:
    fault = Fault("碳.yaml", 1, 1, "CLX102", "error", "\x9b31m \u202e 碳")
    written = report("json", Outcome([fault], [], False))
    assert '"\\u009b31m \\u202e 碳"' in written
    assert json.loads(written)["results"][0]["message"] == fault.message
