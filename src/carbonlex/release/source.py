"""The program as it was, packed with all that it needs to run, so that a query can be repeated when nobody else keeps it."""

import gzip
import io
import tarfile
import tomllib
from collections.abc import Iterator
from pathlib import Path

_VENDOR = "site/vendor/"
"""What make puts there is not packed."""


def packed(root: Path, name: str, seconds: int) -> bytes:
    """The files of a checkout that make a source distribution (``tool.hatch.build.targets.sdist`` of pyproject.toml), as a tar file with
    gzip: the same bytes for the same files.

    :param name: the folder that the files are unpacked into.
    :param seconds: the time that they are given, since 1970.
    """
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w", format=tarfile.PAX_FORMAT) as archive:
        for path in sorted(set(_files(root))):
            content = path.read_bytes()
            entry = tarfile.TarInfo(f"{name}/{path.relative_to(root).as_posix()}")
            entry.size, entry.mtime, entry.mode = len(content), seconds, 0o644
            archive.addfile(entry, io.BytesIO(content))
    return gzip.compress(packed.getvalue(), mtime=0)


def _files(root: Path) -> Iterator[Path]:
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))
    yield root / "pyproject.toml"
    for name in project["tool"]["hatch"]["build"]["targets"]["sdist"]["include"]:
        path = root / name.lstrip("/")
        for file in [path] if path.is_file() else path.rglob("*"):
            if file.is_file() and not file.is_symlink() and not _made(file.relative_to(root).as_posix()):
                yield file


def _made(path: str) -> bool:
    """Whether a file is made from the rest."""
    return path.endswith(".pyc") or (path.startswith(_VENDOR) and path != f"{_VENDOR}README.md")
