"""The folder that a site is written to: it is whole, or as it was before."""

import contextlib
import os
import shutil
import signal
import tempfile
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from carbonlex import __version__
from carbonlex.errors import OutputError, UsageError

MARKER = ".carbonlex-site"
"""The file by which a site is known, its program, and on a second line its state: a name for everything that it is made of."""


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


def state(out: Path) -> str:
    """The state of the site in a folder; empty where it does not say."""
    with contextlib.suppress(OSError, UnicodeDecodeError):
        lines = (out / MARKER).read_text("utf-8").splitlines()
        return lines[1] if len(lines) > 1 else ""
    return ""


def _mark(folder: Path, its_state: str = "") -> None:
    (folder / MARKER).write_text(f"carbonlex {__version__}\n" + its_state + "\n" * bool(its_state), "utf-8")


@contextmanager
def aside(out: Path, its_state: str = "") -> Iterator[Path]:
    """A folder beside the output that takes its place when all went well, and disappears when not.

    :param its_state: of the site that will be there.
    :raises OutputError: where it cannot be written.
    """
    out = out.absolute()
    with beside(out) as folder:
        _mark(folder)
        yield folder
        # Last of all files: one that is changed later shows by its time (:func:`untouched`).
        _mark(folder, its_state)
        old = folder.with_name(folder.name.replace(".new.", ".old."))
        try:
            with _locked(out):
                if out.exists():
                    out.rename(old)
                folder.rename(out)
        except BaseException:  # an interruption too: between the two renames there is no site
            if old.exists() and not out.exists():
                old.rename(out)
            raise
        finally:
            shutil.rmtree(old, ignore_errors=True)


@contextmanager
def beside(out: Path) -> Iterator[Path]:
    """A new folder beside the output, which disappears in the end unless it has another name then.

    :raises OutputError: where it cannot be written.
    """
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(prefix=f".{out.name}.new.", dir=out.parent))
    except OSError as error:
        raise OutputError(f"{out} cannot be written: {error.strerror}") from None
    try:
        folder.chmod(0o755)
        yield folder
    except OSError as error:
        where = f" ({error.filename})" if error.filename else ""  # what is read for it may be what is wrong
        raise OutputError(f"{out} cannot be written: {error.strerror}{where}") from None
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def files(folder: Path) -> dict[str, os.stat_result]:
    """The files below a folder but for the marker, by their paths from there."""
    found: dict[str, os.stat_result] = {}
    agenda = [""]
    while agenda:
        below = agenda.pop()
        with os.scandir(os.path.join(folder, below)) as entries:  # noqa: PTH118  tens of thousands of them
            for entry in entries:
                path = below + entry.name
                if entry.is_dir(follow_symlinks=False):
                    agenda.append(path + "/")
                else:
                    found[path] = entry.stat(follow_symlinks=False)
    found.pop(MARKER, None)
    return found


def sizes(folder: Path) -> dict[str, int]:
    """The sizes of these files in bytes."""
    return {path: facts.st_size for path, facts in files(folder).items()}


def untouched(out: Path, known: Mapping[str, int]) -> bool:
    """Whether a site has exactly these files, and none was changed since the builder left it."""
    try:
        marked = (out / MARKER).stat().st_ctime_ns
        found = files(out)
    except OSError:
        return False
    return found.keys() == known.keys() and all(
        facts.st_size == known[path] and facts.st_ctime_ns <= marked for path, facts in found.items()
    )


@contextmanager
def patch(out: Path) -> Iterator[Path]:
    """A folder beside the output for the files of a site that differ (:func:`put`).

    :raises OutputError: where it cannot be written.
    """
    with beside(out.absolute()) as folder:
        _mark(folder)
        yield folder


def put(out: Path, fresh: Path, gone: Collection[str], before: str, after: str) -> bool:
    """Put the files of a folder into a site, whose other files stay, and take those away that are ``gone``: all of it, or nothing. Nobody
    else puts anything there meanwhile, and signals wait. Should the machine stop in these milliseconds, the site has no state, so that
    the next build makes all of it anew.

    :param before: the state that the site must be in; in another one nothing is done.
    :param after: its state afterwards.
    :returns: whether it was done.
    """
    out = out.absolute()
    new = sorted(files(fresh))
    with tempfile.TemporaryDirectory(prefix=f".{out.name}.new.", dir=out.parent) as kept, _locked(out), _undisturbed():
        if state(out) != before:
            return False
        saved: dict[str, Path] = {}
        for number, path in enumerate([*new, *gone]):
            if (out / path).exists():
                saved[path] = Path(kept) / str(number)
                link(out / path, saved[path])
        _mark(out)
        try:
            for path in new:
                (out / path).parent.mkdir(parents=True, exist_ok=True)
                (fresh / path).replace(out / path)
            for path in gone:
                (out / path).unlink()
        except OSError:
            for path in (*new, *gone):
                if path in saved:
                    saved[path].replace(out / path)
                else:
                    (out / path).unlink(missing_ok=True)
            _mark(out, before)
            raise
        for path in gone:
            with contextlib.suppress(OSError):  # a folder in which something else lies stays
                (out / path).parent.rmdir()
        _mark(out, after)
    return True


def link(file: Path, other: Path) -> None:
    """Give a file another name, where the file system can do that; else copy it."""
    try:
        os.link(file, other)
    except OSError:
        shutil.copyfile(file, other)


@contextmanager
def _locked(out: Path) -> Iterator[None]:
    """No other builder changes the folder meanwhile. Where the system has no such locks, or there is no folder, nobody waits."""
    try:
        import fcntl

        handle = os.open(out, os.O_RDONLY)
    except (ImportError, OSError):
        yield
        return
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Signals that end a program wait until the end of the block."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    waiting = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM, signal.SIGHUP})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, waiting)
