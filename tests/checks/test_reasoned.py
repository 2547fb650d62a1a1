"""The reasoner asked about new records: YAML and RDF, consistent and not, without Java, out of time."""

import json
import os
import shutil
from pathlib import Path

import pytest

from carbonlex.checks import checker, clashes
from carbonlex.checks.checker import Checker
from carbonlex.checks.profile import Profile
from carbonlex.checks.reasoned import Reasoned
from carbonlex.faults import Fault
from carbonlex.graph import hermit
from carbonlex.graph.deadline import TooLate
from carbonlex.reading.document import Source
from carbonlex.vocabulary import PREFIXES, Vocabulary
from conftest import TESTS, Run, needs_java

PROJECT = TESTS / "rules" / "project"
HEAD = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items() if name in ("clx", "owl"))
HEAD += "@base <https://w3id.org/carbonlex/id/> .\n"  # the first line of a record is the fourth
LINES = HEAD.count("\n")
ASSET = """kind: asset
id: allowance-future
name: {en: "Future on the Atlantis allowance"}
type: financial-instrument-derivative
accepted-for:
  - {scheme: atlantis-ets, source: climate-act, pinpoint: "s. 6", valid: {from: 2020}}
"""
BOTH = """<asset/one> a clx:AssetType, clx:Allowance, clx:Credit ;
 clx:name 'One'@en ; clx:issuedUnder <scheme/atlantis-ets>, <scheme/atlantis-credits> .
"""


@pytest.fixture(scope="module")
def stricter(tmp_path_factory: pytest.TempPathFactory, vocabulary: Vocabulary) -> Vocabulary:
    """An ontology in which a reading has one basis."""
    folder = tmp_path_factory.mktemp("stricter") / "ontology"
    shutil.copytree(vocabulary.folder, folder)
    with (folder / "assets.ttl").open("a") as file:
        file.write("\nclx:basis a owl:FunctionalProperty .\n")
    return Vocabulary(folder)


def check(
    place: Path, vocabulary: Vocabulary, profile: Profile | None = None, seconds: float = 300
) -> tuple[list[Fault], Reasoned]:
    silent = lambda _: None  # noqa: E731
    checker = Checker(PROJECT, vocabulary, profile or Profile(), silent, reason=True, seconds=seconds)
    files = [place] if place.is_file() else sorted(place.iterdir())
    faults = checker.check([Source.of(path) for path in files])
    assert checker.reasoned is not None
    return faults, checker.reasoned


