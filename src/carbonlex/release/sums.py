"""Checksums of files as ``sha256sum`` writes and checks them (GNU coreutils)."""

import hashlib
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from carbonlex.errors import ContentError

FILE = "SHA256SUMS"
_LINE = re.compile(r"([0-9a-f]{64}) [ *]([^\n]+)")


def of(folder: Path) -> dict[str, str]:
    """Path → SHA-256 of all files below a folder, sorted, but for the checksums themselves at its top."""
    found = sorted(path for path in folder.rglob("*") if path.is_file() and path != folder / FILE)
    return {path.relative_to(folder).as_posix(): digest(path) for path in found}


def digest(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def write(folder: Path, sums: Mapping[str, str]) -> None:
    """Write the checksums into a folder."""
    lines = (f"{sum_}  {name}\n" for name, sum_ in sorted(sums.items()))
    (folder / FILE).write_text("".join(lines), "utf-8")


def read(folder: Path) -> dict[str, str]:
    """Path → SHA-256, as the checksums in a folder have it.

    :raises ContentError: where there are none, or they name something outside the folder.
    """
    try:
        lines = (folder / FILE).read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise ContentError(f"{folder / FILE} cannot be read: {getattr(error, 'strerror', None) or error}") from None
    found: dict[str, str] = {}
    for line in lines:
        match = _LINE.fullmatch(line)
        if match is None or match[2].startswith("/") or ".." in match[2].split("/"):
            raise ContentError(f"{folder / FILE} has a line that is no checksum of a file below it: {line[:100]}")
        found[match[2]] = match[1]
    return found


def checked(folder: Path) -> Iterator[Path]:
    """The files of a folder, by its checksums, each of which is as it was.

    :raises ContentError: at the first that is not.
    """
    for name, sum_ in read(folder).items():
        path = folder / name
        if not path.is_file() or path.is_symlink() or digest(path) != sum_:
            raise ContentError(f"{path} is not as {FILE} says: the release was changed or is not whole")
        yield path
