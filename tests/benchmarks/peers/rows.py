"""Rows of SPARQL results, as something that two engines can be compared by."""

import hashlib
import json
from collections import Counter

PLAIN = "http://www.w3.org/2001/XMLSchema#string"


def digest(content: bytes) -> str:
    """A digest of the rows of a result in JSON, in whatever order they are: how many, and of what they say. What a blank node is called
    says nothing."""
    rows = Counter(
        tuple(sorted((name, _term(term)) for name, term in row.items()))
        for row in json.loads(content)["results"]["bindings"]
    )
    told = json.dumps(sorted((row, number) for row, number in rows.items()), ensure_ascii=False)
    return f"{rows.total()} rows, {hashlib.sha256(told.encode()).hexdigest()[:16]}"


def _term(term: dict[str, str]) -> tuple[str, ...]:
    if term["type"] == "bnode":
        return ("bnode",)
    kind = term.get("datatype", "")
    return (term["type"], term["value"], term.get("xml:lang", "").lower(), "" if kind == PLAIN else kind)
