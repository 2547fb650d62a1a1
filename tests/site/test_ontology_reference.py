"""The reference of the ontology: every name anchored and named, every axiom told in words, every picture readable."""

import re
import xml.etree.ElementTree as ET
from collections import Counter
from pathlib import Path

import pyoxigraph as ox
import pytest

from carbonlex.graph import store
from carbonlex.graph.reasoning import Conclusion
from carbonlex.reading.dataset import Dataset
from carbonlex.site import downloads
from carbonlex.site.pages import Site
from carbonlex.site.reference import pictures
from carbonlex.site.reference.axioms import CHARACTERISTICS, ORDER, Axioms
from carbonlex.site.reference.hierarchy import Node
from carbonlex.site.reference.index import Reference
from carbonlex.site.reference.manchester import frame
from carbonlex.site.reference.sentences import Teller, plain
from carbonlex.vocabulary import CLX, OWL, PREFIXES, Vocabulary
from rendered import edition_of, site_of

LANGUAGES = ("en", "fr", "ru", "vi", "zh")
PREFIX = "".join(f"@prefix {name}: <{long}> .\n" for name, long in PREFIXES.items())
CAP = Conclusion("https://w3id.org/carbonlex/id/definition/aa-market-2023", CLX + "CapAndTradeWording", ())
# A name is promised for ever: addresses below https://w3id.org/carbonlex/ontology# lead to these anchors.
KEPT = """Acceptance Allowance AllowancesOnly AssetType Basis Body CapAndTradeWording ComplianceAsset Credit Definition Event Explicit
    Facet FacetValue Finding Implied Inference Jurisdiction Link Mapping Proposal Reading Record Scheme Silence Silent Source
    Statement Term Wording about acceptedFor asOf basis concept facet force gloss issuedUnder jurisdiction officialText
    originalText ownReading partOf pinpoint property quote readBy reading replaces source standing statedResource statedValue
    statement term unit validFrom validTo value valueOf"""


@pytest.fixture(scope="module")
def site(golden: Dataset) -> Site:
    return site_of(golden, conclusions=[CAP])


@pytest.fixture(scope="module")
def reference(site: Site) -> Reference:
    return site.reference


@pytest.fixture(scope="module")
def teller(golden: Dataset, site: Site) -> Teller:
    return Teller(edition_of(golden), site)


def ids(page: Path) -> Counter[str]:
    return Counter(re.findall(r'\sid="([^"]*)"', page.read_text("utf-8")))


def sentences(reference: Reference, teller: Teller, name: str) -> list[str]:
    return [plain(teller.axiom(a)) for a in reference.entries[CLX + name].axioms]


def told(text: str) -> Axioms:
    return Axioms([quad.triple for quad in ox.parse(PREFIX + text, ox.RdfFormat.TURTLE)])


def test_every_name_has_one_anchor_and_leads_to_its_entry(built: Path, reference: Reference) -> None:
    overview = ids(built / "ontology/index.html")
    described = {iri for iri in reference.axioms.kinds if iri.startswith(CLX)}
    assert described == set(reference.entries)
    assert {iri for iri in reference.vocabulary.named if iri.startswith(CLX)} <= described
    for iri in [*described, *(s.iri for s in reference.shapes)]:
        name = iri.removeprefix(CLX)
        assert overview[name] == 1, name
        page, _, anchor = reference.address(iri).partition("#")
        assert anchor == name and ids(built / page / "index.html")[name] == 1, iri