def written(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        stem, _, ending = name.rpartition("_")
        (folder / f"{stem.replace('_', '-')}.{ending}").write_text(text, "utf-8")
    return folder


@needs_java
def test_what_is_consistent(tmp_path: Path, vocabulary: Vocabulary) -> None:
    """In YAML and in RDF, with parts that have names and parts that have none."""
    place = written(
        tmp_path,
        allowance_future_yaml=ASSET.replace("atlantis-ets", "atlantis-credits"),
        one_ttl=HEAD
        + """<asset/one> a clx:AssetType, clx:Allowance ; clx:name 'One'@en ; clx:issuedUnder <scheme/atlantis-ets> ;
 clx:acceptance [ a clx:Acceptance ; clx:acceptedFor <scheme/atlantis-ets> ; clx:source <source/climate-act> ; clx:pinpoint 's. 1' ] .""",
    )
    faults, reasoned = check(place, vocabulary, Profile(select=("CLX7",)))
    assert faults == []
    assert (reasoned.status, reasoned.done) == ("consistent", True)
    assert reasoned.inference.ran


@needs_java
def test_a_clash_in_yaml(tmp_path: Path, vocabulary: Vocabulary) -> None:
    """What follows through a published record is told with that record's place."""
    (fault,), reasoned = check(written(tmp_path, allowance_future_yaml=ASSET) / "allowance-future.yaml", vocabulary)
    assert reasoned.status == "inconsistent"
    assert reasoned.message == "1 contradiction with the ontology: see CLX704"
    assert (fault.code, fault.severity, fault.line) == ("CLX704", "error", 6)
    assert fault.path == "accepted-for[0].scheme"
    assert fault.message == (
        "asset/allowance-future is “financial instrument derivative” because type: financial-instrument-derivative (line 4), and"
        " “asset accepted for compliance” because accepted-for[0].scheme: atlantis-ets (line 6) and statements[0]: segment, mandatory"
        " (schemes/atlantis-ets.yaml:6); the ontology says that nothing is both"
    )


@needs_java
def test_a_clash_in_rdf(tmp_path: Path, vocabulary: Vocabulary) -> None:
    (fault,), reasoned = check(written(tmp_path, one_ttl=HEAD + BOTH), vocabulary)
    assert reasoned.status == "inconsistent"
    assert (fault.code, fault.line, fault.focus) == (
        "CLX704",
        LINES + 1,
        "https://w3id.org/carbonlex/id/asset/one",
    )
    assert fault.message == (
        f"asset/one is “allowance” because type: Allowance (line {LINES + 1}), and “credit” because type: Credit (line {LINES + 1});"
        " the ontology says that nothing is both"
    )


@needs_java
@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        (
            "<asset/x> a clx:AssetType ,\n clx:Allowance ,\n clx:Credit .",
            3,
            "asset/x is “allowance” because type: Allowance (line {2}), and “credit” because type: Credit (line {3})",
        ),
        (
            "<definition/x> a clx:Definition ,\n clx:Source .",
            2,
            "definition/x is “definition” because type: Definition (line {1}), and “source” because type: Source (line {2})",
        ),
        (
            "<definition/x> a clx:Definition ; clx:ownReading <definition/x#r> .\n<definition/x#r> a clx:Reading ;\n"
            " clx:value <scheme/atlantis-ets> .",
            3,
            "scheme/atlantis-ets is “scheme” because kind: scheme (schemes/atlantis-ets.yaml:1), and “facet value” because"
            " value: scheme/atlantis-ets (line {3})",
        ),
        (
            "<asset/x> a clx:AssetType ;\n clx:issuedUnder <source/climate-act> .",
            2,
            "source/climate-act is “source” because kind: source (sources/climate-act.yaml:1), and “scheme” because"
            " issuedUnder: source/climate-act (line {2})",
        ),
        (
            "<asset/x> a clx:AssetType , clx:Allowance ;\n owl:sameAs <asset/atlantis-credit> .",
            2,
            "asset/atlantis-credit is “allowance” because type: Allowance (line {1}) and sameAs: asset/atlantis-credit (line {2}),"
            " and “credit” because type: credit (assets/atlantis-credit.yaml:4)",
        ),
    ],
)
def test_what_the_shapes_find_too(text: str, line: int, message: str, tmp_path: Path, vocabulary: Vocabulary) -> None:
    """The reasoner sees it by itself, when it alone is asked."""
    found, reasoned = check(written(tmp_path, x_ttl=HEAD + text), vocabulary, Profile(select=("CLX704",)))
    assert reasoned.status == "inconsistent"
    fault = found[0]
    assert fault.line == LINES + line
    for number in (1, 2, 3):
        message = message.replace(f"{{{number}}}", str(LINES + number))
    assert fault.message == message + "; the ontology says that nothing is both"


BASES = """<definition/x> a clx:Definition ; clx:ownReading <definition/x#r> .
<definition/x#r> a clx:Reading ; clx:facet <facet/segment> ; clx:basis clx:Explicit , clx:Implied .
"""


@needs_java
def test_a_clash_that_cannot_be_traced(tmp_path: Path, stricter: Vocabulary) -> None:
    """Two values of a property that has one at most: the records and the axioms are found by leaving out."""
    place = written(tmp_path, x_ttl=HEAD + BASES, y_ttl=HEAD + "<asset/y> a clx:AssetType , clx:Allowance .")
    (fault,), reasoned = check(place, stricter, Profile(select=("CLX704",)))
    assert reasoned.status == "inconsistent"
    assert fault.message == (
        "definition/x contradicts the ontology: what the ontology says of “basis”, “says it”, “implies it”, “silent” leaves no room"
        " for it"
    )
    assert (Path(fault.file).name, fault.line, fault.focus) == ("x.ttl", LINES + 1, stricter.iri("definition", "x"))


@needs_java
def test_a_clash_that_cannot_be_found_in_time(
    tmp_path: Path, stricter: Vocabulary, monkeypatch: pytest.MonkeyPatch
) -> None:
    def late(*_: object) -> None:
        raise TooLate("there was no answer within 1 seconds")

    monkeypatch.setattr(clashes.deadline, "within", late)
    monkeypatch.setattr(hermit, "answers", lambda *_: [hermit.Answer(consistent=False)])
    (fault,), _ = check(written(tmp_path, x_ttl=HEAD + BASES), stricter, Profile(select=("CLX704",)))
    assert fault.message == (
        "definition/x contradicts the ontology: which of them does, and on what, was not found: there was no answer within 1 seconds"
    )


