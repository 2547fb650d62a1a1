"""The check of a whole data set, which holds what it is checked against."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

import pyoxigraph as ox

from carbonlex.checks import clashes, copies, deprecations, lock, passages, targets, views, written
from carbonlex.checks.examination import Examination, without_echoes
from carbonlex.faults import Fault
from carbonlex.graph import prepared
from carbonlex.graph import store as graph_store
from carbonlex.graph.axioms import Axioms
from carbonlex.graph.reasoning import Inference
from carbonlex.reading.dataset import Dataset, Name
from carbonlex.reading.document import Document, Source
from carbonlex.reading.reader import Placed


@dataclass(frozen=True)
class Checked:
    """What a check found: the faults, sorted by place, and the classes and properties that the shapes could examine."""

    faults: list[Fault]
    used: frozenset[str]


def whole(dataset: Dataset) -> Checked:
    """Examine all records as one graph."""
    examination = _examination(dataset, set(dataset.placed), None)
    found = [*dataset.faults, *deprecations.check(dataset)]
    found += [*described(dataset, dataset.placed.values()), *examination.judge_all()]
    idle = targets.idle(examination.used, dataset.vocabulary.folder)
    faults = sorted({*without_echoes(found), *(examination.idle(shape) for shape in idle)})
    return Checked(faults, examination.used)


def check(dataset: Dataset, only: frozenset[Name] | None = None) -> list[Fault]:
    """All faults, sorted by place.

    :param only: records to examine among the others; without it, all are, as one graph.
    """
    if only is None:
        return whole(dataset).faults
    rest = {key: placed for key, placed in dataset.placed.items() if key not in only}
    published = prepared.in_memory(Dataset(dataset.vocabulary, rest, [], dataset.lock))
    examination = _examination(dataset, set(only), published)
    new = [dataset.placed[key] for key in only]
    found = [*dataset.faults, *described(dataset, new), *examination.judge([*examination.sources])]
    return sorted(set(without_echoes(found)))


def recheck(
    dataset: Dataset,
    before: Dataset,
    known: Checked,
    changed: Collection[Name],
    published: ox.Store,
    since: Collection[Name],
) -> Checked:
    """The faults of a whole data set, of which only what a change can matter to is examined.

    :param before: the data set before the change, with the same records.
    :param known: what its check found.
    :param changed: the records that say something else since.
    :param published: a prepared store of the records, but for those that changed ``since`` it was made, some of them before.
    """
    vocabulary = dataset.vocabulary
    iris = [vocabulary.iri(*key) for key in changed]
    old, new = (_examination(d, {*since, *changed}, published) for d in (before, dataset))
    asked = {*iris, *(other for e in (old, new) for other in copies.alike(iris, e.layers))}
    said = [{t for iri in iris for t in e.layers.about(iri)} for e in (old, new)]
    looking, codes = views.looking(vocabulary.folder, {t.predicate.value for t in said[0] ^ said[1]})
    others = {seeing for e in (old, new) for iri in iris for seeing in e.layers.seeing(iri)} - asked
    others = {
        iri for iri in others if any(targets.meant(e.layers.with_leading(iri), looking, vocabulary) for e in (old, new))
    }
    whole_again, partly = (
        {p.file: p for key, p in dataset.placed.items() if vocabulary.iri(*key) in some} for some in (asked, others)
    )
    found = [*dataset.faults, *described(dataset, [*whole_again.values(), *partly.values()])]
    found += new.judge(sorted(asked)) + new.judge(sorted(others), looking)
    found += [
        fault
        for fault in known.faults
        if fault.file and fault.file not in whole_again and not (fault.file in partly and fault.code in codes)
    ]
    gone, come = (targets.used(e.layers.new_triples(), vocabulary) for e in (old, new))
    if gone <= come:
        used = known.used | come
    else:
        records = (p.record for p in dataset.placed.values())
        used = targets.used(graph_store.triples(records, graph_store.mapper(dataset)), vocabulary)
    found += [new.idle(shape) for shape in targets.idle(used, vocabulary.folder)]
    return Checked(sorted(set(without_echoes(found))), used)


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


def _examination(dataset: Dataset, new: set[Name], published: ox.Store | None) -> Examination:
    """An examination whose records are in memory already."""
    examination = Examination(dataset.vocabulary, published)
    documents = {dataset.vocabulary.iri(*key): _document(placed) for key, placed in dataset.placed.items()}
    examination.have(documents, {dataset.vocabulary.iri(*key) for key in new})
    records = (dataset.placed[key].record for key in sorted(new))
    triples = graph_store.triples(records, graph_store.mapper(dataset))
    examination.layers.new.bulk_extend(prepared.stored(triples))
    return examination
