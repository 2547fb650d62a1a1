"""What changed between two data sets: records added, removed, renamed, changed, and in a changed record which keys, in terms of the
format (FORMAT.md).

Readings are matched by their reader, statements by property, source and place, so that one that is put in does not shift the
others. A record whose file is at fault in either data set is not compared: what could not be read is neither gone nor changed.
"""

import dataclasses
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import Any

from carbonlex.reading.dataset import Dataset, Name
from carbonlex.records.fields import AnyRef, Ref, members
from carbonlex.records.model import (
    KINDS,
    Acceptance,
    Disagreement,
    Finding,
    Jurisdiction,
    Reading,
    Record,
    Silence,
    Source,
    Statement,
    TermMapping,
    Translation,
    Worded,
)
from carbonlex.records.references import references

MATTERS = ("law", "reading", "statement", "evidence", "editorial")
LAW = (Worded, Source, Jurisdiction)
READ = (Silence, TermMapping, Disagreement, Finding)
"""Kind and id of a record."""


@dataclass(frozen=True)
class Key:
    """A key that differs; without a value on one side it was not there."""

    path: str
    old: Any
    new: Any


@dataclass(frozen=True)
class Change:
    """One thing that is otherwise than it was.

    ``matter`` is what it concerns: ``law`` (words, their place and time), ``reading``, ``statement``, ``evidence`` or
    ``editorial``. ``act`` is ``added``, ``removed``, ``changed``, ``reordered``, ``renamed`` (the record has another id and the
    same content) or ``follows`` (a reference names a renamed record by its new id). ``id`` is the record's newest id. An empty
    ``path`` is the record as a whole; ``keys`` are the keys of a part (a reading, a statement) that differ.
    """

    matter: str
    act: str
    kind: str
    id: str
    path: str = ""
    old: Any = None
    new: Any = None
    keys: tuple[Key, ...] = ()


@dataclass(frozen=True)
class Comparison:
    """All changes, the weightiest first, and the records that could not be compared, which both data sets here are without."""

    old: Dataset
    new: Dataset
    changes: tuple[Change, ...]
    renamed: Mapping[Name, str]
    uncompared: tuple[Name, ...]

    def changed(self) -> dict[Name, list[Change]]:
        """Changes by the record that has them, under its newest id."""
        found: dict[Name, list[Change]] = {}
        for change in self.changes:
            found.setdefault((change.kind, change.id), []).append(change)
        return found

    def counts(self) -> dict[str, int]:
        """How many records were added, removed, renamed and changed."""
        acts = dict.fromkeys(("added", "removed", "renamed", "changed"), 0)
        for changes in self.changed().values():
            whole = [c.act for c in changes if not c.path]
            acts[whole[0] if whole else "changed"] += 1
        return acts


def compare(old: Dataset, new: Dataset) -> Comparison:
    """Everything that differs from the old data set to the new one."""
    uncompared = _uncompared(old, new) | _uncompared(new, old)
    old, new = (_without(uncompared, d) for d in (old, new))
    before, after = ({n: p.record for n, p in d.placed.items()} for d in (old, new))
    renamed = _renamed(before, after, old)
    known = _new_names(renamed)
    found: list[Change] = []
    for name in sorted(before.keys() | after.keys()):
        kind, id_ = name
        if name in renamed:
            found.append(Change("editorial", "renamed", kind, renamed[name], old=id_, new=renamed[name]))
            followed = _shared(before[name], after[kind, renamed[name]], renamed, old)
            found += _follows(before[name], after[kind, renamed[name]], followed, old)
        elif name not in after:
            found.append(Change(_matter(before[name]), "removed", kind, id_, old=before[name]))
        elif name in before:
            if before[name] is not after[name]:
                followed = _shared(before[name], after[name], renamed, old)
                found += _follows(before[name], after[name], followed, old)
                found += _within(_followed(before[name], followed, old), after[name])
        elif name not in known:
            found.append(Change(_matter(after[name]), "added", kind, id_, new=after[name]))
    kinds = list(KINDS)
    found.sort(key=lambda c: (MATTERS.index(c.matter), kinds.index(c.kind), c.id))
    return Comparison(old, new, tuple(found), renamed, tuple(sorted(uncompared)))


