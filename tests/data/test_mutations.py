"""The data, spoilt: a required key deleted, two dates or two jurisdictions exchanged, a letter of a quotation changed. Each is
caught by some rule, at the record that was spoilt."""

import dataclasses
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import yaml

from carbonlex import places
from carbonlex.checks import lock
from carbonlex.checks.check import check
from carbonlex.reading.dataset import Dataset
from carbonlex.reading.reader import Placed
from carbonlex.records.fields import schema
from carbonlex.records.model import KINDS, Definition, Link, Period, Reading, Record, Scheme, Silence, Source, Worded


def spoil(published: Dataset, changes: dict[tuple[str, str], Record], locked: bool) -> dict[tuple[str, str], set[str]]:
    """What is found at each of the records when all of them are spoilt at once (none of them leads to another that is). They are
    examined among the others, which finds what a check of the whole graph finds at them (``tests/checks/test_alone.py``)."""
    placed = dict(published.placed)
    for key, record in changes.items():
        placed[key] = Placed(record, placed[key].file, placed[key].marks)
    whole = Dataset(published.vocabulary, placed, [], published.lock if locked else {})
    files = {published.placed[key].file: key for key in changes}
    found: dict[tuple[str, str], set[str]] = {key: set() for key in changes}
    for fault in check(whole, frozenset(changes)):
        if fault.file in files:
            found[files[fault.file]].add(fault.code)
    return found


Caught = Callable[..., None]


@pytest.fixture(scope="module")
def caught(published: Dataset) -> Caught:
    """That each record, spoilt, is found to have something that it has not in the data as they are."""
    before = {(f.file, f.code) for f in check(published)}

    def judge(changes: dict[tuple[str, str], Record], locked: bool = True) -> None:
        assert len(changes) > 0
        missed = [
            key
            for key, codes in spoil(published, changes, locked).items()
            if not {c for c in codes if (published.placed[key].file, c) not in before}
        ]
        assert missed == []

    return judge


def changes(published: Dataset, spoiler: Callable[[Any], Record | None]) -> dict[tuple[str, str], Record]:
    made = ((key, spoiler(placed.record)) for key, placed in published.placed.items())
    return {key: record for key, record in made if record is not None and record != published.placed[key].record}


@pytest.mark.parametrize("kind", KINDS)
def test_a_required_key_deleted(kind: str, published: Dataset) -> None:
    from carbonlex.reading import reader

    placed = next(p for (k, _), p in published.placed.items() if k == kind)
    content = yaml.load((places.published() / placed.file).read_text("utf-8"), yaml.BaseLoader)
    required = [key for key, field in schema(KINDS[kind]).items() if field.required]
    assert {"kind", "id"} <= set(required)
    for key in required:
        rest = yaml.safe_dump({k: v for k, v in content.items() if k != key}, allow_unicode=True).encode()
        _, faults = reader.read(placed.file, rest, published.vocabulary, placed.record.id)
        assert [f for f in faults if f.severity == "error"], f"{kind} without {key}"


