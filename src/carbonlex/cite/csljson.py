"""CSL-JSON, the data model of the Citation Style Language 1.0.2: an array with one item, as Zotero, Pandoc and citeproc read it.

What the model has no field for stands in the note, one line each.
"""

import json
import re
from typing import Any

from carbonlex.cite import dates
from carbonlex.cite.names import Responsibility
from carbonlex.cite.reference import DATABASE, LEGAL, Reference
from carbonlex.cite.sentence import after, capital

# Lists of numbers, which need no line for each; text has no line breaks of its own in JSON.
_NUMBERS = re.compile(r"\[\s*\[\n[\d,\s]*\]\s*\]")


def write(reference: Reference) -> str:
    """The array, indented; fields without content are left out."""
    return _NUMBERS.sub(lambda m: "".join(m[0].split()), json.dumps([item(reference)], ensure_ascii=False, indent=2))


def item(reference: Reference) -> dict[str, Any]:
    """The item of the array. The place in the source is its ``section``, since a locator belongs to a citation and not to an item."""
    r = reference
    legal = r.treatment.form in LEGAL
    levels = r.labels.levels
    lawgiver = r.place.level in (*levels["named"], *levels["issuer-in-title"])
    url = r.url_or_record
    note = [
        after(r.translation, "Title in English: "),
        capital(r.in_force),
        after(r.celex, "CELEX: "),
        after(r.eli if r.eli != url else "", "ELI: "),
    ]
    fields = {
        "id": r.id,
        "type": r.treatment.csl,
        "title": r.title,
        "author": [] if legal else _names(r.by),
        "authority": r.by.name if legal else "",
        "container-title": r.journal,
        "volume": r.volume,
        "page": r.page,
        "number": r.number,
        "issued": _date(r.adopted),
        "section": r.pinpoint,
        "jurisdiction": r.place.name if legal and lawgiver else "",
        "DOI": r.doi,
        "ISBN": r.isbn,
        "URL": url,
        "accessed": _date(r.accessed),
        "language": r.language,
        "archive": DATABASE,
        "archive_location": r.record,
        "source": r.collection,
        "note": "\n".join(filter(None, note)),
    }
    return {name: value for name, value in fields.items() if value}


def _names(by: Responsibility) -> list[dict[str, str]]:
    persons = [{"family": person.family, "given": person.given} for person in by.persons]
    return persons or ([{"literal": by.name}] if by.name else [])


def _date(text: str) -> dict[str, list[list[int]]]:
    found = dates.parts(text)
    return {"date-parts": [list(found)]} if found else {}
