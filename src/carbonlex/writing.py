"""Files that a command writes where its user says."""

import os
import tempfile
from pathlib import Path

from carbonlex.errors import OutputError, UsageError


def write(file: Path, content: bytes, over: bool) -> None:
    """Write a file, whole or not at all.

    :param over: whether another file may be there. What is no file, such as a pipe, is then written to as it is.
    :raises UsageError: where there is a file and none may be there.
    :raises OutputError: where it cannot be written.
    """
    aside = None
    try:
        if over and file.exists() and not file.is_file():
            file.write_bytes(content)
            return
        descriptor, aside = tempfile.mkstemp(prefix=f".{file.name}.", dir=file.parent)
        with os.fdopen(descriptor, "wb") as opened:
            opened.write(content)
        umask = os.umask(0)
        os.umask(umask)
        Path(aside).chmod(0o666 & ~umask)
        if over:
            Path(aside).replace(file)
        else:
            os.link(aside, file)  # which, unlike a renaming, fails where somebody else was quicker
    except OSError as error:
        if not over and os.path.lexists(file) and isinstance(error, FileExistsError):
            raise UsageError(f"{file} is there already and is not written over") from None
        raise OutputError(f"{file} cannot be written: {error.strerror}") from None
    finally:
        if aside is not None:
            Path(aside).unlink(missing_ok=True)
