"""The folder that a site is written to: it is whole, or as it was before."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from carbonlex import __version__
from carbonlex.errors import OutputError, UsageError

MARKER = ".carbonlex-site"


def claim(out: Path) -> None:
    """The output folder is absent, empty, or an earlier site of this builder.

    :raises UsageError: where it holds something else.
    :raises OutputError: where it cannot be written.
    """
    if out.exists() and not out.is_dir():
        raise UsageError(f"{out} is a file; name a folder")
    if out.is_dir() and any(out.iterdir()) and not (out / MARKER).is_file():
        raise UsageError(f"{out} holds something that carbonlex did not write: name an empty or a new folder")
    parent = out.absolute().parent
    while not parent.exists():
        parent = parent.parent
    if not parent.is_dir() or not os.access(parent, os.W_OK) or (out.exists() and not os.access(out, os.W_OK)):
        raise OutputError(f"{out} cannot be written")


@contextmanager
def aside(out: Path) -> Iterator[Path]:
    """A folder beside the output that takes its place when all went well, and disappears when not.

    :raises OutputError: where it cannot be written.
    """
    out = out.absolute()
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(prefix=f".{out.name}.new.", dir=out.parent))
    except OSError as error:
        raise OutputError(f"{out} cannot be written: {error.strerror}") from None
    old = folder.with_name(folder.name.replace(".new.", ".old."))
    try:
        folder.chmod(0o755)
        (folder / MARKER).write_text(f"carbonlex {__version__}\n", "utf-8")
        yield folder
        if out.exists():
            out.rename(old)
        folder.rename(out)
    except BaseException as error:  # an interruption too: between the two renames there is no site
        if old.exists() and not out.exists():
            old.rename(out)
        if isinstance(error, OSError):
            raise OutputError(f"{out} cannot be written: {error.strerror}") from None
        raise
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        shutil.rmtree(old, ignore_errors=True)
