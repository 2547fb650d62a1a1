"""Whether the words of a wording are nearly those of another (CLX903).

Signatures of all originals lie in the stores beside the records, so that near copies are found by look-up.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

import pyoxigraph as ox

from carbonlex.compare import duplicates
from carbonlex.graph.layers import Layers, record_of
from carbonlex.graph.prepared import BESIDE, ORIGINAL, SIGNATURE
from carbonlex.vocabulary import CLX

FEW = 5  # copies of one wording that are told
MOST = 30  # wordings that share one string of the signature and are looked at
_JOINED = tuple(ox.NamedNode(CLX + name) for name in ("replaces", "mapsFrom", "mapsTo"))


def near(records: Iterable[str], layers: Layers) -> Iterator[tuple[str, Any, str, float]]:
    """Pairs of near copies: the new record and its original, the other record, and how alike the two are. Of a wording that was
    copied time and again, a few."""
    for iri in records:
        if others := sorted(_candidates(iri, layers)):
            for words in _originals(iri, layers):
                yield from islice(_copies(iri, words, others, layers), FEW)


def alike(records: Iterable[str], layers: Layers) -> set[str]:
    """The records that may be near copies of some records."""
    return {other for iri in records for other in _candidates(iri, layers)}


def _copies(
    iri: str, words: ox.Literal, others: Iterable[str], layers: Layers
) -> Iterator[tuple[str, Any, str, float]]:
    for other in others:
        degree = max((duplicates.near(words.value, o.value) for o in _originals(other, layers)), default=0.0)
        if degree and not _accounted(iri, other, layers):
            yield iri, words, other, degree


def _candidates(iri: str, layers: Layers) -> set[str]:
    """The records that share enough of a record's signature."""
    found: Counter[str] = Counter()
    own = layers.new if iri in layers.records else layers.published
    signed = own.quads_for_pattern(ox.NamedNode(iri), SIGNATURE, None, BESIDE) if own is not None else ()
    for string in [quad.object for quad in signed]:
        for store in (layers.new, layers.published):
            if store is None:
                continue
            for quad in islice(store.quads_for_pattern(None, SIGNATURE, string, BESIDE), MOST):
                other = record_of(quad.subject)
                if other != iri and (store is layers.new or other not in layers.records):
                    found[other] += 1
    return {other for other, shared in found.items() if shared >= duplicates.SHARED}


def _originals(iri: str, layers: Layers) -> list[ox.Literal]:
    return [words for words in layers.values(iri, ORIGINAL) if isinstance(words, ox.Literal)]


def _accounted(first: str, second: str, layers: Layers) -> bool:
    """Whether the data say how the two relate: one takes the place of the other, or a mapping joins them."""
    ends = {first, second}
    if any(_leads(one) & ends - {record} for record in ends for one in [layers.about(record)]):
        return True
    joining = [{record_of(node) for node in layers.leading_to(end)} for end in ends]
    return any(ends <= _leads(layers.about(record)) for record in set.intersection(*joining) if record)


def _leads(triples: Iterable[ox.Triple]) -> set[str]:
    return {record_of(t.object) for t in triples if t.predicate in _JOINED}
