"""The term base is valid TBX-Basic, and every reference in it leads to an entry."""

from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree

from carbonlex.errors import UsageError
from carbonlex.exports import part, tbx
from carbonlex.reading.dataset import Dataset
from carbonlex.reading.reader import Placed
from carbonlex.records.model import Asset, Term, TermMapping

SPACE = "{urn:iso:std:iso:30042:ed:3.0}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
SCHEMA = etree.RelaxNG(etree.parse(Path(__file__).with_name("tbx-basic.rng")))
MUTANTS = [
    ("<note>", '<note type="x">'),
    ('type="subjectField"', 'type="subject"'),
    ("</body>", "</body><back/>"),
    (">noun<", ">noun-phrase<"),
    ("preferredTerm-admn-sts", "preferred"),
    ('style="dca"', 'style="dct"'),
    ('<descrip type="subjectField">', '<descrip type="definition">'),
    ('target="https://', 'target="urn:'),
]


@pytest.fixture(scope="module")
def content(published: Dataset) -> bytes:
    return tbx.written(published)


@pytest.fixture(scope="module")
def root(content: bytes) -> etree._Element:
    return etree.fromstring(content)


def entry(root: etree._Element, id_: str) -> etree._Element:
    (found,) = (e for e in root.iter(SPACE + "conceptEntry") if e.get("id") == id_)
    return found


def words(element: etree._Element, name: str, type_: str = "") -> list[str]:
    return [e.text for e in element.iter(SPACE + name) if not type_ or e.get("type") == type_]


def test_it_is_valid(root: etree._Element, golden: Dataset) -> None:
    SCHEMA.assertValid(root.getroottree())
    SCHEMA.assertValid(etree.fromstring(tbx.written(golden)).getroottree())


@pytest.mark.parametrize(("old", "new"), MUTANTS)
def test_what_is_not_valid_is_found(content: bytes, old: str, new: str) -> None:
    text = content.decode()
    assert old in text
    assert not SCHEMA.validate(etree.fromstring(text.replace(old, new, 1).encode()))


def test_names_are_unique_and_references_lead_somewhere(root: etree._Element, published: Dataset) -> None:
    ids = [e.get("id") for e in root.iter(SPACE + "conceptEntry")]
    assert len(ids) == len(set(ids))
    assert {ref.get("target") for ref in root.iter(SPACE + "ref")} <= set(ids)
    chosen = etree.fromstring(tbx.written(published, part.of_jurisdiction(published, "vn")))
    there = {e.get("id") for e in chosen.iter(SPACE + "conceptEntry")}
    assert {ref.get("target") for ref in chosen.iter(SPACE + "ref")} <= there
    assert there < set(ids)


def test_each_concept_wording_unit_and_term_is_there(root: etree._Element, published: Dataset) -> None:
    ids = {e.get("id") for e in root.iter(SPACE + "conceptEntry")}
    wanted = {f"concept-{id_}" for id_ in published.vocabulary.list("concept")}
    wanted |= {f"{r.kind}-{r.id}" for r in (*published.wordings(), *published.all(Asset))}
    assert ids >= wanted
    forms = {(s.get(LANG), t.text) for s in root.iter(SPACE + "langSec") for t in s.iter(SPACE + "term")}
    assert {form for t in published.all(Term) for form in t.form.items()} <= forms


def test_texts_are_definitions_with_their_source(root: etree._Element, published: Dataset) -> None:
    for wording in published.wordings():
        found = entry(root, f"{wording.kind}-{wording.id}")
        texts = {text for w in wording.text.values() for _, text in w.words()}
        assert set(words(found, "descrip", "definition")) == texts
        assert all(wording.pinpoint in source for source in words(found, "admin", "source"))


def test_an_entry_says_whose_words_it_gives(published: Dataset, root: etree._Element) -> None:
    said = tbx.declared.of(published.vocabulary.folder)["tbx"]
    for wording in published.wordings():
        found = entry(root, f"{wording.kind}-{wording.id}")
        assert (said["withheld"] in words(found, "note")) is wording.withheld
        for section in found.iter(SPACE + "langSec"):
            tag = section.get(LANG)
            if wording.role(tag) in said["roles"] and tag in wording.term:
                assert said["roles"][wording.role(tag)] in words(section, "note")


def test_every_part_of_speech_and_role_has_its_value(published: Dataset) -> None:
    said = tbx.declared.of(published.vocabulary.folder)["tbx"]
    assert set(said["parts"]) == set(published.vocabulary.list("part-of-speech"))
    assert set(said["types"]) == {"abbreviation-of", "short-form-of", "variant-of", "code"}


def test_what_is_no_character_of_xml_is_replaced(golden: Dataset) -> None:
    wording = next(golden.wordings())
    other = replace(wording, term={tag: words + "\x01\ufffe" for tag, words in wording.term.items()})
    place = Placed(**{**vars(golden.placed[wording.kind, wording.id]), "record": other})
    made = Dataset(golden.vocabulary, golden.placed | {(wording.kind, wording.id): place})
    SCHEMA.assertValid(etree.fromstring(tbx.written(made)).getroottree())


def test_a_part_without_terms_is_no_term_base(golden: Dataset) -> None:
    with pytest.raises(UsageError, match="no terms"):
        tbx.written(golden, {("event", "aa-start")})


def test_false_friends_are_told_on_both_sides(root: etree._Element, published: Dataset) -> None:
    label = published.vocabulary.entry("relation", "false-friend")
    for mapping in published.all(TermMapping):
        ends = [e for id_ in (mapping.from_, mapping.to) if (e := published.end(id_))]
        if mapping.relation != "false-friend" or any(isinstance(e, Term) for e in ends):
            continue
        for end, other in zip(ends, reversed(ends), strict=True):
            found = entry(root, f"{end.kind}-{end.id}")
            targets = [r.get("target") for r in found.iter(SPACE + "ref") if label in r.text]
            assert f"{other.kind}-{other.id}" in targets
            assert any(label in note and mapping.reason["en"] in note for note in words(found, "note"))


def test_what_is_broader_from_one_side_is_narrower_from_the_other(root: etree._Element, published: Dataset) -> None:
    labels = [published.vocabulary.entry("relation", name) for name in ("broader", "narrower")]
    mapping = next(m for m in published.all(TermMapping) if m.relation == "broader" and not m.contested)
    for id_, label, other in ((mapping.from_, labels[0], mapping.to), (mapping.to, labels[1], mapping.from_)):
        refs = {r.get("target"): r.text for r in entry(root, f"definition-{id_}").iter(SPACE + "ref")}
        assert refs[f"definition-{other}"].startswith(label)
