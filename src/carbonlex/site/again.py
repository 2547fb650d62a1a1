"""A site made again after a few records changed: only what differs is made anew, to the same bytes that a whole build gives."""

from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from carbonlex.checks import check
from carbonlex.checks.check import Checked
from carbonlex.exports.release import GROUPS
from carbonlex.graph import deadline, facts, prepared, published, reasoning
from carbonlex.graph import store as graph_store
from carbonlex.graph.axioms import TYPE, Axioms
from carbonlex.graph.deadline import Call
from carbonlex.graph.reasoning import Inference
from carbonlex.query import findings, reach, shelf
from carbonlex.query.findings import Verdict
from carbonlex.reading.dataset import Dataset, Name
from carbonlex.records.model import Finding, Worded
from carbonlex.site import (
    addresses,
    data_files,
    downloads,
    examining,
    faces,
    feed,
    kept,
    output,
    search,
    workers,
)
from carbonlex.site.description import Listed
from carbonlex.site.differing import CHECKED, FOLLOWS, GRAPH, LISTED, SECTION, Differing, Made
from carbonlex.site.downloads import Dumps
from carbonlex.site.edition import Edition
from carbonlex.site.kept import Kept
from carbonlex.site.pages import Section, Site
from carbonlex.site.prints import differences, differing
from carbonlex.site.task import Task
from carbonlex.site.workers import Piece


def made(task: Task, last: Kept, intact: Call[bool]) -> tuple[Kept, int] | None:
    """Make a site again: what is known of it, and how many pages were rendered. Nothing, where too much changed, or the site is not as
    it was left.

    :param intact: whether it is as it was left.
    :raises ContentError: where the records are wrong now, or contradict the ontology.
    """
    changed = last.changed(task.dataset, task.read, task.queries)
    if changed is None:
        return None
    if not changed:
        return (last, 0) if intact.answer() else None
    return _Again(task, last, changed, intact).made()


@dataclass(frozen=True)
class _Anew:
    """The site as it is now, its sections that may differ, and what the check found."""

    site: Site
    sections: Sequence[Made]
    checked: Checked