def test_facets_values_concepts_and_entries_are_anchored(built: Path, reference: Reference) -> None:
    vocabulary = reference.vocabulary
    overview, facets = ids(built / "ontology/index.html"), ids(built / "ontology/facets/index.html")
    for facet, values in vocabulary.facets.items():
        assert overview[f"facet-{facet}"] == facets[f"facet-{facet}"] == 1
        assert all(facets[f"value-{facet}-{value}"] == 1 for value in values)
    assert all(overview[f"concept-{c}"] == 1 for c in vocabulary.list("concept"))
    lists, statements = ids(built / "ontology/lists/index.html"), ids(built / "ontology/statements/index.html")
    for name in reference.lists.values():
        if name == "property":
            assert all(statements[f"list-property-{p}"] == 1 for p in vocabulary.catalog["properties"])
        elif name != "property":
            assert all(lists[f"list-{name}-{e}"] == 1 for e in vocabulary.list(name)) and lists[f"list-{name}"] == 1
    for page in built.glob("ontology/**/index.html"):
        assert max(ids(page).values()) == 1, page


def test_anchors_stay(reference: Reference) -> None:
    assert {CLX + name for name in KEPT.split()} <= set(reference.entries)


def test_every_name_speaks_five_languages(vocabulary: Vocabulary, reference: Reference) -> None:
    kinds = {"label": "label", "prefLabel": "label", "comment": "note", "scopeNote": "note"}
    found = Counter(
        (t.subject.value, kinds[name], t.object.language or "en")
        for t in (*vocabulary.quads, *vocabulary.words)
        if isinstance(t.subject, ox.NamedNode)
        and (name := re.split("[#/]", t.predicate.value)[-1]) in kinds
        and isinstance(t.object, ox.Literal)
    )
    wanted = [(iri, kind, lang) for iri in reference.entries for kind in ("label", "note") for lang in LANGUAGES]
    assert [word for word in wanted if found[word] != 1] == []


def test_every_axiom_is_told(reference: Reference, teller: Teller) -> None:
    """Whoever writes an axiom of a new kind gives it words: ``site.reference.axioms`` and ``[axiom]`` of the page texts."""
    assert reference.axioms.untold == ()
    for entry in reference.entries.values():
        for axiom in entry.axioms:
            sentence = plain(teller.axiom(axiom))
            assert sentence.endswith((".", "。")) and "  " not in sentence and "{" not in sentence, sentence


