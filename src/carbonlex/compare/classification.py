"""A new wording among the published ones: its classes, its nearest relatives, its silences.

What it means for findings and mappings is in :mod:`carbonlex.compare.effects`.
"""

from collections.abc import Callable
from dataclasses import dataclass

from carbonlex.compare import matrix
from carbonlex.compare.likeness import Relative, relatives
from carbonlex.graph.jsonld import reading_part
from carbonlex.graph.reasoning import Inference
from carbonlex.reading.dataset import Dataset
from carbonlex.records.model import Reading, Worded
from carbonlex.vocabulary import Vocabulary

FAMILIES = ("market-concepts", "unit-concepts")


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
    name = family_name(vocabulary, concept)
    return tuple(vocabulary.catalog[name]) if name in FAMILIES else (concept,)


def family_name(vocabulary: Vocabulary, concept: str) -> str:
    """What the catalogue calls these concepts; the concept where it is alone."""
    return next((name for name in FAMILIES if concept in vocabulary.catalog[name]), concept)


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
