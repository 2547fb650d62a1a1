"""The pages on terms: the index in all languages, each language, and the words that mislead."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from carbonlex.compare.classification import FAMILIES, family_name
from carbonlex.records.model import TermMapping, Worded
from carbonlex.site import terms
from carbonlex.site.page import Asked, Page

if TYPE_CHECKING:
    from carbonlex.site.pages import Site

LONG, LONGER = 200, 400
"""So many forms of a language do not stand in the index of all languages; so many are divided by their first letters."""
FALSE = 45
"""So many false friends stand on one page."""


def pages(site: "Site") -> Iterator[Page]:
    """The false friends, the index of all languages, and a page for each language."""
    yield from _false_friends(site)
    languages = [(tag, entries, len(entries) > LONG) for tag, entries in terms.index(site.dataset).items()]
    index = Page("terms/", "terms.html", shown={"languages": languages}, asked=Asked("table-terms"))
    yield index
    for tag, entries, _ in languages:
        asked = Asked("table-terms-in", (("language", tag.lower()),))
        letters = terms.letters(entries) if len(entries) > LONGER else {}
        shown = {"tag": tag, "entries": list(enumerate(entries, 1)), "letters": letters}
        about = (("language", tag),)
        whole = Page(f"terms/in/{tag}/", "terms-in.html", about, shown=shown, found=False, asked=asked)
        yield whole
        for letter, numbered in letters.items():
            shown = {"tag": tag, "entries": numbered, "letters": {}}
            address = f"terms/in/{tag}/{terms.place(letter)}/"
            yield Page(address, "terms-in.html", shown=shown, found=False, whole=whole, part=(letter,))


def _false_friends(site: "Site") -> Iterator[Page]:
    """All on one page or, where they are many, those of each family of concepts on its own."""
    found = [m for m in site.dataset.all(TermMapping) if m.relation == "false-friend"]
    asked = Asked("table-false-friends")
    if len(found) <= FALSE:
        shown: dict[str, Any] = {"groups": [("", found)], "list": found, "others": []}
        yield Page("terms/false-friends/", "false-friends.html", shown=shown, asked=asked)
        return
    groups: dict[str, list[TermMapping]] = {}
    for mapping in found:
        end = site.dataset.end(mapping.from_)
        family = family_name(site.vocabulary, end.concept) if isinstance(end, Worded) else ""
        groups.setdefault(family if family in FAMILIES else "other-concepts", []).append(mapping)
    (_, first), *others = sorted(groups.items(), key=lambda group: [*FAMILIES, group[0]].index(group[0]))
    ways = [(f"terms/false-friends/{name}/", ("terms.false-friends", name), these) for name, these in others]
    shown = {"groups": list(groups.items()), "list": first, "others": ways}
    whole = Page("terms/false-friends/", "false-friends.html", shown=shown, asked=asked)
    yield whole
    for address, part, these in ways:
        yield Page(address, "false-friends.html", shown={"list": these, "others": []}, whole=whole, part=part)