def test_every_kind_of_axiom_has_words(teller: Teller) -> None:
    assert {f"axiom.{kind}" for kind in ORDER} <= teller.strings.names


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        (
            "CapAndTradeWording",
            "cap and trade stands for every wording one of whose own readings on mechanism has the value cap and trade, and no other.",
        ),
        (
            "SilentOnPrice",
            "silent on price stands for every wording one of whose own readings on price formation is silent, and no other.",
        ),
        (
            "AllowancesOnly",
            "trades allowances only stands for every wording one of whose own readings on traded object has a value from traded"
            " object under a limit and has no value outside traded object under a limit, and no other.",
        ),
        (
            "CrossBorder",
            "crosses borders stands for every wording one of whose own readings on international transfer has a value from"
            " allowed, on authorisation or by linkage, and no other.",
        ),
        (
            "CreditingScheme",
            "crediting scheme stands for every project crediting scheme or scheme of which a statement on mechanism says"
            " baseline and credit, and no other.",
        ),
        (
            "ComplianceAsset",
            "asset accepted for compliance stands for every asset type of which an acceptance is for at least one mandatory"
            " scheme, and no other.",
        ),
        (
            "ComplianceCredit",
            "credit accepted for compliance stands for every credit that belongs to asset accepted for compliance as well, and"
            " no other.",
        ),
        ("Definition", "definition is a kind of wording."),
        ("Credit", "Nothing belongs to credit and also to allowance or financial instrument derivative."),
        ("reading", "It leads from wording to reading."),
        ("concept", "It leads from record to comparative concept."),
        ("ownReading", "It also counts as reading."),
        ("amends", "It also counts as eli:amends."),
        ("Silent", "It differs from says it and implies it."),
        ("Source", "Nearly the same in another vocabulary: schema:Legislation."),
    ],
)
def test_golden_words(reference: Reference, teller: Teller, name: str, sentence: str) -> None:
    assert sentence in sentences(reference, teller, name)


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ("clx:value a owl:FunctionalProperty .", "Nothing has more than one value."),
        ("clx:value owl:inverseOf clx:valueOf .", "It is value of read backwards."),
        (
            "clx:value owl:propertyChainAxiom ( clx:reading clx:facet ) .",
            "Who follows reading and facet, one after the other, has followed value.",
        ),
        (
            "clx:Wording owl:disjointUnionOf ( clx:Definition clx:Proposal ) .",
            "wording is made up, without overlap, of definition and proposal.",
        ),
        (
            "clx:Wording owl:hasKey ( clx:term clx:source ) .",
            "Two members of wording with the same term and source are one.",
        ),
        (
            "clx:Wording rdfs:subClassOf [ a owl:Restriction ; owl:onProperty clx:source ; owl:cardinality 1 ] .",
            "wording is a kind of thing that has exactly 1 source.",
        ),
        (
            "clx:Wording rdfs:subClassOf [ a owl:Restriction ; owl:onProperty clx:reading ; owl:onClass clx:Reading ;"
            " owl:minQualifiedCardinality 2 ] .",
            "wording is a kind of thing that has at least 2 times reading from reading.",
        ),
        (
            "clx:Wording rdfs:subClassOf [ owl:complementOf [ a owl:Restriction ; owl:onProperty clx:source ;"
            " owl:someValuesFrom [ owl:onProperty clx:amends ; owl:someValuesFrom clx:Source ] ] ] .",
            "wording is a kind of anything but thing of which at least one source has at least one amends from source.",
        ),
        (
            "clx:Wording owl:equivalentClass [ owl:onProperty clx:replaces ; owl:hasSelf true ] .",
            "wording stands for every thing",
        ),
    ],
)
def test_axioms_that_may_come(teller: Teller, said: str, sentence: str) -> None:
    axioms = told(said)
    assert axioms.untold == ()
    assert any(plain(teller.axiom(a)).startswith(sentence) for found in axioms.told.values() for a in found)
    assert all(frame("class", iri, found, PREFIXES) for iri, found in axioms.told.items())


@pytest.mark.parametrize(
    "said",
    [
        "clx:Wording owl:unheardOf clx:Source .",
        "clx:Wording rdfs:subClassOf [ a owl:Class ; owl:unheardOf clx:Source ] .",
        "clx:value a owl:UnheardOfProperty .",
        "[] a owl:NegativePropertyAssertion ; owl:sourceIndividual clx:Silent .",
    ],
)
def test_an_axiom_without_words_is_noticed(said: str) -> None:
    assert told(said).untold


def test_characteristics_are_those_of_owl() -> None:
    assert all(iri.startswith(OWL) for iri in CHARACTERISTICS) and len(CHARACTERISTICS) == 7


def test_what_experts_read(reference: Reference) -> None:
    assert reference.entries[CLX + "CapAndTradeWording"].formal == (
        "Class: clx:CapAndTradeWording\n    EquivalentTo: clx:Wording and (clx:ownReading some ((clx:facet value facet:mechanism)"
        " and (clx:value value value:mechanism/cap-and-trade)))"
    )
    assert all(
        e.formal for e in reference.entries.values() if any(a.kind not in ("close", "related") for a in e.axioms)
    )


def test_uses(reference: Reference) -> None:
    reading = reference.entries[CLX + "reading"]
    assert reading.below == (CLX + "ownReading",) and reading.keys == ("worded: readings",)
    assert CLX + "Definition" in reading.having and "CLX201" in reading.rules
    assert reading.example and "/id/definition/" in reading.example.subject
    assert CLX + "CapAndTradeWording" in reference.entries[CLX + "Wording"].inside
    assert reference.entries[CLX + "Allowance"].keys == ("asset: type: allowance",)
    assert reference.entries[CLX + "Silent"].keys == ("reading: basis: silent",)


