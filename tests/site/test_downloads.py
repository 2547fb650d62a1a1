"""The data files and what is said of them."""

import csv
import gzip
import hashlib
import io
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from carbonlex.reading.dataset import Dataset
from carbonlex.site import description
from carbonlex.site.description import DCAT, DCTERMS, SPDX, VOID, XSD
from carbonlex.vocabulary import RDF, Vocabulary

BASE = "https://example.org/lex/"
DATASET = "https://w3id.org/carbonlex/id/dataset"


def graph(path: Path) -> ox.Store:
    store = ox.Store()
    store.load(path=str(path), format=ox.RdfFormat.TURTLE)
    return store


def values(store: ox.Store, subject: str, predicate: str) -> list[Any]:
    return sorted(
        (q.object for q in store.quads_for_pattern(ox.NamedNode(subject), ox.NamedNode(predicate), None)), key=str
    )


def number(store: ox.Store, subject: str, key: str) -> int:
    (value,) = values(store, subject, VOID + key)
    return int(value.value)


def test_every_file_is_listed_with_its_checksum(built: Path) -> None:
    listed = dict(reversed(line.split("  ")) for line in (built / "data/SHA256SUMS").read_text().splitlines())
    there = {p.relative_to(built / "data").as_posix() for p in (built / "data").rglob("*") if p.is_file()}
    assert set(listed) == there - {"SHA256SUMS", "index.html"}
    for name, digest in listed.items():
        assert hashlib.sha256((built / "data" / name).read_bytes()).hexdigest() == digest
        if name.endswith(".gz") and name != "carbonlex.sqlite.gz":  # of the database there is only this
            assert gzip.decompress((built / "data" / name).read_bytes()) == (built / "data" / name[:-3]).read_bytes()


def test_void_counts_what_the_graph_holds(built: Path, vocabulary: Vocabulary) -> None:
    void = graph(built / "data/void.ttl")
    quads = list(ox.parse((built / "data/carbonlex.nq").read_bytes(), ox.RdfFormat.N_QUADS))
    triples = {q.triple for q in quads}
    assert number(void, DATASET, "triples") == len(triples)
    assert len((built / "data/carbonlex.nt").read_text("utf-8").splitlines()) == len(triples)
    assert number(void, DATASET, "distinctSubjects") == len({t.subject for t in triples})
    assert number(void, DATASET, "distinctObjects") == len({t.object for t in triples})
    assert number(void, DATASET, "properties") == len({t.predicate for t in triples})
    classes = {t.object for t in triples if t.predicate.value == RDF + "type"}
    assert number(void, DATASET, "classes") == len({c for c in classes if isinstance(c, ox.NamedNode)})
    entities = {t.subject.value for t in triples if isinstance(t.subject, ox.NamedNode)}
    assert number(void, DATASET, "entities") == len({e for e in entities if e.startswith(vocabulary.base)})
    graphs = {q.graph_name.value for q in quads}  # type: ignore[union-attr]
    subsets = [node.value for node in values(void, DATASET, VOID + "subset")]
    named = {values(void, s, description.SD + "name")[0].value: number(void, s, "triples") for s in subsets}
    assert named == {g: sum(q.graph_name.value == g for q in quads) for g in graphs}  # type: ignore[union-attr]
    parts = [node.value for node in values(void, DATASET, VOID + "propertyPartition")]
    assert sum(number(void, p, "triples") for p in parts) == len(triples)
    assert "https://w3id.org/carbonlex/ontology#" in [v.value for v in values(void, DATASET, VOID + "vocabulary")]
    dumps = {v.value.removeprefix(BASE) for v in values(void, DATASET, VOID + "dataDump")}
    assert dumps == {f"data/carbonlex.{e}{z}" for e in ("nt", "nq", "ttl", "rdf", "jsonld") for z in ("", ".gz")}
    assert all((built / d).is_file() for d in dumps)


@pytest.mark.parametrize("name", ["void.ttl", "dcat.ttl"])
def test_the_data_set_has_a_name_in_five_languages_and_a_licence(built: Path, name: str) -> None:
    found = graph(built / "data" / name)
    for key in ("title", "description"):
        assert {v.language for v in values(found, DATASET, DCTERMS + key)} == {"en", "fr", "ru", "vi", "zh"}
    assert [v.value for v in values(found, DATASET, DCTERMS + "license")] == [
        "https://creativecommons.org/licenses/by/4.0/"
    ]
    assert not [q for q in found if isinstance(q.subject, ox.BlankNode)], "blank nodes have other names in every build"


def test_dcat_describes_the_files_that_are_there(built: Path, vocabulary: Vocabulary) -> None:
    dcat = graph(built / "data/dcat.ttl")
    assert [v.value for v in values(dcat, DATASET, DCAT + "version")] == [vocabulary.catalog["version"]]
    described = set()
    for node in values(dcat, DATASET, DCAT + "distribution"):
        (url,) = values(dcat, node.value, DCAT + "downloadURL")
        path = built / url.value.removeprefix(BASE)
        described.add(path.relative_to(built / "data").as_posix())
        (size,) = values(dcat, node.value, DCAT + "byteSize")
        assert int(size.value) == path.stat().st_size
        (sum_,) = values(dcat, node.value, SPDX + "checksum")
        (digest,) = values(dcat, sum_.value, SPDX + "checksumValue")
        assert digest.value == hashlib.sha256(path.read_bytes()).hexdigest()
        (media,) = values(dcat, node.value, DCAT + "mediaType")
        known = description.TYPES | {"json": description.PACKAGES["datapackage/datapackage.json"]}
        assert media.value == description.MEDIA + known[path.name.removesuffix(".gz").partition(".")[2]]
        assert bool(values(dcat, node.value, DCAT + "compressFormat")) is path.name.endswith(".gz")
    assert described == {p.name for p in (built / "data").glob("carbonlex.*")} | {"datapackage/datapackage.json"}
    read = ox.parse(
        (built / "data/dcat.ttl").read_bytes(), ox.RdfFormat.TURTLE
    )  # a store makes integers of all whole numbers
    types = {q.object.datatype.value for q in read if q.predicate.value == DCAT + "byteSize"}  # type: ignore[union-attr]
    assert types == {XSD + "nonNegativeInteger"}


def test_a_release_has_a_day_where_one_is_named(vocabulary: Vocabulary) -> None:
    for issued, number_ in (("", 0), ("2026-01-02T00:00:00Z", 1)):
        store = ox.Store()
        store.load(description.dcat(vocabulary, [], BASE, "2026-01-01T00:00:00Z", issued), ox.RdfFormat.TURTLE)
        assert len(values(store, DATASET, DCTERMS + "issued")) == number_


def test_the_readings_are_one_table(built: Path, golden: Dataset) -> None:
    body = (built / "data/carbonlex.csv").read_bytes().decode()
    rows = list(csv.DictReader(io.StringIO(body, newline="")))
    wanted = [r for w in golden.wordings() for rs in w.readings.values() for r in rs for _ in r.values or ("",)]
    assert len(rows) == len(wanted)
    assert {r["reader"] for r in rows} == {"", "bb-loi"}
