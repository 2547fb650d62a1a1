"""A new wording among the published ones: its classes, its nearest relatives, its silences.

What it means for findings and mappings is in :mod:`carbonlex.compare.effects`.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from carbonlex.compare import matrix
from carbonlex.compare.likeness import Relative, relatives
from carbonlex.errors import CarbonlexError, ReasonerMissing
from carbonlex.graph import deadline, reasoning
from carbonlex.graph.jsonld import reading_part
from carbonlex.graph.reasoning import Inference
from carbonlex.reading.dataset import Dataset
from carbonlex.reading.reader import Placed
from carbonlex.records.model import Reading, Worded
from carbonlex.records.references import references
from carbonlex.vocabulary import Vocabulary

SECONDS = 60.0
"""How long the reasoner may take."""


@dataclass(frozen=True)
class Reasoned:
    """What the reasoner found of the new records; ``told`` says why it was not run, or what it found wrong."""

    inference: Inference
    told: str = ""


@dataclass(frozen=True)
class Membership:
    """A class that a wording was put into, and the readings that this follows from."""

    cls: str
    follows_from: tuple[tuple[str, Reading], ...]


@dataclass(frozen=True)
class Classified:
    """One new wording. ``relatives`` are the nearest of all wordings of the ``family`` of its concept, ``elsewhere`` the nearest of
    these in other legal orders."""

    wording: Worded
    family: tuple[str, ...]
    classes: tuple[Membership, ...]
    relatives: tuple[Relative, ...]
    elsewhere: tuple[Relative, ...]
    silent: tuple[str, ...]
    unread: tuple[str, ...]


def reasoned(whole: Dataset, new: Iterable[tuple[str, str]], seconds: float = SECONDS) -> Reasoned:
    """What HermiT says of the new records, with those that they lead to: no class of wordings looks further
    (``ontology/decisions/batches.md``). It runs in a process of its own.

    :param whole: the new records over the published ones.
    """
    not_run = Inference(consistent=True, ran=False)
    try:
        inference = deadline.within(seconds, _reason, whole.vocabulary.folder, led_to(whole, new))
    except ReasonerMissing as missing:
        return Reasoned(not_run, str(missing))
    except CarbonlexError as error:
        return Reasoned(not_run, f"reasoning was not run to its end: {error}")
    told = inference.clash or ", ".join(f"nothing can belong to the class {c}" for c in inference.unsatisfiable)
    return Reasoned(inference, told)


def led_to(whole: Dataset, new: Iterable[tuple[str, str]]) -> dict[tuple[str, str], Placed]:
    """Some records, and those that they lead to."""
    found = {key: whole.placed[key] for key in new}
    for placed in list(found.values()):
        for _, marker, target in references(placed.record):
            for kind in whole.kinds_of(target, marker.kinds):
                if (kind, target) in whole.placed:
                    found[kind, target] = whole.placed[kind, target]
    return found


def _reason(folder: Path, records: dict[tuple[str, str], Placed]) -> Inference:
    return reasoning.reason(Dataset(Vocabulary(folder), records), parallel=False)


def classify(whole: Dataset, wording: Worded, published: Dataset, inference: Inference, count: int) -> Classified:
    """All of one new wording.

    :param count: how many relatives.
    """
    vocabulary = whole.vocabulary
    facets = tuple(vocabulary.facets)
    asked = matrix.facets_of(whole, wording.concept)
    readings = {f: wording.reading(f) for f in asked}

    kin = family(vocabulary, wording.concept)
    comparable = [w for w in published.wordings() if w.concept in kin]

    def nearest(among: Callable[[Worded], bool]) -> tuple[Relative, ...]:
        return relatives(wording, filter(among, comparable), facets, count)

    return Classified(
        wording,
        kin,
        memberships(wording, inference, vocabulary),
        nearest(lambda _: True),
        nearest(lambda other: other.jurisdiction != wording.jurisdiction),
        tuple(f for f, r in readings.items() if r and r.basis == "silent"),
        tuple(f for f, r in readings.items() if r is None),
    )


def family(vocabulary: Vocabulary, concept: str) -> tuple[str, ...]:
    """The concepts whose wordings are compared with those of this one: all of markets, all of units, or the concept alone."""
    families: list[list[str]] = [vocabulary.catalog[name] for name in ("market-concepts", "unit-concepts")]
    return tuple(next((f for f in families if concept in f), [concept]))


def memberships(wording: Worded, inference: Inference, vocabulary: Vocabulary) -> tuple[Membership, ...]:
    """The classes of a wording, by label, each with the readings that it follows from."""
    subject = vocabulary.iri(wording.kind, wording.id)
    parts = {
        vocabulary.base + reading_part(wording, facet, reading): (facet, reading)
        for facet, readings in wording.readings.items()
        for reading in readings
    }
    found = [
        Membership(c.cls, tuple(parts[p] for p in c.rests_on if p in parts))
        for c in inference.conclusions
        if c.subject == subject
    ]
    return tuple(sorted(found, key=lambda m: (vocabulary.label(m.cls), m.cls)))
