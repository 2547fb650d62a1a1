"""Many files: examined in batches by several processes, with what they have in common in a store on disk.

The steps are those of :class:`~carbonlex.checks.examination.Examination`; here each is handed out in pieces. Nothing that grows with
the number of files stays in memory but their names, the ids of their records and what was wrong.
"""

import multiprocessing
import os
import pickle
import shutil
import tempfile
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path

import pyoxigraph as ox

from carbonlex.checks.examination import BATCH, Examination, capped, without_echoes
from carbonlex.faults import Fault
from carbonlex.reading.document import Source
from carbonlex.vocabulary import Vocabulary

PIECE = 100  # files that are handed out together


@dataclass(frozen=True)
class Setting:
    """What every process needs to know. ``place`` is a folder for the run: the names of the new records, and their store."""

    ontology: Path
    published: Path
    folder: Path
    lang: str
    place: Path


Step = Callable[[str, int, int], None]
Further = Callable[[Examination, Sequence[Fault]], list[Fault]]


def faults(
    sources: Sequence[Source],
    vocabulary: Vocabulary,
    published: Path,
    folder: Path,
    lang: str,
    step: Step,
    further: Further = lambda *_: [],
) -> list[Fault]:
    """All faults of the sources, as one examination of them would find them.

    :param published: the prepared store of the published records.
    :param folder: where the files of the published records lie.
    :param step: told what is done, how much of it, of how much.
    :param further: what finds more, given the examination of all and what was found before.
    """
    place = Path(tempfile.mkdtemp(prefix="carbonlex-"))
    setting = Setting(vocabulary.folder, published, folder, lang, place)
    try:
        with ProcessPoolExecutor(os.cpu_count(), mp_context=multiprocessing.get_context("spawn")) as pool:
            found = _announced(pool, setting, sources, vocabulary, step)
            found += _described(pool, setting, sources, step)
            found += _judged(pool, setting, step)
        found += further(_examined(setting, opened=True), found)
    finally:
        shutil.rmtree(place, ignore_errors=True)
    return capped(without_echoes(found), vocabulary)


def _pieces(things: Sequence[Source]) -> list[Sequence[Source]]:
    return [things[i : i + PIECE] for i in range(0, len(things), PIECE)]


def _announced(
    pool: ProcessPoolExecutor, setting: Setting, sources: Sequence[Source], vocabulary: Vocabulary, step: Step
) -> list[Fault]:
    found: list[Fault] = []
    records: dict[str, Source] = {}
    seconds: dict[str, list[Source]] = {}
    for done, (wrong, named) in enumerate(pool.map(partial(_read, setting), _pieces(sources)), 1):
        found += wrong
        for iri, source in named:
            if iri in records:
                seconds.setdefault(iri, [records[iri]]).append(source)
            records.setdefault(iri, source)
        step("reading", done * PIECE, len(sources))
    for same in seconds.values():
        found += [fault for fault in Examination(vocabulary, None).announce(same) if fault.code == "CLX106"]
    (setting.place / "records").write_bytes(pickle.dumps(records))
    return found


def _read(setting: Setting, piece: Sequence[Source]) -> tuple[list[Fault], list[tuple[str, Source]]]:
    examination = Examination(_vocabulary(setting.ontology), None, kept=len(piece))
    wrong = [fault for fault in examination.announce(piece) if fault.code != "CLX106"]
    named = [(iri, source) for source in piece for iri in examination.read(source).records(examination.vocabulary)]
    return wrong, named


def _described(pool: ProcessPoolExecutor, setting: Setting, sources: Sequence[Source], step: Step) -> list[Fault]:
    found: list[Fault] = []
    store = ox.Store(str(setting.place / "new"))
    for done, (wrong, quads) in enumerate(pool.map(partial(_describe, setting), _pieces(sources)), 1):
        found += wrong
        store.bulk_load(quads, ox.RdfFormat.N_QUADS)
        step("describing", done * PIECE, len(sources))
    store.flush()
    return found


def _describe(setting: Setting, piece: Sequence[Source]) -> tuple[list[Fault], bytes]:
    wrong, quads = _examination(setting, opened=False).describe(piece)
    return wrong, ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b""


def _judged(pool: ProcessPoolExecutor, setting: Setting, step: Step) -> list[Fault]:
    records = list(pickle.loads((setting.place / "records").read_bytes()))
    batches = [records[i : i + BATCH] for i in range(0, len(records), BATCH)]
    found: list[Fault] = []
    for done, wrong in enumerate(pool.map(partial(_judge, setting), batches), 1):
        found += wrong
        step("judging", done * BATCH, len(records))
    return found


def _judge(setting: Setting, batch: Sequence[str]) -> list[Fault]:
    return _examination(setting, opened=True).judge(batch)


@lru_cache(maxsize=1)
def _vocabulary(folder: Path) -> Vocabulary:
    return Vocabulary(folder)


@lru_cache(maxsize=2)
def _examination(setting: Setting, opened: bool) -> Examination:
    """The examination of a process."""
    return _examined(setting, opened)


def _examined(setting: Setting, opened: bool) -> Examination:
    """An examination of what is in the folder of the run. The new records' store can be read when all are described."""
    new = ox.Store.read_only(str(setting.place / "new")) if opened else ox.Store()
    published = ox.Store.read_only(str(setting.published))
    examination = Examination(_vocabulary(setting.ontology), published, new, setting.folder, setting.lang, kept=0)
    examination.sources = pickle.loads((setting.place / "records").read_bytes())
    examination.layers.records = {iri: source.name for iri, source in examination.sources.items()}
    return examination
