"""Strict YAML: whatever the bytes, faults with a place and never an exception."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from carbonlex.errors import UsageError
from carbonlex.reading import tree
from carbonlex.reading.dataset import Dataset
from carbonlex.reading.files import records as files
from carbonlex.reading.reader import read
from carbonlex.records.model import Definition, Jurisdiction, Period
from carbonlex.vocabulary import Vocabulary

WORDS = Vocabulary()
GOOD = (Path(__file__).parents[1] / "golden/project/definitions/aa/aa-market-2020.yaml").read_text("utf-8")
LENIENT = settings(max_examples=150, database=None, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def judged(content: bytes) -> None:
    placed, faults = read("x.yaml", content, WORDS, "x")
    assert placed is not None or faults
    for fault in faults:
        assert fault.line >= 1
        assert fault.column >= 1
        assert fault.code in WORDS.rules


@given(st.binary(max_size=300))
@LENIENT
def test_any_bytes(content: bytes) -> None:
    judged(content)


@given(st.text(max_size=300))
@LENIENT
def test_any_text(content: str) -> None:
    judged(content.encode("utf-8", "surrogatepass"))


@given(st.integers(0, len(GOOD)), st.integers(0, 30), st.text("{}[]:,-&*!|>'\"\n\t #%@`aé中\u200b\x85", max_size=6))
@LENIENT
def test_a_record_with_something_cut_out_and_put_in(at: int, gone: int, put: str) -> None:
    judged((GOOD[:at] + put + GOOD[at + gone :]).encode())


@given(
    st.recursive(
        st.text(max_size=8),
        lambda inner: (
            st.lists(inner, max_size=4)
            | st.dictionaries(
                st.sampled_from(
                    ["kind", "id", "text", "readings", "mechanism", "values", "quote", "en", "valid", "statements", "x"]
                ),
                inner,
                max_size=5,
            )
        ),
        max_leaves=15,
    )
)
@LENIENT
def test_any_tree(value: object) -> None:
    import json

    for kind in ("definition", "asset", "finding", "mapping", "link"):
        judged(
            json.dumps(
                {
                    "kind": kind,
                    "id": "x",
                    "readings": value,
                    "text": value,
                    "statements": value,
                    "term": value,
                    "valid": value,
                }
            ).encode()
        )


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"\xff\xfe", "CLX001"),
        ("\ufeffkind: body".encode(), "CLX001"),
        (b"", "CLX016"),
        (b"kind: [", "CLX002"),
        (b"\x1f\x8b\x08\x00", "CLX006"),
        (b"kind: b\x00ody", "CLX011"),
        (b'kind: "b\\u0007ody"', "CLX011"),
        (b"kind: body\nname:\n\ten: x\n", "CLX013"),
        (b"a: 1\n---\nb: 2\n", "CLX012"),
        (b"kind: &a body\nid: *a\n", "CLX003"),
        (b"kind: !!str body\n", "CLX003"),
        (b"kind: body\nkind: body\n", "CLX004"),
        (b"[" * 60 + b"]" * 60, "CLX005"),
        (b"#" * (tree.MAX_BYTES + 1), "CLX005"),
        (b"[a, b]: c", "CLX103"),
        (b"- a", "CLX103"),
        (b"id: x", "CLX104"),
        (b"kind: bodi\nid: x", "CLX107"),
        (b"kind: [a]\nid: x", "CLX107"),
    ],
)
def test_refusals(content: bytes, code: str) -> None:
    placed, faults = read("x.yaml", content, WORDS)
    assert placed is None
    assert [f.code for f in faults] == [code]


@pytest.mark.parametrize(
    ("old", "new", "code", "hint"),
    [
        ("pinpoint:", "pinpont:", "CLX101", "pinpoint"),
        ("[cap-and-trade]", "[cap-and-trad]", "CLX102", "cap-and-trade"),
        ("concept: carbon-market", "concept: carbon-markt", "CLX102", "carbon-market"),
        ('term: {en: "carbon market"}', "term: market", "CLX112", "en"),
        ("values: [emission-allowance]", "values: emission-allowance", "CLX103", "brackets"),
        ("corroborated: true", "corroborated: yes", "CLX103", ""),
        ('"Sec. 2"', '""', "CLX113", "leave"),
        ("id: aa-market-2020", "id: AA_market", "CLX105", ""),
        ("id: aa-market-2020", "id: other", "CLX105", "other.yaml"),
        ("id: aa-market-2020", "id: " + "a" * 81, "CLX105", ""),
        ("mechanism:", "mechanim:", "CLX108", "mechanism"),
        ("2020-07-01", "2020-02-30", "CLX109", "2021"),
        ("term: {en:", "term: {english_x:", "CLX301", "BCP"),
        ("original:", "gloss:", "CLX304", "original"),
    ],
)
def test_departures(old: str, new: str, code: str, hint: str) -> None:
    assert old in GOOD
    _, faults = read("aa-market-2020.yaml", GOOD.replace(old, new, 1).encode(), WORDS, "aa-market-2020")
    found = [f for f in faults if f.code == code]
    assert found
    assert hint in found[0].hint


def test_a_good_record_is_typed_and_placed() -> None:
    placed, faults = read("aa-market-2020.yaml", GOOD.encode(), WORDS, "aa-market-2020")
    assert faults == []
    assert placed is not None
    record = placed.record
    assert isinstance(record, Definition)
    assert record.valid == Period(from_="2020-07-01", to="2022-12-31")
    assert record.original[0] == "en"
    assert placed.place("readings.mechanism.quote.en")[0] == 14
    assert placed.place("readings.mechanism.nothing") == placed.place("readings.mechanism")
    assert placed.place("nothing.at.all") == (1, 1)


def test_scalars_stay_what_was_written() -> None:
    placed, faults = read(
        "no.yaml", b"kind: jurisdiction\nid: no\nname: {en: no}\nlevel: national\ncode: NO\n", WORDS, "no"
    )
    assert faults == []
    assert placed is not None
    assert isinstance(placed.record, Jurisdiction)
    assert (placed.record.id, placed.record.name["en"], placed.record.code) == ("no", "no", "NO")


def test_a_data_set(golden: Dataset, project: Path) -> None:
    assert golden.faults == []
    assert len(golden.placed) == 22
    assert [r.id for r in golden.find("aaa")] == ["aaa"]
    assert golden.find("asset/aaa") == golden.find("https://w3id.org/carbonlex/id/asset/aaa")
    assert golden.find("asset/zz") == []
    assert {w.id for w in golden.wordings()} == {
        "aa-market-2020",
        "aa-market-2023",
        "aa-author-market",
        "bb-draft",
        "bb-quota",
    }
    assert golden.wording("aa-author-market") is not None
    twice = Dataset.load(project, WORDS)
    twice.add("again.yaml", (project / "assets/aaa.yaml").read_bytes(), "aaa")
    assert [f.code for f in twice.faults] == ["CLX106"]
    with pytest.raises(UsageError):
        Dataset.load(project / "nowhere", WORDS)


def test_a_file_that_cannot_be_read_is_a_fault_that_says_what_to_do(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(path: Path, *_: object) -> bytes:
        raise UsageError(f"{path.name} cannot be read: permission denied")

    monkeypatch.setattr("carbonlex.reading.files.content", refused)
    faults = Dataset.load(project, WORDS).faults
    assert faults
    assert {(fault.code, fault.hint) for fault in faults} == {("CLX017", WORDS.rules["CLX017"].hint)}


def test_the_place_of_a_record_is_below_its_first_comments() -> None:
    placed, _ = read("x.yaml", f"# a schema\n\n## a record\n{GOOD}".encode(), WORDS, "aa-market-2020")
    assert placed is not None
    assert placed.place("") == placed.place("nothing") == (4, 1)


def test_files_come_in_one_order(project: Path) -> None:
    found = list(files([project]))
    assert found == sorted(found)
    assert list(files([found[0]])) == [found[0]]


def codes(content: str, stem: str) -> list[str]:
    _, faults = read(f"{stem}.yaml", content.encode(), WORDS, stem)
    return [f.code for f in faults]


def test_a_concept_record_is_about_a_concept_of_the_ontology() -> None:
    assert codes("kind: concept\nid: carbon-market\n", "carbon-market") == []
    assert codes("kind: concept\nid: carbon-markt\n", "carbon-markt") == ["CLX102"]


def test_a_term_is_one_form_in_one_language() -> None:
    assert codes('kind: term\nid: en-x\nform: {en: "x"}\n', "en-x") == []
    assert codes('kind: term\nid: en-x\nform: {en: "x", fr: "y"}\n', "en-x") == ["CLX103"]


def test_words_that_are_withheld_are_not_given() -> None:
    withheld = GOOD.replace("standing: official", "standing: official, withheld: true")
    assert "CLX304" in codes(withheld, "aa-market-2020")
    bare = withheld.replace("text: {en: {original:", "text: {en: {gloss:")
    assert codes(bare, "aa-market-2020") == []
    assert "CLX304" in codes(bare.replace(", withheld: true", ""), "aa-market-2020")
    placed, _ = read("aa-market-2020.yaml", bare.encode(), WORDS, "aa-market-2020")
    assert placed is not None and isinstance(placed.record, Definition)
    assert (placed.record.language, placed.record.withheld, placed.record.role("en")) == ("en", True, "gloss")


def test_a_lock_that_is_damaged_locks_nothing(project: Path) -> None:
    (project / "quotes.lock").write_text("# head\nnonsense\ndefinition/aa-market-2020 place 00\n", "utf-8")
    assert Dataset.load(project, WORDS).lock == {"definition/aa-market-2020": {"place": "00"}}
