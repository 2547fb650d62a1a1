"""Which rules count. What keeps a record from being read counts always."""

import dataclasses

from carbonlex.checks.examination import Examination
from carbonlex.checks.profile import Profile
from carbonlex.faults import Fault
from carbonlex.reading.document import Source
from carbonlex.vocabulary import Vocabulary

FAULT = Fault("a.yaml", 1, 1, "CLX402", "error", "m")


def test_selected_and_ignored() -> None:
    other = dataclasses.replace(FAULT, code="CLX801", severity="warning")
    assert Profile(select=("CLX4",)).apply([FAULT, other]) == [FAULT]
    assert Profile(ignore=("CLX402",)).apply([FAULT, other]) == [other]
    assert Profile(severities={"CLX402": "off", "CLX801": "info"}).apply([FAULT, other]) == [
        dataclasses.replace(other, severity="info")
    ]


def test_a_record_that_could_not_be_read_never_passes(vocabulary: Vocabulary) -> None:
    """No other rule was tried on it: that none of those found anything says nothing."""
    source = Source.text(b"kind: definition\nid: xx\n")
    unread = Examination(vocabulary, None).faults([source])
    assert unread
    for profile in (Profile(select=("CLX4",)), Profile(ignore=("CLX",)), Profile(severities={"CLX104": "off"})):
        assert profile.apply(unread) == unread
