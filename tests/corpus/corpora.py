"""What the tests of corpora share: records, an engine that works within the test, and results to compare."""

import hashlib
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import synthetic
from pyarrow import dataset

from carbonlex.checks.examination import Examination
from carbonlex.checks.profile import Profile
from carbonlex.corpus import tasks
from carbonlex.corpus.run import Outcome, Run
from carbonlex.graph import prepared
from carbonlex.reading import document
from carbonlex.vocabulary import Vocabulary

sys.path.append(str(Path(__file__).parents[1] / "benchmarks"))


Row = tuple[object, ...]


class Here:
    """Does each task in this process, as many as it may.

    :param most: after so many it stops, as if somebody had ended it.
    """

    def __init__(self, most: int = sys.maxsize) -> None:
        self.most = most
        self.done = 0

    def __enter__(self) -> "Here":
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def perform(self, told: str, work: Sequence[tasks.Task]) -> Iterator[tasks.Done]:
        for task in reversed(work):  # in another order than they are named: it must not matter
            if self.done == self.most:
                raise KeyboardInterrupt
            self.done += 1
            yield tasks.perform(told, task)


def begun(source: str | Path, out: Path, data: Path) -> Run:
    return Run(str(source), str(out), str(data), "en", Profile())


def validated(source: str | Path, out: Path, data: Path, engine: Here | None = None) -> Outcome:
    """A whole run in this process."""
    return begun(source, out, data).perform(engine or Here())


def rows(out: Path, *columns: str) -> list[Row]:
    """The findings of a run."""
    table = dataset.dataset(out / "findings").to_table().select(list(columns))
    return sorted(tuple(row.values()) for row in table.to_pylist())


def expected(source: Path, data: Path, vocabulary: Vocabulary) -> list[Row]:
    """What ``carbonlex validate`` finds in the same folder."""
    examination = Examination(vocabulary, prepared.open_store(data, vocabulary), folder=data)
    found = examination.faults(document.sources([source]))
    return sorted((f.file, f.line, f.column, f.code, f.severity, f.message, f.focus, f.path, f.value) for f in found)


PLACED = ("file", "line", "column", "code", "severity", "message", "focus", "path", "value")


def digest(out: Path) -> str:
    """A digest of the tables of a run."""
    found = hashlib.sha256()
    for path in sorted(out.glob("*/*.parquet")):
        found.update(path.relative_to(out).as_posix().encode() + b"\0" + path.read_bytes())
    return found.hexdigest()


def records(folder: Path, count: int, faulty: float = 0.02) -> Path:
    """A folder of synthetic records."""
    synthetic.write(folder, count, seed=3, faulty=faulty)
    return folder


def elsewhere(folder: Path) -> Path:
    """Published records of which no corpus takes notice."""
    text = 'kind: jurisdiction\nid: nowhere\nname: {en: "Nowhere"}\nlevel: national\nlanguages: [en]\n'
    (folder / "nowhere.yaml").write_text(text, "utf-8")
    return folder
