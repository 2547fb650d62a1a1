"""Checks that need the text as it was written: references, quotations, readers, scripts. Each yields faults for one placed record.

What can be said of the graph is said in SHACL (:mod:`carbonlex.checks.shapes`).
"""

import unicodedata
from collections.abc import Iterator

from carbonlex.faults import Fault, nearest
from carbonlex.reading.dataset import Dataset
from carbonlex.reading.reader import Placed
from carbonlex.records.fields import AnyRef, Ref
from carbonlex.records.forms import NUMBER
from carbonlex.records.model import Reading, Statement, Worded
from carbonlex.records.references import references as targets


def fault(
    placed: Placed, dataset: Dataset, code: str, path: str, message: str, value: str = "", hint: str = ""
) -> Fault:
    """A fault at a path of a record, with severity and default hint from the rule book."""
    rule = dataset.vocabulary.rules[code]
    line, column = placed.place(path)
    focus = dataset.vocabulary.iri(placed.record.kind, placed.record.id)
    return Fault(placed.file, line, column, code, rule.severity, message, focus, path, value, hint or rule.hint)


def references(placed: Placed, dataset: Dataset) -> Iterator[Fault]:
    """Every reference leads to a record, and to one only where no order of kinds decides (CLX201)."""
    for path, marker, target in targets(placed.record):
        found = dataset.kinds_of(target, marker.kinds)
        if not found:
            known = [i for k, i in dataset.placed if k in marker.kinds]
            message = f"there is no {marker.kind if isinstance(marker, Ref) else 'record'} {target}"
            yield fault(placed, dataset, "CLX201", path, message, target, nearest(target, known))
        elif len(found) > 1 and isinstance(marker, AnyRef) and marker.single:
            hint = "give one of them another id"
            yield fault(placed, dataset, "CLX201", path, f"{target} may be a {' or a '.join(found)}", target, hint)


def statements(placed: Placed, dataset: Dataset) -> Iterator[Fault]:
    """A statement's property is in the catalogue, with a value of the list it names, or is a figure (CLX202, CLX102, CLX201)."""
    properties = dataset.vocabulary.catalog["properties"]
    for index, statement in enumerate(getattr(placed.record, "statements", ())):
        assert isinstance(statement, Statement)
        path = f"statements[{index}]"
        value = statement.value
        if statement.property not in properties:
            if not (isinstance(value, str) and NUMBER.fullmatch(value)):
                yield fault(
                    placed,
                    dataset,
                    "CLX202",
                    f"{path}.property",
                    f"unknown property {statement.property}",
                    statement.property,
                    nearest(statement.property, properties),
                )
            continue
        group, name = dataset.vocabulary.range_of(statement.property)
        if not group:
            continue
        if not isinstance(value, str):
            if properties[statement.property].get("or-text"):
                continue
            yield fault(placed, dataset, "CLX103", f"{path}.value", f"{statement.property} takes an id, not text")
        elif group == "facet" and value not in dataset.vocabulary.facets[name]:
            yield fault(
                placed,
                dataset,
                "CLX102",
                f"{path}.value",
                f"{value} is no value of {name}",
                value,
                nearest(value, dataset.vocabulary.facets[name]),
            )
        elif group == "record" and (name, value) not in dataset.placed:
            known = [i for k, i in dataset.placed if k == name]
            yield fault(
                placed, dataset, "CLX201", f"{path}.value", f"there is no {name} {value}", value, nearest(value, known)
            )


def readings(placed: Placed, dataset: Dataset) -> Iterator[Fault]:
    """One reading per reader and facet (CLX110); quotations occur, and once (CLX402, CLX403)."""
    record = placed.record
    if not isinstance(record, Worded):
        return
    for facet, found in record.readings.items():
        for index, reading in enumerate(found):
            path = f"readings.{facet}" + (f"[{index}]" if f"readings.{facet}[{index}]" in placed.marks else "")
            if any(other.by == reading.by for other in found[:index]):
                reader = reading.by or "the project"
                yield fault(placed, dataset, "CLX110", path, f"{reader} has a second reading on {facet}")
            yield from _quotes(placed, dataset, record, reading, path)


def _quotes(placed: Placed, dataset: Dataset, record: Worded, reading: Reading, path: str) -> Iterator[Fault]:
    for tag, quote in (reading.quote or {}).items():
        texts = [text for _, text in record.text[tag].words()] if tag in record.text else []
        at = f"{path}.quote.{tag}"
        if not texts:
            yield fault(
                placed,
                dataset,
                "CLX402",
                at,
                f"there is no text in {tag} to quote from",
                quote,
                "quote from " + ", ".join(record.text),
            )
            continue
        times = max(occurrences(text, reading, tag) for text in texts)
        if times == 0:
            yield fault(
                placed,
                dataset,
                "CLX402",
                at,
                f"the words «{_short(quote)}» do not occur in the text",
                quote,
                _nearest_words(quote, texts[0]),
            )
        elif times > 1:
            yield fault(placed, dataset, "CLX403", at, f"the words «{_short(quote)}» occur {times} times", quote)


def occurrences(text: str, reading: Reading, tag: str) -> int:
    """How often the quotation occurs, with its prefix and suffix where it has them."""
    whole = "".join(reading.selector(tag))
    times, start = 0, text.find(whole)
    while start >= 0:
        times, start = times + 1, text.find(whole, start + 1)
    return times


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:57] + "…"


def _nearest_words(quote: str, text: str) -> str:
    import difflib

    match = difflib.SequenceMatcher(None, text, quote, autojunk=False).find_longest_match()
    if match.size < 4:
        return ""
    start = max(0, match.a - match.b)
    return f"nearest in the text: «{_short(text[start : start + len(quote)])}»"


def normal_form(placed: Placed, dataset: Dataset) -> Iterator[Fault]:
    """Wordings and terms are in Unicode normalisation form C (CLX303; UAX #15)."""
    record = placed.record
    if not isinstance(record, Worded):
        return
    texts = {f"term.{tag}": text for tag, text in record.term.items()}
    for tag, wording in record.text.items():
        texts |= {f"text.{tag}.{role}": text for role, text in wording.words()}
    for path, text in texts.items():
        if not unicodedata.is_normalized("NFC", text):
            yield fault(placed, dataset, "CLX303", path, "the text is not in Unicode normalisation form C")


CHECKS = (references, statements, readings, normal_form)
