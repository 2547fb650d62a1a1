"""GOST R 7.0.5-2008, bibliographic reference: a reference beyond the text, to a part of an electronic resource.

Everything is in the language of the source, the words of the style and the pinpoint too. Areas are parted by a full stop and a dash; the
collection in which the wording stands follows two strokes. A source that stands in a journal has two strokes already; then the
collection is named as that through which it is cited.
"""

from carbonlex.cite import dates
from carbonlex.cite.numbers import numbered
from carbonlex.cite.pinpoints import rendered
from carbonlex.cite.reference import DATABASE, Reference
from carbonlex.cite.sentence import after, bracketed, capital, ended, joined

AREA = ". – "


def write(reference: Reference) -> str:
    """The citation of a reference in one line."""
    r = reference
    words = r.labels.worded("gost", r.language)
    database = DATABASE + after(bracketed(words["electronic"], "[", "]"))
    accessed = r.told(words, "accessed", dates.dotted(r.accessed))
    described = [_description(r), r.publication.text if r.publication else "", dates.dotted(r.day)]
    known = [*r.catalogued, after(r.online, "URL: "), _place(r)]
    source = joined([*described, *known], AREA)
    through = words["after"].format(database=database)
    host = joined([source, through], AREA) if r.by.container else f"{source} // {database}"
    address = after(r.record, "URL: ") + after(bracketed(accessed))
    return ended(joined([host, r.told(words, "version", r.version), address], AREA))


def _description(r: Reference) -> str:
    """Heading of up to all persons, title, number, statement of responsibility, journal."""
    heading = ", ".join(f"{person.family} {person.given}" for person in r.by.persons)
    title = joined([r.title, numbered(r)], " : ") + after("" if heading else r.by.name, " / ")
    return joined([heading, title], ". ") + after(r.by.container, " // ")


def _place(r: Reference) -> str:
    """Where in the source, and when these words were in force there; as an area, it begins with a capital."""
    force = r.force(r.labels.worded("force", r.language), dates.dotted(r.valid_from), dates.dotted(r.valid_to))
    pinpoint = rendered(r.pinpoint, r.language, r.labels)
    told = pinpoint + after(bracketed(force)) if pinpoint else force
    return capital(told)
