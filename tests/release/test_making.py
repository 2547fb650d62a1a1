"""What a release holds, that the same checkout gives the same bytes, and what stops one."""

import json
import re
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

import jsonschema
import pytest
import yaml
from check_jsonschema import builtin_schemas
from rocrate.rocrate import ROCrate

import carbonlex
from carbonlex.errors import CarbonlexError, ContentError, OutputError, UsageError
from carbonlex.reading.dataset import Dataset
from carbonlex.release import crate, sums
from carbonlex.release.version import Version, agreed, told
from carbonlex.vocabulary import Vocabulary
from conftest import PROJECT, Run, edit
from releasing import BASE, as_version, changed, checkout, released, without_hermit

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")


def content(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_the_checksums_are_those_of_all_files(releases: tuple[Path, Path]) -> None:
    for folder in releases:
        assert sums.read(folder).keys() == content(folder).keys() - {sums.FILE}
        for at in (folder, *(folder / "site/releases").glob("[0-9]*")):
            done = subprocess.run(
                ["sha256sum", "--check", "--quiet", sums.FILE], cwd=at, capture_output=True, check=False
            )
            assert (done.returncode, done.stdout) == (0, b"")


def test_the_same_checkout_gives_the_same_bytes(
    releases: tuple[Path, Path],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    without_hermit(monkeypatch, tmp_path / "cache")
    monkeypatch.setenv("TZ", "Asia/Ho_Chi_Minh")
    again = released(PROJECT, "0.1.0", tmp_path / "elsewhere" / "all")
    before, after = content(releases[0]), content(again.folder)
    assert [name for name in before.keys() | after.keys() if before.get(name) != after.get(name)] == []


def test_citation_and_deposit(releases: tuple[Path, Path]) -> None:
    """CITATION.cff against the schema of its format. No registry brings a schema of Zenodo's, so these fields are
    held against what its documentation of deposits demands and allows."""
    for folder, version in zip(releases, ("0.1.0", "0.2.0"), strict=True):
        cff = yaml.safe_load((folder / "CITATION.cff").read_text("utf-8"))
        jsonschema.validate(cff, builtin_schemas.get_builtin_schema("vendor.citation-file-format"))
        assert (cff["version"], str(cff["date-released"])) == (version, "2027-01-31")
        assert cff["url"] == f"{BASE}releases/{version}/"
        deposit = json.loads((folder / ".zenodo.json").read_text("utf-8"))
        assert {
            "upload_type",
            "title",
            "creators",
            "description",
            "access_right",
            "license",
            "publication_date",
        } <= deposit.keys()
        assert deposit["upload_type"] == "dataset" and deposit["access_right"] == "open"
        assert all(set(person) == {"name"} for person in deposit["creators"])
        assert re.fullmatch("[a-z]{3}", deposit["language"])
    relations = {(r["relation"], r["identifier"]) for r in deposit["related_identifiers"]}
    assert relations == {("isIdenticalTo", f"{BASE}releases/0.2.0/"), ("isNewVersionOf", f"{BASE}releases/0.1.0/")}


def test_the_crate_is_read_by_its_readers(releases: tuple[Path, Path]) -> None:
    for folder in (releases[1], releases[1] / "site/releases/0.1.0"):
        read = ROCrate(folder)
        assert str(read.root_dataset["datePublished"])[:10] == "2027-01-31"
        assert {e.id for e in read.data_entities} >= {
            "data/",
            "ontology/",
            "files/carbonlex.nq.gz",
            "ids.tsv",
            "SHA256SUMS",
        }
        assert all((folder / e.id).exists() for e in read.data_entities)
        tools = {e["name"]: e["softwareVersion"] for e in read.contextual_entities if e.type == "SoftwareApplication"}
        assert tools.keys() >= {"carbonlex", "Python", "pyoxigraph"}
        ids = [entity["@id"] for entity in json.loads((folder / crate.FILE).read_text("utf-8"))["@graph"]]
        assert len(set(ids)) == len(ids)


def test_what_changed(releases: tuple[Path, Path]) -> None:
    first, second = releases
    assert "The first release, with 22 records." in (first / "CHANGES.md").read_text("utf-8")
    assert json.loads((first / "changes.json").read_text("utf-8"))["old"] is None
    text = (second / "CHANGES.md").read_text("utf-8")
    assert text.startswith("# carbonlex 0.2.0: what changed since 0.1.0\n\n## The law")
    assert "- the event aa-start is called aa-begin now" in text
    changes = json.loads((second / "changes.json").read_text("utf-8"))
    assert (changes["old"], changes["new"], changes["queries"]) == ("0.1.0", "0.2.0", {"wordings": "removed"})
    assert "0.1.0" in (second / "site/changes/index.html").read_text("utf-8")


def test_a_query_is_repeated_as_the_readme_says(releases: tuple[Path, Path], run: Run) -> None:
    (code,) = re.findall("```python\n(.*?)```", (releases[0] / "README.md").read_text("utf-8"), re.DOTALL)
    assert "queries/wordings.rq" in code, "cap-named, which comes first, gives no rows"
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code], cwd=releases[0], capture_output=True, text=True, check=True
    )
    rows = [line for line in done.stdout.splitlines() if line]
    told = run(
        "--data", releases[0] / "data", "query", "--name", "wordings", "--format", "tsv", "--as-of", "2021-01-01"
    )
    assert told.returncode == 0 and len(told.stdout.splitlines()) > 1
    assert len(rows) >= len(told.stdout.splitlines()) - 1


