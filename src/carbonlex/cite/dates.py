"""Dates as records have them (ISO 8601, a year, a month or a day) in the ways of the styles. A text that is no date is no date here."""

from collections.abc import Sequence
from functools import lru_cache

from carbonlex.cite.labels import Labels
from carbonlex.records.forms import DATE, real_date


@lru_cache(maxsize=4096)
def parts(text: str) -> tuple[int, ...]:
    """Year, month and day as far as they are known; empty for what is no date of the calendar."""
    match = DATE.fullmatch(text)
    return tuple(int(part) for part in match.groups() if part) if match and real_date(text) else ()


def british(text: str, months: Sequence[str]) -> str:
    """``13 October 2003``, ``October 2003``, ``2003``."""
    found = parts(text)
    words = [str(found[0])] if found else []
    return " ".join([*map(str, found[2:]), *(months[m - 1] for m in found[1:2]), *words])


def american(text: str, months: Sequence[str]) -> str:
    """``Oct. 13, 2003``, ``Oct. 2003``, ``2003``."""
    found = parts(text)
    if len(found) == 3:
        return f"{months[found[1] - 1]} {found[2]}, {found[0]}"
    return british(text, months)


def dotted(text: str) -> str:
    """``13.10.2003``, ``10.2003``, ``2003``."""
    found = parts(text)
    return ".".join([*(f"{part:02}" for part in found[:0:-1]), *map(str, found[:1])])


def iso(text: str) -> str:
    """As the record has it (ISO 8601); empty for what is no date."""
    return text if parts(text) else ""


def told(text: str, title: str, labels: Labels) -> bool:
    """Whether a title says this day itself, in one of the forms that titles of acts have."""
    found = parts(text)
    if len(found) != 3:
        return False
    y, m, d = found
    if str(y) not in title:
        return False
    forms: Sequence[str] = labels.tables["dates"]["forms"]
    months = [names[m - 1] for names in labels.tables["dates"]["months"].values()]
    numbers = {"y": y, "m": m, "d": d, "mm": f"{m:02}", "dd": f"{d:02}"}
    return any(form.format(month=month, **numbers) in title for form in forms for month in months)
