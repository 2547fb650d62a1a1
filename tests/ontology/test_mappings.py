"""Mappings to other vocabularies: each with its reason and with where the target was seen; none from which anything follows."""

import re
from collections.abc import Iterator
from datetime import date

import pyoxigraph as ox
import pytest

from carbonlex.graph.axioms import MATCHES, Axioms
from carbonlex.vocabulary import CLX, OWL, RDF, RDFS, SKOS, Vocabulary

AXIOM = {OWL + f"annotated{part}": place for place, part in enumerate(("Source", "Property", "Target"))}
SEEN, REASON, LABEL = RDFS + "seeAlso", RDFS + "comment", "https://w3id.org/sssom/object_label"
DAY, HOW = "http://purl.org/pav/authoredOn", "https://w3id.org/sssom/mapping_justification"


def own(node: object, vocabulary: Vocabulary) -> bool:
    return isinstance(node, ox.NamedNode) and node.value.startswith((CLX, vocabulary.base))


@pytest.fixture(scope="module")
def mappings(vocabulary: Vocabulary) -> set[tuple[str, str, str]]:
    triples = [t for t in vocabulary.quads if t.predicate.value in MATCHES]
    return {(t.subject.value, t.predicate.value, t.object.value) for t in triples}


@pytest.fixture(scope="module")
def said(vocabulary: Vocabulary) -> list[tuple[tuple[str, ...], dict[str, list[ox.Literal | ox.NamedNode]]]]:
    """What is said of each mapping: which it is, and property → values."""
    about: dict[object, dict[str, list[ox.Literal | ox.NamedNode]]] = {}
    for t in vocabulary.quads:
        about.setdefault(t.subject, {}).setdefault(t.predicate.value, []).append(t.object)
    axioms = [m for m in about.values() if ox.NamedNode(OWL + "Axiom") in m.get(RDF + "type", [])]
    return [(tuple(m[p][0].value for p in AXIOM), m) for m in axioms]


def test_each_has_label_reason_place_and_day(
    mappings: set[tuple[str, str, str]],
    said: list[tuple[tuple[str, ...], dict[str, list[ox.Literal | ox.NamedNode]]]],
) -> None:
    assert sorted(which for which, _ in said) == sorted(mappings)
    for which, what in said:
        (reason,), (label,), (day,) = what[REASON], what[LABEL], what[DAY]
        assert re.fullmatch(r"[A-Z].{20,}\.", reason.value) and "\n" not in reason.value, which
        assert label.value and date.fromisoformat(day.value)
        assert all(isinstance(place, ox.NamedNode) and place.value.startswith("http") for place in what[SEEN]), which
        assert [how.value for how in what[HOW]] == ["https://w3id.org/semapv/vocab/ManualMappingCuration"]


def test_they_lead_from_us_to_others(mappings: set[tuple[str, str, str]], vocabulary: Vocabulary) -> None:
    for source, _, target in mappings:
        assert source in vocabulary.named and own(ox.NamedNode(source), vocabulary)
        assert not own(ox.NamedNode(target), vocabulary)
    pairs = [(source, target) for source, _, target in mappings]
    assert len(set(pairs)) == len(pairs), "two relations to one target"
    assert not [m for m in mappings if m[1] == SKOS + "exactMatch"]


def test_a_false_friend_is_only_related(
    said: list[tuple[tuple[str, ...], dict[str, list[ox.Literal | ox.NamedNode]]]],
) -> None:
    friends = [which for which, what in said if "false friend" in what[REASON][0].value.lower()]
    assert len(friends) > 5
    assert {relation for _, relation, _ in friends} == {SKOS + "relatedMatch"}


def equated(vocabulary: Vocabulary, triples: tuple[ox.Triple, ...]) -> Iterator[ox.Triple]:
    words = tuple(OWL + word for word in ("equivalentClass", "equivalentProperty", "sameAs"))
    for t in triples:
        nodes = [n for n in (t.subject, t.object) if isinstance(n, ox.NamedNode)]
        if t.predicate.value in words and not all(own(n, vocabulary) for n in nodes):
            yield t


def test_nothing_of_ours_is_equated_with_others(vocabulary: Vocabulary) -> None:
    assert list(equated(vocabulary, vocabulary.quads)) == []
    same = ox.Triple(
        ox.NamedNode(CLX + "Source"), ox.NamedNode(OWL + "equivalentClass"), ox.NamedNode("http://x.org/S")
    )
    assert list(equated(vocabulary, (same,))) == [same]


def test_the_reasoner_is_not_given_them(vocabulary: Vocabulary) -> None:
    told = Axioms(vocabulary).tbox
    assert not [t for t in told if t.predicate.value in {*MATCHES, *AXIOM}]
