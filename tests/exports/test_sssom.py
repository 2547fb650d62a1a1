"""The mapping set, read by a reader of SSSOM, says what the records say."""

import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import sssom_pydantic

from carbonlex.exports import declared, part, skos, sssom
from carbonlex.reading.dataset import Dataset
from carbonlex.records.model import TermMapping
from carbonlex.vocabulary import Vocabulary

VALIDATOR = Path(__file__).parent / "sssom" / ".venv" / "bin" / "sssom"


def read(content: bytes, folder: Path) -> Any:
    path = folder / "carbonlex.sssom.tsv"
    path.write_bytes(content)
    return sssom_pydantic.read(path)


@pytest.fixture(scope="module")
def pack(published: Dataset, tmp_path_factory: pytest.TempPathFactory) -> Any:
    return read(sssom.written(published), tmp_path_factory.mktemp("sssom"))


def test_the_set_is_named_and_licensed(pack: Any, vocabulary: Vocabulary) -> None:
    said = pack.mapping_set
    assert str(said.id) == "https://w3id.org/carbonlex/data/carbonlex.sssom.tsv"
    assert said.version == vocabulary.catalog["version"]
    assert str(said.license) == vocabulary.catalog["dataset"]["licence"]


def test_each_mapping_is_a_row(pack: Any, published: Dataset) -> None:
    rows = {m.see_also[0]: m for m in pack.mappings if m.see_also}
    iri = published.vocabulary.iri
    relations = declared.of(published.vocabulary.folder)["relations"]
    assert set(rows) == {iri("mapping", m.id) for m in published.all(TermMapping)}
    for m in published.all(TermMapping):
        row = rows[iri("mapping", m.id)]
        for reference, id_ in ((row.subject, m.from_), (row.object, m.to)):
            end = published.end(id_)
            assert end is not None
            assert pack.converter.expand_reference(reference) == iri(end.kind, end.id)
        assert row.predicate.curie == relations[m.relation]["predicate"]
        assert (row.predicate_modifier == "Not") is (m.relation in ("false-friend", "none"))
        assert row.justification.curie == "semapv:ManualMappingCuration"
        assert row.comment == " ".join(m.reason["en"].split())
        assert bool(row.authors or row.source) or m.by is None


def test_confidence_keeps_the_order_of_the_words(published: Dataset) -> None:
    numbers = declared.of(published.vocabulary.folder)["sssom"]["confidence"]
    assert list(numbers) == list(published.vocabulary.list("confidence"))
    assert sorted(numbers.values(), reverse=True) == list(numbers.values())


def test_every_relation_has_a_predicate(vocabulary: Vocabulary) -> None:
    relations = declared.of(vocabulary.folder)["relations"]
    assert set(relations) == set(vocabulary.list("relation"))
    assert all("modifier" not in said for said in relations.values() if said.get("match"))


def test_alignments_of_the_ontology_are_there(pack: Any) -> None:
    found = {(m.subject.curie, m.predicate.curie, m.object.curie) for m in pack.mappings if not m.see_also}
    assert ("clx:Source", "skos:closeMatch", "schema:Legislation") in found
    assert ("clx:replaces", "rdfs:subPropertyOf", "dcterms:replaces") in found
    assert not [x for x in found if x[0].split(":")[0] not in ("clx", "carbonlex.concept", "concept", "facet", "value")]


def test_every_prefix_is_declared(published: Dataset) -> None:
    text = sssom.written(published).decode()
    declared_ = {line[3:].split(":")[0] for line in text.splitlines() if line.startswith("#  ") and ": http" in line}
    rows = [line.split("\t") for line in text.splitlines() if not line.startswith("#")]
    columns = [rows[0].index(c) for c in ("subject_id", "predicate_id", "object_id", "mapping_justification")]
    assert {row[c].split(":")[0] for row in rows[1:] for c in columns} <= declared_


def test_a_vocabulary_without_a_prefix_gets_one(tmp_path: Path, golden: Dataset) -> None:
    folder = tmp_path / "ontology"
    shutil.copytree(golden.vocabulary.folder, folder)
    with (folder / "alignments.ttl").open("a", encoding="utf-8") as file:
        file.write("<https://w3id.org/carbonlex/id/concept/cap> skos:closeMatch <https://example.org/words/12> .\n")
    other = Dataset(Vocabulary(folder), golden.placed)
    text = sssom.written(other)
    assert b"#  ns1: https://example.org/words/\n" in text
    found = [m for m in read(text, tmp_path).mappings if m.object.curie == "ns1:12"]
    assert [m.predicate.curie for m in found] == ["skos:closeMatch"]
    assert b"skos:closeMatch <https://example.org/words/12>" in skos.written(other)


def test_a_part_has_its_own_mappings_only(published: Dataset, tmp_path: Path) -> None:
    chosen = part.of_jurisdiction(published, "ru")
    pack = read(sssom.written(published, chosen), tmp_path)
    assert len(pack.mappings) == sum(kind == "mapping" for kind, _ in chosen)


@pytest.mark.skipif(not VALIDATOR.is_file(), reason="sssom is not installed: make sssom")
def test_the_tool_of_the_standard_takes_it(published: Dataset, tmp_path: Path) -> None:
    text = sssom.written(published).decode()
    wrong = text.replace("semapv:ManualMappingCuration", "semapv:Nothing").replace(
        "skos:closeMatch", "nothing:closeMatch"
    )
    for content, status in ((text, 0), (wrong, 1)):
        path = tmp_path / "carbonlex.sssom.tsv"
        path.write_text(content, "utf-8")
        done = subprocess.run([str(VALIDATOR), "validate", str(path)], capture_output=True, timeout=120, check=False)
        assert done.returncode == status, done.stderr
