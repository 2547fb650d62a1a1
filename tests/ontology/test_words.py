"""What people call the entries of closed lists and what statements are about: in five languages, each once, of its language."""

import re
from collections import Counter
from collections.abc import Iterator

import pyoxigraph as ox
import pytest

from carbonlex.graph import store
from carbonlex.graph.axioms import Axioms
from carbonlex.reading.dataset import Dataset
from carbonlex.vocabulary import CLX, OWL, RDFS, SKOS, Vocabulary

LANGUAGES = ("en", "fr", "ru", "vi", "zh")


@pytest.fixture(scope="module")
def used(published: Dataset) -> frozenset[str]:
    """What statements of the published records are about."""
    records = (placed.record for placed in published.placed.values())
    return frozenset(s.property for record in records for s in getattr(record, "statements", ()))


@pytest.fixture(scope="module")
def named(vocabulary: Vocabulary) -> dict[tuple[str, str], dict[tuple[str, str], str]]:
    """(List, id) → (``label`` or ``note``, language) → text, as the modules say it and without falling back."""
    found: dict[tuple[str, str], dict[tuple[str, str], str]] = {}
    iris = {t.subject.value for t in vocabulary.words if t.predicate.value == SKOS + "inScheme"}
    kinds = {"prefLabel": "label", "label": "label", "scopeNote": "note", "comment": "note"}
    said: dict[str, list[ox.Triple]] = {}
    for t in (*vocabulary.quads, *vocabulary.words):
        if isinstance(t.subject, ox.NamedNode) and t.subject.value in iris:
            said.setdefault(t.subject.value, []).append(t)
    for triples in said.values():
        ids = [t.object.value for t in triples if t.predicate.value == SKOS + "notation"]
        lists = [t.object.value for t in triples if t.predicate.value == SKOS + "inScheme"]
        assert len(ids) == 1, triples[0].subject
        texts: dict[tuple[str, str], str] = {}
        for t in triples:
            if isinstance(t.object, ox.Literal) and t.object.language:
                key = (kinds[re.split("[#/]", t.predicate.value)[-1]], t.object.language)
                assert key not in texts, (t.subject.value, key)
                texts[key] = t.object.value
        found |= {(iri.removeprefix(vocabulary.iri("list", "")), ids[0]): texts for iri in lists}
    return found


def lists(vocabulary: Vocabulary) -> Iterator[tuple[str, str]]:
    """The entries that the catalogue, or the taxonomy of units, knows."""
    for name in (*vocabulary.catalog["lists"], "asset-type"):
        yield from ((name, id_) for id_ in vocabulary.list(name))


def test_every_entry_of_a_list_has_label_and_note_in_five_languages(
    vocabulary: Vocabulary, named: dict[tuple[str, str], dict[tuple[str, str], str]]
) -> None:
    missing = [
        f"{name} {id_}: {kind} in {lang}"
        for name, id_ in lists(vocabulary)
        for kind in ("label", "note")
        for lang in LANGUAGES
        if not named.get((name, id_), {}).get((kind, lang))
    ]
    assert missing == [], "say it in ontology/labels/lists.ttl"


def test_everything_that_statements_are_about_has_a_label_in_five_languages(
    vocabulary: Vocabulary, used: frozenset[str], named: dict[tuple[str, str], dict[tuple[str, str], str]]
) -> None:
    """Data of one's own may name its figures freely and need no labels; what is published is read in five languages."""
    missing = [
        f"{id_}: label in {lang}"
        for id_ in sorted({*vocabulary.catalog["properties"], *used})
        for lang in LANGUAGES
        if not named.get(("property", id_), {}).get(("label", lang))
    ]
    assert missing == [], "say it in ontology/labels/properties.ttl"


def test_nothing_is_named_that_is_not_there(
    vocabulary: Vocabulary, used: frozenset[str], named: dict[tuple[str, str], dict[tuple[str, str], str]]
) -> None:
    there = {*lists(vocabulary), *(("property", id_) for id_ in {*vocabulary.catalog["properties"], *used})}
    assert sorted(set(named) - there) == []


def test_a_label_stands_once_in_its_list(named: dict[tuple[str, str], dict[tuple[str, str], str]]) -> None:
    told = Counter(
        (name, lang, text.lower())
        for (name, _), texts in named.items()
        for (kind, lang), text in texts.items()
        if kind == "label"
    )
    assert [key for key, number in told.items() if number > 1] == []


def test_a_statement_on_a_facet_is_called_as_the_facet(vocabulary: Vocabulary) -> None:
    """Two names of one thing would let readers look for a difference."""
    for id_ in vocabulary.catalog["properties"]:
        group, facet = vocabulary.range_of(id_)
        if group == "facet":
            for lang in LANGUAGES:
                assert vocabulary.entry("property", id_, lang) == vocabulary.entry("facet", facet, lang)


