"""The tables, as a data package, as CSV on the Web and as a database: valid for the readers of each, and with the same numbers."""

import csv
import io
import json
import sqlite3
import warnings
import zipfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import frictionless
import pytest
from csvw import CSVW

from carbonlex.compare import matrix
from carbonlex.exports import datapackage, part, sqlite
from carbonlex.exports.collection import Collected
from carbonlex.exports.columns import Declaration
from carbonlex.exports.readings import COMPARED, Readings
from carbonlex.exports.rows import TABLES
from carbonlex.reading.dataset import Dataset
from carbonlex.records.model import Definition
from carbonlex.vocabulary import Vocabulary

LARGE = 10**9


@pytest.fixture(scope="module")
def collected(published: Dataset) -> Collected:
    return Collected(published)


@pytest.fixture(scope="module")
def base(collected: Collected, tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    path = tmp_path_factory.mktemp("base") / "carbonlex.sqlite"
    path.write_bytes(sqlite.of(collected))
    with closing(sqlite3.connect(path)) as connection:
        yield connection


def package(files: dict[str, bytes], folder: Path) -> Path:
    folder.mkdir(exist_ok=True)
    for name, body in files.items():
        (folder / name).write_bytes(body)
    return folder


def faults(folder: Path) -> list[str]:
    """What the reader of data packages finds wrong in one."""
    csv.field_size_limit(LARGE)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        report = frictionless.validate(str(folder / datapackage.DESCRIPTOR))
    return [error.type for task in report.tasks for error in task.errors] + [error.type for error in report.errors]


def test_every_table_is_declared_and_made(vocabulary: Vocabulary) -> None:
    assert set(TABLES) == set(Declaration(vocabulary).tables)


def test_every_column_that_is_made_is_declared(published: Dataset) -> None:
    for name, form in Declaration(published.vocabulary).tables.items():
        made = {column for _, cells in TABLES[name](published) for column in cells}
        assert made <= set(form.names), name
        assert {column.name for column in form.columns if column.required} <= made, name


@pytest.mark.parametrize("which", ["golden", "published"])
def test_the_package_is_valid(which: str, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    assert faults(package(datapackage.files(Collected(request.getfixturevalue(which))), tmp_path)) == []


@pytest.mark.parametrize(
    ("file", "old", "new", "fault"),
    [
        ("wordings.csv", b",carbon-market,", b",carbon-markt,", "foreign-key"),
        ("mappings.csv", b",false-friend,", b",friend,", "constraint-error"),
        ("units.csv", b"\r\naaa,", b"\r\naaa,x,,,,,\r\naaa,", "primary-key"),
        ("sources.csv", b",statute,", b",,", "constraint-error"),
    ],
)
def test_what_is_wrong_in_a_package_is_found(
    golden: Dataset, tmp_path: Path, file: str, old: bytes, new: bytes, fault: str
) -> None:
    files = datapackage.files(Collected(golden))
    assert old in files[file]
    files[file] = files[file].replace(old, new, 1)
    found = json.loads(files[datapackage.DESCRIPTOR])
    for resource in found["resources"]:
        resource.pop("bytes"), resource.pop("hash")
    files[datapackage.DESCRIPTOR] = json.dumps(found).encode()
    assert fault in faults(package(files, tmp_path))


def test_readers_of_csv_on_the_web_take_it(golden: Dataset, tmp_path: Path) -> None:
    folder = package(datapackage.files(Collected(golden)), tmp_path)
    read = CSVW(str(folder / datapackage.METADATA), validate=True)
    assert read.is_valid, read.warnings
    wordings = next(t for t in read.tables if t.local_name == "wordings.csv")
    assert {row["wording"] for row in wordings} == {w.id for w in golden.wordings()}
    broken = (folder / "texts.csv").read_bytes().replace(b"aa-market-2020,en", b"aa-market-2019,en")
    (folder / "texts.csv").write_bytes(broken)
    with pytest.raises(ValueError, match="aa-market-2019"):
        _ = CSVW(str(folder / datapackage.METADATA), validate=True).is_valid


def test_a_zipped_package_is_the_same_and_the_same_again(golden: Dataset) -> None:
    first, again = (datapackage.zipped(golden, None) for _ in range(2))
    assert first == again
    with zipfile.ZipFile(io.BytesIO(first)) as file:
        assert {name: file.read(name) for name in file.namelist()} == datapackage.files(Collected(golden))


def test_the_readings_are_those_of_the_table_beside(published: Dataset, collected: Collected) -> None:
    assert Declaration(published.vocabulary).tables["readings"].names == COMPARED
    assert datapackage.files(collected)["readings.csv"] == Readings(published).all().csv()


def test_the_database_is_whole(base: sqlite3.Connection) -> None:
    assert base.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert base.execute("PRAGMA foreign_key_check").fetchall() == []
    assert base.execute("PRAGMA application_id").fetchone() == (sqlite.APPLICATION,)
    strict = [row[5] for row in base.execute("PRAGMA table_list") if row[2] == "table" and row[1][:7] != "sqlite_"]
    assert strict and all(strict)


def test_the_database_has_all_rows(base: sqlite3.Connection, collected: Collected) -> None:
    for name, table in collected.tables.items():
        rows = base.execute(f'SELECT * FROM "{name}"').fetchall()
        assert len(rows) == len(table.rows), name
        assert [tuple("" if x is None else x for x in row) for row in rows][:1] == [
            tuple(_typed(cell, column.form) for cell, column in zip(row, table.form.columns, strict=True))
            for row in table.rows[:1]
        ]


def _typed(cell: str, form: str) -> object:
    if not cell:
        return cell
    return {"integer": int, "number": float, "flag": lambda x: int(x == "true")}.get(form, str)(cell)  # type: ignore[operator]


def test_the_view_counts_what_the_matrix_compares(base: sqlite3.Connection, published: Dataset) -> None:
    """The view is SQL over the readings, the matrix a function over the records: both must say the same in every cell."""
    wanted = {}
    for concept in {w.concept for w in published.all(Definition)}:
        orders = {w.jurisdiction for w in published.all(Definition) if w.concept == concept}
        found = matrix.by_jurisdiction(published, concept, orders)
        for column in found.columns:
            for facet in found.facets:
                cell = found.cells[facet, column.id]
                told = (cell.state, frozenset(s.value for s in cell.said), len(column.wordings))
                wanted[concept, column.id, facet] = told
    for table, mark in (("compared", ","), ("matrix", " ")):
        rows = base.execute(f"SELECT concept, jurisdiction, facet, state, said, wordings FROM {table}").fetchall()
        assert {r[:3]: (r[3], frozenset((r[4] or "").split(mark)) - {""}, r[5]) for r in rows} == wanted


def test_the_same_tables_give_the_same_database(golden: Dataset) -> None:
    assert sqlite.file(golden) == sqlite.file(golden)


def test_the_database_refuses_what_is_wrong(golden: Dataset, tmp_path: Path) -> None:
    (tmp_path / "x.sqlite").write_bytes(sqlite.file(golden))
    with closing(sqlite3.connect(tmp_path / "x.sqlite")) as connection:
        connection.execute("PRAGMA foreign_keys = ON")
        for wrong in (
            "UPDATE wordings SET concept = 'nothing'",
            "UPDATE wordings SET standing = 'hearsay'",
            "UPDATE wordings SET withheld = 2",
            "UPDATE matrix SET wordings = 'many'",
            "DELETE FROM sources",
            "UPDATE readings SET value = 'nothing' WHERE value IS NOT NULL",
        ):
            with pytest.raises(sqlite3.IntegrityError):
                connection.execute(wrong)


def test_a_part_refers_to_nothing_that_is_not_there(published: Dataset, tmp_path: Path) -> None:
    for chosen in (part.of_jurisdiction(published, "vn"), part.of_concept(published, "surrender")):
        collected = Collected(published, chosen)
        assert faults(package(datapackage.files(collected), tmp_path / "part")) == []
        wordings = {row[0] for row in collected.tables["wordings"].rows}
        own = {id_ for kind, id_ in chosen if kind in ("definition", "proposal")}
        assert own <= wordings < {w.id for w in published.wordings()}
