"""The thesaurus keeps the integrity conditions of SKOS, says no more than the records, and a checker of thesauri finds nothing."""

import logging
import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
import rdflib
from skosify import check as skosify

from carbonlex.exports import matches, skos
from carbonlex.reading.dataset import Dataset
from carbonlex.reading.reader import Placed
from carbonlex.records.model import TermMapping
from carbonlex.vocabulary import SKOS, Vocabulary
from exports.integrity import CHECKS, Thesaurus

PREFIXES = """@prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix skosxl: <http://www.w3.org/2008/05/skos-xl#> .
@prefix : <https://example.org/> .
"""
SOUND = """
:s a skos:ConceptScheme ; skos:hasTopConcept :a , :b , :c . :a skos:prefLabel "a"@en ; skosxl:prefLabel :la .
:la a skosxl:Label ; skosxl:literalForm "a"@en . :a skos:broader :b ; skos:exactMatch :c ; skos:closeMatch :d ; skos:related :e .
:x a skos:Collection .
"""
MUTANTS = {
    "S9": ":a skos:inScheme :b .",
    "S12": ':b skos:scopeNote "no language" .',
    "S13": ':a skos:altLabel "a"@en ; skosxl:altLabel :la .',
    "S14": ':a skos:prefLabel "A"@en ; skosxl:prefLabel :lb . :lb a skosxl:Label ; skosxl:literalForm "A"@en .',
    "S27": ":b skos:broader :z . :z skos:relatedMatch :a .",
    "S37": ":x skos:broader :b .",
    "S46": ":c skos:exactMatch :f . :f skos:relatedMatch :a .",
    "S48": ":la skos:related :e .",
    "S52": ':la skosxl:literalForm "b"@ru . :a skos:prefLabel "b"@ru .',
    "S55": ':b skos:altLabel "x"@en .',
}


@pytest.fixture(scope="module")
def content(published: Dataset) -> bytes:
    return skos.written(published)


@pytest.fixture(scope="module")
def thesaurus(content: bytes) -> Thesaurus:
    return Thesaurus(content)


@pytest.mark.parametrize("name", CHECKS)
def test_the_condition_is_kept(thesaurus: Thesaurus, name: str) -> None:
    assert list(CHECKS[name](thesaurus)) == []


@pytest.mark.parametrize("name", CHECKS)
def test_the_condition_is_checked(name: str) -> None:
    for text, broken in ((SOUND, set()), (SOUND + MUTANTS[name], {name})):
        small = Thesaurus((PREFIXES + text).encode())
        assert {n for n, check in CHECKS.items() if list(check(small))} == broken


def test_a_checker_of_thesauri_finds_nothing(content: bytes, caplog: pytest.LogCaptureFixture) -> None:
    graph = rdflib.Graph().parse(content, format="turtle")
    with caplog.at_level(logging.WARNING):
        assert not skosify.hierarchy_cycles(graph), "a concept hangs below no top concept"
        skosify.disjoint_relations(graph)
        skosify.hierarchical_redundancy(graph)
        skosify.preflabel_uniqueness(graph, ["shortest"])
        skosify.label_overlap(graph)
    assert [record.getMessage() for record in caplog.records] == []


def test_every_concept_has_a_scheme_a_label_and_a_notation(thesaurus: Thesaurus) -> None:
    told = {p: {s for s, _ in thesaurus.skos(p)} for p in ("inScheme", "prefLabel", "notation")}
    concepts = {
        s for s, o in thesaurus.said["http://www.w3.org/1999/02/22-rdf-syntax-ns#type"] if o.value == SKOS + "Concept"
    }
    assert all(found >= concepts for found in told.values())
    schemes = thesaurus.of("ConceptScheme")
    assert {s for s, _ in thesaurus.said["http://purl.org/dc/terms/title"]} == schemes
    assert thesaurus.skos("topConceptOf") == {(o, s) for s, o in thesaurus.skos("hasTopConcept")}
    assert thesaurus.skos("narrower") == {(o, s) for s, o in thesaurus.skos("broader")}


def test_the_ontology_is_there_in_five_languages(thesaurus: Thesaurus, vocabulary: Vocabulary) -> None:
    named = [vocabulary.iri("concept", c) for c in vocabulary.list("concept")]
    named += [vocabulary.iri("value", f"{f}/{v}") for f, values in vocabulary.facets.items() for v in values]
    named += [
        iri
        for list_ in vocabulary.catalog["lists"]
        for v in vocabulary.list(list_)
        if (iri := vocabulary.entry_iri(list_, v))
    ]
    languages = {iri: set() for iri in named}
    for s, o in thesaurus.skos("prefLabel"):
        if s.value in languages:
            languages[s.value].add(o.language)
    assert {iri for iri, found in languages.items() if found != {"en", "fr", "ru", "vi", "zh"}} == set()


