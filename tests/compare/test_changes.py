"""What changed between two data sets: every kind of change, and that the direction of reading does not matter."""

import dataclasses
import random
import unicodedata
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from carbonlex.compare import touched
from carbonlex.compare.changes import Change, Comparison, Key, compare
from carbonlex.compare.words import differences
from carbonlex.reading import release
from carbonlex.reading.dataset import Dataset
from carbonlex.records.model import Record, Worded
from carbonlex.reports.sentences import Sentences, marked
from carbonlex.vocabulary import Vocabulary
from conftest import PROJECT

MARKET = "definitions/aa/aa-market-2020.yaml"
SCHEME = "schemes/aa-ets.yaml"
Edit = Callable[..., Comparison]


@pytest.fixture
def edited(project: Path, vocabulary: Vocabulary, golden: Dataset) -> Edit:
    """The golden project against itself, with words of one file replaced."""

    def edit(file: str, *replaced: tuple[str, str]) -> Comparison:
        path = project / file
        text = path.read_text("utf-8")
        for old, new in replaced:
            assert old in text
            text = text.replace(old, new, 1)
        path.write_text(text, "utf-8")
        return compare(golden, release.read(project, vocabulary))

    return edit


def only(comparison: Comparison) -> Change:
    (change,) = comparison.changes
    return change


def told(comparison: Comparison) -> str:
    return Sentences(comparison.new.vocabulary).sentence(only(comparison))


@pytest.mark.parametrize(
    ("file", "old", "new", "matter", "path", "sentence"),
    [
        (
            MARKET,
            "the trade in emission",
            "a trade in emission",
            "law",
            "text.en.original",
            "the wording aa-market-2020: words (en, original) changed: The carbon market is [-the-]{+a+} trade in emission "
            "allow…",
        ),
        (
            MARKET,
            "from: 2020-07-01",
            "from: 2020-07",
            "law",
            "valid.from",
            "the wording aa-market-2020: valid from was 2020-07-01, and is 2020-07 now",
        ),
        (
            MARKET,
            ", to: 2022-12-31",
            "",
            "law",
            "valid.to",
            "the wording aa-market-2020: valid to is gone: it was 2022-12-31",
        ),
        (
            MARKET,
            "concept: carbon-market",
            "concept: emissions-trading",
            "law",
            "concept",
            "the wording aa-market-2020: concept was carbon market, and is emissions trading now",
        ),
        (
            MARKET,
            "corroborated: true, ",
            "",
            "evidence",
            "evidence.corroborated",
            "the wording aa-market-2020: evidence corroborated is gone: it was yes",
        ),
        (
            MARKET,
            '{values: [emission-allowance], basis: explicit, quote: {en: "emission allowances"}}',
            "{basis: silent}",
            "reading",
            "readings.traded-object",
            "the wording aa-market-2020 no longer says anything on traded object: it was emission allowance (explicit), and is "
            "silent now; quote (en) is gone: it was “emission allowances”",
        ),
        (
            MARKET,
            "objective: {basis: silent}",
            "objective: {values: [carbon-neutrality], basis: implied}",
            "reading",
            "readings.objective",
            "the wording aa-market-2020 says something on objective now: it was silent, and is carbon neutrality (implied)",
        ),
        (
            MARKET,
            "  objective: {basis: silent}\n",
            "",
            "reading",
            "readings.objective",
            "the wording aa-market-2020 is no longer read on objective: it was silent",
        ),
        (
            MARKET,
            "objective: {basis: silent}",
            "objective:\n  - {basis: silent}\n  - {values: [carbon-neutrality], basis: implied, by: bb-loi}",
            "reading",
            "readings.objective",
            "the wording aa-market-2020 is now read by bb-loi on objective: carbon neutrality (implied)",
        ),
        (
            MARKET,
            "[cap-and-trade]",
            "[emissions-trading]",
            "reading",
            "readings.mechanism",
            "the wording aa-market-2020 is read otherwise on mechanism: it was cap and trade (explicit), and is emissions trading "
            "(explicit) now",
        ),
        (
            MARKET,
            'quote: {en: "emission allowances"}',
            'quote: {en: "allowances"}',
            "reading",
            "readings.traded-object",
            "the wording aa-market-2020 is read as before on traded object; quote (en) changed: [-emission -]allowances",
        ),
        (
            MARKET,
            "objective: {basis: silent}",
            'objective: {basis: silent, note: {en: "Nothing."}}',
            "editorial",
            "readings.objective",
            "the wording aa-market-2020 is read as before on objective; note (en) is new: Nothing.",
        ),
        (
            SCHEME,
            "value: mandatory",
            "value: voluntary",
            "statement",
            "statements.segment",
            "the scheme aa-ets has another statement on segment (aa-act, Sec. 3): value was mandatory, and is voluntary now",
        ),
        (
            SCHEME,
            "statements:\n",
            'statements:\n  - {property: offset-limit, value: 7, unit: percent, source: bb-loi, pinpoint: "Art. 1"}\n',
            "statement",
            "statements.offset-limit",
            "the scheme aa-ets has a new statement on offset limit: “7 percent” (bb-loi, Art. 1)",
        ),
        (
            SCHEME,
            '  - {property: segment, value: mandatory, source: aa-act, pinpoint: "Sec. 3"}\n',
            "",
            "statement",
            "statements.segment",
            "the scheme aa-ets no longer has the statement on segment: mandatory (aa-act, Sec. 3)",
        ),
        (
            SCHEME,
            'pinpoint: "Sec. 9"',
            'pinpoint: "Sec. 19"',
            "statement",
            "statements.offset-limit",
            "the scheme aa-ets has another statement on offset limit (aa-act, Sec. 19): pinpoint changed: Sec. [-9-]{+19+}",
        ),
        (
            SCHEME,
            "jurisdiction: aa\n",
            'jurisdiction: aa\nnotes: {en: "Seen."}\n',
            "editorial",
            "notes.en",
            "the scheme aa-ets: notes (en) is new: Seen.",
        ),
        (
            "assets/aaa.yaml",
            "share: 100",
            "share: 50",
            "statement",
            "accepted-for.aa-ets",
            "the unit aaa has another acceptance for aa-ets (aa-act, Sec. 4): share was 100, and is 50 now",
        ),
        (
            "mappings/aa-market-bb-quota.yaml",
            "facets: [traded-object]",
            "facets: [mechanism]",
            "reading",
            "facets",
            "the mapping aa-market-bb-quota: facets is now without traded object and with mechanism",
        ),
    ],
)
def test_a_change(edited: Edit, file: str, old: str, new: str, matter: str, path: str, sentence: str) -> None:
    found = edited(file, (old, new))
    change = only(found)
    assert (change.matter, change.path) == (matter, path)
    assert told(found) == sentence


