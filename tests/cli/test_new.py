"""``carbonlex new`` and ``carbonlex schema`` as typed: with options, asked on a terminal, interrupted."""

import importlib.util
import json
import os
import pty
import select
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest
from click.testing import CliRunner, Result

from carbonlex import places
from carbonlex.cli.main import cli
from carbonlex.errors import CarbonlexError
from carbonlex.reading.jsonschema import NAMES
from carbonlex.records.model import KINDS

Run = Callable[..., "CompletedProcess[str]"]
ROOT = Path(__file__).parents[2]
# The required answers of each kind, for the golden project; what is asked besides is found out by the test that validates.
ANSWERS = {
    "jurisdiction": ["--id", "cc", "--name", "en=Third land", "--level", "national"],
    "concept": ["--id", "registry"],
    "body": ["--id", "aa-registry", "--name", "en=Registry"],
    "source": ["--id", "aa-order", "--title", "en=Order", "--type", "order"],
    "definition": [
        "--id", "aa-unit", "--concept", "emission-allowance", "--jurisdiction", "aa", "--source", "aa-act",
        "--pinpoint", "Sec. 9", "--term", "en=allowance", "--original", "en=An allowance is a right.",
        "--standing", "official", "--read-in", "https://example.org/act",
    ],
    "proposal": [
        "--id", "aa-proposed", "--concept", "carbon-market", "--jurisdiction", "aa", "--source", "aa-act",
        "--pinpoint", "p. 9", "--term", "en=market", "--original", "en=A market is a place.",
        "--standing", "secondary", "--read-in", "https://example.org/act",
    ],
    "silence": [
        "--id", "aa-registry", "--jurisdiction", "aa", "--concept", "registry", "--status", "not-searched",
        "--searched", "en=Nothing yet.", "--date", "2026-05-01",
    ],
    "scheme": [
        "--id", "aa-second", "--name", "en=Second scheme", "--jurisdiction", "aa",
        "--set", "statements.0.value=mandatory", "--set", "statements.0.source=aa-act",
        "--set", "statements.1.value=cap-and-trade", "--set", "statements.1.source=aa-act",
    ],
    "asset": ["--id", "aa-unit", "--name", "en=Unit", "--type", "allowance"],
    "link": ["--id", "aa-bb-second", "--type", "memorandum", "--schemes", "aa-ets,bb-ets"],
    "event": ["--id", "aa-end", "--name", "en=End", "--date", "2025-05", "--sources", "aa-act"],
    "mapping": [
        "--id", "second", "--from", "aa-market-2020", "--to", "bb-quota", "--relation", "none", "--reason", "en=Of other things.",
    ],
    "disagreement": [
        "--id", "end", "--name", "en=When?", "--type", "between-sources",
        "--set", "statements.0.value.en=In May.", "--set", "statements.0.source=aa-act",
        "--set", "statements.1.value.en=In June.", "--set", "statements.1.source=bb-loi",
    ],
    "term": ["--id", "fr-quota", "--form", "fr=quota"],
    "finding": [
        "--id", "second", "--claim", "en=There is a cap.", "--source", "aa-act", "--pinpoint", "p. 1", "--query", "cap-named",
        "--expect", "true", "--answer", "holds",
    ],
}  # fmt: skip
# Warnings that a record of the kind has by itself, until another record stands beside it.
ALONE = {"source": {"CLX602"}, "proposal": {"CLX803"}}


def call(project: Path, *words: str) -> Result:
    result = CliRunner().invoke(cli, ["--data", str(project), *words])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def told(project: Path, *words: str) -> str:
    """What is said where the call is refused."""
    result = CliRunner().invoke(cli, ["--data", str(project), *words])
    assert result.exit_code != 0
    return str(result.exception) if isinstance(result.exception, CarbonlexError) else " ".join(result.stderr.split())


