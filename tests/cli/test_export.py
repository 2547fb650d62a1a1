"""``carbonlex export`` as typed."""

import gzip
import json
import sqlite3
import zipfile
from pathlib import Path

import pyoxigraph as ox
import pytest
from click.testing import CliRunner, Result

from carbonlex.cli.export import NAMES
from carbonlex.cli.main import cli
from carbonlex.exports.formats import FORMATS
from conftest import PROJECT, Run

pytestmark = pytest.mark.usefixtures("quick")


def call(*words: str) -> Result:
    return CliRunner().invoke(cli, ["--data", str(PROJECT), "export", *words])


def test_the_command_knows_every_format() -> None:
    assert list(FORMATS) == NAMES


@pytest.mark.parametrize("form", NAMES)
@pytest.mark.parametrize("what", [(), ("--concept", "carbon-market"), ("--jurisdiction", "bb")])
def test_every_format_of_every_part(form: str, what: tuple[str, ...], tmp_path: Path) -> None:
    out = tmp_path / "out"
    told = call("--format", form, *what, "--out", str(out))
    assert told.exit_code == 0, told.output
    assert told.stdout == ""
    assert f"{out.stat().st_size} bytes written" in told.stderr
    assert call("--format", form, *what).stdout_bytes == out.read_bytes()


def test_the_whole_is_what_the_site_offers(built: Path) -> None:
    for form in FORMATS.values():
        path = built / f"data/carbonlex.{form.ending}"
        if form.ending in ("csv", "tbx", "skos.ttl", "sssom.tsv"):
            name = next(name for name, other in FORMATS.items() if other is form)
            assert call("--format", name).stdout_bytes == path.read_bytes()
    assert call("--format", "sqlite").stdout_bytes == gzip.decompress((built / "data/carbonlex.sqlite.gz").read_bytes())


def test_binary_formats_are_read_as_what_they_are(tmp_path: Path) -> None:
    call("--format", "sqlite", "--out", str(tmp_path / "x.sqlite"))
    connection = sqlite3.connect(tmp_path / "x.sqlite")
    assert connection.execute("SELECT count(*) FROM wordings").fetchone()[0] > 3
    connection.close()
    call("--format", "datapackage", "--out", str(tmp_path / "x.zip"))
    with zipfile.ZipFile(tmp_path / "x.zip") as file:
        assert json.loads(file.read("datapackage.json"))["name"] == "carbonlex"


def test_a_part_has_no_other_wordings() -> None:
    text = call("--format", "ntriples", "--jurisdiction", "bb").stdout_bytes
    said = {q.subject.value for q in ox.parse(text, ox.RdfFormat.N_TRIPLES) if q.predicate.value.endswith("#pinpoint")}  # type: ignore[union-attr]
    records = {
        iri.partition("#")[0].rsplit("/", 2)[1:][0] + "/" + iri.partition("#")[0].rsplit("/", 1)[1] for iri in said
    }
    assert "definition/bb-quota" in records
    assert "definition/aa-market-2020" not in records


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--format", "ttl"], "'ttl' is not one of"),
        (["--concept", "carbon-markt"], "did you mean carbon-market?"),
        (["--jurisdiction", "zz"], "there is no jurisdiction zz"),
        (["--jurisdiction", ""], "there is no jurisdiction"),
        (["--concept", "carbon-market", "--jurisdiction", "aa"], "not both"),
    ],
)
def test_bad_usage(run: Run, words: list[str], told: str) -> None:
    result = run("--data", PROJECT, "export", *words)
    assert (result.returncode, result.stdout) == (2, "")
    assert told in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1


def test_what_cannot_be_written_is_told(run: Run, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    for out in (tmp_path / "file" / "x", tmp_path):
        result = run("--data", PROJECT, "export", "--format", "csv", "--out", out)
        assert (result.returncode, result.stdout) == (3, "")
        assert "cannot be written" in result.stderr
    assert (tmp_path / "file").read_text() == "x"
    assert [p.name for p in tmp_path.iterdir()] == ["file"]


def test_a_pipe_is_written_to(run: Run) -> None:
    result = run("--data", PROJECT, "--quiet", "export", "--format", "csv", "--out", "/dev/stdout")
    assert result.returncode == 0
    assert result.stdout.startswith("concept,")


def test_records_that_cannot_be_read_are_told(project: Path) -> None:
    (project / "definitions/aa/broken.yaml").write_text("kind: [")
    result = CliRunner().invoke(cli, ["--data", str(project), "export", "--format", "csv"])
    assert result.exit_code == 0
    assert "faults" in result.stderr
