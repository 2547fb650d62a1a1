"""Who wrote a work, as far as the record tells: persons are known by their initials, everything else is one name.

Records give the issuer in words. ``A. B. Author; Journal, 4, 2023`` says who wrote it and where it appeared; ``Author, Court`` and the
names of bodies, which have commas of their own, do not say so in a way that a machine could tell, and stay whole.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

_PERSON = re.compile(r"((?:[^\W\d_]{1,2}\.[ \u00a0]?(?:-[^\W\d_]\.[ \u00a0]?)?){1,3})([^\W\d_][^\W\d_’'-]+)")


@dataclass(frozen=True)
class Person:
    """Initials, as they were written, and surname."""

    given: str
    family: str

    @property
    def initials(self) -> str:
        """The initials without full stops, one blank between them."""
        return " ".join(re.findall(r"[^\W\d_]+", self.given))


@dataclass(frozen=True)
class Responsibility:
    """The persons who wrote a work and where it appeared; or one name for whoever is responsible."""

    persons: tuple[Person, ...] = ()
    name: str = ""
    container: str = ""


@lru_cache(maxsize=4096)
def responsibility(issuer: str) -> Responsibility:
    """What an issuer in words (one line) says of persons and place; where that is not plain, all of it as one name."""
    head, _, rest = issuer.partition(";")
    persons = [_PERSON.fullmatch(name.strip()) for name in head.split(",")]
    found = tuple(Person(match[1].strip(), match[2]) for match in persons if match)
    if len(found) != len(persons):
        return Responsibility(name=issuer)
    return Responsibility(found, head.strip(), rest.strip())
