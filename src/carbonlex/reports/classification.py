"""What ``carbonlex classify`` found, for people and for programs; both come from the same data.

The JSON::

    {"checked": ["new.yaml"],
     "reasoner": {"ran": true, "consistent": true, "told": ""},
     "likeness": "how the number is computed",
     "wordings": [{
       "id": "definition/…", "term": {"en": "…"}, "concept": "…", "jurisdiction": "…",
       "family": ["concept", …],            the concepts among whose wordings relatives are looked for
       "classes": [{"class": "https://…#…", "label": "…", "note": "…",
                    "follows-from": [{"facet": "…", "basis": "…", "values": ["…"], "quote": {"en": "…"}}]}],
       "relatives": [RELATIVE, …],          nearest first
       "relatives-elsewhere": [RELATIVE, …] of other legal orders only
       "silent": ["facet", …], "unread": ["facet", …],
       "mappings": [{"id": "mapping/…", "from": "…", "to": "…", "relation": "…", "end": "definition/…",
                     "because": ["changed", "ended", "replaced"], "doubtful": true, false, or null where nobody can tell,
                     "facets": [{"facet": "…", "before": "state", "after": "state", "moved": true}]}]}],
     "findings": {"asked": 176, "overturned": [{"id": "finding/…", "claim": {"en": "…"}, "source": "…",
                  "before": "holds", "after": "fails", "recorded": "holds"}]}}

A RELATIVE is ``{"id": "definition/…", "concept": "…", "jurisdiction": "…", "number": 0.62, "words": 0.1 or null, "compared": 8,
"spoken": 8, "facets": [{"facet": "…", "state": "…", "score": 0.5 or null, "new": ["value"], "published": ["value"]}]}``: ``words`` is the
likeness of the texts where both are in one language, ``compared`` the number of facets that count, ``spoken`` the number of those
on which either says something. States are those of :mod:`carbonlex.compare.likeness`.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from carbonlex.compare import duplicates
from carbonlex.compare.classification import Classified, Reasoned
from carbonlex.compare.effects import Overturned, Questioned
from carbonlex.compare.likeness import Facet, Relative
from carbonlex.records.model import Reading, Worded
from carbonlex.vocabulary import Vocabulary

METHOD = (
    "on each facet the values that both say, divided by those that either says, and 0 where one is silent; of these the"
    " mean. Facets on which both are silent, or which are unread in one, do not count; where fewer than two count, or fewer than half"
    " of those on which something is said, there is no number"
)
DOUBT = (
    "a mapping is called doubtful where, on a facet that it holds for, the readings of its two ends no longer stand to each other"
    " as before; a wording that is new throughout makes no mapping doubtful"
)
BECAUSE = {
    "changed": "this record changes it",
    "ended": "this record ends it",
    "replaced": "this record takes its place",
}
STATES = {
    "same": "same",
    "partly": "partly the same",
    "different": "different",
    "one-silent": "one is silent",
    "silent": "both silent",
    "unread": "not read in both",
}
NEARLY = "nearly the same words"
SIGNS = {"explicit": "= ", "implied": "~ ", "silent": "silent"}


@dataclass(frozen=True)
class Grid:
    """A table between the lines."""

    columns: list[str]
    rows: list[list[str]]


Part = tuple[int, str] | Grid
"""A line, with how far it is set in, or a table."""


@dataclass(frozen=True)
class Report:
    """All that was found. ``asked`` is the number of findings that were put to the graph."""

    checked: tuple[str, ...]
    reasoned: Reasoned
    wordings: tuple[tuple[Classified, tuple[Questioned, ...]], ...]
    overturned: tuple[Overturned, ...]
    asked: int


def as_text(report: Report, vocabulary: Vocabulary) -> Iterator[Part]:
    """Lines and tables, one wording after the other, then the findings."""
    for found, mappings in report.wordings:
        wording = found.wording
        yield 0, f"{wording.kind}/{wording.id}"
        terms = dict.fromkeys(wording.term[tag] for tag in (wording.language, "en") if tag in wording.term)
        yield (
            2,
            f"{' / '.join(terms or wording.term.values())} · {_concept(wording, vocabulary)} · {wording.jurisdiction}",
        )
        yield from _classes(found, report.reasoned, vocabulary)
        kin = ", ".join(vocabulary.label(vocabulary.iri("concept", c)) for c in found.family)
        yield from _relatives(f"nearest relatives among the wordings of {kin}", wording, found.relatives, vocabulary)
        if found.elsewhere != found.relatives:
            yield from _relatives("nearest in other legal orders", wording, found.elsewhere, vocabulary)
        yield from ((0, ""), (2, f"likeness: {METHOD}"))
        silent, unread = (
            ", ".join(vocabulary.label(vocabulary.iri("facet", f)) for f in facets) or "nothing"
            for facets in (found.silent, found.unread)
        )
        yield from ((0, ""), (2, f"silent on: {silent}"), (2, f"not read for: {unread}"))
        yield from _mappings(mappings, vocabulary)
        yield 0, ""
    yield from _findings(report)


def _concept(wording: Worded, vocabulary: Vocabulary) -> str:
    return vocabulary.label(vocabulary.iri("concept", wording.concept))


def _values(facet: str, reading: Reading, vocabulary: Vocabulary) -> str:
    return "; ".join(vocabulary.label(vocabulary.iri("value", f"{facet}/{v}")) for v in reading.values)


def _classes(found: Classified, reasoned: Reasoned, vocabulary: Vocabulary) -> Iterator[Part]:
    yield from ((0, ""), (2, "classes"))
    if reasoned.told:
        yield 4, reasoned.told
    if reasoned.inference.ran and not found.classes:
        yield 4, "none"
    for membership in found.classes:
        note = vocabulary.note(membership.cls)
        yield 4, vocabulary.label(membership.cls) + (f": {note}" if note else "")
        for facet, reading in membership.follows_from:
            name = vocabulary.label(vocabulary.iri("facet", facet))
            quotes = " ".join(f"“{q}”" for q in (reading.quote or {}).values())
            grounds = SIGNS[reading.basis] + _values(facet, reading, vocabulary)
            yield 6, " ".join(filter(None, (f"follows from {name}:", grounds.strip(), quotes)))


def _relatives(title: str, wording: Worded, found: Sequence[Relative], vocabulary: Vocabulary) -> Iterator[Part]:
    yield from ((0, ""), (2, title))
    if not found:
        yield 4, "none: too few facets were read in both, or no value is shared"
        return
    for number, relative in enumerate(found, 1):
        other, likeness = relative.wording, relative.likeness
        about = f"{_concept(other, vocabulary)} · {other.jurisdiction}"
        rests = f"on {len(likeness.scores)} of {likeness.spoken} facets"
        remarks = [
            "the published version of this record" if (other.kind, other.id) == (wording.kind, wording.id) else "",
            f"{NEARLY} ({words:.2f})" if (words := _words(wording, other) or 0.0) >= duplicates.NEAR else "",
        ]
        yield 4, " · ".join(filter(None, (f"{number}. {relative.number:.2f} {other.id}", about, rests, *remarks)))
    facets = [
        lines
        for lines in zip(*(r.likeness.facets for r in found), strict=True)
        if any(f.state != "unread" for f in lines)
    ]
    rows = [
        [
            vocabulary.label(vocabulary.iri("facet", lines[0].facet)),
            _said(lines[0].facet, lines[0].first, vocabulary),
            *(_cell(f, vocabulary) for f in lines),
        ]
        for lines in facets
    ]
    yield 0, ""
    yield Grid(["facet", "new", *(f"{n}." for n in range(1, len(found) + 1))], rows)


def _said(facet: str, reading: Reading | None, vocabulary: Vocabulary) -> str:
    return SIGNS[reading.basis] + _values(facet, reading, vocabulary) if reading else "unread"


def _cell(facet: Facet, vocabulary: Vocabulary) -> str:
    """What the relative says, or that it says the same; the score where they agree in part."""
    if facet.state == "same":
        return "same"
    said = _said(facet.facet, facet.second, vocabulary)
    return f"{facet.score:.2f}: {said}" if facet.state == "partly" else said


def _words(first: Worded, second: Worded) -> float | None:
    """How alike the words are; nothing where they are in different languages, or withheld."""
    if first.withheld or second.withheld or first.language != second.language:
        return None
    return round(duplicates.alike(first.original[1], second.original[1]), 2)


def _mappings(found: Sequence[Questioned], vocabulary: Vocabulary) -> Iterator[Part]:
    if not found:
        return
    yield from ((0, ""), (2, f"mappings to look at ({DOUBT})"))
    for question in found:
        mapping = question.mapping
        verdict = {True: "doubtful", False: "stands as before", None: "cannot be told: the other end has no readings"}
        yield 4, f"{mapping.id}: {mapping.from_} {mapping.relation} {mapping.to}: {verdict[question.doubtful]}"
        yield 6, f"{question.end.id}: {', and '.join(BECAUSE[b] for b in question.because)}"
        still = []
        for shift in question.shifts:
            name = vocabulary.label(vocabulary.iri("facet", shift.facet))
            before, after = STATES[shift.before.state], STATES[shift.after.state]
            if not shift.moved:
                still.append(f"{name} ({after})")
            elif before != after:
                yield 6, f"{name}: {before} before, now {after}"
            else:
                yield 6, f"{name}: {after}, but other values are shared than before"
        if still:
            yield 6, f"as before: {', '.join(still)}"


def _findings(report: Report) -> Iterator[Part]:
    yield 0, f"findings that would be overturned: {len(report.overturned)} of {report.asked}"
    for found in report.overturned:
        recorded = f", recorded as {found.finding.answer}" if found.finding.answer != found.before.answer else ""
        yield 2, f"{found.finding.id}: {found.before.answer} now, {found.after.answer} with the new records{recorded}"
        yield 4, found.finding.claim.get("en") or next(iter(found.finding.claim.values()))


def as_json(report: Report, vocabulary: Vocabulary) -> str:
    """The JSON of the module's description."""
    inference = report.reasoned.inference
    return json.dumps(
        {
            "checked": list(report.checked),
            "reasoner": {"ran": inference.ran, "consistent": inference.consistent, "told": report.reasoned.told},
            "likeness": METHOD,
            "wordings": [_wording(found, mappings, vocabulary) for found, mappings in report.wordings],
            "findings": {
                "asked": report.asked,
                "overturned": [
                    {
                        "id": f"finding/{o.finding.id}",
                        "claim": dict(o.finding.claim),
                        "source": o.finding.source,
                        "before": o.before.answer,
                        "after": o.after.answer,
                        "recorded": o.finding.answer,
                    }
                    for o in report.overturned
                ],
            },
        },
        ensure_ascii=False,
        indent=2,
    )


