"""What ids, language tags, dates, versions and numbers look like in the authoring format (FORMAT.md)."""

import datetime
import re

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
# Names that Windows keeps for devices: a file of such a name cannot be checked out there.
RESERVED = re.compile(r"con|prn|aux|nul|com[0-9]|lpt[0-9]")
# BCP 47 as far as legal texts need it: language, script, region, variant (RFC 5646, 2.1).
TAG = re.compile(r"[a-z]{2,3}(?:-[A-Z][a-z]{3})?(?:-(?:[A-Z]{2}|[0-9]{3}))?(?:-[a-z0-9]{5,8})*")
DATE = re.compile(r"([0-9]{4})(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12][0-9]|3[01]))?)?")
# What is released has three numbers (Semantic Versioning 2.0.0, 2): a trial gets no address, since that would have to last.
VERSION = re.compile(r"(0|[1-9][0-9]{0,8})\.(0|[1-9][0-9]{0,8})\.(0|[1-9][0-9]{0,8})")
NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")


def real_date(text: str) -> bool:
    """Whether the ISO 8601 date, at its own precision, is one of the calendar."""
    try:
        datetime.date.fromisoformat((text + "-01-01")[:10])
    except ValueError:
        return False
    return True