def test_words_are_of_their_language(vocabulary: Vocabulary) -> None:
    """Words left in another language show in their letters, and a sentence without its full stop was cut."""
    letters = {"ru": "[\u0400-\u04ff]", "zh": "[\u4e00-\u9fff]"}
    foreign = {"ru": "[\u4e00-\u9fff]", "zh": "[\u0400-\u04ff ]"}
    odd = []
    for t in vocabulary.words:
        if not isinstance(t.object, ox.Literal) or not (lang := t.object.language):
            continue
        text = t.object.value
        sentence = t.predicate.value in (SKOS + "scopeNote", RDFS + "comment")
        if (
            not re.search(letters.get(lang, "[A-Za-z\u00c0-\u1eff]"), text)
            or re.search(foreign.get(lang, "[\u0400-\u04ff\u4e00-\u9fff]"), text)
            or text != re.sub(r"[ \t\r\n]+", " ", text).strip(" ")
            or sentence != text.endswith("。" if lang == "zh" else ".")
        ):
            odd.append((lang, text))
    assert odd == []


def test_classes_that_people_see_have_words_in_five_languages(vocabulary: Vocabulary) -> None:
    """Types of unit, and the classes that the reasoner finds members of."""
    defined = {t.subject.value for t in vocabulary.quads if t.predicate.value == OWL + "equivalentClass"}
    classes = {*vocabulary.asset_types.values(), *defined}
    assert len(classes) > 30
    told = Counter(
        (t.subject.value, t.predicate.value, t.object.language)
        for t in (*vocabulary.quads, *vocabulary.words)
        if isinstance(t.subject, ox.NamedNode) and isinstance(t.object, ox.Literal)
    )
    wanted = [(iri, RDFS + say, lang) for iri in classes for say in ("label", "comment") for lang in LANGUAGES]
    assert [key for key in sorted(wanted) if told[key] != 1] == []
    assert all(iri.startswith(CLX) for iri in classes)


def test_entries_are_called_by_their_names(vocabulary: Vocabulary) -> None:
    assert vocabulary.entry("force", "statutory") == "statutory"
    assert vocabulary.entry("force", "statutory", "ru") == "закон"
    assert vocabulary.entry("basis", "explicit") == "says it"
    assert vocabulary.entry("asset-type", "allowance", "vi") == "hạn ngạch"
    assert vocabulary.entry("property", "surrender-deadline", "zh") == "清缴期限"
    assert vocabulary.entry("concept", "carbon-market", "fr") == "marché du carbone"
    assert vocabulary.entry("segment", "mandatory", "fr") == "obligatoire"
    assert vocabulary.entry_note("confidence", "high", "zh").endswith("。")
    assert vocabulary.entry("cited-by-number", "decree") == vocabulary.entry("source-type", "decree")


def test_what_has_no_label_is_called_by_its_id(vocabulary: Vocabulary) -> None:
    assert vocabulary.entry("property", "figure-of-my-own", "ru") == "figure of my own"
    assert vocabulary.entry("force", "no-such-force") == "no such force"
    assert vocabulary.entry_note("property", "figure-of-my-own") == ""
    assert vocabulary.entry("force", "policy", "de") == "policy"


def test_values_in_the_graph_lead_to_their_labels(vocabulary: Vocabulary, published: Dataset) -> None:
    """By the property that they are values of, and their notation; the basis of a reading and the class of a unit by themselves."""
    of = {
        t.object.value: t.subject.value.removeprefix(vocabulary.iri("list", ""))
        for t in vocabulary.words
        if t.predicate.value == CLX + "listOf"
    }
    asked = {*vocabulary.catalog["lists"], "asset-type", "property"} - {"cited-by-number"}
    assert set(of.values()) == asked
    records = (placed.record for placed in published.placed.values())
    values = {
        (of[t.predicate.value], t.object)
        for t in store.triples(records, store.mapper(published))
        if t.predicate.value in of and of[t.predicate.value] != "asset-type"
    }
    assert {name for name, _ in values} == asked - {"asset-type"}
    entries = {vocabulary.entry_iri("basis", id_) for id_ in vocabulary.list("basis")}
    lost = [
        (name, value.value)
        for name, value in values
        if (value.value not in entries if name == "basis" else vocabulary.entry_iri(name, value.value) is None)
    ]
    assert lost == []


def test_words_are_read_when_somebody_asks_for_them() -> None:
    """Parsing them would be paid at every start; and each individual costs the reasoner time."""
    vocabulary = Vocabulary()
    axioms = Axioms(vocabulary)
    assert vocabulary.list("force")
    assert vocabulary.label(vocabulary.iri("facet", "segment"), "ru") == "сегмент"
    assert vocabulary.label(CLX + "Allowance") == "allowance"
    assert vocabulary.named
    assert not [t for t in axioms.tbox if vocabulary.iri("list", "") in str(t)]
    assert "words" not in vars(vocabulary)


def test_the_graph_holds_the_words(golden: Dataset) -> None:
    content = store.store_of(store.quads(golden))
    query = (
        "ASK { ?entry <http://www.w3.org/2004/02/skos/core#notation> 'statutory' ; "
        "<http://www.w3.org/2004/02/skos/core#prefLabel> 'закон'@ru }"
    )
    assert content.query(query, use_default_graph_as_union=True)
