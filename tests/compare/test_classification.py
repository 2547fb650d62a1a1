"""A new wording among the published ones."""

import pytest

from carbonlex.compare import classification, effects
from carbonlex.graph import reasoning
from carbonlex.graph.reasoning import Conclusion, Inference
from carbonlex.reading.dataset import Dataset
from carbonlex.records.model import Finding, Worded
from carbonlex.vocabulary import CLX, Vocabulary
from conftest import PROJECT, needs_java, wording

NONE = Inference(consistent=True, ran=False)


def laid(published: Dataset, **records: bytes) -> tuple[Dataset, Dataset]:
    """New records, alone and over the published ones."""
    new = Dataset(published.vocabulary)
    for name, content in records.items():
        new.add(f"{name}.yaml", content, None)
    assert new.faults == []
    return new, new.over(published)


def again(published: Dataset, id_: str, old: str, new: str) -> bytes:
    """A record of the golden project with other words."""
    text = (PROJECT / published.placed["definition", id_].file).read_text("utf-8")
    assert old in text
    return text.replace(old, new).encode()


def test_a_published_record_taken_out_finds_its_versions_first(published: Dataset) -> None:
    key = ("definition", "eu-ets-directive-allowance")
    record = published.placed[key].record
    assert isinstance(record, Worded)
    without = Dataset(published.vocabulary, {k: p for k, p in published.placed.items() if k != key})
    found = classification.classify(published, record, without, NONE, 5)
    assert [r.wording.id for r in found.relatives[:2]] == ["eu-cbam-eu-ets-allowance", "eu-ets-directive-allowance-fr"]
    assert [r.number for r in found.relatives[:2]] == [1, 1]
    assert all(r.wording.jurisdiction != "eu" for r in found.elsewhere)
    assert {r.wording.concept for r in found.relatives} <= set(found.family)
    assert "legal-nature" in found.silent
    assert "international-transfer" in found.unread


def test_families(vocabulary: Vocabulary) -> None:
    assert "emissions-trading" in classification.family(vocabulary, "carbon-market")
    assert "carbon-market" not in classification.family(vocabulary, "carbon-credit")
    assert classification.family(vocabulary, "registry") == ("registry",)


@needs_java
def test_classes_and_what_they_follow_from(golden: Dataset) -> None:
    new, whole = laid(
        golden,
        x=wording("x-market", 'mechanism: {values: [cap-and-trade], basis: explicit, quote: {en: "under a cap"}}'),
    )
    inference = reasoning.reason(new)
    record = whole.wording("x-market")
    assert record
    (member,) = classification.memberships(record, inference, golden.vocabulary)
    assert member.cls == CLX + "CapAndTradeWording"
    assert [(f, r.quote) for f, r in member.follows_from] == [("mechanism", {"en": "under a cap"})]


@pytest.mark.usefixtures("quick")
def test_a_finding_is_overturned(golden: Dataset) -> None:
    from carbonlex.graph import published as prepared

    no_cap = [
        again(golden, f"aa-market-{year}", "values: [cap-and-trade]", "values: [emissions-trading]")
        for year in (2020, 2023)
    ]
    new, whole = laid(golden, a=no_cap[0], b=no_cap[1])
    before = prepared.open_store(PROJECT, golden.vocabulary)
    findings = list(golden.all(Finding))

    def asked(inference: Inference) -> list[tuple[str, str, str]]:
        after = effects.with_new(whole, new, before, inference)
        found = effects.overturned(findings, before, after, PROJECT, golden.vocabulary)
        return [(o.finding.id, o.before.answer, o.after.answer) for o in found]

    assert asked(Inference(True, True)) == [("cap-named", "holds", "fails")]
    cap = Conclusion(golden.vocabulary.iri("definition", "aa-market-2023"), CLX + "CapAndTradeWording", ())
    assert asked(Inference(True, True, [cap])) == []


def test_what_was_inferred_is_read_back(golden: Dataset, classified: Inference) -> None:
    from carbonlex.graph import published as prepared
    from carbonlex.graph import store

    graph = store.store_of(prepared.whole(golden, classified))
    assert prepared.conclusions(graph) == sorted(classified.conclusions)


@pytest.mark.parametrize(
    ("old", "new", "because", "doubtful"),
    [
        ("carbon credits <under> a cap", "carbon credits, <under> a cap", ("changed",), False),
        ("valid: {from: 2023-01-01}", "valid: {from: 2023-01-01, to: 2024-12-31}", ("ended",), False),
    ],
)
def test_mappings_of_a_wording_that_changes(
    golden: Dataset, old: str, new: str, because: tuple[str, ...], doubtful: bool
) -> None:
    _, whole = laid(golden, a=again(golden, "aa-market-2023", old, new))
    record = whole.wording("aa-market-2023")
    assert record
    (found,) = effects.questioned(record, golden, whole)
    assert (found.mapping.id, found.because, found.doubtful) == ("aa-market-bb-quota", because, doubtful)


def test_a_mapping_becomes_doubtful(golden: Dataset) -> None:
    """Once both ends are read on its facet, and then one of them otherwise; what was not read, nobody can tell."""

    def question(published: Dataset, readings: str) -> tuple[Dataset, effects.Questioned]:
        _, whole = laid(published, a=again(golden, "bb-quota", "readings:", f"readings:\n  traded-object: {readings}"))
        record = whole.wording("bb-quota")
        assert record
        (found,) = effects.questioned(record, published, whole)
        return whole, found

    silent, found = question(golden, "{basis: silent}")
    assert found.doubtful is None
    assert [(s.before.state, s.after.state) for s in found.shifts] == [("unread", "one-silent")]
    _, found = question(silent, "{values: [emission-allowance], basis: implied}")
    assert found.doubtful is True
    assert [(s.before.state, s.after.state) for s in found.shifts] == [("one-silent", "partly")]


def test_a_wording_that_takes_the_place_of_another(golden: Dataset) -> None:
    text = wording("x-market", "traded-object: {values: [carbon-credit], basis: implied}")
    _, whole = laid(golden, x=text.replace(b"source:", b"replaces: aa-market-2023\nsource:"))
    record = whole.wording("x-market")
    assert record
    (found,) = effects.questioned(record, golden, whole)
    assert (found.end.id, found.because, found.doubtful) == ("aa-market-2023", ("replaced",), False)


def test_new_or_unchanged_wordings_touch_no_mapping(golden: Dataset) -> None:
    _, whole = laid(
        golden, a=again(golden, "aa-market-2023", "kind:", "kind:"), x=wording("x-market", "level: {basis: silent}")
    )
    for id_ in ("aa-market-2023", "x-market"):
        record = whole.wording(id_)
        assert record
        assert not list(effects.questioned(record, golden, whole))
