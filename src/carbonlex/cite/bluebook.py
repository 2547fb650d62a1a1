"""The Bluebook: A Uniform System of Citation, 21st edition, as a footnote in plain text.

Titles of foreign law stand in the original language, Russian ones romanised, with the English title in brackets (rule 20.2), the date and
whoever made the act in parentheses, and last the legal order as table T10 abbreviates it. Codes of the states of the United States are
named as in table T1.3.
"""

from carbonlex.cite import dates
from carbonlex.cite.footnote import Footnote
from carbonlex.cite.numbers import numbered
from carbonlex.cite.reference import Place, Reference
from carbonlex.cite.sentence import after, bracketed, ended, joined


def write(reference: Reference) -> str:
    """The citation of a reference in one line."""
    return ended(_Footnote(reference).whole())


class _Footnote(Footnote):
    """The parts of a footnote, in the order and with the signs of the Bluebook."""

    style = "bluebook"

    def whole(self) -> str:
        r = self.reference
        numbers = [after(r.celex, "CELEX No. "), after(r.isbn, "ISBN ")]
        told = joined([self.body(), *numbers, r.online, self.collection(), r.record])
        return told + after(bracketed(self.accessed()))

    def act(self) -> str:
        r = self.reference
        told = joined([self.title(), self.number(), self.pinpoint(), self.published()])
        issuer = "" if r.publication or r.place.level in r.labels.levels["issuer-in-title"] else r.by_english.name
        known = joined([issuer, self.date(r.day), self.force()])
        return told + after(bracketed(known)) + after(bracketed(self.legal_order()))

    def treaty(self) -> str:
        r = self.reference
        day = self.date(r.adopted)
        told = joined([self.title(), self.pinpoint(), day, self.published() or self.number()])
        known = [r.told(self.words, "entered", self.date(r.entered))]
        known.append("" if r.force_is_that_of_the_treaty else self.force())
        return told + after(bracketed(joined(known)))

    def judgment(self) -> str:
        r = self.reference
        told = joined([self.rewritten(self.title(), "versus"), self.number(), self.pinpoint()])
        known = joined([r.by_english.name, self.date(r.day)])
        return told + after(bracketed(known)) + after(bracketed(self.legal_order()))

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

    def title(self) -> str:
        return self.labels.romanised(self.reference.title) + after(self.translation())

    def author(self) -> str:
        """In English; persons of whom the record has no English name, romanised."""
        return self.labels.romanised(self.reference.by_english.name)

    def number(self) -> str:
        return self.rewritten(self.labels.romanised(numbered(self.reference)), "codes")

    def pinpoint(self) -> str:
        return self.rewritten(self.labels.romanised(self.reference.pinpoint), "codes", "pinpoint")

    def force(self) -> str:
        r = self.reference
        return r.force(self.words, self.date(r.valid_from), self.date(r.valid_to))

    def legal_order(self) -> str:
        """Where it is to be named: abroad, and where it is a country or a part of one."""
        place = self.reference.place
        named = place.level in self.labels.levels["named"] and not self.at_home()
        return self._abbreviated(place) if named else ""

    def _abbreviated(self, place: Place) -> str:
        """As in table T10.3; a part of a country that the table does not have, by its name and its country."""
        short: str = self.words["places"].get(place.code, "")
        return short or joined([place.name.partition(" (")[0], self._abbreviated(place.within) if place.within else ""])

    def date(self, text: str) -> str:
        return dates.american(text, self.words["months"])
