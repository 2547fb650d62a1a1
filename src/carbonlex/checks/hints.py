"""How to mend what a shape found: the nearest words of the text, the nearest name of those that exist."""

from functools import partial

from carbonlex.faults import Proposals
from carbonlex.reading.known import Known
from carbonlex.reading.reader import Placed
from carbonlex.records.model import KINDS, Worded

LONGEST_TEXT, LONGEST_QUOTE = 20_000, 120


def hint(code: str, placed: Placed, path: str, value: str, known: Known, proposals: Proposals) -> str:
    """What to propose for a fault in a record; empty where nothing comes near."""
    record = placed.record
    if code == "CLX402" and isinstance(record, Worded):
        tag = path.rpartition(".")[2]
        texts = [words for _, words in record.text[tag].words()] if tag in record.text else []
        proposals.left -= 1
        if texts and proposals.left < 0:
            return ""
        if texts:
            return nearest_words(value, texts[0])
        return "quote from " + ", ".join(record.text) if record.text else ""
    return nearest_iri(code, value, known, proposals)


def nearest_iri(code: str, iri: str, known: Known, proposals: Proposals) -> str:
    """The nearest of the records or values that an IRI could have meant."""
    base = known.vocabulary.base
    if code not in ("CLX102", "CLX108", "CLX201", "CLX603") or not iri.startswith(base):
        return ""
    kind, _, id_ = iri.removeprefix(base).partition("#")[0].partition("/")
    if kind == "value":
        facet, _, value = id_.partition("/")
        return proposals.nearest(value, known.vocabulary.facets.get(facet, ()))
    if kind == "facet":
        return proposals.nearest(id_, known.vocabulary.facets)
    return proposals.nearest(id_, partial(known.ids, (kind,))) if kind in KINDS or kind == "concept" else ""


def nearest_words(quote: str, text: str) -> str:
    """The words of the text that come nearest to a quotation; empty where none do."""
    # Comparing takes time as text times quotation, at worst.
    text, quote = text[:LONGEST_TEXT], quote[:LONGEST_QUOTE]
    import difflib

    match = difflib.SequenceMatcher(None, text, quote, autojunk=False).find_longest_match()
    if match.size < 4:
        return ""
    start = max(0, match.a - match.b)
    return f"nearest in the text: «{short(text[start : start + len(quote)])}»"


def short(text: str) -> str:
    """The beginning of a long text."""
    return text if len(text) <= 60 else text[:57] + "…"
