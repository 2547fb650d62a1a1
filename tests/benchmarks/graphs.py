"""Synthetic definitions as graphs: in a prepared store, in the store that queries run on, and as files that peers read."""

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pyoxigraph as ox
import synthetic

from carbonlex.checks import shapebook, shapes
from carbonlex.graph import prepared, published
from carbonlex.graph import store as graph_store
from carbonlex.reading.dataset import Dataset
from carbonlex.vocabulary import Vocabulary

PIECE = 2000  # records that are in memory together


def datasets(vocabulary: Vocabulary, count: int) -> Iterator[Dataset]:
    """Sound synthetic records, some at a time, so that memory is flat."""
    found = synthetic.records(count, faulty=0)
    while piece := list(islice(found, PIECE)):
        dataset = Dataset(vocabulary)
        for path, text in piece:
            dataset.add(path, text.encode(), Path(path).stem)
        if dataset.faults:
            raise ValueError(f"a record that should be sound is not: {dataset.faults[0]}")
        yield dataset


def prepare(vocabulary: Vocabulary, count: int, place: Path) -> Path:
    """A prepared store of so many definitions, as published ones are kept: new records are checked among them."""
    prepared.write((quad for some in datasets(vocabulary, count) for quad in prepared.quads(some)), place)
    return place


def publish(vocabulary: Vocabulary, count: int, place: Path) -> Path:
    """A store on disk of so many definitions and the ontology, as queries are run on."""
    store = ox.Store(str(place.with_suffix(".growing")))
    store.bulk_extend(graph_store.quads(Dataset(vocabulary)))  # the ontology
    for some in datasets(vocabulary, count):
        store.bulk_extend(graph_store.quads_of((p.record for p in some.placed.values()), some))
    published.write(store, place)
    return place


def shapes_file(vocabulary: Vocabulary, place: Path) -> Path:
    """The shapes, for other engines."""
    place.write_bytes(shapebook.content(vocabulary.folder))
    return place


def triples(dataset: Dataset) -> list[ox.Triple]:
    """What the shapes look at."""
    return [*graph_store.triples((p.record for p in dataset.placed.values()), graph_store.mapper(dataset))]


def data_file(vocabulary: Vocabulary, dataset: Dataset, place: Path) -> Path:
    """The same records and what shapes ask of the ontology as one graph, for other engines."""
    place.write_bytes(graph_store.ntriples(triples(dataset)) + shapes.background(vocabulary))
    return place
