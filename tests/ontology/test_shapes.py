"""The shapes themselves: well-formed SHACL, no word of it invented, queries that parse, patterns that end, messages in five
languages, every result with its rule."""

import importlib.resources
import re
import sys
from collections.abc import Iterator
from functools import cache
from typing import Any

import pyshacl
import pytest
import rdflib
from rdflib import RDF, RDFS
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.algebra import traverse
from rdflib.plugins.sparql.parserutils import CompValue

from carbonlex.records.fields import OneOf, schema
from carbonlex.records.model import KINDS, Evidence, Reading, Translation
from carbonlex.vocabulary import CLX, Vocabulary

SH = rdflib.Namespace("http://www.w3.org/ns/shacl#")
RULE_CODE = rdflib.URIRef(CLX + "ruleCode")
LANGUAGES = ["en", "fr", "ru", "vi", "zh"]
TARGETS = (SH.targetClass, SH.targetSubjectsOf, SH.targetObjectsOf, SH.targetNode, SH.target)
SEVERITY = {"error": SH.Violation, "warning": SH.Warning, "info": SH.Info}


@cache
def shapes() -> rdflib.Graph:
    """Read anew: pySHACL adds to a graph of shapes that it is handed."""
    graph = rdflib.Graph()
    for path in sorted((Vocabulary().folder / "shapes").glob("*.ttl")):
        graph.parse(path, format="turtle")
    return graph


def named() -> list[rdflib.URIRef]:
    """The shapes that have a name."""
    found = {s for kind in (SH.NodeShape, SH.PropertyShape) for s in shapes().subjects(RDF.type, kind)}
    return sorted(s for s in found if isinstance(s, rdflib.URIRef))


STRUCTURE = {*TARGETS, SH.property, SH.message, SH.severity, SH.path, SH.ignoredProperties, SH.deactivated, RDF.type}


def reporting() -> list[Any]:
    """The shapes of which a result may come: those with a target and those that they have as properties, if they demand anything."""
    held = {s for target in TARGETS for s in shapes().subjects(target)}
    held |= {p for s in held for p in shapes().objects(s, SH.property)}
    return sorted(s for s in held if any(p not in STRUCTURE and p != RULE_CODE for p in shapes().predicates(s)))


def queries() -> list[tuple[str, str, str]]:
    """Shape, head of prefixes (SHACL 5.2.1) and text of each query."""
    found = []
    for shape, constraint in shapes().subject_objects(SH.sparql):
        head = "".join(
            f"PREFIX {shapes().value(d, SH.prefix)}: <{shapes().value(d, SH.namespace)}>\n"
            for holder in shapes().objects(constraint, SH.prefixes)
            for d in shapes().objects(holder, SH.declare)
        )
        for kind in (SH.select, SH.ask):
            found += [(str(shape), head, str(text)) for text in shapes().objects(constraint, kind)]
    return sorted(found)


def test_shapes_are_well_formed() -> None:
    """SHACL, appendix C: the shapes that shapes meet."""
    text = importlib.resources.files(pyshacl).joinpath("assets/shacl-shacl.ttl").read_text("utf-8")
    meta = rdflib.Graph().parse(data=text, format="turtle")
    # Paths within alternatives within lists: deeper than the 15 steps that pySHACL goes by itself.
    conforms, _, message = pyshacl.validate(shapes(), shacl_graph=meta, max_validation_depth=40)
    assert conforms, message


def test_every_word_of_shacl_is_one() -> None:
    """A misspelt parameter is silently passed over by engines. The list is the vocabulary of SHACL itself."""
    text = importlib.resources.files(pyshacl).joinpath("assets/shacl.ttl").read_text("utf-8")
    known = set(rdflib.Graph().parse(data=text, format="turtle").subjects(RDFS.isDefinedBy))
    assert SH.minCount in known
    used = {t for triple in shapes() for t in triple if isinstance(t, rdflib.URIRef) and t.startswith(str(SH))}
    assert used - known == set()
    others = {p for p in shapes().predicates() if not p.startswith(str(SH))}
    assert others <= {RDF.type, RDF.first, RDF.rest, RDFS.comment, RULE_CODE}


def test_every_shape_is_used() -> None:
    """A shape without target that no other shape holds examines nothing."""
    held = set(shapes().objects())
    assert [s for s in named() if s not in held and not any((s, t, None) in shapes() for t in TARGETS)] == []


def test_every_shape_that_is_held_is_there() -> None:
    held = set(shapes().objects(None, SH.property)) | set(shapes().objects(None, SH.node))
    assert [s for s in held if isinstance(s, rdflib.URIRef) and s not in set(named())] == []


