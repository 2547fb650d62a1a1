"""The nearest relatives of each wording of a corpus, by what is read in it (``ontology/decisions/likeness.md``).

Wordings in which the same is read have the same relatives, so it is *profiles* that are compared. Where a family of concepts has few of
them, each is held against each. Where it has many, those are that agree on a key: a MinHash of what is said, in bands (see
:mod:`carbonlex.compare.duplicates`, where texts are found so), so that the farther relatives of a wording may be missed and the near ones
seldom are.
"""

import hashlib
import heapq
from collections.abc import Iterable, Iterator
from itertools import combinations
from typing import Any

from carbonlex.compare import minhash
from carbonlex.compare.classification import family_name
from carbonlex.compare.likenesses import Scorer, readings
from carbonlex.corpus.exchange import Outbox
from carbonlex.corpus.parts import Unreadable, sources
from carbonlex.corpus.results import Results
from carbonlex.corpus.setting import Bench, fault_row
from carbonlex.corpus.stages.judge import kept
from carbonlex.reading.dataset import Dataset
from carbonlex.reading.document import read
from carbonlex.records.model import Worded

FEW = 2000  # profiles of a family that are all compared
BANDS, ROWS = 16, 2
MOST = 200  # profiles with one key: of more, each is compared with so many

Said = tuple[tuple[str, tuple[str, ...]], ...]
Member = tuple[str, str]  # kind and id
Row = tuple[int, int, int, Member, str, list[Member]]  # -hundredths, -counted, spoken, first member, profile, members


def profile(bench: Bench, number: int) -> Outbox:
    """What is read in the wordings of part ``number``; the first part has those that are published, too."""
    out, setting = Outbox(), bench.setting
    meet = [("meet", setting.buckets)]
    seconds = {index for index, *_ in bench.exchange.read(meet, "second", number)}
    families: set[tuple[str, str]] = set()
    if number == 0:
        over = {iri for (iri,) in bench.exchange.read(meet, "over", 0)}
        for wording in Dataset.load(bench.folder, bench.vocabulary).wordings():
            if bench.vocabulary.iri(wording.kind, wording.id) not in over:
                families.add(_leave(bench, out, wording, ()))
    try:
        for index, source in enumerate(sources(bench.part(number), setting.corpus)):
            document = read(source, bench.vocabulary)
            iris = document.records(bench.vocabulary)
            order = (number, index, 0)
            record = document.placed.record if document.placed else None
            if isinstance(record, Worded) and index not in seconds:
                families.add(_leave(bench, out, record, (iris[0], source.name, source.line, order)))
                continue
            state = "second" if index in seconds else "read" if iris else "unread"
            faults = [fault_row(fault) for fault in document.faults]
            for iri in iris or ("",):
                where = setting.bucket(f"{source.name} {source.line}")
                out.leave("aside", where, iri, source.name, source.line, order, state, faults)
    except Unreadable:
        pass  # it was told where the names were read
    for family, name in sorted(families):
        out.leave("family", setting.bucket(family), family, name)
    return out


def _leave(bench: Bench, out: Outbox, wording: Worded, place: tuple[Any, ...]) -> tuple[str, str]:
    """Leave a wording with those in which the same is read; the names of its family and of its profile."""
    family = family_name(bench.vocabulary, wording.concept)
    said = tuple((f, tuple(sorted(values))) for f, values in sorted(readings(wording, bench.vocabulary.facets)))
    name = hashlib.sha256(repr((family, said)).encode()).hexdigest()[:24]
    out.leave("profile", bench.setting.bucket(name), name, family, said, (wording.kind, wording.id), place)
    return family, name


def family(bench: Bench, number: int) -> Outbox:
    """Which families of bucket ``number`` have too many profiles to compare them all."""
    out = Outbox()
    names: dict[str, set[str]] = {}
    for of, name in bench.exchange.read([("profile", bench.setting.parts)], "family", number):
        names.setdefault(of, set()).add(name)
    for of, found in sorted(names.items()):
        if len(found) > FEW:
            for bucket in range(bench.setting.buckets):
                out.leave("large", bucket, of)
    return out


def _profiles(bench: Bench, number: int) -> dict[str, tuple[str, Said, list[tuple[Member, tuple[Any, ...]]]]]:
    """The profiles of a bucket, each with its family, what is said, and its wordings."""
    found: dict[str, tuple[str, Said, list[tuple[Member, tuple[Any, ...]]]]] = {}
    told = bench.exchange.read([("profile", bench.setting.parts)], "profile", number)
    for name, of, said, member, place in told:
        found.setdefault(name, (of, said, []))[2].append((member, place))
    for _, _, members in found.values():
        members.sort()
    return found


