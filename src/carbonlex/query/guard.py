"""What may be asked: queries that change nothing and ask nobody else.

The store runs queries only, never updates, by its own parser. What it would do is to ask other machines (SERVICE). The grammar tells
whether a query wants that; but where two parsers see different things, one of them decides what is run. So a text in which the word
stands is handed on in a form in which no parser can find it anywhere but where ours did: without comments, and with the word spelled
by a code point where it stands within a string or an address.
"""

import re

from carbonlex.errors import ContentError, UsageError
from carbonlex.query.parsed import Parsed

LONGEST = 1024 * 1024  # bytes of a query
_SERVICE = re.compile(r"service", re.IGNORECASE)
_FROM = re.compile(r"(?<![?$:\w])from(?!\w)", re.IGNORECASE)


def admitted(text: str) -> Parsed:
    """A query that may be run, in the form in which it may.

    :raises UsageError: where it wants another machine, or where it is too long to be looked through.
    :raises ContentError: where it could not be read well enough to know.
    """
    parsed = Parsed(text)
    if len(parsed.content) > LONGEST:
        raise UsageError(f"the query is longer than {LONGEST // 1024} KiB")
    if not parsed.has(b"service", b"from"):
        return parsed
    if parsed.asks_elsewhere:
        raise UsageError("SERVICE is not answered here: a query asks this graph and no other machine")
    if not parsed.query and (_SERVICE.search(text) or _FROM.search(text)):
        raise ContentError("the query cannot be read, and has the word SERVICE or FROM: it may not be SPARQL 1.1")
    return Parsed(_unmistakable(parsed)) if _SERVICE.search(text) else parsed


def _unmistakable(parsed: Parsed) -> str:
    edits = [(node.start_byte, node.end_byte, " ") for node in parsed.nodes("comment")]
    for node in parsed.nodes("string", "iri_reference"):
        words = parsed.said(node)
        if _SERVICE.search(words):
            spelled = _SERVICE.sub(lambda m: f"\\u{ord(m[0][0]):04x}{m[0][1:]}", words)
            edits.append((node.start_byte, node.end_byte, spelled))
    return parsed.edited(edits)
