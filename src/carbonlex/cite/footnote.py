"""A citation as a footnote: what the manuals of the law reviews have in common.

Each form of source has a pattern, which is the method of its name: ``act``, ``treaty``, ``judgment``, ``article``, ``book``, ``report``,
``page``.
"""

from typing import Any

from carbonlex.cite.labels import rewritten
from carbonlex.cite.reference import DATABASE, Reference
from carbonlex.cite.sentence import after, bracketed


class Footnote:
    """The parts of a footnote that are made alike in every manual; ``style`` is the manual's name."""

    style: str

    def __init__(self, reference: Reference) -> None:
        self.reference = reference
        self.labels = reference.labels
        self.words: dict[str, Any] = self.labels.tables[self.style]

    def body(self) -> str:
        """The source, by the pattern for its form."""
        told: str = getattr(self, self.reference.treatment.form)()
        return told

    def date(self, text: str) -> str:
        """A date of the record in the manual's way."""
        raise NotImplementedError

    def translation(self) -> str:
        """The title in English, in square brackets."""
        return bracketed(self.reference.translation, "[", "]")

    def published(self) -> str:
        """The place of publication in the manual's way."""
        publication = self.reference.publication
        return publication.written(self.style) if publication else ""

    def collection(self) -> str:
        """The collection through which the source is cited, with its version."""
        version = self.reference.told(self.words, "version", self.reference.version)
        return str(self.words["where"]).format(database=DATABASE) + after(bracketed(version))

    def accessed(self) -> str:
        """When the addresses were opened."""
        return self.reference.told(self.words, "accessed", self.date(self.reference.accessed))

    def at_home(self) -> bool:
        """Whether the source is of the manual's own country, whose law is cited without its name."""
        return self.reference.place.among(self.words["home"])

    def rewritten(self, text: str, *sections: str) -> str:
        """A text after the manual's rewrites of these sections."""
        for section in sections:
            text = rewritten(text, self.labels.rewrites(self.style, section))
        return text