def test_equal_folders_give_nothing(golden: Dataset, published: Dataset, vocabulary: Vocabulary) -> None:
    assert compare(golden, release.read(PROJECT, vocabulary)).changes == ()
    assert compare(published, published).changes == ()


def test_the_order_of_keys_and_statements(edited: Edit) -> None:
    first = '  - {property: segment, value: mandatory, source: aa-act, pinpoint: "Sec. 3"}\n'
    last = '  - {property: authority, value: {en: "Agency"}, source: aa-act}\n'
    change = only(edited(SCHEME, (first, ""), (last, last + first)))
    assert (change.matter, change.act, change.path) == ("editorial", "reordered", "statements")


def test_records_come_and_go(project: Path, vocabulary: Vocabulary, golden: Dataset) -> None:
    (project / "events/aa-start.yaml").unlink()
    (project / "jurisdictions/cc.yaml").write_text(
        "kind: jurisdiction\nid: cc\nname: {en: Cee}\nlevel: national\n", "utf-8"
    )
    found = compare(golden, release.read(project, vocabulary))
    assert [(c.matter, c.act, c.kind, c.id) for c in found.changes] == [
        ("law", "added", "jurisdiction", "cc"),
        ("statement", "removed", "event", "aa-start"),
    ]
    assert found.counts() == {"added": 1, "removed": 1, "renamed": 0, "changed": 0}


