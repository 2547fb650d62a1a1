"""The place in a source, in the words of the record, of a style, or of the language of the source."""

import re

from carbonlex.cite.labels import Labels, primary

_BRACKETED = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")


def seen(pinpoint: str, labels: Labels) -> str:
    """The pinpoint; nothing where it says that the place was not seen. What it says so of a part, in brackets, stays: it is a caution."""
    return "" if labels.unseen.search(_BRACKETED.sub("", pinpoint)) else pinpoint


def rendered(pinpoint: str, language: str, labels: Labels) -> str:
    """The pinpoint in the words of a language, if every part of it is known there; else as it is."""
    rewrites = labels.rewrites("pinpoints", primary(language))
    told = []
    for part in pinpoint.split(", "):
        found = next(((m, new) for pattern, new in rewrites if (m := pattern.fullmatch(part))), None)
        if found is None:
            return pinpoint
        told.append(found[0].expand(found[1]))
    commas: dict[str, str] = labels.tables["pinpoints"]["comma"]
    return commas.get(primary(language), ", ").join(told)
