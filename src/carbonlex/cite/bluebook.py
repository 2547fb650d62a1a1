"""The Bluebook: A Uniform System of Citation, 21st edition, as a footnote in plain text.

Titles of foreign law stand in the original language, Russian ones romanised, with the English title in brackets (rule 20.2), the date and
whoever made the act in parentheses, and last the legal order as table T10 abbreviates it. Codes of the states of the United States are
named as in table T1.3.
"""

from carbonlex.cite import dates
from carbonlex.cite.labels import rewritten
from carbonlex.cite.numbers import numbered
from carbonlex.cite.reference import DATABASE, Place, Reference
from carbonlex.cite.sentence import after, bracketed, ended, joined


def write(reference: Reference) -> str:
    """The citation of a reference in one line."""
    return ended(_Footnote(reference).whole())


class _Footnote:
    """The parts of a footnote, in the order and with the signs of the Bluebook."""

    def __init__(self, reference: Reference) -> None:
        self.reference = reference
        self.labels = reference.labels
        self.words = self.labels.tables["bluebook"]

    def whole(self) -> str:
        r = self.reference
        body = getattr(self, r.treatment.form)()
        where = self.words["where"].format(database=DATABASE) + after(
            bracketed(r.told(self.words, "version", r.version))
        )
        numbers = [after(r.celex, "CELEX No. "), after(r.isbn, "ISBN ")]
        accessed = r.told(self.words, "accessed", self.date(r.accessed))
        return joined([body, *numbers, r.online, where, r.record]) + after(bracketed(accessed))

    def act(self) -> str:
        r = self.reference
        at_home = r.place.among(self.words["home"])
        told = joined([self.title(), self.number(), self.pinpoint(), self.published()])
        issuer = "" if r.publication or r.place.level in self.levels["issuer-in-title"] else r.by_english.name
        known = joined([issuer, self.date(r.day), self.force()])
        return told + after(bracketed(known)) + after(bracketed("" if at_home else self.legal_order()))

    def treaty(self) -> str:
        r = self.reference
        day = self.date(r.adopted)
        told = joined([self.title(), self.pinpoint(), day, self.published() or self.number()])
        known = [r.told(self.words, "entered", self.date(r.entered))]
        known.append("" if r.force_is_that_of_the_treaty else self.force())
        return told + after(bracketed(joined(known)))

    def judgment(self) -> str:
        r = self.reference
        title = rewritten(self.title(), self.labels.rewrites("bluebook", "versus"))
        known = joined([r.by_english.name, self.date(r.day)])
        place = "" if r.place.among(self.words["home"]) else self.legal_order()
        return joined([title, self.number(), self.pinpoint()]) + after(bracketed(known)) + after(bracketed(place))

    def article(self) -> str:
        r = self.reference
        told = joined([self.author(), self.title(), self.labels.romanised(r.by.container), self.pinpoint()])
        return told + after(bracketed(joined([self.date(r.day), self.force()])))

    def report(self) -> str:
        r = self.reference
        told = joined([self.author(), self.title(), self.number(), self.pinpoint()])
        return told + after(bracketed(joined([self.date(r.adopted), self.force()])))

    book = article
    page = report

    @property
    def levels(self) -> dict[str, list[str]]:
        tables: dict[str, list[str]] = self.labels.tables["jurisdictions"]
        return tables

    def title(self) -> str:
        r = self.reference
        return self.labels.romanised(r.title) + after(bracketed(r.translation, "[", "]"))

    def author(self) -> str:
        """In English; persons of whom the record has no English name, romanised."""
        return self.labels.romanised(self.reference.by_english.name)

    def number(self) -> str:
        return rewritten(self.labels.romanised(numbered(self.reference)), self.labels.rewrites("bluebook", "codes"))

    def pinpoint(self) -> str:
        told = rewritten(self.labels.romanised(self.reference.pinpoint), self.labels.rewrites("bluebook", "codes"))
        return rewritten(told, self.labels.rewrites("bluebook", "pinpoint"))

    def published(self) -> str:
        publication = self.reference.publication
        return publication.written("bluebook") if publication else ""

    def force(self) -> str:
        r = self.reference
        return r.force(self.words, self.date(r.valid_from), self.date(r.valid_to))

    def legal_order(self) -> str:
        place = self.reference.place
        return self._abbreviated(place) if place.level in self.levels["named"] else ""

    def _abbreviated(self, place: Place) -> str:
        """As in table T10.3; a part of a country that the table does not have, by its name and its country."""
        short: str = self.words["places"].get(place.code, "")
        return short or joined([place.name.partition(" (")[0], self._abbreviated(place.within) if place.within else ""])

    def date(self, text: str) -> str:
        return dates.american(text, self.words["months"])
