"""The pre-commit hook and the GitHub action, run as their hosts run them: installed from a copy of this project."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from carbonlex.cli.validate import validate
from carbonlex.reading.keys import Keys

ROOT = Path(__file__).resolve().parents[2]
PARTS = (
    "src",
    "ontology",
    "data",
    "site",
    "pyproject.toml",
    "README.md",
    "LICENSE",
    "LICENSE-DATA",
    ".pre-commit-hooks.yaml",
    ".github",
)
FORMATS = next(p.type.choices for p in validate.params if p.name == "form")  # type: ignore[attr-defined]
GOOD = """\
kind: definition
id: vn-hooked
concept: carbon-market
jurisdiction: vn
source: vn-law-72-2020
pinpoint: "Art. 1"
term: {en: "carbon market"}
text: {en: {original: "A market is a place."}}
evidence: {standing: reproduction, read-in: ["https://example.org/law"]}
"""
BAD = GOOD.replace("source: vn-law-72-2020", "source: vn-law-72-2021")
WARNED = GOOD.replace(', read-in: ["https://example.org/law"]', "")
FAULT = "CLX201"
WARNING = "CLX801"


# The tests have a cache of their own; what pip has once fetched it need not fetch again for them.
PIP = {"PIP_CACHE_DIR": str(Path.home() / ".cache" / "pip"), "PIP_DISABLE_PIP_VERSION_CHECK": "1"}


def done(*words: str | Path, cwd: Path, env: Mapping[str, str] | None = None) -> "subprocess.CompletedProcess[str]":
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("GIT_", "PYTHONPATH", "PRE_COMMIT"))}
    return subprocess.run(
        [str(w) for w in words], cwd=cwd, env={**PIP, **environment, **(env or {})},
        capture_output=True, text=True, encoding="utf-8", check=False, timeout=400,
    )  # fmt: skip


def git(cwd: Path, *words: str | Path) -> None:
    who = [
        "-c",
        "user.name=x",
        "-c",
        "user.email=x@example.org",
        "-c",
        "init.defaultBranch=main",
        "-c",
        "commit.gpgsign=false",
    ]
    result = done("git", *who, *words, cwd=cwd)
    assert result.returncode == 0, result.stderr


@pytest.fixture(scope="module")
def registry(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Hosts install from the package registry; without any network there is nothing to test."""
    folder = tmp_path_factory.mktemp("registry")
    if done(
        sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", folder, "click", cwd=folder
    ).returncode:
        pytest.skip("no package registry can be reached, so that no host could install the project")


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """This project as a repository of its own."""
    folder = tmp_path_factory.mktemp("copy") / "carbonlex"
    folder.mkdir()
    for part in PARTS:
        if (ROOT / part).is_dir():
            shutil.copytree(ROOT / part, folder / part, ignore=shutil.ignore_patterns("__pycache__", "public"))
        else:
            shutil.copy(ROOT / part, folder / part)
    git(folder, "init", "--quiet")
    git(folder, "add", ".")
    git(folder, "commit", "--quiet", "--message", "all")
    return folder


# The pre-commit hook.


def test_the_manifest_is_one() -> None:
    result = done(sys.executable, "-m", "pre_commit", "validate-manifest", ROOT / ".pre-commit-hooks.yaml", cwd=ROOT)
    assert result.returncode == 0, result.stdout


def test_the_hook_takes_the_folders_of_all_kinds() -> None:
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
    folders = re.search(r"\)\((.*)\)/", hook["files"])
    assert folders is not None
    assert folders[1].split("|") == [kind.folder.partition("/")[0] for kind in Keys().kinds.values()]