def letter(text: str) -> str:
    """The text with one letter changed, in its middle."""
    at = next(i for i in [*range(len(text) // 2, len(text)), *range(len(text))] if text[i].isalpha())
    return text[:at] + ("x" if text[at] != "x" else "y") + text[at + 1 :]


def test_a_letter_of_an_original_changed(published: Dataset, caught: Caught) -> None:
    def changed(record: Record) -> Record | None:
        if not isinstance(record, Worded) or record.withheld:
            return None
        tag, words = record.original
        return dataclasses.replace(
            record, text={**record.text, tag: dataclasses.replace(record.text[tag], original=letter(words))}
        )

    caught(changes(published, changed))


def test_a_letter_of_an_official_translation_changed(published: Dataset, caught: Caught) -> None:
    def changed(record: Record) -> Record | None:
        if not isinstance(record, Worded):
            return None
        text = {t: dataclasses.replace(w, official=w.official and letter(w.official)) for t, w in record.text.items()}
        return dataclasses.replace(record, text=text)

    caught(changes(published, changed))


def test_a_letter_of_a_readings_quotation_changed(published: Dataset, caught: Caught) -> None:
    def quotations(readings: tuple[Reading, ...]) -> Iterator[Reading]:
        for reading in readings:
            quote = {t: letter(q) for t, q in reading.quote.items()} if reading.quote else None
            yield dataclasses.replace(reading, quote=quote)

    def changed(record: Record) -> Record | None:
        if not isinstance(record, Worded):
            return None
        return dataclasses.replace(record, readings={f: tuple(quotations(rs)) for f, rs in record.readings.items()})

    caught(changes(published, changed), locked=False)


def swapped(period: Period | None) -> Period | None:
    if period is None or not period.from_ or not period.to or period.from_ == period.to:
        return period
    return Period(from_=period.to, to=period.from_)


def test_the_dates_of_a_period_exchanged(published: Dataset, caught: Caught) -> None:
    def changed(record: Any) -> Record | None:
        new = record
        if getattr(record, "valid", None):
            new = dataclasses.replace(new, valid=swapped(record.valid))
        if getattr(record, "in_force", None) and isinstance(record, Source):
            new = dataclasses.replace(new, in_force=swapped(record.in_force))
        if getattr(record, "statements", ()):
            statements = tuple(dataclasses.replace(s, valid=swapped(s.valid)) for s in record.statements)
            new = dataclasses.replace(new, statements=statements)
        if getattr(record, "accepted_for", ()):
            accepted = tuple(dataclasses.replace(a, valid=swapped(a.valid)) for a in record.accepted_for)
            new = dataclasses.replace(new, accepted_for=accepted)
        return new  # type: ignore[no-any-return]

    caught(changes(published, changed), locked=False)


def differ(first: str | None, second: str | None) -> bool:
    """Whether two dates are both there and neither lies within the other."""
    return bool(first and second and not first.startswith(second) and not second.startswith(first))


def test_adopted_and_in_force_exchanged(published: Dataset, caught: Caught) -> None:
    def changed(record: Record) -> Record | None:
        if not isinstance(record, Source) or not record.in_force or not differ(record.adopted, record.in_force.from_):
            return None
        period = dataclasses.replace(record.in_force, from_=record.adopted)
        return dataclasses.replace(record, adopted=record.in_force.from_, in_force=period)

    caught(changes(published, changed), locked=False)


def test_the_dates_of_a_link_exchanged(published: Dataset, caught: Caught) -> None:
    def changed(record: Record) -> Record | None:
        if not isinstance(record, Link):
            return None
        if differ(record.in_force, record.ended):
            return dataclasses.replace(record, in_force=record.ended, ended=record.in_force)
        if differ(record.signed, record.in_force):
            return dataclasses.replace(record, signed=record.in_force, in_force=record.signed)
        return None

    caught(changes(published, changed), locked=False)


def test_the_dates_of_two_versions_exchanged(published: Dataset) -> None:
    pairs = [(d, published.get("definition", d.replaces)) for d in published.all(Definition) if d.replaces]
    both = [
        (a, b)
        for a, b in pairs
        if isinstance(b, Definition) and a.valid and b.valid and differ(a.valid.from_, b.valid.from_)
    ]
    assert both
    while both:
        # Of a chain of versions, one pair at a time.
        spoilt: dict[tuple[str, str], Record] = {}
        now = []
        for later, earlier in both:
            keys = ("definition", later.id), ("definition", earlier.id)
            if not spoilt.keys() & {*keys, ("definition", str(earlier.replaces))}:
                spoilt |= {keys[0]: dataclasses.replace(later, valid=earlier.valid)}
                spoilt |= {keys[1]: dataclasses.replace(earlier, valid=later.valid)}
                now.append(keys)
        found = spoil(published, spoilt, locked=False)
        assert [keys for keys in now if not any(found[key] for key in keys)] == []
        both = [(a, b) for a, b in both if ("definition", a.id) not in {later for later, _ in now}]


@pytest.mark.parametrize("cls", [Definition, Scheme, Silence])
def test_two_jurisdictions_exchanged(cls: type[Any], published: Dataset, caught: Caught) -> None:
    """A binding wording, a scheme with a legal basis, a silence of an act cannot be moved to another State."""
    away = {"vn": "ca-qc", "ca-qc": "vn", "cn": "ru", "ru": "cn", "eu": "us-ca", "us-ca": "eu"}
    binding = {"statutory", "regulatory", "policy", "administrative", "judicial"}
    acts = {"statute", "regulation", "decree", "order", "directive", "decision"}

    def changed(record: Record) -> Record | None:
        if not isinstance(record, cls) or record.jurisdiction not in away:
            return None
        if isinstance(record, Definition) and record.force not in binding:
            return None
        if isinstance(record, Scheme) and not any(s.property == "legal-basis" for s in record.statements):
            return None
        source = published.get("source", getattr(record, "source", None) or "")
        if isinstance(record, Silence) and (not isinstance(source, Source) or source.type not in acts):
            return None
        return dataclasses.replace(record, jurisdiction=away[record.jurisdiction])

    caught(changes(published, changed), locked=False)


def test_the_lock_covers_every_wording_and_its_place(published: Dataset) -> None:
    def changed(record: Record) -> Record | None:
        return dataclasses.replace(record, pinpoint=record.pinpoint + "x") if isinstance(record, Worded) else None

    spoilt = changes(published, changed)
    whole = Dataset(published.vocabulary, dict(published.placed), [], published.lock)
    for key, record in spoilt.items():
        placed = published.placed[key]
        assert [f.code for f in lock.check(Placed(record, placed.file, placed.marks), whole)] == ["CLX408"]
