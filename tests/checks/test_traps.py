"""Where SHACL engines part: dates, language tags, numbers, plain and typed text. Each trap is tried on a few nodes with the engine
(pyshifty) and the reference (pySHACL). What the shapes rely on, both answer alike; where they differ, the difference is pinned
here, and the shapes keep away from it (``ontology/decisions/engine.md``). A test that fails after an update of either has news."""

import re
from pathlib import Path

import pyoxigraph as ox
import pyshacl
import pytest
import rdflib

from carbonlex.checks import shapes
from carbonlex.graph.store import ntriples
from carbonlex.vocabulary import CLX, Vocabulary

SH = rdflib.Namespace(shapes.SH)
HEAD = f"""@prefix clx: <{CLX}> . @prefix sh: <{SH}> . @prefix xsd: <{rdflib.XSD}> . @prefix rdf: <{rdflib.RDF}> .
@prefix : <http://example.org/> .
"""
FOLDER = Vocabulary().folder


def property_shape(demand: str) -> str:
    """A shape that makes this demand on :p of every node that has one."""
    return f"{HEAD} :Shape a sh:NodeShape ; sh:targetSubjectsOf :p ; sh:property [ sh:path :p ; {demand} ] ."


def query_shape(condition: str) -> str:
    """A shape that reports every :p, with the :q beside it where the condition speaks of ?other, on which the condition holds."""
    other = "$this :q ?other . " if "?other" in condition else ""
    query = f"SELECT $this ?value WHERE {{ $this :p ?value . {other}FILTER ( {condition} ) }}"
    query = query.replace(":p", "<http://example.org/p>").replace(":q", "<http://example.org/q>")
    escaped = query.replace('"', '\\"')
    constraint = f'[ a sh:SPARQLConstraint ; sh:message "no" ; sh:select "{escaped}" ]'
    return f"{HEAD} :Shape a sh:NodeShape ; sh:targetSubjectsOf :p ; sh:sparql {constraint} ."


class Both:
    """What engine and reference report of nodes, each named by what is said of it."""

    def __init__(self, folder: Path, shape: str, *nodes: str) -> None:
        self.nodes = nodes
        self.data = HEAD + "\n".join(f":n{i} {node} ." for i, node in enumerate(nodes))
        self.shape = shape
        (folder / "shapes").mkdir()
        (folder / "shapes" / "one.ttl").write_text(shape, "utf-8")
        self.engine = self._names(rdflib.Graph().parse(data=shapes.report(self.data.encode(), folder), format="turtle"))

    @property
    def reference(self) -> set[str]:
        return self._refer(rdflib.Graph().parse(data=self.data, format="turtle"))

    @property
    def reference_on_ntriples(self) -> set[str]:
        """The reference, given the graph as the program writes it."""
        triples = [q.triple for q in ox.parse(self.data.encode(), ox.RdfFormat.TURTLE)]
        return self._refer(rdflib.Graph().parse(data=ntriples(triples), format="nt"))

    def _refer(self, data: rdflib.Graph) -> set[str]:
        graph = rdflib.Graph().parse(data=self.shape, format="turtle")
        _, report, message = pyshacl.validate(data, shacl_graph=graph, inference="none")
        assert isinstance(report, rdflib.Graph), message
        return self._names(report)

    def _names(self, report: rdflib.Graph) -> set[str]:
        found = (re.fullmatch(r".*/n(\d+)", str(o)) for o in report.objects(None, SH.focusNode))
        return {self.nodes[int(match[1])] for match in found if match}

    def agree(self) -> set[str]:
        assert self.engine == self.reference
        return self.engine


# ---- Dates

DAYS = (
    ':p "2021-01-02"^^xsd:date ; :q "2021-01-01"^^xsd:date',
    ':p "2021-01-01"^^xsd:date ; :q "2021-01-01"^^xsd:date',
)
LATER_YEAR = ':p "2022"^^xsd:gYear ; :q "2021-01-01"^^xsd:date'
YEARS = ':p "2022"^^xsd:gYear ; :q "2021"^^xsd:gYear'
ZONES = ':p "2021-01-01-09:00"^^xsd:date ; :q "2021-01-01+09:00"^^xsd:date'