def test_a_record_is_renamed_and_the_others_follow(project: Path, vocabulary: Vocabulary, golden: Dataset) -> None:
    (project / "sources/aa-act.yaml").rename(project / "sources/aa-statute.yaml")
    for path in project.rglob("*.yaml"):
        path.write_text(path.read_text("utf-8").replace("aa-act", "aa-statute"), "utf-8")
    found = compare(golden, release.read(project, vocabulary))
    assert {c.act for c in found.changes} == {"renamed", "follows"}
    assert found.renamed == {("source", "aa-act"): "aa-statute"}
    assert {c.matter for c in found.changes} == {"editorial"}
    assert found.counts()["renamed"] == 1 and found.counts()["added"] == found.counts()["removed"] == 0


def test_two_that_say_the_same_are_not_taken_for_a_renaming(vocabulary: Vocabulary) -> None:
    old, new = Dataset(vocabulary), Dataset(vocabulary)
    for dataset, ids in ((old, ("one", "two")), (new, ("six", "ten"))):
        for id_ in ids:
            text = f"kind: jurisdiction\nid: {id_}\nname: {{en: Same}}\nlevel: national\n"
            dataset.add(f"{id_}.yaml", text.encode(), id_)
    assert sorted(c.act for c in compare(old, new).changes) == ["added", "added", "removed", "removed"]


@pytest.mark.parametrize(
    "spoilt", ["kind: definition\nid: [", "\x00", "kind: definition\nid: aa-market-2020\n", "- a\n"]
)
def test_what_cannot_be_read_is_neither_gone_nor_changed(edited: Edit, project: Path, spoilt: str) -> None:
    text = (project / MARKET).read_text("utf-8")
    found = edited(MARKET, (text, spoilt))
    assert found.changes == ()
    assert found.uncompared == (("definition", "aa-market-2020"),)
    assert found.new.faults


def test_what_is_read_in_part_is_not_compared(edited: Edit) -> None:
    found = edited(MARKET, ("[cap-and-trade]", "[cap-and-trad]"))
    assert (found.changes, found.uncompared) == ((), (("definition", "aa-market-2020"),))


def test_a_faulty_file_that_moved(edited: Edit, project: Path) -> None:
    (project / MARKET).rename(project / "definitions/aa-market-2020.yaml")
    found = edited("definitions/aa-market-2020.yaml", ("kind: definition", "kind: definition\nid: aa-market-2020"))
    assert (found.changes, found.uncompared) == ((), (("definition", "aa-market-2020"),))


def test_a_mapping_may_hold_no_longer(edited: Edit) -> None:
    file = "definitions/aa/aa-market-2023.yaml"
    (mapping,) = touched.mappings(edited(file, ("[emission-allowance, carbon-credit]", "[carbon-credit]")))
    assert (mapping.mapping.id, [c.path for c in mapping.by]) == ("aa-market-bb-quota", ["readings.traded-object"])


@pytest.mark.parametrize(
    "edit", [("cap-and-trade", "offsetting"), ("the neighbour", "a neighbour"), ("2023-01-01", "2023")]
)
def test_a_mapping_holds_where_another_facet_changed(edited: Edit, edit: tuple[str, str]) -> None:
    found = edited("definitions/aa/aa-market-2023.yaml", edit)
    assert found.changes and not list(touched.mappings(found))


def test_the_cells_that_say_something_else(edited: Edit) -> None:
    found = edited(MARKET, ("[cap-and-trade]", "[emissions-trading]"), ("objective: {basis: silent}\n", "\n"))
    cells = list(touched.cells(found))
    assert [(c.concept, c.jurisdiction, c.facet) for c in cells] == [
        ("carbon-market", "aa", "mechanism"),
        ("carbon-market", "aa", "objective"),
    ]
    assert {s.value for s in cells[0].new.said} >= {"emissions-trading"}
    assert {c.of for c in cells} == {(("definition", "aa-market-2020"),)}


@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [
        ("国内碳市场包括温室气体", "国内市场含温室气体", "国内[-碳-]市场[-包括-]{+含+}温室气体"),
        ("hạn ngạch phát thải", "hạn ngạch xả thải", "hạn ngạch [-phát-]{+xả+} thải"),
        ("one two three four", "one 2 3 four", "one [-two three-]{+2 3+} four"),
        ("a b", "a\u00a0b", "a[- -]{+⟨U+00A0⟩+} (the same characters, encoded otherwise)b"),
        ("các", unicodedata.normalize("NFD", "các"), "[-các-]{+các+} (the same characters, encoded otherwise)"),
        ("a cap", "а cap", "[-a-]{+а+} (letters of another script: ⟨U+0061⟩ became ⟨U+0430⟩) cap"),
        ("a\u202eb", "ab", "[-a⟨U+202E⟩b-]{+ab+}"),
        ("x " * 40 + "end", "x " * 40 + "END", "…x x x x x x x x x x x x [-end-]{+END+}"),
    ],
)
def test_words(old: str, new: str, shown: str) -> None:
    assert unicodedata.normalize("NFC", marked(old, new)) == unicodedata.normalize("NFC", shown)


