"""GB/T 7714-2015, rules for bibliographic references, in the form for numbered lists.

Author. Title：number[mark of the document/mark of the carrier]. (date)[day of access]：place//collection[DB/OL]. Address. Chinese sources
have the signs of Chinese writing, others those of the West.
"""

from carbonlex.cite.numbers import numbered
from carbonlex.cite.pinpoints import rendered
from carbonlex.cite.reference import DATABASE, Reference
from carbonlex.cite.sentence import after, bracketed, ended, joined

ITEM = ". "


def write(reference: Reference) -> str:
    """The citation of a reference in one line."""
    r = reference
    words = r.labels.tables["gbt7714"]
    colon, comma, version = (r.labels.word("gbt7714", key, r.language) for key in ("colon", "comma", "version"))
    mark = r.treatment.gbt7714
    carrier = after(words["online"], "/") if r.online or mark in words["always-online"] else ""
    by = comma.join(f"{p.family.upper()} {p.initials}" for p in r.by.persons) or r.by.name
    title = joined([r.title, numbered(r)], colon) + f"[{mark}{carrier}]"
    day = bracketed(r.day if r.by.container else r.adopted) + bracketed(r.accessed, "[", "]")
    force = r.force(r.labels.worded("force", r.language), r.valid_from, r.valid_to)
    place = joined([rendered(r.pinpoint, r.language, r.labels), force], comma)
    source = joined([by, title, r.host, day], ITEM) + after(place, colon) + f"//{DATABASE}[{words['database']}]"
    return ended(
        joined([source, r.told({"version": version}, "version", r.version), *r.catalogued, r.record, r.online], ITEM)
    )
