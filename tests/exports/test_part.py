"""What belongs to a concept's part and to that of a legal order."""

from carbonlex.exports import part
from carbonlex.graph import store
from carbonlex.reading.dataset import Dataset
from carbonlex.records.model import Asset, Record, Silence, Term, TermMapping, Worded


def test_a_concepts_part(published: Dataset) -> None:
    chosen = part.of_concept(published, "carbon-credit")
    for record in published.all(Record):
        here = (record.kind, record.id) in chosen
        if isinstance(record, Worded | Silence | Term):
            assert here is (record.concept == "carbon-credit"), record.id
        if isinstance(record, TermMapping):
            ends = [e for id_ in (record.from_, record.to) if (e := published.end(id_))]
            assert here is any((e.kind, e.id) in chosen for e in ends), record.id
        if isinstance(record, Asset):
            filed = [w for id_ in record.defined_by if (w := published.wording(id_))]
            assert here is any(w.concept == "carbon-credit" for w in filed), record.id
    assert ("concept", "carbon-credit") in chosen


def test_a_legal_orders_part(published: Dataset) -> None:
    chosen = part.of_jurisdiction(published, "vn")
    own = {(r.kind, r.id) for r in published.all(Record) if store.graph_name(r, published) == "vn"}
    assert own <= chosen
    kinds = {kind for kind, _ in chosen - own}
    assert kinds <= {"mapping", "link", "event", "disagreement", "source"}
    assert kinds >= {"mapping", "source"}


def test_the_sources_of_all_are_there(published: Dataset) -> None:
    chosen = part.of_concept(published, "emission-allowance")
    for kind, id_ in chosen:
        record = published.get(kind, id_)
        if kind == "source":  # what is said of a source is no part of the concept
            continue
        if isinstance(record, Worded):
            readers = {r.by for found in record.readings.values() for r in found if r.by}
            assert {("source", s) for s in (record.source, *readers)} <= chosen
        for statement in getattr(record, "statements", ()):
            assert ("source", statement.source) in chosen


def test_parts_are_smaller_than_the_whole(published: Dataset) -> None:
    for id_ in ("eu", "ru"):
        assert 10 < len(part.of_jurisdiction(published, id_)) < len(published.placed) / 2