def test_a_sentence_is_one_line_that_no_terminal_obeys(vocabulary: Vocabulary) -> None:
    for old, new in (("one two", "one\n\x1b[31mtwo"), ("\u202eone two", "\x07 two"), (None, "\ud800\x9b31m\u2028x")):
        said = Sentences(vocabulary).sentence(Change("editorial", "changed", "source", "x", "notes.en", old, new))
        assert said.isprintable()


@given(st.text("ab 碳市場,\u0301", max_size=30), st.text("ab 碳市場,\u0301", max_size=30))
def test_the_stretches_make_both_texts(old: str, new: str) -> None:
    stretches = differences(old, new)
    assert "".join(s.text for s in stretches if s.act != "new") == old
    assert "".join(s.text for s in stretches if s.act != "gone") == new
    assert all(s.text for s in stretches)
    assert {s.act for s in stretches} <= {"same"} or old != new


def test_long_texts_without_agreement_take_no_time() -> None:
    acts = [s.act for s in differences("a b " * 40_000, "c b " * 40_000)]
    assert acts == ["gone", "new", "same"]


def _changed(chance: random.Random, record: Record) -> Record:
    """A record with something else in it."""
    replaced: dict[str, Any] = {"notes": chance.choice([None, {"en": "one"}, {"en": "two", "fr": "deux"}])}
    if isinstance(record, Worded):
        facets = chance.sample(list(record.readings), chance.randint(0, len(record.readings)))
        replaced["readings"] = {f: record.readings[f] for f in facets}
        replaced["pinpoint"] = chance.choice([record.pinpoint, "elsewhere"])
    if statements := getattr(record, "statements", ()):
        replaced["statements"] = tuple(
            dataclasses.replace(s, value=chance.choice([s.value, "x"]), pinpoint=chance.choice([s.pinpoint, "Art. 1"]))
            for s in chance.choices(statements, k=chance.randint(1, 6))
        )
    return dataclasses.replace(record, **replaced)


@cache
def _golden() -> Dataset:
    return Dataset.load(PROJECT, Vocabulary())


def _other(seed: int) -> Dataset:
    """The golden project with records gone, changed, or under another id."""
    chance = random.Random(seed)
    placed = {}
    for (kind, id_), one in _golden().placed.items():
        act = chance.choice(["same", "same", "same", "gone", "changed", "renamed"])
        if act == "changed":
            one = dataclasses.replace(one, record=_changed(chance, one.record))
        elif act == "renamed":
            one = dataclasses.replace(one, record=dataclasses.replace(one.record, id=f"{id_}-x"))
        if act != "gone":
            placed[kind, one.record.id] = one
    return Dataset(_golden().vocabulary, placed)


def _mirrored(change: Change) -> Change:
    act = {"added": "removed", "removed": "added"}.get(change.act, change.act)
    id_ = change.old if change.act == "renamed" else change.id
    keys = tuple(Key(k.path, k.new, k.old) for k in change.keys)
    return dataclasses.replace(change, act=act, id=id_, old=change.new, new=change.old, keys=keys)


def _plain(change: Change) -> str:
    """A change without how it tells an order, which it does by places in the new list."""
    return repr(dataclasses.replace(change, old=None, new=None) if change.act == "reordered" else change)


@settings(max_examples=60, deadline=None)
@given(st.integers(0), st.integers(0))
def test_there_and_back(first: int, second: int) -> None:
    a, b = _other(first), _other(second)
    assert compare(a, a).changes == ()
    there, back = compare(a, b), compare(b, a)
    assert sorted(map(_plain, map(_mirrored, there.changes))) == sorted(map(_plain, back.changes))
    sentences = Sentences(a.vocabulary)
    assert all("\n" not in sentences.sentence(c) for c in there.changes)
