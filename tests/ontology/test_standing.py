"""The ontology is in good standing: it keeps the rules of FOOPS!, OOPS!, FIBO's hygiene and ROBOT's report that a program can see offline.

``tests/standing/`` has the checks, one family a module, and in ``exceptions.toml`` what breaks a rule and stays, and why. A check that
could not fail would say nothing: ``mutants/`` has for each an update of the ontology that breaks its rule.
"""

import re
import tomllib
from pathlib import Path

import pyoxigraph as ox
import pytest

from carbonlex.release.version import Version, agreed, told
from carbonlex.vocabulary import CLX, PREFIXES, Vocabulary
from standing import fibo, foops, oops, robot
from standing.ontology import Ontology
from standing.registry import CHECKS, Check

ROOT = Path(__file__).parents[2]
HERE = ROOT / "tests" / "standing"
MUTANTS = HERE / "mutants"
FAMILIES = {"FOOPS": foops, "OOPS": oops, "FIBO": fibo, "ROBOT": robot}
EXCEPTIONS: dict[str, dict[str, str]] = tomllib.loads((HERE / "exceptions.toml").read_text("utf-8"))
SHACL_PATH = ox.NamedNode("http://www.w3.org/ns/shacl#path")
each = pytest.mark.parametrize("check", CHECKS, ids=lambda c: c.id)


@pytest.fixture(scope="module")
def prefixes(vocabulary: Vocabulary) -> dict[str, str]:
    others = {
        "bibo": "http://purl.org/ontology/bibo/",
        "ex": "https://example.org/",
        "oio": "http://www.geneontology.org/formats/oboInOwl#",
        "vann": "http://purl.org/vocab/vann/",
    }
    return PREFIXES | others | {kind: vocabulary.iri(kind, "") for kind in ("concept", "facet", "value")}


@pytest.fixture(scope="module")
def shaped(vocabulary: Vocabulary) -> frozenset[str]:
    """The properties that the shapes speak of."""
    shapes = sorted((vocabulary.folder / "shapes").glob("*.ttl"))
    quads = [q for shape in shapes for q in ox.parse(path=str(shape), format=ox.RdfFormat.TURTLE)]
    return frozenset(q.object.value for q in quads if q.predicate == SHACL_PATH and isinstance(q.object, ox.NamedNode))


@pytest.fixture(scope="module")
def ontology(vocabulary: Vocabulary, shaped: frozenset[str]) -> Ontology:
    return Ontology([*vocabulary.quads, *vocabulary.words], CLX, vocabulary.base, shaped)


def mutant(vocabulary: Vocabulary, shaped: frozenset[str], update: str) -> Ontology:
    """The ontology, with something changed in it."""
    store = ox.Store()
    store.extend(ox.Quad(t.subject, t.predicate, t.object) for t in (*vocabulary.quads, *vocabulary.words))
    store.update(update)
    return Ontology([quad.triple for quad in store], CLX, vocabulary.base, shaped)


def short(subject: str, prefixes: dict[str, str]) -> str:
    """A subject with its prefix, as exceptions name it."""
    found = [
        (len(iri), f"{prefix}:{subject.removeprefix(iri)}")
        for prefix, iri in prefixes.items()
        if subject.startswith(iri)
    ]
    return max(found)[1] if found else subject


@each
def test_the_ontology_keeps_the_rule(check: Check, ontology: Ontology, prefixes: dict[str, str]) -> None:
    excepted = EXCEPTIONS.get(check.id, {})
    found = [(short(subject, prefixes), what) for subject, what in check.examine(ontology)]
    assert [one for one in found if one[0] not in excepted] == [], check.examine.__doc__
    assert set(excepted) <= {subject for subject, _ in found}, "an exception that is not needed"


@each
def test_the_check_can_fail(
    check: Check, ontology: Ontology, vocabulary: Vocabulary, shaped: frozenset[str], prefixes: dict[str, str]
) -> None:
    head = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in prefixes.items())
    update = head + (MUTANTS / f"{check.id}.ru").read_text("utf-8")
    assert set(check.examine(mutant(vocabulary, shaped, update))) - set(check.examine(ontology))


def test_each_check_names_its_rule() -> None:
    assert len({c.id for c in CHECKS}) == len(CHECKS)
    for check in CHECKS:
        assert check.family in FAMILIES
        sentence = check.examine.__doc__ or ""
        assert re.match(rf"{check.family} {check.name.replace('OM5_', 'OM5.')}: .+\.$", sentence), check.id


def test_nothing_is_left_over() -> None:
    """No mutant and no exception of a check that is not there."""
    ids = {c.id for c in CHECKS}
    assert {path.stem for path in MUTANTS.iterdir()} == ids
    assert set(EXCEPTIONS) <= ids
    assert all(len(reason) > 15 for reasons in EXCEPTIONS.values() for reason in reasons.values())


def test_the_documentation_says_what_is_checked() -> None:
    """``docs/standing.md`` has a row for each rule, with a check or with the reason why there is none."""
    rows = re.findall(
        r"^\| ([A-Z]+) ([\w.]+) \| (here|elsewhere|not) \| (.+) \|$",
        (ROOT / "docs/standing.md").read_text("utf-8"),
        re.M,
    )
    assert {f"{family}-{name}" for family, name, where, _ in rows if where == "here"} == {c.id for c in CHECKS}
    assert len({row[:2] for row in rows}) == len(rows)
    for family, name, _, asks in rows:
        number = len(EXCEPTIONS.get(f"{family}-{name}", {}))
        assert asks.endswith(f"Exceptions: {number}.") == bool(number), f"{family} {name}"
    assert len([row for row in rows if row[0] == "FOOPS"]) == 24


def test_one_version_stands_everywhere(vocabulary: Vocabulary) -> None:
    """The header of the ontology, the catalogue, the package and the citation tell the same version."""
    agreed(Version.parse(vocabulary.catalog["version"]), ROOT, vocabulary)
    assert len({place for place, _ in told(ROOT, vocabulary)}) == 8