class _Again:
    def __init__(self, task: Task, last: Kept, changed: set[Name], intact: Call[bool]) -> None:
        self.task = task
        self.last = last
        self.changed = changed
        self.intact = intact
        self.before = last.dataset(task.vocabulary)
        self.queries = {n: q.text for n, q in shelf.of_site(task.data).items()}
        self.leading = faces.leading(task.dataset, self.changed, last.leading)
        self.searched = any(kind == "silence" for kind, _ in changed)
        self.states = dict(last.states)
        self.fields: dict[str, set[str]] = {}  # that differ, by the kind of record
        for name in changed:
            old, new = (dataset.placed[name].record for dataset in (self.before, task.dataset))
            # Of a record that says the same, what is known of its quotations differs: its own page tells it.
            self.fields.setdefault(name[0], set()).update(differing(old, new) or {"notes"})
            for part in differences(old, new):
                key = "/".join(name) + part
                self.states[key] = self.states.get(key, 0) + 1

    def made(self) -> tuple[Kept, int] | None:
        task, last, out = self.task, self.last, self.task.out
        before = output.state(out)
        with self._inferring() as inferring, output.patch(out) as fresh:
            renamed, dumps = self._renamed(), kept.dumps(before)
            if renamed is None or dumps is None:
                return None
            again = self._pages(inferring, fresh, renamed, dumps)
            if again is None:
                return None
            site, sections, prints = again.site, again.sections, list(last.prints)
            self._beside(site, fresh)
            self._names(site, sections, fresh)
            for section in sections:
                prints[section.number] = section.prints
            gone = self._gone(prints)
            files = {path: size for path, size in last.files.items() if path not in gone}
            files |= output.sizes(fresh)
            known = Kept(
                setting=task.setting,
                queries=task.queries,
                read=task.read,
                lock=task.dataset.lock,
                checked=again.checked,
                inference=site.inference,
                verdicts=site.verdicts,
                prints=prints,
                states=self.states,
                files=files,
                origin=last.origin,
                base=last.base,
                since=last.since | self.changed,
                leading=self.leading,
            )
            if task.full_text:
                known = self._indexed(known, sections, fresh)
            else:
                with deadline.beside(kept.keep, task.state, known) as keeping:
                    if not output.put(out, fresh, gone, before, task.state):
                        return None
                    keeping.answer()
        return known, sum(section.rendered for section in sections)

    def _pages(
        self, inferring: Call[Inference] | None, fresh: Path, renamed: set[Name], dumps: Dumps
    ) -> "_Anew | None":
        """Write the pages that differ, with their tables and the data files; nothing where the site is not as it was left. What shows or
        says what follows waits for that, and everything else is done meanwhile."""
        work = self._work(Site(self.task.dataset, self.last.inference, self._as_before(), self.queries), renamed, fresh)
        graph = Piece(partial(self._graph, work, dumps), GRAPH, (FOLLOWS,) if inferring else ())
        first, *others = work.pieces(partial(self._may_differ, renamed), bool(inferring))
        offers = [Piece(partial(self._offer, group, fresh), group) for group in GROUPS]
        listing = Piece(partial(self._list, fresh), LISTED, (GRAPH, *GROUPS))
        pieces = [Piece(self._checked, CHECKED), first, graph, *offers, listing, *others]
        if inferring:
            pieces.append(Piece(inferring.answer, FOLLOWS, here=True))
        made, sections = _done(pieces)
        if not self.intact.answer():
            return None
        site = work.after(*(made[name] for name in graph.after))
        if made[GRAPH][0] != site.verdicts:
            # Seldom is an answer of a finding another one than before: then the pages are made once more.
            site = Site(site.dataset, site.inference, made[GRAPH][0], self.queries)
            known = [Piece(partial(made.get, name), name) for name in (LISTED, CHECKED)]
            _, sections = _done(known + self._work(site, renamed, fresh).pieces(lambda _: True, False))
        return _Anew(site, sections, made[CHECKED])

    def _work(self, site: Site, renamed: set[Name], fresh: Path) -> Differing:
        return Differing(self.task, site, self.last.prints, self.states, renamed, self.searched, fresh)

    def _may_differ(self, renamed: set[Name], section: Section) -> bool:
        """Whether a section must be looked at. To index the words of a site, all its pages are needed."""
        return self.task.full_text or section.shows(self.fields) or bool(renamed and section.kinds != ())

    def _indexed(self, known: Kept, sections: Sequence[Made], fresh: Path) -> Kept:
        """Put the site together in a folder of its own and index its words there."""
        task, new = self.task, output.files(fresh)
        with output.aside(task.out, task.state) as folder:
            for path in known.files:
                if f"{search.FOLDER}/" not in path:
                    (folder / path).parent.mkdir(parents=True, exist_ok=True)
                    output.link((fresh if path in new else task.out) / path, folder / path)
            pages = [page for section in sections for page in section.bare]
            pieces = [Piece(partial(search.index_words, folder, edition, pages), "words") for edition in task.editions]
            done, whole = 0, len(search.indexed(pages)) * len(pieces)
            for _, number in workers.work(pieces):
                done += number
                task.step(search.TOLD, done, whole)
            known = replace(known, files=output.sizes(folder))
            kept.keep(task.state, known)
        return known

    def _renamed(self) -> set[Name] | None:
        """The records that other pages show otherwise than before, and those that lead to them; nothing where every page may."""
        dataset, editions = self.task.dataset, self.task.editions
        former = [Edition(self.before, edition.strings) for edition in editions]
        renamed: set[Name] = set()
        agenda = set(self.changed)
        while agenda:
            differ = {n for n in agenda if self._face(former, n) != faces.face(dataset.placed[n].record, editions)}
            if any(kind in _EVERYWHERE for kind, _ in differ):
                return None
            renamed |= differ
            agenda = {name for n in differ for name in self.leading.get(n, ())} - renamed
        return renamed.union(*(self.leading.get(n, ()) for n in renamed))

    def _face(self, editions: Sequence[Edition], name: Name) -> faces.Face:
        return faces.face(self.before.placed[name].record, editions)

    def _checked(self) -> Checked:
        last = self.last
        store = prepared.at(last.base)
        since = last.since
        if store is None:
            store, since = prepared.in_memory(self.before), frozenset()
        found = check.recheck(self.task.dataset, self.before, last.checked, self.changed, store, since)
        examining.right(found.faults, self.task.vocabulary)
        return found

    def _inferring(self) -> AbstractContextManager[Call[Inference] | None]:
        """What follows, asked beside other work; nothing where the reasoner would be told the same as before."""
        same = not self.last.inference.ran or self._told(self.before) == self._told(self.task.dataset)
        return nullcontext() if same else deadline.beside(self._inference)

    def _inference(self) -> Inference:
        """What follows: of the other records the same as before, where only wordings differ."""
        dataset = self.task.dataset
        if any(not isinstance(dataset.placed[name].record, Worded) for name in self.changed):
            return examining.sound(dataset, partial(reasoning.reason, dataset))
        fresh = examining.sound(dataset, partial(reasoning.reason, dataset, self.changed))
        subjects = {self.task.vocabulary.iri(*name) for name in self.changed}
        kept = [c for c in self.last.inference.conclusions if c.subject not in subjects]
        of_these = [c for c in fresh.conclusions if c.subject in subjects]
        return replace(fresh, conclusions=sorted([*kept, *of_these], key=lambda c: (c.cls, c.subject)))

    def _told(self, dataset: Dataset) -> Counter[tuple[Any, ...]]:
        """What the reasoner is told of the records that changed, and their types, since others may lead to them. Where that is the same,
        so is all that it is told: what it is told of the ends of a relation, it is told for each relation by itself. Of the ontology's
        individuals their kinds count: nothing tells apart what is explicit and what is implied, nor values that no class mentions."""
        records = [dataset.placed[name].record for name in self.changed]
        triples = list(graph_store.triples(records, graph_store.mapper(dataset)))
        iris = {ox.NamedNode(dataset.vocabulary.iri(*name)) for name in self.changed}
        types = {t for t in triples if t.predicate == TYPE and t.subject in iris}
        axioms = Axioms(dataset.vocabulary)
        told = types.union(facts.facts(triples, axioms))
        return Counter((t.subject, t.predicate, axioms.kind(t.object) or t.object) for t in told)

    def _as_before(self) -> list[Verdict]:
        """The answers that the findings had."""
        findings_now = {f.id: f for f in self.task.dataset.all(Finding)}
        return [replace(v, finding=findings_now[v.finding.id]) for v in self.last.verdicts]

    def _graph(self, work: Differing, dumps: Dumps, *told: Inference) -> tuple[list[Verdict], list[Listed]]:
        """What is made of the graph: the findings' answers, and the data files."""
        task, inference = self.task, work.after(*told).inference
        change = published.change((self.before, self.last.inference), (task.dataset, inference), self.changed)
        said = change.made(dumps.said(task.out / data_files.FOLDER))
        verdicts = self._verdicts(change, said)
        return verdicts, data_files.write(task, said, work.fresh, task.state, dumps)

    def _offer(self, group: str, fresh: Path) -> list[Listed]:
        """Write a group of the data files that are made of the records alone, where they may be others now."""
        return data_files.offer(self.task, group, fresh, self.fields)

    def _list(
        self, fresh: Path, graph: tuple[Sequence[Verdict], Sequence[Listed]], *offered: Sequence[Listed]
    ) -> list[Listed]:
        """Write what describes all data files."""
        return data_files.describe(self.task, fresh, [*graph[1], *(file for group in offered for file in group)])

    def _verdicts(self, change: published.Change, said: Sequence[bytes]) -> list[Verdict]:
        """The findings' answers; those are asked for that may be others than before."""
        task, verdicts = self.task, self._as_before()
        subjects = change.subjects(said)
        asked = {}
        for verdict in verdicts:
            found = reach.reach(self.queries.get(verdict.finding.query, ""))
            if ("finding", verdict.finding.id) in self.changed or found is None or found.sees(subjects):
                asked[verdict.finding.id] = found
        if not asked:
            return verdicts
        if None not in asked.values():
            names = {b"<%s>" % name.encode() for found in asked.values() if found for name in found.names}
            said = [line for part in said for line in part.splitlines(keepends=True) if line.split(b" ", 2)[1] in names]
        store = graph_store.load(b"".join(said))
        return [
            findings.verdict(v.finding, task.vocabulary, store, task.data) if v.finding.id in asked else v
            for v in verdicts
        ]

    def _beside(self, site: Site, fresh: Path) -> None:
        """Write what lies beside the pages of records of which something else is said, or follows."""
        dataset, task = site.dataset, self.task
        before, after = set(self.last.inference.conclusions), set(site.inference.conclusions)
        subjects = {c.subject.removeprefix(site.vocabulary.base) for c in before ^ after}
        names = self.changed | {(kind, id_) for kind, _, id_ in (subject.partition("/") for subject in subjects)}
        beside = downloads.Beside(dataset, reasoning.inferred(site.vocabulary, site.inference))
        for kind, id_ in sorted(names):
            if address := addresses.address(kind, id_):
                folders = [fresh / addresses.localized(lang, address) for lang in task.languages]
                beside.write(dataset.placed[kind, id_].record, folders)
        (fresh / "feed.xml").write_bytes(feed.feed(site, task.editions[0], task.base_url))

    def _names(self, site: Site, sections: Sequence[Made], fresh: Path) -> None:
        """Write what the search is told of pages that differ, or, where there are others than before, of all."""
        static = fresh / "static"
        if any(section.prints.keys() != self.last.prints[section.number].keys() for section in sections):
            static.mkdir(exist_ok=True)
            pages = list(site.pages())
            _done([Piece(partial(search.write_names, static, e, pages), "names") for e in self.task.editions])
        elif any(differ - {"notes", "readings"} for differ in self.fields.values()):
            for lang in self.task.languages:
                entries = [entry for section in sections for entry in section.entries[lang]]
                search.rewrite_names(self.task.out / "static", static, lang, entries)

    def _gone(self, prints: Sequence[Mapping[str, bytes]]) -> set[str]:
        """The files of pages that are no more."""
        before, after = ({address for section in some for address in section} for some in (self.last.prints, prints))
        gone = {addresses.localized(lang, address) for address in before - after for lang in self.task.languages}
        return {path for path in self.last.files if path[: path.rfind("/") + 1] in gone}


_EVERYWHERE = ("jurisdiction", "concept")
"""Kinds of records that pages name by more than a link."""


def _done(pieces: Sequence[Piece]) -> tuple[dict[str, Any], list[Made]]:
    """Do the work: what each whole but the sections gives, and these."""
    found = list(workers.work(pieces))
    sections = sorted((made for name, made in found if name == SECTION), key=lambda section: section.number)
    return {name: made for name, made in found if name != SECTION}, sections