def test_every_kind_is_tried() -> None:
    assert list(ANSWERS) == list(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_written_validates(project: Path, kind: str) -> None:
    written = call(project, "new", kind, *ANSWERS[kind])
    path = Path(written.stdout.strip())
    assert path.is_relative_to(project)
    assert path.stem == ANSWERS[kind][1]
    checked = json.loads(call(project, "validate", str(path), "--strict", "--format", "json").stdout)
    found = {r["code"] for r in checked["results"] if r["severity"] != "info"}
    assert found <= ALONE.get(kind, set()), checked["results"]


@pytest.mark.parametrize("kind", KINDS)
def test_it_lies_beside_its_like(project: Path, kind: str) -> None:
    path = Path(call(project, "new", kind, *ANSWERS[kind]).stdout.strip())
    assert any(f"kind: {kind}\n" in other.read_text("utf-8") for other in path.parent.glob("*.yaml") if other != path)


@pytest.mark.parametrize("kind", KINDS)
def test_help_names_what_is_required(project: Path, kind: str) -> None:
    shown = " ".join(call(project, "new", kind, "--help").stdout.split())
    assert f"Example: carbonlex new {kind}" in shown
    assert shown.count("[required]") == len([w for w in ANSWERS[kind] if w.startswith("--") and w != "--set"])


def test_what_is_missing_is_named(project: Path) -> None:
    said = told(project, "new", "definition", "--concept", "carbon-market")
    assert "--original LANG=TEXT" in said and "--standing" in said and "--concept" not in said
    said = told(project, "new", "scheme")
    assert "--set statements.0.value=mandatory|voluntary (segment)" in said
    said = told(project, "new", "definition", *ANSWERS["definition"], "--set", "readings.entitles-to.basis=explicit")
    assert "--set readings.entitles-to.0.values=emit|" in said and "--set readings.entitles-to.0.quote.en=…" in said


def test_a_file_is_never_written_over(project: Path, tmp_path: Path) -> None:
    path = tmp_path / "fr-quota.yaml"
    path.write_text("mine", "utf-8")
    assert "not written over" in told(project, "new", "term", "--form", "fr=quota", "--out", str(path))
    assert "not written over" in told(project, "new", "term", *ANSWERS["term"], "--out", str(tmp_path))
    path.unlink()
    path.symlink_to(tmp_path / "nowhere")
    assert "not written over" in told(project, "new", "term", *ANSWERS["term"], "--out", str(tmp_path))
    assert [p.name for p in tmp_path.iterdir() if p.name != "project"] == ["fr-quota.yaml"]


def test_where_it_is_written(project: Path, tmp_path: Path) -> None:
    made = call(project, "new", "term", "--form", "fr=quota", "--out", str(tmp_path / "a" / "b" / "fr-quota.yaml"))
    assert Path(made.stdout.strip()).is_file()
    assert [p.name for p in (tmp_path / "a" / "b").iterdir()] == ["fr-quota.yaml"]
    assert call(project, "new", "term", *ANSWERS["term"], "--out", "-").stdout.startswith(
        "# yaml-language-server: $schema=https://"
    )
    assert "end in .yaml" in told(project, "new", "term", "--form", "fr=quota", "--out", str(tmp_path / "quota.yml"))
    assert "fr-quota.yaml" in told(project, "new", "term", *ANSWERS["term"], "--out", str(tmp_path / "other.yaml"))
    (tmp_path / "file").write_text("", "utf-8")
    assert "cannot be written" in told(
        project, "new", "term", *ANSWERS["term"], "--out", str(tmp_path / "file" / "fr-quota.yaml")
    )


def test_nothing_is_written_into_an_installed_package(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(places, "published", lambda: project)
    monkeypatch.setattr(places, "installed", lambda: True)
    monkeypatch.chdir(tmp_path)
    assert CliRunner().invoke(cli, ["new", "term", *ANSWERS["term"]]).stdout == "fr-quota.yaml\n"
    assert (tmp_path / "fr-quota.yaml").is_file()


def test_records_beside_it_are_known(project: Path, tmp_path: Path) -> None:
    """A source and a wording of it may be begun together, away from the published records."""
    folder = str(tmp_path / "mine") + "/"
    call(project, "new", "source", *ANSWERS["source"], "--out", folder)
    words = ["aa-order" if word == "aa-act" else word for word in ANSWERS["definition"]]
    assert Path(call(project, "new", "definition", *words, "--out", folder).stdout.strip()).is_file()
    assert "there is no aa-order" in told(project, "new", "definition", *words)


def test_the_first_line_may_name_schemas_at_hand(project: Path, tmp_path: Path) -> None:
    folder = tmp_path / "schemas"
    assert "carbonlex schema --out" in told(project, "new", "term", *ANSWERS["term"], "--schema", str(folder))
    call(project, "schema", "--out", str(folder))
    assert sorted(p.stem for p in folder.iterdir()) == sorted(NAMES)
    path = Path(call(project, "new", "term", *ANSWERS["term"], "--schema", str(folder)).stdout.strip())
    named = path.read_text("utf-8").splitlines()[0].partition("$schema=")[2]
    assert (path.parent / named).resolve() == (folder / "term.json").resolve()


def test_schema(project: Path) -> None:
    assert json.loads(call(project, "schema", "term").stdout)["title"] == "term"
    assert json.loads(call(project, "schema").stdout)["$id"].endswith("record.json")
    assert "did you mean term?" in told(project, "schema", "trem")
    assert "cannot be written" in told(project, "schema", "--out", "/dev/null/x")


@pytest.mark.parametrize(
    "words",
    [
        ["new"],
        ["new", "defintion"],
        ["new", "term"],
        ["new", "term", "--form", "quota"],
        ["new", "term", "--set", "form"],
        ["new", "term", "--nonsense"],
        ["new", "term", "--id", "../../x"],
        ["schema", "nonsense"],
    ],
)
def test_bad_usage_is_status_2(run: Run, project: Path, words: list[str]) -> None:
    done = run("--data", project, *words, stdin="")
    assert done.returncode == 2
    assert done.stdout == ""
    assert words == ["new"] or len(done.stderr.strip().splitlines()) == 1


def begun(project: Path, *words: str) -> tuple[int, int]:
    """The process id and the terminal of a command that is typed on a terminal."""
    child, terminal = pty.fork()
    if child == 0:
        environment = {**os.environ, "TERM": "dumb"}
        os.execvpe(sys.executable, [sys.executable, "-m", "carbonlex", "--data", str(project), *words], environment)
    return child, terminal


def until(terminal: int, wanted: str) -> str:
    """What the terminal shows until the words appear."""
    bytes_shown = b""  # a letter may come in two pieces
    while wanted.encode() not in bytes_shown:
        assert select.select([terminal], [], [], 60)[0], f"waited for {wanted!r}, was shown {bytes_shown!r}"
        try:
            bytes_shown += os.read(terminal, 4096)
        except OSError:
            break
    return bytes_shown.decode("utf-8", "replace")


def status(child: int) -> int:
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def test_asked_on_a_terminal(project: Path) -> None:
    completes = importlib.util.find_spec("readline") is not None
    child, terminal = begun(project, "new", "definition")
    shown = ""
    for prompt, answer in [
        ("concept: ", "?"),
        ("concept: ", "carbon-markt"),
        ("concept: ", "carbon-market"),
        ("jurisdiction: ", "aa"),
        ("source: ", "aa-\t" if completes else "aa-act"),
        ("pinpoint: ", "Sec. 9"),
        ("zh-Hans …): ", "English"),
        ("zh-Hans …): ", "en"),
        ("term.en: ", "carbon market"),
        ("evidence.standing: ", "offical"),
        ("evidence.standing: ", "official"),
        ("[en]: ", ""),
        ("text.en.original: ", "A carbon market is a “market”."),
        ("evidence.read-in: ", "https://example.org/act"),
        ("id [aa-carbon-market]: ", ""),
    ]:
        shown += until(terminal, prompt)
        os.write(terminal, f"{answer}\n".encode())
    shown += until(terminal, "carbonlex validate")
    assert status(child) == 0, shown
    assert "trading-venue, " in shown
    assert "did you mean carbon-market?" in shown
    assert "English is no language tag" in shown
    assert "did you mean official?" in shown
    text = (project / "definitions/aa/aa-carbon-market.yaml").read_text("utf-8")
    assert "source: aa-act\n" in text
    assert 'original: "A carbon market is a “market”."' in text


@pytest.mark.parametrize("key", [b"\x03", b"\x04"])
def test_stopped_it_leaves_nothing(project: Path, key: bytes) -> None:
    before = sorted(project.rglob("*"))
    child, terminal = begun(project, "new", "term")
    until(terminal, "language")
    os.write(terminal, b"fr\n")
    until(terminal, "form.fr: ")
    for _ in range(6):  # a key that comes while the prompt is being set up may be lost
        os.write(terminal, key)
        if select.select([terminal], [], [], 5)[0]:
            break
    assert "stopped" in until(terminal, "stopped")
    assert status(child) == 3
    assert sorted(project.rglob("*")) == before


def test_killed_while_it_writes_it_leaves_no_half_record(project: Path) -> None:
    """The text goes to a file aside and gets its name at the end."""
    path = Path(call(project, "new", "term", *ANSWERS["term"]).stdout.strip())
    assert not list(path.parent.glob(".*"))
    assert path.read_text("utf-8").endswith("\n")


def test_names_are_completed(project: Path) -> None:
    words = ["--data", str(project), "new", "definition", "--source", "aa-"]
    environment = {
        **os.environ,
        "_CARBONLEX_COMPLETE": "bash_complete",
        "COMP_WORDS": " ".join(["carbonlex", *words]),
        "COMP_CWORD": str(len(words)),
    }
    command = [sys.executable, "-c", "from carbonlex.cli.main import main; main()"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=60)
    assert "plain,aa-act" in done.stdout