@pytest.mark.parametrize(
    "shape",
    [
        property_shape("sh:lessThanOrEquals :q"),
        query_shape("?value > ?other"),
        query_shape("STR(?value) > STR(?other)"),
    ],
)
def test_days_are_compared_alike(shape: str, tmp_path: Path) -> None:
    """Hence clx:fromDay and clx:toDay."""
    assert Both(tmp_path, shape, *DAYS).agree() == {DAYS[0]}


def test_dates_are_compared_alike_as_they_are_written(tmp_path: Path) -> None:
    both = Both(tmp_path, query_shape("STR(?value) > STR(?other)"), LATER_YEAR, YEARS)
    assert both.agree() == {LATER_YEAR, YEARS}


def test_a_year_and_a_day_cannot_be_compared(tmp_path: Path) -> None:
    """XPath functions, 9.4: no order between types. The reference compares them all the same, by something."""
    both = Both(tmp_path, query_shape("?value > ?other"), LATER_YEAR)
    assert (both.engine, both.reference) == (set(), {LATER_YEAR})


def test_two_years_are_compared_by_the_engine_alone(tmp_path: Path) -> None:
    both = Both(tmp_path, query_shape("?value > ?other"), YEARS)
    assert (both.engine, both.reference) == ({YEARS}, set())


def test_two_years_stop_the_reference_in_a_pair_of_properties(tmp_path: Path) -> None:
    both = Both(tmp_path, property_shape("sh:lessThanOrEquals :q"), YEARS)
    assert both.engine == {YEARS}
    with pytest.raises(TypeError):
        _ = both.reference


def test_time_zones_of_days_are_lost_in_the_reference(tmp_path: Path) -> None:
    both = Both(tmp_path, query_shape("?value > ?other"), ZONES)
    assert (both.engine, both.reference) == ({ZONES}, set())


def test_neither_looks_into_months_and_years(tmp_path: Path) -> None:
    """SHACL 4.1.2: a literal that its datatype does not know breaks sh:datatype; of days alone they see it. Hence the patterns."""
    wrong = (':p "2021-02-30"^^xsd:date', ':p "2021-13"^^xsd:gYearMonth', ':p "21"^^xsd:gYear', ':p "soon"^^xsd:gYear')
    demand = "sh:or ( [ sh:datatype xsd:date ] [ sh:datatype xsd:gYearMonth ] [ sh:datatype xsd:gYear ] )"
    both = Both(tmp_path, property_shape(demand), *wrong)
    assert both.agree() == {wrong[0]}


# ---- Language tags

TAGGED = (':p "a"@zh-Hans', ':p "b"@ZH-HANS', ':p "c"@zh', ':p "d"@zh-Hant', ':p "e"@EN', ':p "f"', ':p "g"@zhx')


@pytest.mark.parametrize(
    ("shape", "reported"),
    [
        (property_shape('sh:languageIn ( "zh" "en" )'), TAGGED[5:]),
        (property_shape('sh:languageIn ( "zh-hans" )'), TAGGED[2:]),
        (property_shape("sh:datatype rdf:langString"), TAGGED[5:6]),
        (query_shape('LCASE(LANG(?value)) = "zh-hans"'), TAGGED[:2]),
        (query_shape('LANGMATCHES(LANG(?value), "zh")'), TAGGED[:4]),
    ],
)
def test_language_ranges_do_not_heed_case(shape: str, reported: tuple[str, ...], tmp_path: Path) -> None:
    """BCP 47, 2.1.1; RFC 4647, 3.3.1: a range covers what is longer by whole subtags."""
    assert Both(tmp_path, shape, *TAGGED).agree() == set(reported)


def test_a_language_stands_twice_whatever_its_case(tmp_path: Path) -> None:
    nodes = (':p "a"@zh-Hans, "b"@zh-hans', ':p "a"@zh-Hans, "b"@zh', ':p "a", "b"')
    assert Both(tmp_path, property_shape("sh:uniqueLang true"), *nodes).agree() == {nodes[0]}


def test_the_engine_writes_tags_small(tmp_path: Path) -> None:
    """So a query that spells a tag otherwise finds nothing: LCASE, or LANGMATCHES."""
    both = Both(tmp_path, query_shape('LANG(?value) = "zh-Hans"'), *TAGGED)
    assert (both.engine, both.reference) == (set(), {TAGGED[0]})