def _without(names: set[Name], dataset: Dataset) -> Dataset:
    placed = {name: placed for name, placed in dataset.placed.items() if name not in names}
    return Dataset(dataset.vocabulary, placed, dataset.faults, dataset.lock, dataset.queries, dataset.deprecated)


def _uncompared(dataset: Dataset, other: Dataset) -> set[Name]:
    """The records that a faulty file of the data set holds or, as far as the other one shows, should hold."""
    faulty = {f.file for f in dataset.faults if f.severity == "error"}
    found = {name for name, placed in dataset.placed.items() if placed.file in faulty}
    base = dataset.vocabulary.base
    for fault in dataset.faults:
        kind, _, id_ = fault.focus.removeprefix(base).partition("/")
        if fault.severity == "error" and ((kind, id_) in other.placed or (kind, id_) in dataset.placed):
            found.add((kind, id_))
    for name, placed in other.placed.items():
        if name not in dataset.placed and placed.file in faulty:
            found.add(name)
    kept = {placed.file for placed in other.placed.values()}
    stems = {PurePosixPath(file).stem for file in faulty - kept}
    return found | {name for name in other.placed if name not in dataset.placed and name[1] in stems}


def _matter(record: Record) -> str:
    return "law" if isinstance(record, LAW) else "reading" if isinstance(record, READ) else "statement"


def _matter_of(old: Record, new: Record, path: str) -> str:
    """What a key of a record concerns. The project's own translation is an interpretation, and so is its word for the term."""
    head, *rest = path.split(".")
    if head in ("notes", "evidence"):
        return "editorial" if head == "notes" else head
    if isinstance(old, Worded) and isinstance(new, Worded) and head in ("text", "term") and rest:
        roles = {rest[-1]} if head == "text" else {old.role(rest[0]), new.role(rest[0])}
        return "reading" if roles == {"gloss"} else "law"
    return _matter(old)


def _renamed(before: Mapping[Name, Record], after: Mapping[Name, Record], old: Dataset) -> dict[Name, str]:
    """Removed record → id of the added one that says the same, where no other removed or added one says it too. Records that
    name each other may be renamed together, hence the rounds."""
    renamed: dict[Name, str] = {}
    while True:
        contents: dict[str, tuple[list[Name], list[Name]]] = {}
        for name in sorted(before.keys() ^ after.keys()):
            if name not in renamed and name not in _new_names(renamed):
                record = _followed(before[name] if name in before else after[name], renamed, old)
                contents.setdefault(repr(replace(record, id="")), ([], []))[name in after].append(name)
        found = {gone[0]: come[0][1] for gone, come in contents.values() if len(gone) == len(come) == 1}
        if not found:
            return renamed
        renamed |= found


def _new_names(renamed: Mapping[Name, str]) -> set[Name]:
    return {(kind, id_) for (kind, _), id_ in renamed.items()}


def _shared(before: Record, after: Record, renamed: Mapping[Name, str], old: Dataset) -> dict[Name, str]:
    """The renamings that the references of a record follow: by the old id before, by the new one after."""
    if not renamed:
        return {}
    was, is_ = (set(_named(r, old)) for r in (before, after))
    return {(kind, o): n for (kind, o), n in renamed.items() if o in was and n in is_ and n not in was and o not in is_}


def _named(record: Record, dataset: Dataset) -> Iterator[str]:
    """The ids that a record names."""
    yield from (id_ for _, _, id_ in references(record))
    for statement in getattr(record, "statements", ()):
        if dataset.vocabulary.range_of(statement.property)[0] == "record" and isinstance(statement.value, str):
            yield statement.value