def test_the_program_is_in_it_and_says_its_version(releases: tuple[Path, Path], tmp_path: Path) -> None:
    with tarfile.open(releases[1] / "carbonlex.tar.gz") as packed:
        names = packed.getnames()
        packed.extractall(tmp_path, filter="data")
    assert not [n for n in names if "__pycache__" in n or n.endswith(".pyc")]
    assert [n for n in names if "/vendor/" in n] == ["carbonlex-0.2.0/site/vendor/README.md"]
    assert {"Makefile", "requirements.lock", "pyproject.toml", "ontology/core.ttl", "site/strings/zh.toml"} <= {
        n.partition("/")[2] for n in names
    }
    folder = tmp_path / "carbonlex-0.2.0"
    assert Vocabulary(folder / "ontology").catalog["version"] == "0.2.0"
    assert (folder / "src/carbonlex/cli/main.py").is_file()


def test_what_was_released_is_compared_and_read(releases: tuple[Path, Path], run: Run) -> None:
    first, second = releases
    done = run("diff", first, second)
    assert done.returncode == 0, done.stderr
    back = run("diff", second, first)
    assert back.returncode == 1
    assert "1 id of 0.2.0 is gone" in back.stderr and '["event/aa-begin"]' in back.stderr
    assert run("--data", second / "data", "queries").returncode == 0


def refused(error: type[CarbonlexError], words: str, *arguments: object, **further: str) -> str:
    with pytest.raises(error) as raised:
        released(*arguments, **further)  # type: ignore[arg-type]
    assert words in str(raised.value)
    return str(raised.value)


@pytest.mark.parametrize(
    "text", ["", "1", "v0.2.0", "0.2", "0.2.0-rc.1", "0.2.0+1", "01.2.3", "0.2.0\n", "٠.١.٢", "9" * 5000, "../0.1.0"]
)
def test_versions_are_three_numbers(text: str) -> None:
    with pytest.raises(UsageError, match="is no version"):
        Version.parse(text)


def test_newer_is_greater() -> None:
    assert Version.parse("0.10.0") > Version.parse("0.9.9")
    assert str(Version.parse("10.0.3")) == "10.0.3"


def test_a_release_is_written_once(releases: tuple[Path, Path]) -> None:
    before = content(releases[0])
    refused(UsageError, "0.1.0 is there already, and is a release", PROJECT, "0.1.0", releases[0].parent)
    refused(UsageError, "name the folder that holds releases", PROJECT, "0.1.0", releases[0])
    assert content(releases[0]) == before


