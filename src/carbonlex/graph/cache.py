"""The user's cache folder: what was prepared once, by a name that changes with what it was made of.

A cache that cannot be read or written costs time, never the answer.
"""

import contextlib
import os
import stat
from pathlib import Path


def folder() -> Path:
    """``$XDG_CACHE_HOME/carbonlex`` or ``~/.cache/carbonlex`` (XDG Base Directory Specification)."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "carbonlex"


def make() -> None:
    """Make the folder, if there is none, for the user alone, as the specification has it.

    :raises OSError: where it cannot be made.
    """
    folder().mkdir(mode=0o700, parents=True, exist_ok=True)


def read(name: str) -> bytes:
    """What is kept under the name; nothing where nothing is."""
    try:
        return (folder() / name).read_bytes()
    except OSError:
        return b""


def read_own(name: str) -> bytes:
    """The same, where nobody but the user can have written it."""
    user = getattr(os, "geteuid", None)  # elsewhere a user's folder is the user's alone
    try:
        with (folder() / name).open("rb") as file:
            facts = (folder().stat(), os.fstat(file.fileno()))
            if user and any(f.st_uid != user() or f.st_mode & (stat.S_IWGRP | stat.S_IWOTH) for f in facts):
                return b""
            return file.read()
    except OSError:
        return b""


def write(name: str, content: bytes, kept: int) -> None:
    """Keep something, whole or not at all, and of its kind (by the name's ending) only the newest.

    :param kept: how many of the kind stay.
    """
    place = folder()
    with contextlib.suppress(OSError):
        make()
        aside = place / f".{name}.{os.getpid()}"
        try:
            with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
                file.write(content)
            aside.replace(place / name)
        except OSError:  # a full disk, say
            aside.unlink(missing_ok=True)
            raise
        for path in sorted(place.glob(f"*{Path(name).suffix}"), key=lambda p: p.stat().st_mtime)[:-kept]:
            path.unlink()
