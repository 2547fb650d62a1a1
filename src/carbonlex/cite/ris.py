"""RIS, the tagged format of reference managers: a tag, two blanks, a dash, a blank and a value on each line, lines ended by CR and LF.

The pinpoint is the section (SE), the collection the database (DB, with the record's address as its second UR); what has no tag is a note.
"""

from collections.abc import Iterable

from carbonlex.cite import dates
from carbonlex.cite.reference import Reference
from carbonlex.cite.sentence import after, capital


def write(reference: Reference) -> str:
    """One record from ``TY`` to ``ER``, with the line end of its last line."""
    return "".join(f"{tag}  - {value}\r\n" for tag, value in _lines(reference))


def _lines(r: Reference) -> Iterable[tuple[str, str]]:
    told = [
        ("ID", r.id),
        *(("AU", f"{person.family}, {person.given}") for person in r.by.persons),
        ("AU", "" if r.by.persons else r.by.name),
        ("TI", r.title),
        ("TT", r.translation),
        ("T2", r.journal),
        ("VL", r.volume),
        ("SP", r.page),
        ("M1", r.number),
        ("PY", r.adopted[:4]),
        ("DA", _date(r.adopted)),
        ("SE", r.pinpoint),
        ("SN", r.isbn),
        ("DO", r.doi),
        ("LA", r.language),
        ("N1", capital(r.in_force)),
        ("N1", after(r.celex, "CELEX ")),
        ("N1", after(r.eli if r.url else "", "ELI ")),
        ("DB", r.collection),
        ("UR", r.url or r.eli),
        ("UR", r.record),
        ("Y2", _date(r.accessed)),
    ]
    yield "TY", r.treatment.ris
    yield from ((tag, value) for tag, value in told if value)
    yield "ER", ""


def _date(text: str) -> str:
    """Year, month and day, each followed by a stroke, whether it is known or not; the last has none."""
    found = [f"{part:02}" for part in dates.parts(text)]
    return "/".join([*found, *[""] * (3 - len(found)), ""]) if found else ""