def _followed(part: Any, renamed: Mapping[Name, str], old: Dataset) -> Any:
    """A record, or a part of one, whose references name renamed records by their new ids."""
    if not renamed:
        return part
    if isinstance(part, tuple):
        return tuple(_followed(p, renamed, old) for p in part)
    if isinstance(part, Mapping):
        return {key: _followed(p, renamed, old) for key, p in part.items()}
    if not dataclasses.is_dataclass(part):
        return part
    values: dict[str, Any] = {}
    for key, field, value in members(part):
        kinds = field.marker.kinds if isinstance(field.marker, Ref | AnyRef) else ()
        if isinstance(part, Statement) and key == "value":
            group, kind = old.vocabulary.range_of(part.property)
            kinds = (kind,) if group == "record" else ()
        if kinds and isinstance(value, str):
            values[field.attribute] = _now(value, kinds, renamed)
        elif kinds and isinstance(value, tuple):
            values[field.attribute] = tuple(_now(v, kinds, renamed) for v in value)
        else:
            values[field.attribute] = _followed(value, renamed, old)
    return type(part)(**values)


def _now(id_: str, kinds: tuple[str, ...], renamed: Mapping[Name, str]) -> str:
    return next((renamed[kind, id_] for kind in kinds if (kind, id_) in renamed), id_)


def _follows(before: Record, after: Record, renamed: Mapping[Name, str], old: Dataset) -> Iterator[Change]:
    """The references of a record that changed only because what they name was renamed."""
    followed = _followed(before, renamed, old)
    if followed is not before:
        for key in leaves("", before, followed):
            ids = zip(key.old, key.new, strict=True) if isinstance(key.old, tuple) else [(key.old, key.new)]
            for was, is_ in ids:
                if was != is_:
                    yield Change("editorial", "follows", after.kind, after.id, key.path, was, is_)


def _within(old: Record, new: Record) -> Iterator[Change]:
    """The changes of a record that is in both data sets."""
    for key, field, before in members(old):
        after = getattr(new, field.attribute)
        if key == "readings":
            yield from _readings(old, before, after)
        elif key in _STAGES:
            yield from _parts(old, key, before, after)
        else:
            for leaf in leaves(key, before, after):
                act = _act(leaf)
                matter = "editorial" if act == "reordered" else _matter_of(old, new, leaf.path)
                yield Change(matter, act, old.kind, old.id, leaf.path, leaf.old, leaf.new)


def _act(key: Key) -> str:
    if isinstance(key.old, tuple) and isinstance(key.new, tuple) and _reordered(key.old, key.new):
        return "reordered"
    return "added" if key.old is None else "removed" if key.new is None else "changed"


def _reordered(old: tuple[Any, ...], new: tuple[Any, ...]) -> bool:
    return old != new and sorted(map(repr, old)) == sorted(map(repr, new))


def leaves(path: str, old: Any, new: Any) -> Iterator[Key]:
    """The keys below a path whose values differ. Maps whose keys stand in another order differ in the order of their keys."""
    parts = [p for p in (old, new) if p is not None]
    if parts and all(isinstance(p, Mapping) for p in parts):
        before, after = old or {}, new or {}
        yield from _members(path, before, after)
        was, is_ = (tuple(k for k in a if k in b) for a, b in ((before, after), (after, before)))
        if was != is_:
            yield Key(path, was, is_)
    elif parts and all(dataclasses.is_dataclass(p) for p in parts):
        yield from _members(path, *({k: v for k, _, v in members(p)} if p is not None else {} for p in (old, new)))
    elif isinstance(old, tuple) and isinstance(new, tuple) and len(old) == len(new) and _nested(old + new):
        for index, (before, after) in enumerate(zip(old, new, strict=True)):
            yield from leaves(f"{path}[{index}]", before, after)
    elif old != new and not (_absent(old) and _absent(new)):
        yield Key(path, *(None if _absent(v) else v for v in (old, new)))


def _nested(items: tuple[Any, ...]) -> bool:
    return all(dataclasses.is_dataclass(i) for i in items)


def _absent(value: Any) -> bool:
    return value is None or value == ()


def _members(path: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Key]:
    for key in dict.fromkeys([*old, *new]):
        yield from leaves(f"{path}.{key}" if path else key, old.get(key), new.get(key))


Stage = Callable[[Any], object]


def _of(*attributes: str) -> Stage:
    return lambda part: repr([getattr(part, a) for a in attributes])


