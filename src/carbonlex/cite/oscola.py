"""OSCOLA, the Oxford University Standard for the Citation of Legal Authorities, 4th edition, as a footnote in plain text.

Acts of the Union are cited by title and Official Journal where the record has it, acts and statutory instruments of the United Kingdom
by short title (and number), those of other legal orders as they are cited there, without full stops and with the legal order where
nothing else tells it. A title in another language is followed by its translation in square brackets.
"""

from carbonlex.cite import dates
from carbonlex.cite.footnote import Footnote
from carbonlex.cite.labels import FALLBACK
from carbonlex.cite.numbers import numbered
from carbonlex.cite.reference import Reference
from carbonlex.cite.sentence import after, bracketed, ended, joined, quoted


def write(reference: Reference) -> str:
    """The citation of a reference in one line."""
    return ended(_Footnote(reference).whole())


class _Footnote(Footnote):
    """The parts of a footnote, in the order and with the signs of OSCOLA."""

    style = "oscola"

    def whole(self) -> str:
        r = self.reference
        force = r.force(self.labels.tables["force"][FALLBACK], self.date(r.valid_from), self.date(r.valid_to))
        force = "" if r.force_is_that_of_the_treaty else bracketed(force)
        told = joined([self.body() + after(force), *r.catalogued]) + after(r.online, " <", ">")
        return joined([told, self.collection() + after(r.record, " <", ">")]) + after(self.accessed())

    def act(self) -> str:
        r = self.reference
        if r.publication:
            return joined([f"{self.title()} {self.published()}", self.pinpoint()])
        at_home = self.at_home()
        number = "" if at_home and r.type in self.words["unnumbered"] else self.number()
        known = "" if at_home else joined([self.issuer(), self.date(r.day)])
        return joined([joined([self.title(), number]) + after(bracketed(known)), self.pinpoint()])

    def treaty(self) -> str:
        r = self.reference
        told = [r.told(self.words, key, self.date(getattr(r, key))) for key in ("adopted", "entered")]
        series = self.published() or self.number()
        return joined([self.title() + after(bracketed(joined(told))) + after(series), self.pinpoint()])

    def judgment(self) -> str:
        r = self.reference
        number = self.number()
        neutral = self.at_home() and r.adopted[:4] in number
        known = "" if neutral else joined([self.issuer(), self.date(r.day)])
        place = self.rewritten(self.pinpoint(), "paragraph")
        head = self.rewritten(self.title(), "versus") + after(number) + after(bracketed(known))
        return f"{head} {place}" if place.startswith("[") else joined([head, place])

    def article(self) -> str:
        r = self.reference
        day = bracketed(r.day[:4] if r.by.container else self.date(r.day))
        head = joined([self.author(), quoted(r.title) + after(self.translation())])
        return joined([head + after(day) + after(r.by.container), self.pinpoint()])

    def book(self) -> str:
        r = self.reference
        head = joined([self.author(), self.title()])
        return joined([head + after(bracketed(joined([r.by.container, self.date(r.day)]))), self.pinpoint()])

    def report(self) -> str:
        return self._issued(self.title())

    def page(self) -> str:
        return self._issued(quoted(self.reference.title) + after(self.translation()))

    def _issued(self, title: str) -> str:
        known = bracketed(joined([self.number(), self.date(self.reference.adopted)]))
        return joined([joined([self.author(), title]) + after(known), self.pinpoint()])

    def title(self) -> str:
        return self.reference.title + after(self.translation())

    def author(self) -> str:
        """Persons in the language of the title, bodies in English where they have an English name."""
        r = self.reference
        return r.by.name if r.by.persons else r.by_english.name

    def issuer(self) -> str:
        """Who made an act, with the legal order where the name does not tell it."""
        r = self.reference
        levels = self.labels.levels
        place = r.place.name.partition(" (")[0] if r.place.level in levels["named"] else ""
        name = "" if r.place.level in levels["issuer-in-title"] else r.by_english.name
        return joined([name, "" if place in name else place])

    def number(self) -> str:
        return self.rewritten(numbered(self.reference), "stops")

    def pinpoint(self) -> str:
        return self.rewritten(self.reference.pinpoint, "pinpoint", "stops")

    def date(self, text: str) -> str:
        return dates.british(text, self.labels.tables["dates"]["months"][FALLBACK])
