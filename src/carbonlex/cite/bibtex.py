"""BibTeX, for biblatex and for the older styles.

Entry types and fields are those of biblatex (manual, 2.1 and 2.2); the year stands also by itself and the place also in the note, since
the older styles know no dates and print no fields of law. Text is UTF-8 with the signs escaped that mean something to TeX. Braces are
written by name, because BibTeX counts them even behind a backslash.
"""

from carbonlex.cite.names import Responsibility
from carbonlex.cite.reference import Reference
from carbonlex.cite.sentence import after, bracketed, joined

_ESCAPED = str.maketrans(
    {
        "\\": r"{\textbackslash}",
        "{": r"{\textbraceleft}",
        "}": r"{\textbraceright}",
        "~": r"{\textasciitilde}",
        "^": r"{\textasciicircum}",
        "<": r"{\textless}",
        ">": r"{\textgreater}",
        "|": r"{\textbar}",
        "%": r"\%",
        "&": r"\&",
        "#": r"\#",
        "$": r"\$",
        "_": r"\_",
    }
)


def write(reference: Reference) -> str:
    """One entry, its key the record's id, one field a line."""
    r = reference
    type_ = r.treatment.bibtex
    if r.treatment.form == "article" and not r.by.container:
        type_ = r.labels.tables["types"]["unplaced"]["bibtex"]
    url = r.url_or_record
    where = [r.collection, r.record if r.record != url else ""]
    numbers = [after(r.celex, "CELEX "), after(r.eli if r.eli != url else "", "ELI ")]
    fields = {
        "author": _author(r.by),
        "title": _whole(r.title),
        "titleaddon": escaped(bracketed(r.translation, "[", "]")),
        "journaltitle" if type_ == "article" else "howpublished": escaped(r.host),
        "institution": _whole(r.by.name) if type_ == "report" else "",
        "number": escaped(r.number),
        "date": r.adopted,
        "year": r.adopted[:4],
        "doi": escaped(r.doi),
        "isbn": escaped(r.isbn),
        # Verbatim for biblatex: an address has no braces, backslashes and blanks left, and needs no escapes.
        "url": url,
        "urldate": r.accessed,
        "note": escaped(joined([r.pinpoint, r.in_force, *numbers, *where])),
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join([f"@{type_}{{{r.id},", *lines, "}"])


def escaped(text: str) -> str:
    """A text (one line) as TeX prints it and BibTeX keeps it in one field."""
    return text.translate(_ESCAPED)


def _whole(text: str) -> str:
    """In braces of its own: no style changes its case, and no name is taken apart."""
    return f"{{{escaped(text)}}}" if text else ""


def _author(by: Responsibility) -> str:
    return " and ".join(f"{escaped(p.family)}, {escaped(p.given)}" for p in by.persons) or _whole(by.name)
