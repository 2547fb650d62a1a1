"""Other written forms of a term within its legal order: abbreviations, short forms and variants that have records of their own."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from carbonlex.reading.dataset import Dataset
from carbonlex.records.model import Term, Worded


@dataclass(frozen=True)
class Further:
    """A written form of a wording's term besides the one that the wording uses; ``relation`` as in the authoring format."""

    tag: str
    form: str
    relation: str
    term: Term


def further(dataset: Dataset, wording: Worded) -> Iterator[Further]:
    """The further forms of a wording's term. A form of another legal order is none of its own, and what the project renders a term by
    has none."""
    derived = dataset.once("derived terms", lambda: _derived(dataset))
    seen = set(wording.term.items())
    for tag, form in wording.term.items():
        id_ = dataset.form_of(tag, form)
        if id_ is None or wording.role(tag) == "gloss":
            continue
        for relation, term in derived.get(id_, ()):
            for other in term.form.items():
                if term.jurisdiction in (None, wording.jurisdiction) and other not in seen:
                    seen.add(other)
                    yield Further(*other, relation, term)


def _derived(dataset: Dataset) -> Mapping[str, list[tuple[str, Term]]]:
    """Term → the terms that abbreviate, shorten or vary it."""
    found: dict[str, list[tuple[str, Term]]] = {}
    for term in dataset.all(Term):
        for relation, others in term.related.items():
            for id_ in others:
                found.setdefault(id_, []).append((relation, term))
    return found
