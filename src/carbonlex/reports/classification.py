"""What ``carbonlex classify`` found, for people. For programs: :mod:`carbonlex.reports.classification_json`."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from carbonlex.compare import duplicates
from carbonlex.compare.classification import Classified
from carbonlex.compare.effects import Overturned, Questioned
from carbonlex.compare.likeness import Facet, Relative
from carbonlex.graph.reasoning import Inference
from carbonlex.records.fields import english
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
    """All that was found. ``told`` says what contradicts the ontology, or why the reasoner gave no answer. ``asked`` is the number of
    findings that were put to the graph: none where it gave none."""

    checked: tuple[str, ...]
    inference: Inference
    told: tuple[str, ...]
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
        yield from _classes(found, report, vocabulary)
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


def _classes(found: Classified, report: Report, vocabulary: Vocabulary) -> Iterator[Part]:
    yield from ((0, ""), (2, "classes"))
    yield from ((4, line) for line in report.told)
    if report.inference.ran and not found.classes:
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
            f"{NEARLY} ({words:.2f})"
            if (words := duplicates.between(wording, other) or 0.0) >= duplicates.NEAR
            else "",
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


def _mappings(found: Sequence[Questioned], vocabulary: Vocabulary) -> Iterator[Part]:
    if not found:
        return
    yield from ((0, ""), (2, f"mappings to look at ({DOUBT})"))
    for question in found:
        mapping = question.mapping
        unknown = "cannot be told, for want of readings" if question.other else "the other end has no readings"
        verdict = {True: "doubtful", False: "stands as before", None: unknown}
        yield 4, f"{mapping.id}: {mapping.from_} {mapping.relation} {mapping.to}: {verdict[question.doubtful]}"
        yield 6, f"{question.end.id}: {', and '.join(BECAUSE[b] for b in question.because)}"
        still = []
        for shift in question.shifts:
            name = vocabulary.label(vocabulary.iri("facet", shift.facet))
            before, after = STATES[shift.before.state], STATES[shift.after.state]
            if shift.moved is False:
                still.append(f"{name} ({after})")
            elif before != after:
                yield 6, f"{name}: {before} before, now {after}"
            else:
                yield 6, f"{name}: {after}, but other values are shared than before"
        if still:
            yield 6, f"as before: {', '.join(still)}"


def _findings(report: Report) -> Iterator[Part]:
    inference = report.inference
    if not (inference.ran and inference.consistent):
        yield (
            0,
            "findings that would be overturned: not asked, because some ask for the classes that the reasoner finds",
        )
        return
    yield 0, f"findings that would be overturned: {len(report.overturned)} of {report.asked}"
    for found in report.overturned:
        recorded = f", recorded as {found.finding.answer}" if found.finding.answer != found.before.answer else ""
        yield 2, f"{found.finding.id}: {found.before.answer} now, {found.after.answer} with the new records{recorded}"
        yield 4, english(found.finding.claim)