def spread(bench: Bench, number: int) -> Outbox:
    """Bring the profiles of bucket ``number`` to where they meet others."""
    out, setting = Outbox(), bench.setting
    large = {of for (of,) in bench.exchange.read([("family", setting.buckets)], "large", number)}
    for name, (of, said, members) in sorted(_profiles(bench, number).items()):
        first = [member for member, _ in members[: setting.relatives]]
        for key in _keys(of, said) if of in large else (of,):
            out.leave("key", setting.bucket(key), key, name, said, number, first)
    return out


def _keys(of: str, said: Said) -> Iterator[str]:
    if read := {f"{facet}={value}" for facet, values in said for value in values}:
        least = minhash.least(read, BANDS * ROWS)
        for band in range(BANDS):
            yield f"{of} {band} {least[band * ROWS : (band + 1) * ROWS]}"


def match(bench: Bench, number: int) -> Outbox:
    """Compare the profiles that met in bucket ``number``."""
    out, buckets = Outbox(), bench.setting.buckets
    met: dict[str, list[tuple[str, Said, int, list[Member]]]] = {}
    for key, name, told, home, members in bench.exchange.read([("spread", buckets)], "key", number):
        met.setdefault(key, []).append((name, told, home, members))
    scorer = Scorer(bench.vocabulary.facets)
    homes: dict[str, int] = {}
    best: dict[str, dict[str, Row]] = {}
    for key, some in sorted(met.items()):
        some.sort(key=lambda one: one[0])
        said = [scorer.said(one[1]) for one in some]
        homes |= {name: home for name, _, home, _ in some}
        for i, j in _pairs(len(some), len(some) if " " not in key else MOST):
            hundredths, counted, spoken = scorer.score(said[i], said[j])
            if hundredths:
                for one, other in ((some[i], some[j]), (some[j], some[i])):
                    row = (-hundredths, -counted, spoken, other[3][0], other[0], other[3])
                    best.setdefault(one[0], {})[other[0]] = row
        for name, _, _, _ in some:
            if len(best.get(name, ())) > 4 * bench.setting.relatives:
                best[name] = {row[4]: row for row in heapq.nsmallest(bench.setting.relatives, best[name].values())}
    for name, rows in sorted(best.items()):
        for row in heapq.nsmallest(bench.setting.relatives, rows.values()):
            out.leave("near", homes[name], name, row)
    return out


def _pairs(count: int, most: int) -> Iterator[tuple[int, int]]:
    """Each with each; of more than so many, each with so many that come next, round and round."""
    if count <= most:
        yield from combinations(range(count), 2)
        return
    for i in range(count):
        for step in range(1, most // 2 + 1):
            yield i, (i + step) % count


def nearest(bench: Bench, number: int) -> Outbox:
    """The nearest relatives of the wordings of bucket ``number``, and the results."""
    near: dict[str, dict[str, Row]] = {}
    for name, row in bench.exchange.read([("match", bench.setting.buckets)], "near", number):
        near.setdefault(name, {})[row[4]] = row
    scorer, results, count = Scorer(bench.vocabulary.facets), Results(), bench.setting.relatives
    for name, (_, said, members) in sorted(_profiles(bench, number).items()):
        own = scorer.said(said)
        hundredths, counted, spoken = scorer.score(own, own)
        rows = list(near.get(name, {}).values())
        if hundredths:
            same = [member for member, _ in members[: count + 1]]
            rows.append((-hundredths, -counted, spoken, same[0], name, same))
        ordered = sorted((row[:3], member) for row in rows for member in row[5])
        for member, place in members:
            if place:
                _write(bench, results, member, place, [one for one in ordered if one[1] != member][:count])
    return kept(bench, number, (), {}, results, stage="profile")


def _write(
    bench: Bench,
    results: Results,
    member: Member,
    place: tuple[Any, ...],
    found: Iterable[tuple[tuple[int, int, int], Member]],
) -> None:
    iri, file, line, order = place
    results.add(iri, member[0], file, line, order, "read", (), bench.setting.profile)
    for rank, ((less, counted, spoken), other) in enumerate(found, 1):
        results.relate(order, iri, rank, bench.vocabulary.iri(*other), -less / 100, -counted, spoken)
