"""The check of a whole data set, which holds what it is checked against."""

from collections.abc import Iterable

import pyoxigraph as ox

from carbonlex.checks import clashes, lock, passages, targets, written
from carbonlex.checks.examination import Examination, without_echoes
from carbonlex.faults import Fault
from carbonlex.graph import prepared
from carbonlex.graph import store as graph_store
from carbonlex.graph.axioms import Axioms
from carbonlex.graph.reasoning import Inference
from carbonlex.reading.dataset import Dataset
from carbonlex.reading.document import Document, Source
from carbonlex.reading.reader import Placed


def check(dataset: Dataset, only: frozenset[tuple[str, str]] | None = None) -> list[Fault]:
    """All faults, sorted by place.

    :param only: records to examine among the others; without it, all are, as one graph.
    """
    if only is None:
        examination = _examination(dataset, set(dataset.placed), None)
        found = [*dataset.faults, *described(dataset, dataset.placed.values()), *examination.judge_all()]
        idle = targets.idle(examination.used, dataset.vocabulary.folder)
        return sorted({*without_echoes(found), *(examination.idle(shape) for shape in idle)})
    rest = {key: placed for key, placed in dataset.placed.items() if key not in only}
    published = prepared.in_memory(Dataset(dataset.vocabulary, rest, [], dataset.lock))
    examination = _examination(dataset, set(only), published)
    new = [dataset.placed[key] for key in only]
    found = [*dataset.faults, *described(dataset, new), *examination.judge([*examination.sources])]
    return sorted(set(without_echoes(found)))


def contradictions(dataset: Dataset, inference: Inference, seconds: float) -> list[Fault]:
    """What contradicts the ontology in a whole data set, where the reasoner found that something does.

    :param seconds: how long may be spent on what cannot be traced.
    """
    examination = _examination(dataset, set(dataset.placed), None)
    return clashes.faults(examination, Axioms(dataset.vocabulary), inference, seconds)


def described(dataset: Dataset, records: Iterable[Placed]) -> list[Fault]:
    """What the checks of the text as it was written find, without the shapes."""
    found: list[Fault] = []
    for placed in records:
        found += written.check(placed, dataset)
        found += lock.check(placed, dataset)
        found += passages.check(_document(placed), dataset.vocabulary)
    return found


def _document(placed: Placed) -> Document:
    return Document(Source(placed.file, ".yaml"), (), placed)


def _examination(dataset: Dataset, new: set[tuple[str, str]], published: ox.Store | None) -> Examination:
    """An examination whose records are in memory already."""
    examination = Examination(dataset.vocabulary, published)
    documents = {dataset.vocabulary.iri(*key): _document(placed) for key, placed in dataset.placed.items()}
    examination.have(documents, {dataset.vocabulary.iri(*key) for key in new})
    records = (dataset.placed[key].record for key in sorted(new))
    triples = graph_store.triples(records, graph_store.mapper(dataset))
    examination.layers.new.bulk_extend(prepared.stored(triples))
    return examination
