"""What new records do to what is published: findings whose answer changes, mappings that become doubtful."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from carbonlex.compare.likeness import UNREAD, Facet
from carbonlex.graph import published as prepared
from carbonlex.graph import store as graph_store
from carbonlex.graph.reasoning import Inference
from carbonlex.query.findings import Verdict, verdict
from carbonlex.reading.dataset import Dataset
from carbonlex.records.model import Definition, Finding, TermMapping, Worded
from carbonlex.vocabulary import Vocabulary


@dataclass(frozen=True)
class Overturned:
    """A finding to which the graph answers otherwise once the new records are in it."""

    finding: Finding
    before: Verdict
    after: Verdict


@dataclass(frozen=True)
class Shift:
    """How the two ends of a mapping stand to each other on a facet, before and with the new wording."""

    facet: str
    before: Facet
    after: Facet

    @property
    def moved(self) -> bool | None:
        """Whether they stand otherwise than before; nothing where the facet was read in both then, or is now, but not both times."""
        one, other = ((f.state, frozenset(f.shared)) for f in (self.before, self.after))
        if one == other:
            return False
        return None if UNREAD in (one[0], other[0]) else True


@dataclass(frozen=True)
class Questioned:
    """A mapping whose end the new wording touches. Because it ``changed`` or ``ended`` that end, or ``replaced`` it."""

    mapping: TermMapping
    end: Worded
    other: Worded | None
    because: tuple[str, ...]
    shifts: tuple[Shift, ...]

    @property
    def doubtful(self) -> bool | None:
        """Whether the readings on a facet of the mapping stand otherwise than before; nothing where that cannot be told, because a
        facet is not read, or because the other end is a unit or a term, which has no readings."""
        moved = {s.moved for s in self.shifts}
        if True in moved:
            return True
        return None if None in moved or self.other is None else False


def with_new(whole: Dataset, new: Dataset, published: ox.Store, inference: Inference) -> ox.Store:
    """The published graph with the new records in it, and what follows of them.

    What was concluded of the other records stands: no class of theirs looks at a wording (``ontology/decisions/batches.md``).

    :param whole: the new records over the published ones.
    """
    changed = {whole.vocabulary.iri(*key) for key in new.placed}
    kept = [c for c in prepared.conclusions(published) if c.subject not in changed]
    fresh = [c for c in inference.conclusions if c.subject in changed]
    return graph_store.store_of(prepared.whole(whole, Inference(True, inference.ran, [*kept, *fresh])))


def overturned(
    findings: list[Finding],
    before: ox.Store,
    after: ox.Store,
    folder: Path,
    vocabulary: Vocabulary,
    step: Callable[[int, int], None] = lambda _done, _total: None,
) -> Iterator[Overturned]:
    """The published findings to which the two graphs answer differently.

    :param step: told after each finding how many are asked, of how many.
    """
    for done, finding in enumerate(findings, 1):
        old, new = (verdict(finding, vocabulary, store, folder) for store in (before, after))
        if old.result != new.result:
            yield Overturned(finding, old, new)
        step(done, len(findings))


def questioned(wording: Worded, published: Dataset, whole: Dataset) -> Iterator[Questioned]:
    """The published mappings of the wordings that this one changes, ends, or takes the place of; by id.

    A wholly new wording makes no mapping doubtful: a mapping speaks of the two wordings that it names, and of no third.
    """
    for end, because in _touched(wording, published):
        for mapping in published.all(TermMapping):
            ends = [published.wording(mapping.from_), published.wording(mapping.to)]
            if not any(e is end for e in ends):
                continue
            id_ = mapping.to if ends[0] is end else mapping.from_
            old, now = published.wording(id_), whole.wording(id_)
            shifts: tuple[Shift, ...] = ()
            if old and now:
                facets = mapping.facets or tuple(
                    f for f in whole.vocabulary.facets if any(w.reading(f) for w in (end, wording, old, now))
                )
                shifts = tuple(
                    Shift(f, Facet(f, end.reading(f), old.reading(f)), Facet(f, wording.reading(f), now.reading(f)))
                    for f in facets
                )
            yield Questioned(mapping, end, old, because, shifts)


def _touched(wording: Worded, published: Dataset) -> Iterator[tuple[Worded, tuple[str, ...]]]:
    """The published wordings that a new one does something to, and what."""
    old = published.get(wording.kind, wording.id)
    if isinstance(old, Worded) and old != wording:
        because = []
        if (old.text, old.readings) != (wording.text, wording.readings):
            because.append("changed")
        if (end := _end(wording)) and end != _end(old):
            because.append("ended")
        if because:
            yield old, tuple(because)
    earlier = wording.replaces if isinstance(wording, Definition) else None
    if earlier and earlier != getattr(old, "replaces", None) and (replaced := published.wording(earlier)):
        yield replaced, ("replaced",)


def _end(wording: Worded) -> str | None:
    return wording.dates[1] if isinstance(wording, Definition) else None
