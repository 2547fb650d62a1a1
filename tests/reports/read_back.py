"""Each form of report read back with the readers of its field: what was said of each fault, and whether all conforms."""

import json
import re
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

import pyoxigraph as ox
import rdflib
from junitparser import Failure, JUnitXml, Skipped

from carbonlex.vocabulary import CLX

Told = tuple[str, str, str, int, int, str]
"""Severity, code, file, line, column, message."""
SH = "http://www.w3.org/ns/shacl#"
HEAD = re.compile(
    r"(?:(?P<file>.+?)(?::(?P<line>\d+)(?::(?P<column>\d+))?)?: )?(?P<severity>error|warning|info) (?P<code>CLX\d{3}): (?P<message>.*)"
)


def head(line: str) -> Told | None:
    found = HEAD.fullmatch(line)
    if not found:
        return None
    return (
        found["severity"],
        found["code"],
        found["file"] or "",
        int(found["line"] or 0),
        int(found["column"] or 0),
        found["message"],
    )


def text(report: str) -> Iterator[Told]:
    for block in report.split("\n\n")[:-1]:
        told = head(block.split("\n")[0])
        assert told, block
        yield told


def json_(report: str) -> Iterator[Told]:
    for r in json.loads(report)["results"]:
        yield r["severity"], r["code"], r["file"], r["line"], r["column"], r["message"]


def sarif(report: str) -> Iterator[Told]:
    levels = {"error": "error", "warning": "warning", "note": "info"}
    for result in json.loads(report)["runs"][0]["results"]:
        file, region = "", {}
        for location in result.get("locations", []):
            physical = location["physicalLocation"]
            file = unquote(urlsplit(physical["artifactLocation"]["uri"]).path)
            region = physical.get("region", {})
        message = result["message"]["text"].replace("\\](", "](").replace("}}", "}").replace("{{", "{")
        line, column = region.get("startLine", 0), region.get("startColumn", 0)
        yield levels[result["level"]], result["ruleId"], file, line, column, message


def junit(report: str) -> Iterator[Told]:
    suites = JUnitXml.fromstring(report.encode())
    assert isinstance(suites, JUnitXml)
    for suite in suites:
        assert suite.failures == sum(1 for case in suite for r in case.result if isinstance(r, Failure))
        assert suite.skipped == sum(1 for case in suite for r in case.result if isinstance(r, Skipped))
        for case in suite:
            assert len(case.result) <= 1
            shown = [r.text or "" for r in case.result] + [case.system_out or ""]
            lines = [line for part in shown for line in part.split("\n") if not line.startswith("  help: ")]
            yield from filter(None, map(head, lines))


def github(report: str) -> Iterator[Told]:
    """As the runner reads its log: one command a line."""
    commands = {"error": "error", "warning": "warning", "notice": "info"}
    for line in report.split("\n"):
        found = re.fullmatch(r"::(?P<command>\w+) (?P<keys>[^:]*)::(?P<message>.*)", line)
        if not found:
            continue
        keys = dict(pair.split("=", 1) for pair in found["keys"].split(","))
        keys = {k: v.replace("%2C", ",").replace("%3A", ":") for k, v in keys.items()}
        keys = {k: _message(v) for k, v in keys.items()}
        if keys["title"] == "reasoning":
            continue
        message = _message(found["message"]).split("\nhelp: ")[0]
        place = int(keys.get("line", 0)), int(keys.get("col", 0))
        yield commands[found["command"]], keys["title"], keys.get("file", ""), *place, message


def _message(text: str) -> str:
    return text.replace("%0A", "\n").replace("%0D", "\r").replace("%25", "%")


SEVERITIES = {SH + "Violation": "error", SH + "Warning": "warning", SH + "Info": "info"}


def turtle(report: str) -> Iterator[Told]:
    """With pyoxigraph; rdflib must find the same."""
    store = ox.Store()
    store.load(report.encode(), ox.RdfFormat.TURTLE)
    found = Counter(_oxigraph(store))
    assert Counter(_rdflib(rdflib.Graph().parse(data=report, format="turtle"))) == found
    yield from found.elements()


def _oxigraph(store: ox.Store) -> Iterator[Told]:
    for quad in store.quads_for_pattern(None, ox.NamedNode(SH + "result"), None):
        said = {q.predicate.value: q.object.value for q in store.quads_for_pattern(quad.object, None, None)}
        yield _told(said)


def _rdflib(graph: rdflib.Graph) -> Iterator[Told]:
    for result in graph.objects(None, rdflib.URIRef(SH + "result")):
        yield _told({str(p): str(o) for p, o in graph.predicate_objects(result)})


def _told(said: dict[str, str]) -> Told:
    return (
        SEVERITIES[said[SH + "resultSeverity"]],
        said[CLX + "ruleCode"],
        said.get(CLX + "file", ""),
        int(said.get(CLX + "line", 0)),
        int(said.get(CLX + "column", 0)),
        said[SH + "resultMessage"],
    )


READERS = {"text": text, "json": json_, "sarif": sarif, "junit": junit, "github": github, "turtle": turtle}


def conforms(form: str, report: str) -> bool:
    """What the report says on the whole."""
    match form:
        case "json":
            said = json.loads(report)["conforms"]
        case "sarif":
            said = json.loads(report)["runs"][0]["properties"]["conforms"]
        case "junit":
            said = ET.fromstring(report.encode()).get("failures") == "0"
        case "turtle":
            (value,) = rdflib.Graph().parse(data=report, format="turtle").objects(None, rdflib.URIRef(SH + "conforms"))
            said = value.toPython()  # type: ignore[attr-defined]
        case _:
            said = "does not conform" not in report
    assert isinstance(said, bool)
    return said


def reasoning(form: str, report: str) -> tuple[str, str] | None:
    """What the report says of the reasoner: status and message."""
    in_words = r"(consistent|inconsistent|not run|timed out) \((.*)\)"
    match form:
        case "json":
            said = json.loads(report).get("reasoning")
            return (said["status"], said["message"]) if said else None
        case "sarif":
            (run,) = json.loads(report)["runs"]
            for invocation in run.get("invocations", []):
                (notification,) = invocation["toolExecutionNotifications"]
                told = notification["properties"]
                assert invocation["executionSuccessful"] == (told["status"] in ("consistent", "inconsistent"))
                return told["status"], told["message"]
            return None
        case "junit":
            properties = {p.get("name"): p.get("value") for p in ET.fromstring(report.encode()).iter("property")}
            skipped = [s.get("message") for s in ET.fromstring(report.encode()).iter("skipped")]
            if not properties:
                return None
            status, message = properties["reasoning"] or "", properties["reasoning.message"] or ""
            done = status in ("consistent", "inconsistent")
            assert skipped == ([] if done else [f"{status}: {message}"])
            return status, message
        case "turtle":
            graph = rdflib.Graph().parse(data=report, format="turtle")
            said = [str(o) for p in ("reasoning", "reasoningNote") for o in graph.objects(None, rdflib.URIRef(CLX + p))]
            return (said[0], said[1]) if said else None
        case "github":
            found = re.search(rf"^::(?:warning|notice) title=reasoning::{in_words}$", report, re.MULTILINE)
            return (found[1], _message(found[2])) if found else None
        case _:
            found = re.search(rf"^reasoning: {in_words}$", report, re.MULTILINE)
            return (found[1], found[2]) if found else None
