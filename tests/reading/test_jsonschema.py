"""The JSON Schemas say what the reader says, as far as a schema can see."""

import json
import subprocess
import sys
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft7Validator, Draft202012Validator

from carbonlex import places
from carbonlex.reading import files, jsonschema, tree
from carbonlex.reading.ids import ids
from carbonlex.reading.keys import Keys, name
from carbonlex.reading.reader import read
from carbonlex.records.fields import form, schema
from carbonlex.records.model import KINDS
from carbonlex.vocabulary import Vocabulary

RULES = Path(__file__).parents[1] / "rules"
VOCABULARY = Vocabulary()
# What a schema, which sees the tree of one file and nothing else, cannot see, with the reason.
UNSEEN = {
    "CLX106": "two files are needed for a second record of the same id",
    "CLX110": "who reads stands in the items of a list; that no two of them agree in it, a schema cannot say",
    "CLX111": "that an id is none of a few names, editors would tell in no useful words",
    "CLX114": "editors tell a doubled item where it stands twice, not here: the reader does",
    "CLX116": "an open place is what the writer is working on",
    "CLX201": "whether a reference leads anywhere depends on the other records",
    "CLX203": "a record that refers to itself: a schema cannot compare two values",
    "CLX204": "which queries are on the shelf is not part of a record",
    "CLX205": "which facets fit which concept is advice, and no matter of form",
    "CLX206": "which names were given up stands in another file",
}
# The reader's own faults, where no pair of fixtures shows them: a record, and the same with the fault.
GOOD = """\
kind: source
id: climate-code
title: {en: "Climate code"}
type: statute
number: 12
jurisdiction: no
adopted: 2021-07-16
in-force: {from: 2022, to: 2023-05}
amends: [climate-act, 1990-act]
statements:
  - {property: mechanism, value: cap-and-trade, source: climate-code}
  - {property: firms-covered, value: 2225, as-of: 2021-07, source: climate-code, pinpoint: 4}
  - {property: started, value: 2020, source: climate-code}
  - {property: unit-traded, value: {en: "any unit"}, source: climate-code}
  - {property: member, value: no, source: climate-code}
"""
BAD = {
    "CLX101": ("number: 12", "nummer: 12"),
    "CLX102": ("value: cap-and-trade", "value: cap-and-trad"),
    "CLX103": ("[climate-act, 1990-act]", "climate-act"),
    "CLX104": ("type: statute\n", ""),
    "CLX105": ("id: climate-code", "id: Climate_Code"),
    "CLX107": ("kind: source", "kind: sauce"),
    "CLX109": ("to: 2023-05", "to: 2023-15"),
    "CLX202": ("value: 2225", "value: many"),
    "CLX301": ('title: {en: "', 'title: {english: "'),
}


@cache
def made() -> Mapping[str, Any]:
    return dict(jsonschema.schemas(VOCABULARY, ids([places.published()]), "https://example.org/"))


def as_text(node: tree.Node) -> Any:
    """The tree as this project's reader takes it: every scalar as text."""
    if isinstance(node, tree.Scalar):
        return node.text
    if isinstance(node, tree.Sequence):
        return [as_text(item) for item in node.items]
    assert isinstance(node, tree.Mapping)
    return {key: as_text(value) for key, (_, value) in node.entries.items()}


def parsed(content: bytes) -> list[Any]:
    """The record as the reader takes it, and as a parser of YAML 1.1 does, which makes numbers, days and truth values."""
    return [as_text(tree.parse(content)), json.loads(json.dumps(yaml.safe_load(content), default=str))]


def refused(content: bytes) -> set[bool]:
    """What the schemas of the kind and of all kinds say, in either parse."""
    said = set()
    for instance in parsed(content):
        kind = instance["kind"] if instance["kind"] in made() else jsonschema.ANY
        for one in (kind, jsonschema.ANY):
            said.add(bool(list(validator(one).iter_errors(instance))))
    return said


@cache
def validator(kind: str) -> Draft202012Validator:
    return Draft202012Validator(made()[kind])


@pytest.mark.parametrize("kind", jsonschema.NAMES)
def test_a_schema_is_one(kind: str) -> None:
    """Also for editors that know draft 7 only."""
    body = made()[kind]
    Draft202012Validator.check_schema(body)
    Draft7Validator.check_schema(body)
    assert body["$id"] == f"https://example.org/data/schema/{kind}.json"


