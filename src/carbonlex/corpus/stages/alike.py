"""Near copies, by the strings that their signatures share (:mod:`carbonlex.compare.duplicates`)."""

from collections import Counter
from itertools import combinations

from carbonlex.checks.copies import MOST
from carbonlex.compare.duplicates import SHARED
from carbonlex.corpus.exchange import Outbox
from carbonlex.corpus.setting import Bench

OWN = "own"  # what a record says of itself, without its parts


def alike(bench: Bench, number: int) -> Outbox:
    """The wordings that share a string of bucket ``number``, two by two."""
    out, setting = Outbox(), bench.setting
    sharing: dict[str, list[tuple[str, int]]] = {}
    for string, iri, home in bench.exchange.read([("describe", setting.parts)], "string", number):
        sharing.setdefault(string, []).append((iri, home))
    for wordings in sharing.values():
        for (first, here), (other, there) in combinations(sorted(wordings)[:MOST], 2):
            out.leave("pair", setting.bucket(f"{first} {other}"), first, here, other, there)
    return out


def pair(bench: Bench, number: int) -> Outbox:
    """Those that share enough are to be held against each other."""
    out = Outbox()
    counted = Counter(bench.exchange.read([("alike", bench.setting.buckets)], "pair", number))
    for (first, here, other, there), shared in sorted(counted.items()):
        if shared >= SHARED and here != there:
            out.leave("want", here, first, OWN, there)
            out.leave("want", there, other, OWN, here)
    return out