@pytest.fixture(scope="module")
def hooked(copy: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    """Somebody's repository of records, with the hook installed, and the environment in which it runs."""
    folder = tmp_path_factory.mktemp("hooked")
    home = {"PRE_COMMIT_HOME": str(tmp_path_factory.mktemp("pre-commit"))}
    revision = done("git", "rev-parse", "HEAD", cwd=copy).stdout.strip()
    config = {"repos": [{"repo": str(copy), "rev": revision, "hooks": [{"id": "carbonlex-validate"}]}]}
    (folder / ".pre-commit-config.yaml").write_text(yaml.safe_dump(config), "utf-8")
    git(folder, "init", "--quiet")
    git(folder, "add", ".")
    git(folder, "commit", "--quiet", "--message", "start")
    installed = done(sys.executable, "-m", "pre_commit", "install", "--install-hooks", cwd=folder, env=home)
    assert installed.returncode == 0, installed.stdout + installed.stderr
    return folder, home


@pytest.mark.network
@pytest.mark.usefixtures("registry")
@pytest.mark.parametrize(("text", "status", "told"), [(GOOD, 0, ""), (BAD, 1, FAULT), (WARNED, 0, WARNING)])
def test_the_hook_stops_a_faulty_commit(hooked: tuple[Path, dict[str, str]], text: str, status: int, told: str) -> None:
    folder, home = hooked
    record = folder / "records" / "definitions" / "vn" / "vn-hooked.yaml"
    record.parent.mkdir(parents=True, exist_ok=True)
    record.write_text(text, "utf-8")
    (folder / "other.yaml").write_text("not: a record\n", "utf-8")
    git(folder, "add", ".")
    who = ["-c", "user.name=x", "-c", "user.email=x@example.org", "-c", "commit.gpgsign=false"]
    committed = done("git", *who, "commit", "--message", "a record", cwd=folder, env=home)
    said = committed.stdout + committed.stderr
    assert committed.returncode == status, said
    assert told in said
    assert "1 file checked" in said
    if status:
        assert "vn-law-72-2020" in said, "the remedy is shown"
    git(folder, "reset", "--quiet", "--hard", "HEAD" if status else "HEAD~1")


# The action.


def action() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((ROOT / ".github/actions/validate/action.yml").read_text("utf-8"))
    return loaded


def test_the_action_is_one() -> None:
    file = ROOT / ".github/actions/validate/action.yml"
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.github-actions", file]
    result = done(*command, cwd=ROOT)
    assert result.returncode == 0, result.stdout


def test_no_input_is_part_of_a_script() -> None:
    assert not [step for step in action()["runs"]["steps"] if "${{" in step.get("run", "")]


def filled(text: str, inputs: Mapping[str, str]) -> str:
    """A string of the action with its expressions put in, as the runner does it."""
    return re.sub(r"\$\{\{\s*inputs\.([a-z-]+)\s*\}\}", lambda m: inputs[m[1]], text)


def performed(
    folder: Path, python: Path, where: Path, only: str = "", **given: str
) -> "subprocess.CompletedProcess[str]":
    """Run the steps of the composite action: those that run a script, each with bash as the runner calls it. The Python that
    ``setup-python`` would put on the path is given."""
    inputs = {name: entry["default"] for name, entry in action()["inputs"].items()} | given
    result: subprocess.CompletedProcess[str] | None = None
    for step in action()["runs"]["steps"]:
        if "uses" in step:
            assert step["uses"].startswith("actions/setup-python@")
            assert filled(step["with"]["python-version"], inputs)
            continue
        assert step["shell"] == "bash"
        if only and step["name"] != only:
            continue
        script = folder.parent / "step.sh"
        script.write_text(filled(step["run"], inputs), "utf-8")
        environment = {name: filled(value, inputs) for name, value in step.get("env", {}).items()}
        environment |= {"GITHUB_ACTION_PATH": str(where), "PATH": f"{python.parent}{os.pathsep}{os.environ['PATH']}"}
        result = done("bash", "--noprofile", "--norc", "-eo", "pipefail", script, cwd=folder, env=environment)
        if result.returncode:
            break
    assert result is not None
    return result


@pytest.fixture(scope="module")
def runner(copy: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A Python into which the action's own step has installed the project, and the folder of the action."""
    folder = tmp_path_factory.mktemp("runner")
    assert done(sys.executable, "-m", "venv", folder / "python", cwd=folder).returncode == 0
    python = folder / "python" / "bin" / "python"
    where = copy / ".github" / "actions" / "validate"
    (folder / "work").mkdir()
    installed = performed(folder / "work", python, where, only="Install carbonlex")
    assert installed.returncode == 0, installed.stderr
    return python, where


@pytest.fixture
def records(tmp_path: Path) -> Path:
    folder = tmp_path / "work"
    for name, text in (("good", GOOD), ("bad", BAD), ("warned folder", WARNED)):
        (folder / name).mkdir(parents=True)
        (folder / name / "vn-hooked.yaml").write_text(text, "utf-8")
    return folder


@pytest.mark.network
@pytest.mark.usefixtures("registry")
@pytest.mark.parametrize(
    ("given", "status", "told"),
    [
        ({"paths": "good"}, 0, "1 file checked"),
        ({"paths": "bad\n"}, 1, FAULT),
        ({"paths": "\nwarned folder\n"}, 0, WARNING),
        ({"paths": "warned folder", "strict": "true"}, 1, WARNING),
        ({"paths": "good; touch stolen"}, 2, "there is no file"),
        ({"paths": "good", "data": "nowhere"}, 2, "there is no folder"),
        ({"paths": "good", "format": "nonsense"}, 2, "nonsense"),
    ],
)
def test_the_action(runner: tuple[Path, Path], records: Path, given: dict[str, str], status: int, told: str) -> None:
    result = performed(records, *runner, only="Validate", **{"format": "text", **given})
    assert result.returncode == status, result.stdout + result.stderr
    assert told in result.stdout + result.stderr
    assert not (records / "stolen").exists()


@pytest.mark.network
@pytest.mark.usefixtures("registry")
@pytest.mark.skipif("github" not in FORMATS, reason="validate writes no annotations yet")
def test_the_action_marks_lines(runner: tuple[Path, Path], records: Path) -> None:
    result = performed(records, *runner, only="Validate", paths="bad", sarif="report.sarif")
    assert result.returncode == 1
    assert "::error file=bad/vn-hooked.yaml,line=5" in result.stdout
    assert FAULT in (records / "report.sarif").read_text("utf-8")
