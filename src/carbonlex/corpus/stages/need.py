"""Which records are looked at from where, by the same rules as :meth:`carbonlex.graph.layers.Layers.around`, but by their names alone.

What is wanted may be more than is looked at, and never less: from what lies at hand in the end, ``around`` takes what it wants.
"""

from collections.abc import Iterator
from typing import Any

from carbonlex.corpus.exchange import Outbox
from carbonlex.corpus.setting import HUBS, Bench
from carbonlex.corpus.stages.alike import OWN

FULL = "full"
POINTING = "pointing to "  # the parts that lead to a record

Edge = tuple[str, int, bool, bool, bool, bool]


def need(bench: Bench, number: int) -> Outbox:
    """What the records of bucket ``number`` want, and what others want because of them."""
    work = _Needing(bench, number)
    work.ahead()
    work.behind()
    return work.out


class _Needing:
    def __init__(self, bench: Bench, number: int) -> None:
        self.bench, self.number, self.out = bench, number, Outbox()
        stages = [("describe", bench.setting.parts)]
        self.edges: dict[str, list[Edge]] = {iri: [*led] for iri, led in bench.exchange.read(stages, "edges", number)}
        self.leaders: dict[str, list[tuple[str, int, bool, bool]]] = {}
        for iri, leader, home, named, whole in bench.exchange.read(stages, "led", number):
            self.leaders.setdefault(iri, []).append((leader, home, named, whole))
        self.asked: set[tuple[Any, ...]] = set()

    def hub(self, iri: str) -> bool:
        return self.bench.kind(iri) in HUBS

    def want(self, iri: str, home: int, how: str, where: int) -> None:
        if home != where and (iri, how, where) not in self.asked:
            self.asked.add((iri, how, where))
            self.out.leave("want", home, iri, how, where)

    def ahead(self) -> None:
        """What the records here lead to; and for those that are led to from here, what else is led to."""
        for edges in self.edges.values():
            inner = [(iri, home) for iri, home, *_ in edges if not self.hub(iri)]
            for iri, home in inner:
                self.want(iri, home, FULL, self.number)
            further = [(iri, home) for iri, home in inner if self.bench.kind(iri) != "source"]
            for where in {home for iri, home, named, _, _, filed in edges if named and self.looked_behind(iri, filed)}:
                for iri, home in further:
                    self.want(iri, home, FULL, where)

    def looked_behind(self, iri: str, filed: bool) -> bool:
        """Whether rules about a record look at what leads to it, and from there on."""
        return self.bench.kind(iri) != "source" and not (filed and self.hub(iri))

    def behind(self) -> None:
        """What leads to the records here; and whatever leads to one record is looked at from whatever else does."""
        for iri, leaders in self.leaders.items():
            if iri in self.edges:
                pointing = self.bench.kind(iri) == "source" or self.hub(iri)
                for leader, home, named, _ in leaders:
                    if named:
                        self.want(leader, home, POINTING + iri if pointing else FULL, self.number)
            if not self.hub(iri):
                whole = [(leader, home) for leader, home, _, own in leaders if own]
                for where in sorted({home for _, home, _, _ in leaders}):
                    for leader, home in whole:
                        self.want(leader, home, OWN, where)


def follow(bench: Bench, number: int, time: int) -> Outbox:
    """What stands further along chains (replaces, part-of, …) that lead through records of bucket ``number``. For the reasoner, these are
    the relations that classes ask for.

    :param time: how often chains are followed, this time included: each time they are followed within the buckets that they have come to.
    """
    out, buckets = Outbox(), bench.setting.buckets
    how = FULL if bench.setting.job == "classify" else OWN
    edges = bench.exchange.read([("describe", bench.setting.parts)], "edges", number)
    chained = {iri: [(e[0], e[1]) for e in led if e[4]] for iri, led in edges}

    def wanted(*channels: str, stages: list[tuple[str, int]]) -> set[tuple[str, int]]:
        return {(m[0], m[2]) for channel in channels for m in bench.exchange.read(stages, channel, number)}

    before = [("need", buckets), *(stage(n, buckets) for n in range(1, time))]
    seen = wanted("want", "closed", stages=before[:-1])
    agenda = sorted(wanted("want", stages=before[-1:]) - seen)
    if time == 1:
        agenda += [(iri, number) for iri in chained]
    done: set[tuple[str, int]] = set()
    while agenda:
        iri, where = agenda.pop()
        if (iri, where) in done:
            continue
        done.add((iri, where))
        for other, home in chained.get(iri, ()):
            if home == number:
                if where != number and (other, where) not in done:
                    out.leave("closed", number, other, how, where)
                agenda.append((other, where))
            elif home != where and (other, where) not in done:
                done.add((other, where))
                out.leave("want", home, other, how, where)
    return out


def stage(number: int, buckets: int) -> tuple[str, int]:
    """The name of the stage that follows chains for the n-th time, counted from 1, and the number of its tasks."""
    return f"follow-{number}", buckets


def stages(times: int, buckets: int, job: str) -> Iterator[tuple[str, int]]:
    """All stages that say what is wanted.

    :param times: how often chains were followed.
    """
    yield from [("pair", buckets)] * (job == "validate")  # near copies are no matter of the reasoner's
    yield "need", buckets
    yield from (stage(number, buckets) for number in range(1, times + 1))
