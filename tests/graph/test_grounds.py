"""What a membership follows from, held against HermiT; and clashes."""

from collections.abc import Callable

import pyoxigraph as ox
import pytest

from carbonlex.graph import store
from carbonlex.graph.axioms import TYPE, Axioms
from carbonlex.graph.facts import facts
from carbonlex.graph.grounds import Grounds
from carbonlex.graph.reasoning import Inference
from carbonlex.reading.dataset import Dataset
from carbonlex.vocabulary import CLX, PREFIXES, Vocabulary

HEAD = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items())


@pytest.fixture(scope="module")
def axioms(vocabulary: Vocabulary) -> Axioms:
    return Axioms(vocabulary)


def triples(text: str, vocabulary: Vocabulary) -> list[ox.Triple]:
    head = HEAD + f"@base <{vocabulary.base}> .\n"
    return [quad.triple for quad in ox.parse((head + text).encode(), ox.RdfFormat.TURTLE)]


def clashes(text: str, axioms: Axioms) -> list[tuple[str, list[str], list[str]]]:
    """Each clash: the individual, its classes, and the predicates of the statements that these follow from."""
    base = axioms.vocabulary.base
    return [
        (
            clash.individual.value.removeprefix(base),
            [cls.value.rpartition("#")[2] for cls, _ in clash.classes],
            sorted(t.predicate.value.rpartition("#")[2] for t in clash.statements),
        )
        for clash in Grounds(triples(text, axioms.vocabulary), axioms).clashes()
    ]


def test_it_finds_what_hermit_finds(made: Callable[..., Dataset], classified: Inference, axioms: Axioms) -> None:
    """No class of a wording is left without grounds, and none is found that HermiT does not find."""
    dataset = made()
    records = [placed.record for placed in dataset.placed.values()]
    grounds = Grounds(store.triples(records, store.mapper(dataset)), axioms)
    found = {
        (iri, cls)
        for iri in (axioms.vocabulary.iri(r.kind, r.id) for r in records)
        for cls in axioms.defined
        if grounds.of(ox.NamedNode(iri), ox.NamedNode(cls)) is not None
    }
    assert found == {(c.subject, c.cls) for c in classified.conclusions}
    for conclusion in classified.conclusions:
        proof = grounds.of(ox.NamedNode(conclusion.subject), ox.NamedNode(conclusion.cls)) or frozenset()
        parts = {str(t.subject).strip("<>") for t in proof} - {conclusion.subject}
        assert parts <= set(conclusion.rests_on)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<asset/x> a clx:AssetType, clx:Allowance, clx:Credit .", ("asset/x", ["Allowance", "Credit"], ["type"] * 2)),
        (
            "<asset/x> a clx:AssetType, clx:QuotaFulfilmentUnit, clx:RemovalCredit .",
            ("asset/x", ["Allowance", "Credit"], ["type"] * 2),
        ),
        ("<x/x> a clx:Definition, clx:Source .", ("x/x", ["Definition", "Source"], ["type"] * 2)),
        ("<x/x> a clx:Source, clx:Reading .", ("x/x", ["Record", "Reading"], ["type"] * 2)),
        # by the range of a relation; by its domain; by those of a relation above it
        (
            "<s/s> a clx:Source . <asset/x> clx:issuedUnder <s/s> .",
            ("s/s", ["Source", "Scheme"], ["issuedUnder", "type"]),
        ),
        (
            "<asset/x> a clx:Credit ; clx:linkedScheme <s/s> .",
            ("asset/x", ["AssetType", "Link"], ["linkedScheme", "type"]),
        ),
        ("<d/x> clx:ownReading <s/s> . <s/s> a clx:Scheme .", ("s/s", ["Record", "Reading"], ["ownReading", "type"])),
        (
            "<d/x#r> a clx:Reading ; clx:value <s/s> . <s/s> a clx:Scheme .",
            ("s/s", ["Record", "FacetValue"], ["type", "value"]),
        ),
        # the ontology's own individual
        (
            "<value/traded-object/carbon-credit> a clx:AllowanceValue .",
            ("", ["AllowanceValue", "CreditValue"], ["type"]),
        ),
        ("<asset/x> a owl:Nothing .", ("asset/x", ["Nothing"], ["type"])),
        # two names for one thing
        (
            "<a/x> a clx:Allowance ; owl:sameAs <a/y> . <a/y> a clx:Credit .",
            ("a/x", ["Allowance", "Credit"], ["sameAs", "type", "type"]),
        ),
    ],
)
def test_clashes(text: str, expected: tuple[str, list[str], list[str]], axioms: Axioms) -> None:
    found = clashes(text, axioms)
    name, classes, predicates = expected
    assert found[0] == (name or "value/traded-object/carbon-credit", classes, predicates)
    assert {individual for individual, _, _ in found} <= {found[0][0], "a/y"}


def test_no_clash_without_a_contradiction(golden: Dataset, axioms: Axioms) -> None:
    records = (placed.record for placed in golden.placed.values())
    assert not list(Grounds(store.triples(records, store.mapper(golden)), axioms).clashes())


def test_the_reasoner_is_told_of_ends_that_no_class_asks_for(axioms: Axioms) -> None:
    """A relation that no definition mentions can still contradict."""
    text = "<asset/x> a clx:AssetType, clx:Allowance ; clx:issuedUnder <source/s> . <source/s> a clx:Source ."
    told = facts(triples(text, axioms.vocabulary), axioms)
    source = ox.NamedNode(axioms.vocabulary.iri("source", "s"))
    assert {t.object.value for t in told if t.subject == source} == {CLX + "Source", CLX + "Scheme"}  # type: ignore[union-attr]
    assert {t.predicate for t in told} == {TYPE}


def test_the_reasoner_is_spared_what_cannot_matter(axioms: Axioms) -> None:
    text = "<source/s> a clx:Source ; clx:amends <source/t> . <source/t> a clx:Source ."
    assert facts(triples(text, axioms.vocabulary), axioms) == []


def test_what_somebody_says_is_no_reading_for_that(axioms: Axioms) -> None:
    """``by`` stands in mappings and silences too."""
    text = "<silence/s> a clx:Silence ; clx:readBy <source/t> . <source/t> a clx:Source ."
    assert not clashes(text, axioms)
