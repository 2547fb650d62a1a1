"""References from one record to others."""

from pathlib import Path

from carbonlex.checks.check import described
from carbonlex.reading.dataset import Dataset
from carbonlex.vocabulary import Vocabulary
from conftest import edit

EVENT = """kind: event
id: aa-event
name: {en: "An event"}
date: 2021
about: [ABOUT]
"""


def faults(project: Path, vocabulary: Vocabulary, about: str) -> list[str]:
    (project / "events/aa-event.yaml").write_text(EVENT.replace("ABOUT", about), "utf-8")
    dataset = Dataset.load(project, vocabulary)
    return [f.message for f in described(dataset, [dataset.placed["event", "aa-event"]])]


def test_an_event_may_be_about_records_of_many_kinds(project: Path, vocabulary: Vocabulary) -> None:
    assert faults(project, vocabulary, "aa, aa-ets, aaa, aa-act, aa-agency, aa-bb-link, bb-quota, surrender") == []


def test_a_name_that_leads_nowhere(project: Path, vocabulary: Vocabulary) -> None:
    assert faults(project, vocabulary, "aa-etz") == ["there is no record aa-etz"]


def test_a_name_that_may_mean_two_records(project: Path, vocabulary: Vocabulary) -> None:
    body = (project / "bodies/aa-agency.yaml").read_text("utf-8").replace("id: aa-agency", "id: aa-ets")
    (project / "bodies/aa-ets.yaml").write_text(body, "utf-8")
    assert faults(project, vocabulary, "aa-ets") == ["aa-ets may be a scheme or a body"]


def test_a_mapping_may_join_units(project: Path, vocabulary: Vocabulary) -> None:
    edit(project / "mappings/aa-market-bb-quota.yaml", "from: aa-market-2023", "from: aaa")
    dataset = Dataset.load(project, vocabulary)
    assert described(dataset, [dataset.placed["mapping", "aa-market-bb-quota"]]) == []