def test_a_release_is_newer_than_the_former(
    releases: tuple[Path, Path],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert "0.1.0 is not newer than 0.2.0" in refused(
        UsageError, "released", PROJECT, "0.1.0", tmp_path, since=str(releases[1])
    )
    as_version(monkeypatch, tmp_path / "checkout", "0.1.5")
    refused(UsageError, "0.1.5 is not newer than 0.2.0", PROJECT, "0.1.5", releases[0].parent)


def test_every_place_says_the_version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    message = refused(ContentError, "To change", PROJECT, "7.0.0", tmp_path / "out")
    for place in (
        "pyproject.toml",
        "CITATION.cff",
        "ontology/catalog.toml",
        "owl:versionIRI",
        "owl:versionInfo",
        "__init__.py",
    ):
        assert f"{place}" in message
    assert not (tmp_path / "out").exists()
    root = checkout(tmp_path / "checkout", "7.0.0")
    monkeypatch.setattr(carbonlex, "__version__", "7.0.0")
    agreed(Version(7, 0, 0), root, Vocabulary(root / "ontology"))
    edit(root / "CITATION.cff", "7.0.0", "7.0.1")
    with pytest.raises(ContentError, match=r"CITATION.cff \(version\): 7.0.1"):
        agreed(Version(7, 0, 0), root, Vocabulary(root / "ontology"))
    (root / "CITATION.cff").write_text("nothing", "utf-8")
    with pytest.raises(ContentError):
        list(told(root, Vocabulary(root / "ontology")))


def test_lost_ids_stop_a_release(
    releases: tuple[Path, Path],
    project: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    without_hermit(monkeypatch, tmp_path / "cache")
    as_version(monkeypatch, tmp_path / "checkout", "0.2.0")
    changed(project)
    given_up = project / "deprecated.toml"
    text = given_up.read_text("utf-8")
    given_up.write_text(text.partition('["event/aa-start"]')[0], "utf-8")
    arguments = (project, "0.2.0", tmp_path / "out", str(releases[0]))
    message = refused(ContentError, "3 ids of 0.1.0 are gone", *arguments)
    assert (
        "  event/aa-start (" in message
        and "  query/wordings (" in message
        and "  silence/bb-carbon-market (" in message
    )
    assert 'replaced-by = ["event/aa-begin"]' in message, "it is known to be the same event"
    entry = message.partition("such as:\n\n")[2]
    given_up.write_text(text.partition('["event/aa-start"]')[0] + entry, "utf-8")
    refused(ContentError, "2 ids of 0.1.0 are gone", *arguments)
    given_up.write_text(text.replace("0.2.0", "0.1.0", 1), "utf-8")
    refused(
        ContentError, "proposal/aa-author-market was in 0.1.0: it is given up since 0.2.0, not since 0.1.0", *arguments
    )
    assert not (tmp_path / "out").exists()


def test_what_was_given_up_stays_in_the_list(
    releases: tuple[Path, Path],
    project: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    as_version(monkeypatch, tmp_path / "checkout", "0.3.0")
    given_up = changed(project) / "deprecated.toml"
    given_up.write_text(given_up.read_text("utf-8").partition('["silence/')[0], "utf-8")
    message = refused(ContentError, "1 id of 0.2.0 is gone", project, "0.3.0", tmp_path / "out", str(releases[1]))
    assert "silence/bb-carbon-market (Silence of Beland" in message


def test_a_former_release_that_is_not_whole(
    releases: tuple[Path, Path],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    without_hermit(monkeypatch, tmp_path / "cache")
    as_version(monkeypatch, tmp_path / "checkout", "0.2.0")
    out = tmp_path / "out"
    for spoil in (
        lambda old: (old / "ids.tsv").write_bytes(b"\xff"),
        lambda old: (old / "addresses.txt").unlink(),
        lambda old: (old / "site/releases/0.1.0/ro-crate-metadata.json").write_text("[]"),
        lambda old: shutil.rmtree(old / "site"),
        lambda old: (old / "site/releases/0.1.0/files/carbonlex.nq.gz").write_bytes(b""),
    ):
        old = Path(shutil.copytree(releases[0], tmp_path / "old" / "0.1.0"))
        spoil(old)
        with pytest.raises(ContentError):
            released(PROJECT, "0.2.0", out, str(old))
        shutil.rmtree(tmp_path / "old")
    refused(UsageError, "there is no folder", PROJECT, "0.2.0", out, str(tmp_path / "nowhere"))
    refused(UsageError, "is a file", PROJECT, "0.2.0", out, str(releases[0] / "ids.tsv"))
    assert not out.exists() or not [*out.iterdir()]


def test_what_was_carried_is_as_it_was(
    releases: tuple[Path, Path],
    tmp_path: Path,
) -> None:
    old = Path(shutil.copytree(releases[0], tmp_path / "0.1.0"))
    with (old / "site/releases/0.1.0/files/carbonlex.nq.gz").open("ab") as file:
        file.write(b"x")
    with pytest.raises(ContentError, match=r"carbonlex\.nq\.gz is not as SHA256SUMS says"):
        [*sums.checked(old / "site/releases/0.1.0")]
    (old / sums.FILE).write_text("0" * 64 + "  ../../etc/passwd\n")
    with pytest.raises(ContentError, match="no checksum of a file below it"):
        sums.read(old)


def test_folders_that_cannot_be_used(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    refused(UsageError, "is a file", PROJECT, "0.1.0", tmp_path / "file")
    refused(OutputError, "cannot be written", PROJECT, "0.1.0", tmp_path / "file" / "deeper")
    (tmp_path / "out/0.1.0").mkdir(parents=True)
    (tmp_path / "out/0.1.0/thesis.txt").write_text("mine")
    refused(UsageError, "is no release of ours", PROJECT, "0.1.0", tmp_path / "out")
    assert [p.name for p in (tmp_path / "out").rglob("*")] == ["0.1.0", "thesis.txt"]


def test_wrong_records_are_not_released(project: Path, tmp_path: Path) -> None:
    edit(project / "definitions/bb/bb-quota.yaml", "concept: ", "concepts: ")
    refused(ContentError, "the records are wrong", project, "0.1.0", tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_no_redirect_leads_to_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    without_hermit(monkeypatch, tmp_path / "cache")
    made = released(PROJECT, "0.1.0", tmp_path / "out", base_url="https://w3id.org/carbonlex")
    assert not made.redirected and not (made.folder / "w3id").exists()


@pytest.mark.parametrize(
    "words",
    [
        ["0.1"],
        ["0.1.0", "--date", "2027-02-30"],
        ["0.1.0", "--date", "2027"],
        ["0.1.0", "--date", "0001-01-01"],
        ["0.1.0", "--base-url", "ftp://example.org/"],
        ["0.1.0", "--since", "HEAD:nowhere"],
        ["0.1.0", "--since", "nowhere"],
        [],
        ["0.1.0", "--nonsense"],
    ],
)
def test_bad_usage_is_status_2(run: Run, tmp_path: Path, words: list[str]) -> None:
    done = run("--data", PROJECT, "release", *words, "--out", tmp_path / "out")
    assert (done.returncode, done.stdout) == (2, "")
    assert len(done.stderr.strip().splitlines()) == 1
    assert not (tmp_path / "out").exists()


def test_the_date_of_a_release(monkeypatch: pytest.MonkeyPatch, golden: Dataset) -> None:
    from carbonlex.release.making import _dated
    from carbonlex.site import feed

    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    for date, day in (("2027-01-31", "2027-01-31"), ("", "2026-01-01")):
        with _dated(date, golden):
            assert feed.updated(golden)[:10] == day
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    with _dated("", golden):
        assert feed.updated(golden)[:10] == "1970-01-02"
    with _dated("2027-01-31", golden):
        assert feed.updated(golden)[:10] == "2027-01-31"
    assert feed.updated(golden)[:10] == "1970-01-02", "it is as it was"