def _wording(found: Classified, mappings: Sequence[Questioned], vocabulary: Vocabulary) -> dict[str, Any]:
    wording = found.wording
    return {
        "id": f"{wording.kind}/{wording.id}",
        "term": dict(wording.term),
        "concept": wording.concept,
        "jurisdiction": wording.jurisdiction,
        "family": list(found.family),
        "classes": [
            {
                "class": m.cls,
                "label": vocabulary.label(m.cls),
                "note": vocabulary.note(m.cls),
                "follows-from": [
                    {"facet": f, "basis": r.basis, "values": list(r.values), "quote": dict(r.quote or {})}
                    for f, r in m.follows_from
                ],
            }
            for m in found.classes
        ],
        "relatives": [_relative(wording, r) for r in found.relatives],
        "relatives-elsewhere": [_relative(wording, r) for r in found.elsewhere],
        "silent": list(found.silent),
        "unread": list(found.unread),
        "mappings": [
            {
                "id": f"mapping/{q.mapping.id}",
                "from": q.mapping.from_,
                "to": q.mapping.to,
                "relation": q.mapping.relation,
                "end": f"{q.end.kind}/{q.end.id}",
                "because": list(q.because),
                "doubtful": q.doubtful,
                "facets": [
                    {"facet": s.facet, "before": s.before.state, "after": s.after.state, "moved": s.moved}
                    for s in q.shifts
                ],
            }
            for q in mappings
        ],
    }


def _relative(wording: Worded, relative: Relative) -> dict[str, Any]:
    other, likeness = relative.wording, relative.likeness
    return {
        "id": f"{other.kind}/{other.id}",
        "concept": other.concept,
        "jurisdiction": other.jurisdiction,
        "number": relative.number,
        "words": _words(wording, other),
        "compared": len(likeness.scores),
        "spoken": likeness.spoken,
        "facets": [
            {
                "facet": f.facet,
                "state": f.state,
                "score": None if f.score is None else round(f.score, 2),
                "new": list(f.first.values) if f.first else [],
                "published": list(f.second.values) if f.second else [],
            }
            for f in likeness.facets
        ],
    }