def test_what_records_and_shapes_speak_of_is_described(reference: Reference, golden: Dataset) -> None:
    known = {*reference.entries, *(s.iri for s in reference.shapes)}
    spoken = {name for s in reference.shapes for name in (*s.speaks, *s.targets, s.path) if name.startswith(CLX)}
    records = store.triples((placed.record for placed in golden.placed.values()), store.mapper(golden))
    spoken |= {t.predicate.value for t in records if t.predicate.value.startswith(CLX)}
    assert sorted(spoken - known) == []


def test_members(built: Path, reference: Reference) -> None:
    assert [m.id for m in reference.members.of(CLX + "CapAndTradeWording")] == ["aa-market-2023"]
    wordings = reference.members.count(CLX + "Wording")
    assert wordings == reference.members.count(CLX + "Definition") + reference.members.count(CLX + "Proposal")
    page = (built / "ontology/classes/index.html").read_text("utf-8")
    assert 'href="../../ontology/classes/Allowance/index.html"' in page


def test_hierarchy(reference: Reference) -> None:
    above = reference.hierarchy.above
    assert above[CLX + "CapAndTradeWording"] == (CLX + "Wording",)
    assert above[CLX + "ProjectCreditingScheme"] == (CLX + "CreditingScheme",)
    assert above[CLX + "CreditingScheme"] == (CLX + "Scheme",)
    assert set(above[CLX + "ComplianceCredit"]) == {CLX + "Credit", CLX + "ComplianceAsset"}
    assert above[CLX + "CapIssuedAsset"] == (CLX + "AssetType",)


def test_pictures_have_titles_and_lists(built: Path) -> None:
    found = 0
    for page in ("ontology", "ontology/classes", "assets"):
        text = (built / page / "index.html").read_text("utf-8")
        for drawn in re.findall(r"<svg.*?</svg>", text, re.S):
            svg = ET.fromstring(drawn)
            assert svg.get("role") == "img" and [child.tag for child in svg][:2] == ["title", "desc"]
            assert all((svg[i].text or "").strip() for i in (0, 1))
            assert not list(svg.iter("a")) and "style" not in {a for e in svg.iter() for a in e.attrib}
            width, height = (float(svg.get(side, "0")) for side in ("width", "height"))
            for words in svg.iter("text"):
                x, y = float(words.get("x", "0")), float(words.get("y", "0"))
                assert 0 <= x <= width and 0 <= y <= height
            found += 1
        assert text.count("<svg") == len(re.findall(r"</svg></div>\s*<details", text))
    assert found == 3


def test_a_tree_leaves_room_for_words() -> None:
    tree = pictures.tree(
        [Node("a", below=(Node("b", below=(Node("碳市场"),)), Node("c"))), Node("d")], lambda iri: iri * 3
    )
    places = {w.text: (w.x, w.y) for w in tree.words}
    assert places["aaa"][1] == places["bbb"][1] == places["碳市场" * 3][1] < places["ccc"][1] < places["ddd"][1]
    assert places["bbb"][0] >= places["aaa"][0] + pictures.room("aaa") and places["bbb"][0] == places["ccc"][0]
    assert tree.width >= places["碳市场" * 3][0] + 9 * pictures.WIDE_LETTER


def test_the_ontology_can_be_downloaded(built: Path, vocabulary: Vocabulary) -> None:
    folder = built / "data/ontology"
    for name, body in downloads.ontology(vocabulary).items():
        assert (built / "data" / name).read_bytes() == body
    turtle, rdfxml = (list(ox.parse(path=str(folder / f"ontology.{e}"))) for e in ("ttl", "rdf"))
    assert len(turtle) == len(rdfxml) == len({*vocabulary.quads, *vocabulary.words})
    assert (folder / "core.ttl").read_bytes() == (vocabulary.folder / "core.ttl").read_bytes()
    assert (folder / "shapes/wording.ttl").is_file() and (folder / "context.jsonld").is_file()
