"""A data folder by the name that a person gives it: a folder of records, a checkout that holds one, or a revision in git."""

import io
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from carbonlex.errors import CarbonlexError, UsageError
from carbonlex.faults import Fault
from carbonlex.reading import deprecated, files
from carbonlex.reading.dataset import LOCK, Dataset, locked
from carbonlex.vocabulary import Vocabulary

DATA = "data"


@contextmanager
def opened(name: str) -> Iterator[Path]:
    """The folder that a name means: a folder; the ``data`` folder of a release or a checkout; ``REV:PATH``, which git unpacks for
    as long as it is needed.

    :raises UsageError: where there is nothing of this name.
    :raises CarbonlexError: where git is needed and is not there.
    """
    folder = Path(name)
    if folder.is_dir():
        # A checkout has YAML of its own kinds; its records are in one place.
        yield folder / DATA if (folder / DATA).is_dir() and not (folder / LOCK).exists() else folder
    elif folder.exists():
        raise UsageError(f"{name} is a file; name a folder of records")
    elif ":" in name and not name.startswith("-"):
        with tempfile.TemporaryDirectory(prefix="carbonlex-") as place:
            _unpack(name, Path(place))
            yield Path(place)
    else:
        raise UsageError(f"there is no folder {name} (for a revision in git write REV:data)")


def _unpack(name: str, place: Path) -> None:
    git = shutil.which("git")
    if git is None:
        raise CarbonlexError(f"{name} looks like a revision, and there is no git to read it")
    tree = _git(git, "rev-parse", "--verify", "--quiet", "--end-of-options", name)
    packed = _git(git, "archive", "--format=tar", tree.decode().strip()) if tree else None
    if packed is None:
        raise UsageError(f"there is no folder {name}, and git knows no such folder in a revision either")
    with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
        # Only files: a link in a foreign revision leads nowhere.
        archive.extractall(place, [m for m in archive if m.isreg() or m.isdir()], filter="data")


def _git(git: str, *words: str) -> bytes | None:
    done = subprocess.run([git, *words], capture_output=True, check=False)
    return done.stdout if done.returncode == 0 else None


def read(folder: Path, vocabulary: Vocabulary, beside: tuple[Path, Dataset] | None = None) -> Dataset:
    """The records of a folder, as :meth:`Dataset.load` reads them; a file that cannot be read is a fault, not the end.

    :param beside: another folder with its records. What stands there in the same file with the same bytes is taken over.
    :raises UsageError: where the folder holds no record file.
    """
    dataset = Dataset(vocabulary)
    kept = {placed.file: placed for placed in beside[1].placed.values()} if beside else {}
    faulty = {fault.file for fault in beside[1].faults} if beside else set()
    limit = files.MAX_BYTES[True]
    paths = list(files.records([folder]))
    if not paths:
        raise UsageError(f"there is no record (*.yaml) in {folder}")
    for path in paths:
        name = path.relative_to(folder).as_posix()
        try:
            content = files.content(path, limit)
            same = beside and name in kept and name not in faulty and files.content(beside[0] / name, limit) == content
        except UsageError as error:
            dataset.faults.append(Fault(name, 0, 0, "CLX001", "error", str(error)))
            continue
        record = kept[name].record if same else None
        if record is not None and (record.kind, record.id) not in dataset.placed:
            dataset.placed[record.kind, record.id] = kept[name]
        else:
            dataset.add(name, content, path.stem)
    dataset.lock = locked(folder)
    dataset.queries = files.queries(folder)
    dataset.deprecated = deprecated.read(folder, vocabulary)
    dataset.faults += dataset.deprecated.faults
    return dataset