# ---- Numbers

FIVES = (":p 5", ":p 5.0", ':p "05"^^xsd:decimal', ":p 5e0", ':p "5"')


@pytest.mark.parametrize(
    ("shape", "reported"),
    [
        (property_shape("sh:hasValue 5"), FIVES[1:]),
        (property_shape("sh:in ( 5.0 )"), (FIVES[0], *FIVES[2:])),
        (property_shape("sh:datatype xsd:decimal"), (FIVES[0], *FIVES[3:])),
        (property_shape("sh:minInclusive 5.0"), FIVES[4:]),
        (query_shape("isNumeric(?value) && ?value != 5"), ()),
        (query_shape("?value - 5 = 0"), FIVES[:4]),
    ],
)
def test_values_are_terms_and_queries_count(shape: str, reported: tuple[str, ...], tmp_path: Path) -> None:
    """RDF 1.1 Concepts, 3.3: 5 and 5.0 are two terms, so sh:hasValue and sh:in tell them apart; bounds and ``!=`` go by the number."""
    assert Both(tmp_path, shape, *FIVES).agree() == set(reported)


def test_pairs_of_properties_are_compared_as_terms(tmp_path: Path) -> None:
    nodes = (":p 5 ; :q 5", ":p 5 ; :q 5.0", ':p 5 ; :q "5"')
    assert Both(tmp_path, property_shape("sh:equals :q"), *nodes).agree() == set(nodes[1:])


def test_the_engine_takes_equal_for_the_same(tmp_path: Path) -> None:
    """SPARQL 1.1, 17.3: numbers are equal by value. The engine looks for the very term."""
    both = Both(tmp_path, query_shape("?value = 5"), *FIVES)
    assert (both.engine, both.reference) == ({FIVES[0]}, set(FIVES[:4]))


def test_the_reference_takes_one_of_for_the_same(tmp_path: Path) -> None:
    """SPARQL 1.1, 17.4.1.9: IN compares as ``=`` does."""
    both = Both(tmp_path, query_shape("?value IN ( 5, 7 )"), *FIVES)
    assert (both.engine, both.reference) == (set(FIVES[:4]), {FIVES[0]})


def test_text_is_not_unlike_a_number_to_the_engine(tmp_path: Path) -> None:
    """SPARQL 1.1, 17.4.1.7: whether they are the same is an error, and an error is no result. Hence isNumeric."""
    both = Both(tmp_path, query_shape("?value != 5"), *FIVES)
    assert (both.engine, both.reference) == (set(), {FIVES[4]})


def test_two_numbers_that_are_equal_are_so_to_the_reference_alone(tmp_path: Path) -> None:
    nodes = (":p 5.0 ; :q 5", ":p 5.0 ; :q 5.0")
    both = Both(tmp_path, query_shape("?value = ?other"), *nodes)
    assert (both.engine, both.reference) == ({nodes[1]}, set(nodes))


def test_the_reference_rewrites_numbers(tmp_path: Path) -> None:
    """One number written in two ways counts once there."""
    node = ':p 5.0, "05.0"^^xsd:decimal'
    both = Both(tmp_path, property_shape("sh:maxCount 1"), node)
    assert (both.engine, both.reference) == ({node}, set())


def test_flags_are_those_of_xsd(tmp_path: Path) -> None:
    flags = (":p true", ':p "0"^^xsd:boolean', ':p "TRUE"^^xsd:boolean', ':p "yes"^^xsd:boolean', ':p "true"', ":p 1")
    assert Both(tmp_path, property_shape("sh:datatype xsd:boolean"), *flags).agree() == set(flags[2:])


# ---- Plain and typed text

TEXTS = (':p "x"', ':p "x"^^xsd:string', ':p "x"@en', ':p "x"^^:other')


@pytest.mark.parametrize("demand", ['sh:hasValue "x"', 'sh:in ( "x" )'])
def test_plain_text_is_a_string(demand: str, tmp_path: Path) -> None:
    """RDF 1.1 Concepts, 3.3: text without a type has the type xsd:string. The reference reads them as two, so the program hands
    graphs on as it writes them itself, and shapes write text plain."""
    both = Both(tmp_path, property_shape(demand), *TEXTS)
    assert (both.engine, both.reference) == (set(TEXTS[2:]), set(TEXTS[1:]))
    assert both.reference_on_ntriples == both.engine