# By what parts of a record are taken for the same, the surest first; each stage sees what the ones before it left.
_READERS: tuple[Stage, ...] = (repr, _of("by"))
_STAGES: dict[str, tuple[Stage, ...]] = {
    "statements": (
        repr,
        _of("property", "source", "pinpoint", "valid", "as_of", "value"),
        _of("property", "source", "pinpoint", "value"),
        _of("property", "source", "pinpoint", "valid", "as_of"),
        _of("property", "source", "pinpoint"),
        _of("property", "source", "value"),
        _of("property", "pinpoint", "value"),
    ),
    "accepted-for": (repr, _of("scheme", "source", "pinpoint", "valid"), _of("scheme", "valid"), _of("scheme")),
    "translations": (repr, _of("form", "source", "pinpoint"), _of("form"), _of("status", "source", "pinpoint")),
}


def _matched(old: Sequence[Any], new: Sequence[Any], stages: Sequence[Stage]) -> list[tuple[int | None, int | None]]:
    """Places of parts that are the same in both lists, and, with nothing on the other side, of those that are in one only.

    It does not matter which list is the old one: within a stage, equals are paired in their order.
    """
    pairs: list[tuple[int | None, int | None]] = []
    left, right = list(range(len(old))), list(range(len(new)))
    for stage in stages:
        waiting: dict[object, list[int]] = {}
        for j in right:
            waiting.setdefault(stage(new[j]), []).append(j)
        for i in list(left):
            if candidates := waiting.get(stage(old[i])):
                j = candidates.pop(0)
                pairs.append((i, j))
                left.remove(i)
                right.remove(j)
    return [*pairs, *((i, None) for i in left), *((None, j) for j in right)]


def _readings(
    record: Record, old: Mapping[str, tuple[Reading, ...]], new: Mapping[str, tuple[Reading, ...]]
) -> Iterator[Change]:
    for facet in dict.fromkeys([*old, *new]):
        path = f"readings.{facet}"
        yield from _paired(record, path, "reading", old.get(facet, ()), new.get(facet, ()), _READERS, lambda _: "")
    was, is_ = (tuple(k for k in a if k in b) for a, b in ((old, new), (new, old)))
    if was != is_:
        yield Change("editorial", "reordered", record.kind, record.id, "readings", was, is_)


def _parts(record: Record, key: str, old: Sequence[Any], new: Sequence[Any]) -> Iterator[Change]:
    """Statements, acceptances and translations."""
    matter = "reading" if isinstance(record, READ) else "statement"
    yield from _paired(record, key, matter, old, new, _STAGES[key], _label)


def _label(part: Statement | Acceptance | Translation) -> str:
    """What a part's path ends in."""
    if isinstance(part, Translation):
        return "." + next(iter(part.form))
    return "." + (part.property if isinstance(part, Statement) else part.scheme)


def _paired(
    record: Record,
    path: str,
    matter: str,
    old: Sequence[Any],
    new: Sequence[Any],
    stages: Sequence[Stage],
    label: Callable[[Any], str],
) -> Iterator[Change]:
    """The changes of parts that stand in lists, in the order of the new list; those that are gone last."""
    pairs = _matched(old, new, stages)
    pairs.sort(key=lambda p: (p[1] is None, p[1] if p[1] is not None else p[0]))
    for i, j in pairs:
        before, after = (old[i] if i is not None else None), (new[j] if j is not None else None)
        keys = tuple(leaves("", before, after)) if i is not None and j is not None else ()
        if i is not None and j is not None and not keys:
            continue
        act = "added" if i is None else "removed" if j is None else "changed"
        # A changed note is a matter of style; a changed order of values or languages too.
        slight = keys and all(k.path.split(".")[0] == "note" or _act(k) == "reordered" for k in keys)
        here = path + label(after if after is not None else before)
        yield Change("editorial" if slight else matter, act, record.kind, record.id, here, before, after, keys)
    order = [i for i, j in pairs if i is not None and j is not None]
    if order != sorted(order):
        yield Change("editorial", "reordered", record.kind, record.id, path, tuple(order), tuple(sorted(order)))
