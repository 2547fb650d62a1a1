"""The same data give the same bytes, wherever and whenever the site is built (https://reproducible-builds.org/docs/definition/)."""

import os
import shutil
from pathlib import Path

from conftest import PROJECT, Run

DAY = "1767225600"  # 2026-01-01, in seconds


def digest(site: Path) -> dict[str, bytes]:
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()}


def copied(project: Path) -> Path:
    """The project's files, written in the opposite order and at another time."""
    for path in sorted((p for p in PROJECT.rglob("*") if p.is_file()), reverse=True):
        target = project / path.relative_to(PROJECT)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)
        os.utime(target, (1, 1))
    return project


def test_the_same_data_give_the_same_bytes(run: Run, tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "elsewhere" / "the second"
    here = {"SOURCE_DATE_EPOCH": DAY, "PYTHONHASHSEED": "1", "TZ": "UTC", "LC_ALL": "C.UTF-8"}
    there = {
        "SOURCE_DATE_EPOCH": DAY,
        "PYTHONHASHSEED": "77",
        "TZ": "Asia/Ho_Chi_Minh",
        "LC_ALL": "C",
        "LANG": "ru_RU.UTF-8",
    }
    there["XDG_CACHE_HOME"] = str(tmp_path / "cache")
    done = [
        run("--data", PROJECT, "build", "--out", first, "--without-reasoner", env=here),
        run("--data", copied(tmp_path / "project"), "build", "--out", second, "--without-reasoner", env=there),
    ]
    assert [d.returncode for d in done] == [0, 0], done[0].stderr + done[1].stderr
    made = digest(first)
    assert len(made) > 1000
    again = digest(second)
    assert [name for name in made.keys() | again.keys() if made.get(name) != again.get(name)] == []
