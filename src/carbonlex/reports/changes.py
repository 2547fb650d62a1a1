"""A comparison of two data folders, as people and programs read it; both come from the same report."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from carbonlex.compare.changes import MATTERS, Change, Comparison
from carbonlex.compare.matrix import Cell
from carbonlex.compare.touched import TouchedCell, TouchedMapping
from carbonlex.compare.words import differences
from carbonlex.faults import Fault
from carbonlex.query.findings import Turn
from carbonlex.reading.dataset import Dataset, Name
from carbonlex.records.authored import authored
from carbonlex.reports.headline import visible
from carbonlex.reports.json import NAMES, dumps
from carbonlex.reports.outcome import counts
from carbonlex.reports.sentences import Sentences
from carbonlex.site.touched import TouchedPage

TITLES = {
    "law": "The law: words, their place and their time",
    "reading": "What is read in it, and how wordings relate",
    "statement": "Statements and particulars",
    "evidence": "Evidence",
    "editorial": "Editorial",
}
_MARKUP = re.compile(r"[\\`*_{}\[\]<>#|~&]")
SHOWN = 8  # pages of one section of the site that the text names


@dataclass(frozen=True)
class Report:
    """Everything that a comparison found. Pages, or findings, that could not be told say why not."""

    old: str
    new: str
    comparison: Comparison
    queries: Mapping[str, str]
    pages: Sequence[TouchedPage]
    no_pages: str
    cells: Sequence[TouchedCell]
    mappings: Sequence[TouchedMapping]
    findings: Sequence[Turn]
    no_findings: str
    lock: Sequence[Fault]

    @property
    def same(self) -> bool:
        """Whether nothing differs, as far as the files could be read."""
        return not self.comparison.changes and not self.queries


def as_json(report: Report) -> str:
    """The report as one object.

    ``old`` and ``new`` (what was compared); ``same``; ``counts`` (``records`` added, removed, renamed, changed; ``changes`` by
    matter); ``faults`` of the files of ``old`` and ``new``, each with ``counts`` and ``results`` as ``validate`` tells them;
    ``uncompared`` (``kind/id`` of what stands in faulty files); ``changes``, the weightiest first: ``matter``, ``act``,
    ``record`` (``kind/id``), ``path``, ``old``, ``new`` (as the format writes them), for a part its changed ``keys``, for texts
    that differ ``words`` (pairs of ``same``, ``gone`` or ``new`` and the text), and the ``sentence``; ``queries`` (name → added,
    removed, changed); and ``touches``: ``pages`` (``address``, ``act``, ``of``), ``cells`` (``concept``, ``jurisdiction``,
    ``facet``, ``old``, ``new``, ``of``), ``mappings`` (``id``, ``by``: record and path of each change that bears on it),
    ``findings`` (``id``, ``old``, ``new``, ``why``) and ``lock`` (``record``, ``path``, ``code``, ``message``). ``of`` names the
    changed records because of which something is touched. Where pages or findings could not be told, the list is null and
    ``untold`` says why.
    """
    sentences = Sentences(report.comparison.new.vocabulary)
    base = report.comparison.new.vocabulary.base
    sides = {"old": report.comparison.old, "new": report.comparison.new}
    untold = {"pages": report.no_pages, "findings": report.no_findings}
    told = {
        "old": report.old,
        "new": report.new,
        "same": report.same,
        "counts": {
            "records": report.comparison.counts(),
            "changes": {m: sum(c.matter == m for c in report.comparison.changes) for m in MATTERS},
        },
        "faults": {
            side: {"counts": counts(d.faults), "results": [{n: getattr(f, n) for n in NAMES} for f in sorted(d.faults)]}
            for side, d in sides.items()
        },
        "uncompared": [_name(n) for n in report.comparison.uncompared],
        "changes": [_change(c, sentences) for c in report.comparison.changes],
        "queries": dict(report.queries),
        "touches": {
            "pages": None if report.no_pages else [_page(p) for p in report.pages],
            "cells": [_cell(c) for c in report.cells],
            "mappings": [
                {"id": m.mapping.id, "by": [{"record": _name((c.kind, c.id)), "path": c.path} for c in m.by]}
                for m in report.mappings
            ],
            "findings": None
            if report.no_findings
            else [{"id": t.finding.id, "old": t.old, "new": t.new, "why": t.why} for t in report.findings],
            "lock": [
                {"record": f.focus.removeprefix(base), "path": f.path, "code": f.code, "message": f.message}
                for f in report.lock
            ],
        },
        "untold": {what: why for what, why in untold.items() if why},
    }
    return dumps(told)


def first(version: str, dataset: Dataset) -> str:
    """That there is nothing to compare a release with, as one object."""
    return dumps({"old": None, "new": version, "same": False, "counts": {"records": {"added": len(dataset.placed)}}})


def _name(name: Name) -> str:
    return "/".join(name)


def _change(change: Change, sentences: Sentences) -> dict[str, Any]:
    told: dict[str, Any] = {
        "matter": change.matter,
        "act": change.act,
        "record": _name((change.kind, change.id)),
        "path": change.path,
        "old": authored(change.old),
        "new": authored(change.new),
    }
    if change.keys:
        told["keys"] = [
            {"path": k.path, "old": authored(k.old), "new": authored(k.new), **_words(k.old, k.new)}
            for k in change.keys
        ]
    return {**told, **_words(change.old, change.new), "sentence": sentences.sentence(change)}


def _words(old: Any, new: Any) -> dict[str, list[list[str]]]:
    if isinstance(old, str) and isinstance(new, str):
        return {"words": [[s.act, s.text] for s in differences(old, new)]}
    return {}


def _page(page: TouchedPage) -> dict[str, Any]:
    return {"address": page.address, "act": page.act, "of": [_name(n) for n in page.of]}


def _cell(cell: TouchedCell) -> dict[str, Any]:
    return {
        "concept": cell.concept,
        "jurisdiction": cell.jurisdiction,
        "facet": cell.facet,
        "old": _content(cell.old),
        "new": _content(cell.new),
        "of": [_name(n) for n in cell.of],
    }


def _content(cell: Cell) -> dict[str, Any]:
    return {
        "state": cell.state,
        "values": [{"value": s.value, "basis": s.basis, "wordings": [w.id for w, _ in s.sources]} for s in cell.said],
        "silent": [w.id for w, _ in cell.silent],
        "others": [{"wording": w.id, "by": r.by, "values": list(r.values)} for w, r in cell.others],
    }


def as_text(report: Report) -> str:
    """A sentence a change, by what it concerns; then what is touched; then the numbers."""
    return "\n".join(visible(line) for line in _lines(report))


def as_markdown(report: Report) -> str:
    """The same as a page in Markdown (CommonMark): what the text sets in is a list, what stands above it a heading."""
    lines: list[str] = []
    for line in map(visible, _lines(report)):
        if line.startswith("  "):
            lines.append("- " + escaped(line.strip()))
        elif line and line == _summary(report):
            lines.append(escaped(line))
        else:
            lines += [f"## {escaped(line)}", ""] if line else [""]
    return "\n".join(lines)


def escaped(text: str) -> str:
    """Text in Markdown, in which nothing is markup (CommonMark 0.31, 2.4)."""
    return _MARKUP.sub(r"\\\g<0>", text)


def _lines(report: Report) -> Iterator[str]:
    sentences = Sentences(report.comparison.new.vocabulary)
    for matter in MATTERS:
        changes = [c for c in report.comparison.changes if c.matter == matter]
        if changes:
            yield from (TITLES[matter], *("  " + sentences.sentence(c) for c in changes), "")
    if report.queries:
        acts = {"added": "is new", "removed": "is gone", "changed": "asks something else"}
        yield from ("Queries", *(f"  the query {n} {acts[act]}" for n, act in report.queries.items()), "")
    if report.comparison.uncompared:
        yield "Not compared, because their files are at fault"
        yield from ("  " + ", ".join(map(_name, report.comparison.uncompared)), "")
    if not report.same:
        yield from _touched(report)
    yield _summary(report)


def _touched(report: Report) -> Iterator[str]:
    label, iri = report.comparison.new.vocabulary.label, report.comparison.new.vocabulary.iri
    yield "Touched"
    if report.no_pages:
        yield f"  pages: not told ({report.no_pages})"
    sections: dict[str, list[TouchedPage]] = {}
    for page in report.pages:
        sections.setdefault(page.address.partition("/")[0] + "/" if page.address else "/", []).append(page)
    for section, found in sections.items():
        signs = {"added": "+", "removed": "-", "changed": ""}
        names = [signs[p.act] + (p.address.removeprefix(section).rstrip("/") or "itself") for p in found]
        more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
        listed = f"{_many(len(names), 'page')} at {section} ({', '.join(names[:SHOWN])}{more})"
        yield "  " + (listed if section != "/" else "the first page")
    for cell in report.cells:
        was, now = (_told(c, cell.facet, label, iri) for c in (cell.old, cell.new))
        where = f"{label(iri('concept', cell.concept))} × {cell.jurisdiction} × {label(iri('facet', cell.facet))}"
        values = [{(s.value, s.basis) for s in c.said} for c in (cell.old, cell.new)]
        same = values[0] == values[1] and cell.old.state == cell.new.state
        change = f"{now}, on other grounds" if same else f"{was} → {now}"
        yield f"  cell {where}: {change}"
    for mapping in report.mappings:
        relation = mapping.mapping.relation.replace("-", " ")
        yield f"  mapping {mapping.mapping.id} ({relation}) may hold no longer: {_because(mapping.by)}"
    if report.no_findings:
        yield f"  findings: not asked ({report.no_findings})"
    elif not report.findings:
        yield "  findings: every answer is as before"
    for turn in report.findings:
        answer = turn.why or f"{turn.old} before, {turn.new} now (recorded: {turn.finding.answer})"
        yield f"  finding {turn.finding.id}: {answer}"
    for fault in report.lock:
        yield f"  lock: {fault.focus.rsplit('/', 1)[-1]} {fault.path}: {fault.message}"
    yield ""


def _because(changes: Sequence[Change]) -> str:
    """Which ends of a mapping changed, and in what."""
    ends: dict[str, list[str]] = {}
    for change in changes:
        ends.setdefault(change.id, []).append(change.path or f"the record is {'new' if change.old is None else 'gone'}")
    return "; ".join(f"{id_} changed ({', '.join(dict.fromkeys(paths))})" for id_, paths in ends.items())


def _told(cell: Cell, facet: str, label: Any, iri: Any) -> str:
    if not cell.said:
        return cell.state
    return ", ".join(f"{label(iri('value', f'{facet}/{s.value}'))} ({s.basis})" for s in cell.said)


def _summary(report: Report) -> str:
    uncompared = len(report.comparison.uncompared)
    left = f", {uncompared} not compared" if uncompared else ""
    if report.same:
        return f"nothing changed in {_many(len(report.comparison.new.placed), 'record')}{left}"
    counts = report.comparison.counts()
    records = ", ".join(f"{n} {act}" for act, n in counts.items() if n)
    changes = _many(len(report.comparison.changes), "change")
    pages = "" if report.no_pages else f"{_many(len(report.pages), 'page')}, "
    touched = f"{pages}{_many(len(report.cells), 'cell')} and {_many(len(report.mappings), 'mapping')} touched"
    return f"{changes} (records: {records or 'none'}){left}; {touched}"


def faulty(dataset: Dataset) -> str:
    """How many files of a folder are at fault; nothing where none is."""
    files = {f.file for f in dataset.faults if f.severity == "error"}
    return f"{_many(len(files), 'file')} at fault" if files else ""


def _many(number: int, what: str) -> str:
    return f"{number} {what}" + ("" if number == 1 else "s")