def test_every_result_has_its_rule(vocabulary: Vocabulary) -> None:
    """The engine names the shape of a result; the shape itself names rule and severity, so that sharing it changes nothing."""
    wrong = []
    for shape in reporting():
        codes = [str(c) for c in shapes().objects(shape, RULE_CODE)]
        severities = list(shapes().objects(shape, SH.severity))
        if len(codes) != 1 or severities != [SEVERITY[vocabulary.rules[codes[0]].severity]]:
            wrong.append((shape, codes, severities))
    assert wrong == []


def test_messages_are_in_five_languages() -> None:
    told = {*reporting(), *shapes().subjects(SH.message)}
    assert [s for s in told if sorted(m.language or "" for m in shapes().objects(s, SH.message)) != LANGUAGES] == []


def test_messages_are_sentences_of_their_language() -> None:
    """A message left in another language shows in its letters, and one without its full stop was cut."""
    ends = {"en": ".", "fr": ".", "ru": ".", "vi": ".", "zh": "。"}
    letters = {"ru": "[\u0400-\u04ff]", "zh": "[\u4e00-\u9fff]"}
    told = [m for m in shapes().objects(None, SH.message) if m.language]
    assert [m for m in told if not m.endswith(ends[m.language])] == []
    assert [m for m in told if not re.search(letters.get(m.language, "[A-Za-z\u00c0-\u1eff]"), m)] == []
    assert [m for m in told if m.language not in letters and re.search("[\u0400-\u04ff\u4e00-\u9fff]", m)] == []


def test_a_query_tells_what_its_shape_tells() -> None:
    differing = [
        shape
        for shape, constraint in shapes().subject_objects(SH.sparql)
        if (told := set(shapes().objects(constraint, SH.message))) and told != set(shapes().objects(shape, SH.message))
    ]
    assert differing == []


QUERIES = [pytest.param(head, text, id=shape.removeprefix(CLX)) for shape, head, text in queries()]


@pytest.mark.parametrize(("head", "text"), QUERIES)
def test_queries_parse_and_ask_about_the_focus_node(head: str, text: str) -> None:
    """SHACL 5.2.1 and 5.3.2: a SELECT with $this; of other variables, only path and value reach the result; appendix A, prebinding:
    no MINUS, VALUES, SERVICE."""
    algebra = prepareQuery(head + text).algebra
    assert algebra.name == "SelectQuery"
    assert {str(v) for v in algebra.PV} in ({"this", "value"}, {"this", "value", "path"})
    assert re.search(r"WHERE\s*{.*\$this", text, re.S)
    assert not re.search(r"\b(MINUS|VALUES|SERVICE)\b", text)


@pytest.mark.parametrize("text", [pytest.param(text, id=shape.removeprefix(CLX)) for shape, _, text in queries()])
def test_queries_keep_away_from_the_traps(text: str) -> None:
    """What engine and reference answer differently (decisions/engine.md): tags as they are written, text with a type, numbers by
    ``=`` or IN, dates other than days by ``<``."""
    assert not re.search(r"(?<!LCASE\()(?<!LANGMATCHES\()\bLANG\(", text)
    assert not re.search(r"\^\^(?!<[^>]*#dayTimeDuration>)", text)
    assert not re.search(r"\?\w+\s*=\s*[0-9]|[0-9]\s*=\s*\?|\bIN\s*\(\s*[0-9]", text)
    bare = re.findall(r"(?:valid(?:From|To)|adopted|signed|asOf|date)\s+(\?\w+)", text)
    assert not [v for v in bare if re.search(rf"(?:[^(]{re.escape(v)}\s*[<>])|(?:[<>]=?\s*{re.escape(v)}\b)", text)]


def test_constants_keep_away_from_the_traps() -> None:
    """Values that a shape names are IRIs, plain text or flags: typed and tagged ones are compared as terms."""
    constants = {o for p in (SH.hasValue,) for o in shapes().objects(None, p)}
    constants |= {i for o in shapes().objects(None, SH["in"]) for i in shapes().items(o)}
    assert constants
    odd = [
        c
        for c in constants
        if isinstance(c, rdflib.Literal) and (c.language or c.datatype not in (None, rdflib.XSD.boolean))
    ]
    assert odd == []


# ---- Patterns

parser: Any = sys.modules.get("re._parser") or __import__("re._parser", fromlist=["parse"])
PLAIN = {"LITERAL", "NOT_LITERAL", "ANY", "IN", "AT"}