def test_no_word_of_law_is_a_label_of_a_comparative_concept(thesaurus: Thesaurus, vocabulary: Vocabulary) -> None:
    """A label resource of the graph, which is a form of law, belongs to terms of law only (decisions/terms.md)."""
    own = (vocabulary.iri("concept", ""), vocabulary.iri("facet", ""), vocabulary.iri("value", ""))
    words = (vocabulary.iri("label", ""), vocabulary.iri("term", ""))
    labels = {(s.value, o.value) for p in ("prefLabel", "altLabel") for s, o in thesaurus.xl(p)}
    assert not [pair for pair in labels if pair[0].startswith(own) and pair[1].startswith(words)]
    assert not [
        pair
        for pair in labels
        if pair[0].startswith(vocabulary.iri("definition", "")) and not pair[1].startswith(words)
    ]


def test_matches_are_those_of_the_records(published: Dataset, thesaurus: Thesaurus, vocabulary: Vocabulary) -> None:
    relations = {"exact": "exactMatch", "close": "closeMatch", "broader": "broadMatch", "narrower": "narrowMatch"}
    relations |= {"overlaps": "relatedMatch"}
    wanted, noted = set(), []
    for m in published.all(TermMapping):
        ends = [e for id_ in (m.from_, m.to) if (e := published.end(id_))]
        if m.relation in relations and not m.contested and all(map(skos.is_concept, ends)):
            wanted.add((relations[m.relation], *(vocabulary.iri(e.kind, e.id) for e in ends)))
        else:
            noted += [(vocabulary.iri(e.kind, e.id), m) for e in ends if skos.is_concept(e)]
    law = tuple(vocabulary.iri(kind, "") for kind in ("definition", "proposal", "asset"))
    pairs = {(p, s.value, o.value) for p in relations.values() for s, o in thesaurus.skos(p)}
    assert {match for match in pairs if match[2].startswith(law)} == wanted
    notes = {(s.value, o.value) for s, o in thesaurus.skos("note")}
    for iri, m in noted:
        assert any(s == iri and m.reason["en"] in text for s, text in notes)


def test_withheld_words_stay_withheld(published: Dataset, thesaurus: Thesaurus, vocabulary: Vocabulary) -> None:
    withheld = {vocabulary.iri(w.kind, w.id) for w in published.wordings() if w.withheld}
    assert withheld
    assert not withheld & {s.value for s, _ in thesaurus.skos("definition")}


def related(dataset: Dataset, *found: tuple[str, str, str]) -> Dataset:
    """The data set with these mappings only."""
    model = next(dataset.all(TermMapping))
    kept = {name: placed for name, placed in dataset.placed.items() if name[0] != "mapping"}
    place = dataset.placed["mapping", model.id]
    for number, (from_, relation, to) in enumerate(found):
        record = replace(model, id=f"m{number}", from_=from_, to=to, relation=relation, contested=None)
        kept["mapping", record.id] = Placed(**{**vars(place), "record": record})
    return Dataset(dataset.vocabulary, kept)


def test_of_matches_that_contradict_each_other_the_stronger_stays(published: Dataset) -> None:
    a, b, c, d = [w.id for w in published.wordings()][:4]
    said = [(a, "exact", b), (b, "exact", c), (c, "overlaps", a)]
    said += [(a, "broader", d), (d, "overlaps", c), (b, "narrower", a)]
    made = related(published, *said)
    found = matches.of(made, skos.is_concept)
    assert [(m.mapping.from_, m.property, m.mapping.to) for m in found.matches] == [
        (a, matches.EXACT, b),
        (b, matches.EXACT, c),
        (a, matches.BROAD, d),
    ]
    written = Thesaurus(skos.written(made))
    assert not list(CHECKS["S46"](written)) and not list(CHECKS["S27"](written))


def test_the_turtle_is_sorted_and_has_no_blank_nodes(content: bytes, published: Dataset) -> None:
    assert content == skos.written(published)
    assert not re.search(rb"_:|\[\s*\]", content.replace(b'"[]"', b""))


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    logging.getLogger("rdflib").setLevel(logging.ERROR)
    yield