def test_published_records_are_accepted() -> None:
    """A sample, spread over all folders; every record of each kind that has few."""
    every = list(files.records([places.published()]))
    by_kind: dict[str, list[Path]] = {}
    for path in every:
        by_kind.setdefault(path.relative_to(places.published()).parts[0], []).append(path)
    assert len(by_kind) == len(KINDS)
    for paths in by_kind.values():
        for path in paths[:: max(1, len(paths) // 12)]:
            assert refused(path.read_bytes()) == {False}, path


def test_the_fixtures_are_accepted() -> None:
    for path in files.records([RULES / "project"]):
        assert refused(path.read_bytes()) == {False}, path


# A YAML 1.1 parser stops at a day that no month has, before any schema.
UNPARSED = {"CLX109"}


def pairs(*families: str) -> list[str]:
    """The rules whose pairs are records in YAML."""
    found = sorted(p for p in RULES.glob("CLX*") if p.name.startswith(families))
    return [
        p.name
        for p in found
        if p.name not in UNPARSED and ((p / "good.yaml").is_file() or list(p.glob("good/**/*.yaml")))
    ]


def yaml_side(code: str, name: str) -> Path:
    """A side of a pair of records; that in RDF has no schema."""
    file = RULES / code / f"{name}.yaml"
    return file if file.is_file() else RULES / code / name


@pytest.mark.parametrize("code", pairs("CLX"))
def test_good_fixtures_are_accepted(code: str) -> None:
    side = yaml_side(code, "good")
    for path in files.records([side]):
        assert refused(path.read_bytes()) == {False}


@pytest.mark.parametrize("code", pairs("CLX1", "CLX2"))
def test_bad_fixtures_are_refused(code: str) -> None:
    side = yaml_side(code, "bad")
    said = [refused(path.read_bytes()) for path in files.records([side])]
    assert ({True} in said) == (code not in UNSEEN), "seen after all: take it off the list" if code in UNSEEN else ""


def test_what_the_reader_takes_is_accepted() -> None:
    assert read("", GOOD.encode(), VOCABULARY)[1] == []
    assert refused(GOOD.encode()) == {False}


@pytest.mark.parametrize("code", BAD)
def test_what_the_reader_refuses_is_refused(code: str) -> None:
    assert refused(GOOD.replace(*BAD[code]).encode()) == {True}


@pytest.mark.parametrize(
    "written", ['"5"', "5", "2.50", "cap", '"2021-07"', "2021-07-16", '{en: "five"}', "no", "true", '"true"']
)
def test_a_scalar_may_look_like_anything(written: str) -> None:
    statement = f"{{property: description, value: {written}, source: climate-code}}"
    text = GOOD.replace("{property: started, value: 2020, source: climate-code}", statement)
    assert read("", text.encode(), VOCABULARY)[1] == []
    assert refused(text.encode()) == {False}


def test_readings_take_the_values_of_their_facet() -> None:
    text = (RULES / "project/definitions/atlantis/allowance-2020.yaml").read_text("utf-8")
    assert refused(text.replace("basis: explicit", "basis: explicitly", 1).encode()) == {True}
    mixed = text.replace("readings:\n", "readings:\n  segment: [{values: [auction], basis: implied}]\n", 1)
    assert refused(mixed.encode()) == {True}
    assert refused(mixed.replace("auction", "mandatory").encode()) == {False}
    assert refused(text.replace("readings:\n", "readings:\n  colour: {basis: silent}\n", 1).encode()) == {True}


def test_every_key_has_its_sentence() -> None:
    """And no sentence is left of a key that is gone."""
    keys = Keys()
    told = {(table, key) for table, entries in keys._keys.items() for key in entries}
    used = set()

    def walk(cls: type) -> None:
        for key, field in schema(cls).items():
            sentence = keys.about(cls, key)
            assert sentence[0].isupper() and sentence.endswith("."), (cls, key)
            declared = next(name(c) for c in cls.__mro__ if (name(c), key) in told)
            used.add((declared, key))
            wanted = form(field.annotation)
            while wanted.items:
                wanted = wanted.items
            if wanted.part:
                walk(wanted.part)

    for cls in KINDS.values():
        walk(cls)
    assert used == told
    assert list(keys.kinds) == list(KINDS)


def test_a_validator_of_editors_agrees(tmp_path: Path) -> None:
    """check-jsonschema reads YAML 1.2 and runs patterns as ECMA-262 does."""
    schema_file = tmp_path / "record.json"
    schema_file.write_text(jsonschema.written(made()[jsonschema.ANY]), "utf-8")
    (tmp_path / "good.yaml").write_text(GOOD, "utf-8")
    (tmp_path / "bad.yaml").write_text(GOOD.replace(*BAD["CLX109"]), "utf-8")
    good = [tmp_path / "good.yaml", *files.records([RULES / "project"])]
    for paths, status in ((good, 0), ([tmp_path / "bad.yaml"], 1)):
        command = [sys.executable, "-m", "check_jsonschema", "--no-cache", "--schemafile", schema_file, *paths]
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
        assert done.returncode == status, done.stdout