def test_a_typed_text_in_a_shape_misses_plain_ones_in_the_reference(tmp_path: Path) -> None:
    both = Both(tmp_path, property_shape('sh:in ( "x"^^xsd:string )'), *TEXTS)
    assert (both.engine, both.reference) == (set(TEXTS[2:]), {TEXTS[0], *TEXTS[2:]})


@pytest.mark.parametrize(
    ("shape", "reported"),
    [
        (property_shape("sh:datatype xsd:string"), TEXTS[2:]),
        (query_shape('STR(?value) IN ( "x" )'), TEXTS),
        (query_shape('STR(?value) = "x"'), TEXTS),
        (query_shape('?value = "x"'), TEXTS[:2]),
    ],
)
def test_text_is_compared_alike_by_datatype_and_in_queries(
    shape: str, reported: tuple[str, ...], tmp_path: Path
) -> None:
    """Yet in the pattern of a query, outside FILTER, plain and typed text are two terms to the reference: see the next test."""
    assert Both(tmp_path, shape, *TEXTS).agree() == set(reported)


def test_text_in_the_pattern_of_a_query_is_a_term(tmp_path: Path) -> None:
    shape = query_shape('EXISTS { $this :p "x" }')
    both = Both(tmp_path, shape, *TEXTS)
    assert (both.engine, both.reference) == (set(TEXTS[:2]), {TEXTS[0]})
    assert both.reference_on_ntriples == both.engine


# ---- What the shapes make of it

FORMS = {
    "clx:validFrom": (
        ('"2021"^^xsd:gYear', '"2021-07"^^xsd:gYearMonth', '"2021-07-16"^^xsd:date'),
        (
            '"2021-07-16"',
            '"2021-02-30"^^xsd:date',
            '"2021-13"^^xsd:gYearMonth',
            '"21"^^xsd:gYear',
            '"2021-07-16"^^xsd:gYear',
            '"2021-07-16Z"^^xsd:date',
            '"-2021"^^xsd:gYear',
            '"2021-07-16T00:00:00"^^xsd:dateTime',
            '"2020"^^xsd:gYear , "2021"^^xsd:gYear',
        ),
    ),
    "clx:fromDay": (('"2021-07-16"^^xsd:date',), ('"2021"^^xsd:gYear', '"2021-07-16+02:00"^^xsd:date', '"2021-07-16"')),
    "clx:note": (
        ('"a"@en', '"a"@en , "b"@zh-Hans', '"a"@zh , "b"@zh-Hans'),
        ('"a"', '"a"@en , "b"@EN', ":a", "5"),
    ),
    "clx:share": (("5.0", '"5"^^xsd:decimal'), ("5", "5e0", '"5"', "5.0 , 6.0")),
    "clx:corroborated": (("true", "false"), ('"true"', "1", '"yes"^^xsd:boolean', "true , false")),
    "clx:pinpoint": (('"Art. 1"', '"Art. 1"^^xsd:string'), ('"Art. 1"@en', "1", ":a")),
    "clx:code": (('"AA"',), ('"AA"@en', '"AA" , "BB"')),
    "clx:standing": (('"official"',), ('"Official"', '"official"@en', ":official")),
}


@pytest.mark.parametrize("path", FORMS)
def test_the_forms_of_values(path: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The shape of forms.ttl on the path, of nodes of any kind; the reference must read literals as they are written."""
    monkeypatch.setattr(rdflib, "NORMALIZE_LITERALS", False)
    forms = (FOLDER / "shapes" / "forms.ttl").read_text("utf-8")
    (shape,) = re.findall(rf"^(clx:\w+(?:Form|List)Shape) a sh:PropertyShape ; sh:path {path} ;", forms, re.M)
    good, bad = FORMS[path]
    user = f"{HEAD} :Shape a sh:NodeShape ; sh:targetSubjectsOf {path} ; sh:property {shape} ."
    both = Both(tmp_path, forms + user, *(f"{path} {value}" for value in (*good, *bad)))
    assert both.engine == {f"{path} {value}" for value in bad}
    assert both.reference_on_ntriples == both.engine
