"""Dates at the precision in which they were read, and the days that they span (ISO 8601; XSD 1.1 gYear, gYearMonth, date)."""

import calendar
from datetime import date, timedelta

_TYPES = {4: "gYear", 7: "gYearMonth", 10: "date"}


def datatype(text: str) -> str:
    """The XSD type that keeps the precision."""
    return "xsd:" + _TYPES[len(text)]


def first_day(text: str) -> str:
    """The first day that the date may mean."""
    return (text + "-01-01")[:10] if len(text) == 4 else (text + "-01")[:10]


def last_day(text: str) -> str:
    """The last day that the date may mean."""
    if len(text) == 4:
        return text + "-12-31"
    if len(text) == 7:
        year, month = map(int, text.split("-"))
        return f"{text}-{calendar.monthrange(year, month)[1]:02d}"
    return text


def day_after(day: str) -> str:
    """The day that follows; the last day of the calendar is followed by itself."""
    found = date.fromisoformat(day)
    return (found + timedelta(days=found < date.max)).isoformat()