BOUND = 100


def fault_of(pattern: str) -> str:
    """Why a pattern may take more than linear time in an engine that tries and turns back; empty where it cannot.

    Strict: one repeat without a bound, in a pattern that is tied to the beginning; and within what may be repeated, nothing that
    may be there more than one number of times.
    """
    try:
        parsed = parser.parse(pattern)
    except re.error as error:
        return str(error)
    found = list(_repeats(parsed, repeated=False))
    if odd := [f for f in found if f != "open"]:
        return odd[0]
    if len(found) > 1:
        return "two open repeats"
    return "an open repeat without a beginning" if found and str(parsed[0]) != "(AT, AT_BEGINNING)" else ""


def _repeats(parsed: Any, repeated: bool) -> Iterator[str]:
    """``open`` for each repeat without a bound, a reason for what is not let through."""
    for operation, argument in parsed:
        name = str(operation)
        if name in ("MAX_REPEAT", "MIN_REPEAT"):
            least, most, body = argument
            if repeated and least != most:
                yield "a repeat within a repeat"
            elif most > BOUND:
                yield "open"
            yield from _repeats(body, repeated or most > 1)
        elif name == "SUBPATTERN":
            yield from _repeats(argument[-1], repeated)
        elif name == "BRANCH":
            if repeated:
                yield "a choice within a repeat"
            for branch in argument[1]:
                yield from _repeats(branch, repeated)
        elif name not in PLAIN:
            yield f"{name} is not linear"


@pytest.mark.parametrize(
    "pattern",
    [
        r"^(a+)+$",
        r"^(a|a)*$",
        r"(.)\1",
        r"(?=a)b",
        r"(?<!a)b",
        r"^a*a*$",
        r"a*b",
        r"^(a?){30}a*(b|c*)$",
        r"(?>a)",
        r"(",
    ],
)
def test_patterns_that_may_take_long_are_found(pattern: str) -> None:
    assert fault_of(pattern)


@pytest.mark.parametrize("pattern", [r"^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$", r"[a-z]", r"^en(-|$)", r"^[a-z]+$"])
def test_patterns_that_end_are_let_through(pattern: str) -> None:
    assert fault_of(pattern) == ""


def test_patterns_take_linear_time() -> None:
    patterns = {str(p) for p in shapes().objects(None, SH.pattern)}
    for shape, head, text in queries():

        def collect(node: Any, shape: str = shape) -> None:
            if isinstance(node, CompValue) and node.name in ("Builtin_REGEX", "Builtin_REPLACE"):
                assert isinstance(node.pattern, rdflib.Literal), f"{shape}: a pattern that the data make"
                patterns.add(str(node.pattern))

        traverse(prepareQuery(head + text).algebra, visitPre=collect)
    assert patterns
    assert {p: why for p in patterns if (why := fault_of(p))} == {}


# ---- The lists of the catalogue


def test_lists_are_those_of_the_catalogue(vocabulary: Vocabulary) -> None:
    """The lists stand in catalog.toml for those who write records, and in forms.ttl for those who write RDF."""
    context: dict[str, Any] = vocabulary.context
    parts = {"reading-part": Reading, "translation-part": Translation, "definition-record": Evidence}
    wanted = {}
    for node, cls in [*((f"{kind}-record", cls) for kind, cls in KINDS.items()), *parts.items()]:
        inner = entry.get("@context", {}) if isinstance(entry := context[node], dict) else {}
        for key, field in schema(cls).items():
            if not isinstance(field.marker, OneOf) or field.marker.list not in vocabulary.catalog["lists"]:
                continue
            term = inner.get(key) or context.get(key, f"clx:{key}")
            if isinstance(term, str):
                wanted[rdflib.URIRef(term.replace("clx:", CLX))] = set(vocabulary.list(field.marker.list))
    said = {
        shapes().value(shape, SH.path): {str(i) for i in shapes().items(values)}
        for shape, values in shapes().subject_objects(SH["in"])
        if isinstance(shape, rdflib.URIRef) and shape.endswith("ListShape")
    }
    assert said == wanted


def test_no_rule_looks_from_a_legal_order_to_what_is_filed_under_it() -> None:
    """A great part of the graph is, so that of a new legal order or concept this is not seen (graph/layers.py)."""
    for filed in ("jurisdiction", "concept"):
        assert not [shape for shape, _, text in queries() if re.search(rf"clx:{filed}\s+\$this", text)]
        assert not list(shapes().subjects(SH.inversePath, rdflib.URIRef(CLX + filed)))