@needs_java
def test_classes_that_nothing_can_belong_to(tmp_path: Path, vocabulary: Vocabulary) -> None:
    folder = tmp_path / "ontology"
    shutil.copytree(vocabulary.folder, folder)
    with (folder / "assets.ttl").open("a") as file:
        file.write("\nclx:AvoidanceCredit rdfs:subClassOf clx:Allowance .\n")
    (tmp_path / "new").mkdir()
    place = written(
        tmp_path / "new",
        allowance_future_yaml=ASSET.replace("type: financial-instrument-derivative", "type: allowance"),
    )
    (fault,), reasoned = check(place, Vocabulary(folder))
    assert reasoned.status == "inconsistent"
    assert (fault.file, fault.message) == ("", "nothing can belong to the class “avoidance credit”")


def test_what_else_is_wrong_comes_first(tmp_path: Path, vocabulary: Vocabulary) -> None:
    place = written(tmp_path, allowance_future_yaml=ASSET.replace("atlantis-ets", "atlantis-etz"))
    faults, reasoned = check(place, vocabulary)
    assert {fault.code for fault in faults} == {"CLX201"}
    assert str(reasoned) == "not run (first mend what else is wrong)"


def test_of_what_could_not_be_read_nothing_is_said_to_be_consistent(tmp_path: Path, vocabulary: Vocabulary) -> None:
    faults, reasoned = check(written(tmp_path, x_yaml="a: [b"), vocabulary, Profile(select=("CLX704",)))
    assert ([fault.code for fault in faults], reasoned.status) == (["CLX002"], "not run")


def test_without_java_nothing_is_said_to_be_consistent(
    tmp_path: Path, vocabulary: Vocabulary, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hermit, "java", lambda: None)
    faults, reasoned = check(written(tmp_path, one_ttl=HEAD + BOTH), vocabulary)
    assert faults == []
    assert str(reasoned) == "not run (there is no Java runtime (install one, for example default-jre-headless))"
    assert not reasoned.done


def test_a_reasoner_that_fails_has_not_passed_anything(
    tmp_path: Path, vocabulary: Vocabulary, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A Java that is none."""
    java = tmp_path / "bin" / "java"
    java.parent.mkdir()
    java.write_text("#!/bin/sh\necho no heap >&2\nexit 1\n")
    java.chmod(0o755)
    monkeypatch.setenv("PATH", f"{java.parent}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    (tmp_path / "new").mkdir()
    _, reasoned = check(written(tmp_path / "new", one_ttl=HEAD + BOTH), vocabulary)
    assert reasoned.status == "not run"
    assert "the reasoner failed" in reasoned.message and "no heap" in reasoned.message


def test_time_is_limited(tmp_path: Path, vocabulary: Vocabulary, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hermit, "java", lambda: "java")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    (tmp_path / "new").mkdir()
    faults, reasoned = check(written(tmp_path / "new", one_ttl=HEAD + BOTH), vocabulary, seconds=0.01)
    assert (faults, str(reasoned)) == ([], "timed out (there was no answer within 0.01 seconds)")


@needs_java
def test_many_files_are_reasoned_over_too(
    tmp_path: Path, vocabulary: Vocabulary, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checker, "MANY", 1)
    (fault,), reasoned = check(written(tmp_path, one_ttl=HEAD + BOTH), vocabulary)
    assert (fault.code, fault.line, reasoned.status) == ("CLX704", LINES + 1, "inconsistent")


@pytest.mark.parametrize("form", ["text", "json"])
def test_the_command_without_java(form: str, tmp_path: Path, run: Run) -> None:
    """Asked for and not done: status 3, and said on both streams."""
    path = written(tmp_path, allowance_future_yaml=ASSET) / "allowance-future.yaml"
    words = ("--data", PROJECT, "validate", "--reason", path, "--format", form)
    result = run(*words, env={"PATH": str(tmp_path)})
    assert result.returncode == 3
    assert "reasoning: not run (there is no Java runtime" in result.stderr
    if form == "json":
        told = json.loads(result.stdout)
        assert (told["conforms"], told["reasoning"]["status"]) == (True, "not run")
    else:
        assert "reasoning: not run (there is no Java runtime" in result.stdout
    path.write_text(ASSET.replace("atlantis-ets", "atlantis-etz"), "utf-8")
    result = run(*words, env={"PATH": str(tmp_path)})
    assert result.returncode == 1
    assert "reasoning: not run" not in result.stderr  # one remark of many, and in the report
    assert "first mend what else is wrong" in result.stdout
