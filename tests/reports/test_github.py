"""Annotations as GitHub's runner takes them."""

from carbonlex.faults import Fault
from carbonlex.reports import Outcome, report


def test_annotations() -> None:
    faults = [
        Fault("a:b,c.yaml", 3, 4, "CLX501", "error", "100 %, or: less", hint="two\nlines"),
        Fault("a.yaml", 3, 0, "CLX601", "warning", "::stop-commands::x"),
        Fault("", 0, 0, "CLX901", "info", "nothing examined"),
    ]
    assert report("github", Outcome(faults, ["a.yaml"], False)).split("\n") == [
        "::error file=a%3Ab%2Cc.yaml,line=3,col=4,title=CLX501::100 %25, or: less%0Ahelp: two\\nlines",
        "::warning file=a.yaml,line=3,title=CLX601::::stop-commands::x",
        "::notice title=CLX901::nothing examined",
        "1 file checked: 1 error, 1 warning, 1 info; does not conform",
    ]


def test_no_line_of_a_file_becomes_a_command() -> None:
    written = report(
        "github", Outcome([Fault("a", 1, 1, "CLX501", "error", "x\n::set-env name=a::b\r::c::")], [], False)
    )
    assert len(written.splitlines()) == 2
