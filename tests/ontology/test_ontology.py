"""The ontology itself: OWL 2 DL, consistent, every class satisfiable, every word there in five languages."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from rdflib import OWL, RDF, SKOS

from carbonlex.errors import CarbonlexError, ReasonerMissing
from carbonlex.graph import hermit, reasoning, store
from carbonlex.graph.alike import Alike
from carbonlex.graph.axioms import Axioms
from carbonlex.graph.deadline import within
from carbonlex.graph.facts import facts
from carbonlex.graph.reasoning import Inference
from carbonlex.reading.dataset import Dataset
from carbonlex.vocabulary import CLX, Vocabulary
from conftest import MADE, needs_java, wording

LANGUAGES = {"en", "fr", "ru", "vi", "zh"}


@pytest.fixture(scope="module")
def merged(vocabulary: Vocabulary) -> rdflib.Graph:
    graph = rdflib.Graph()
    for module in (*vocabulary.modules, *vocabulary.word_modules):
        graph.parse(module, format="turtle")
    return graph


def test_imports_nothing(merged: rdflib.Graph) -> None:
    assert list(merged.triples((None, OWL.imports, None))) == []


def test_facets_values_and_concepts_speak_five_languages(merged: rdflib.Graph, vocabulary: Vocabulary) -> None:
    named = {
        s
        for cls in (rdflib.URIRef(CLX + "Facet"), rdflib.URIRef(CLX + "FacetValue"))
        for s in merged.subjects(RDF.type, cls)
    }
    named |= {rdflib.URIRef(vocabulary.iri("concept", c)) for c in vocabulary.list("concept")}
    assert len(named) > 100
    missing = []
    for subject in sorted(named):
        for predicate in (SKOS.prefLabel, SKOS.scopeNote):
            tags = [getattr(o, "language", None) for o in merged.objects(subject, predicate)]
            missing += [(str(subject), str(predicate), tag) for tag in LANGUAGES if tags.count(tag) != 1]
    assert missing == []


def test_classes_and_properties_have_english_names(merged: rdflib.Graph) -> None:
    unnamed = [
        str(s)
        for kind in (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
        for s in merged.subjects(RDF.type, kind)
        if str(s).startswith(CLX) and not list(merged.objects(s, rdflib.RDFS.label))
    ]
    assert unnamed == []


def violations(path: Path) -> list[str]:
    """What the OWL API that comes with HermiT finds wrong in a file (OWL 2 Structural Specification, 3)."""
    import jpype
    import owlready2

    jpype.startJVM("-Xmx300m", classpath=[str(Path(owlready2.__file__).parent / "hermit" / "HermiT.jar")])
    manager = jpype.JClass("org.semanticweb.owlapi.apibinding.OWLManager").createOWLOntologyManager()
    ontology = manager.loadOntologyFromOntologyDocument(jpype.JClass("java.io.File")(str(path)))
    report = jpype.JClass("org.semanticweb.owlapi.profiles.OWL2DLProfile")().checkOntology(ontology)
    return [str(v) for v in report.getViolations()]


@needs_java
def test_owl_2_dl_profile(merged: rdflib.Graph, tmp_path: Path) -> None:
    """In a process of its own: one that has a Java inside hangs when it is forked."""
    path = tmp_path / "merged.rdf"
    merged.serialize(path, format="xml", encoding="utf-8")
    assert within(300, violations, path) == []


@needs_java
def test_consistent_and_satisfiable(classified: Inference) -> None:
    assert classified.ran
    assert classified.consistent
    assert classified.unsatisfiable == []


@needs_java
def test_every_defined_class_finds_its_member(classified: Inference, vocabulary: Vocabulary) -> None:
    module = rdflib.Graph().parse(vocabulary.folder / "defined.ttl", format="turtle")
    defined = {str(s) for s in module.subjects(OWL.equivalentClass, None) if str(s).startswith(CLX)}
    found = {c.cls for c in classified.conclusions}
    assert len(defined) >= 14
    assert sorted(defined - found) == []


@needs_java
def test_conclusions_say_what_they_rest_on(classified: Inference) -> None:
    conclusions = {(c.subject.rsplit("/", 1)[1], c.cls.removeprefix(CLX)): c.rests_on for c in classified.conclusions}
    assert conclusions["made-cap", "CapAndTradeWording"] == (
        "https://w3id.org/carbonlex/id/definition/made-cap#reading-mechanism",
    )
    assert ("made-cap", "VoluntaryOnly") not in conclusions
    assert ("made-cap", "AllowancesOnly") in conclusions
    assert ("made-credit", "AllowancesOnly") not in conclusions


@needs_java
def test_a_contradiction_is_told(made: Callable[..., Dataset], vocabulary: Vocabulary) -> None:
    strange = Vocabulary()
    strange.__dict__["quads"] = (*vocabulary.quads, *rdf_of("clx:Allowance rdfs:subClassOf clx:Credit ."))
    assert f"{CLX}Allowance" in reasoning.reason(made(strange)).unsatisfiable


def rdf_of(turtle: str) -> list[object]:
    head = f"@prefix clx: <{CLX}> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . "
    return [q.triple for q in ox.parse((head + turtle).encode(), ox.RdfFormat.TURTLE)]


def test_without_java(made: Callable[..., Dataset], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hermit, "java", lambda: None)
    with pytest.raises(ReasonerMissing, match="no Java runtime"):
        reasoning.reason(made())


def test_answers_are_kept_and_a_damaged_one_is_asked_again(
    made: Callable[..., Dataset], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    asked: list[bytes] = []

    def answered(contents: Sequence[bytes], *_: object) -> Iterator[hermit.Answer]:
        asked.extend(contents)
        yield from (hermit.Answer() for _ in contents)

    monkeypatch.setattr(hermit, "java", lambda: "java")
    monkeypatch.setattr(hermit, "answered", answered)
    reasoning.reason(made())
    first = len(asked)
    assert first > 0
    reasoning.reason(made())
    assert len(asked) == first
    next((tmp_path / "carbonlex").glob("*.json")).write_text("{nonsense")
    reasoning.reason(made())
    assert len(asked) == first + 1


@needs_java
def test_what_follows_of_some_comes_after_a_contradiction_of_others(vocabulary: Vocabulary) -> None:
    axioms = Axioms(vocabulary)
    unit, nothing = (vocabulary.iri("asset", "made"), "http://www.w3.org/2002/07/owl#Nothing")
    said = {
        cls: f"<{unit}> <{RDF.type}> <{cls}> .\n".encode() for cls in (vocabulary.class_of("asset-record"), nothing)
    }
    right, wrong = (store.ntriples(axioms.tbox) + triple for triple in said.values())
    alone = store.ntriples(axioms.tbox)
    found = list(hermit.answered([right, wrong, alone, right], [vocabulary.class_of("asset-record")], vocabulary.base))
    assert [answer.consistent for answer in found] == [True, False, True, True]
    assert [[individual for _, individual in answer.members] for answer in found] == [[unit], [], [], [unit]]


def test_a_reasoner_that_says_nothing_is_not_asked_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hermit, "_run", lambda *_: iter(()))
    with pytest.raises(CarbonlexError, match="it said nothing"):
        hermit.answer(b"")


def test_wordings_that_are_read_alike_are_asked_for_once(vocabulary: Vocabulary) -> None:
    dataset = Dataset(vocabulary)
    for name in ("made-one", "made-two"):
        dataset.add(f"{name}.yaml", wording(name, MADE["made-cap"]), name)
    axioms = Axioms(vocabulary)
    records = (placed.record for placed in dataset.placed.values())
    alike = Alike(facts(store.triples(records, store.mapper(dataset)), axioms), axioms)
    assert len(alike.stand_ins) == 1
    (stand_in,) = alike.stand_ins
    assert alike.stood_for(stand_in) == [vocabulary.iri("definition", n) for n in ("made-one", "made-two")]
    assert alike.stood_for(vocabulary.iri("scheme", "x")) == [vocabulary.iri("scheme", "x")]


def test_records_that_stand_in_no_relation_are_asked_for_apart(vocabulary: Vocabulary, golden: Dataset) -> None:
    axioms = Axioms(vocabulary)
    records = (placed.record for placed in golden.placed.values())
    alike = Alike(facts(store.triples(records, store.mapper(golden)), axioms), axioms)
    named = [{t.subject.value.partition("#")[0].removeprefix(vocabulary.base) for t in group} for group in alike.groups]
    assert sum(map(len, named)) == len(set().union(*named))
    assert {"scheme/aa-ets", "asset/aaa"} <= next(group for group in named if "scheme/aa-ets" in group)
    assert len(named) > 1
    asked = [t for batch in alike.batches() for t in batch]
    told = [*(t for group in alike.groups for t in group), *(t for said in alike.stand_ins.values() for t in said)]
    assert sorted(map(str, asked)) == sorted(map(str, told))


@needs_java
def test_what_nothing_tells_apart_belongs_to_the_same_classes(vocabulary: Vocabulary) -> None:
    axioms = Axioms(vocabulary)
    picked = [f for f in vocabulary.facets if vocabulary.iri("facet", f) in axioms.picked]
    kinds: dict[object, list[tuple[str, str, str]]] = {}
    for facet in picked:
        for value in vocabulary.facets[facet]:
            kind = axioms.kind(ox.NamedNode(vocabulary.iri("value", f"{facet}/{value}")))
            kinds.setdefault(kind, []).extend((facet, value, basis) for basis in ("explicit", "implied"))
    assert any(len(found) > 2 for found in kinds.values())
    dataset = Dataset(vocabulary)
    for facet, value, basis in (one for found in kinds.values() for one in found):
        name = f"{facet}-{value}-{basis}"
        dataset.add(f"{name}.yaml", wording(name, f"{facet}: {{values: [{value}], basis: {basis}}}"), name)
    classes: dict[str, set[str]] = {}
    for conclusion in reasoning.reason(dataset).conclusions:
        classes.setdefault(conclusion.subject, set()).add(conclusion.cls)
    for found in kinds.values():
        told = [classes.get(vocabulary.iri("definition", "-".join(one))) for one in found]
        assert told == told[:1] * len(told), found


def test_what_classes_tell_apart_is_not_of_one_kind(vocabulary: Vocabulary) -> None:
    def kind(name: str) -> object:
        return Axioms(vocabulary).kind(ox.NamedNode(name))

    def mechanism(value: str) -> object:
        return kind(vocabulary.iri("value", f"mechanism/{value}"))

    assert mechanism("emissions-trading") == mechanism("offsetting") != mechanism("cap-and-trade")
    assert mechanism("cap-and-trade") != mechanism("policy-instrument")
    assert kind(CLX + "Explicit") == kind(CLX + "Implied") != kind(CLX + "Silent")
    assert not kind("https://example.org/other")
