"""What a file of RDF may not do is refused before it is parsed: name a document type (XML 1.0, 2.8: entities grow, and lead to
other files), be in another encoding than it seems, nest without end."""

import re
import xml.parsers.expat
from collections.abc import Mapping

from carbonlex.reading import tree
from carbonlex.reading.files import MAX_BYTES
from carbonlex.reading.tree import MAX_DEPTH, MAX_ITEMS, TreeError

# Strings, IRIs, comments and escapes of Turtle (RDF 1.2 Turtle, 6.5), in which brackets are none, and the brackets. Nothing that was
# matched is given back, so that time and memory grow with the file only.
_TOKEN = re.compile(
    rb'"""(?>[^"\\]+|\\.|"(?!""))*+"""|\'\'\'(?>[^\'\\]+|\\.|\'(?!\'\'))*+\'\'\'|"(?>[^"\\\n]+|\\.)*+"|\'(?>[^\'\\\n]+|\\.)*+\''
    rb"|<[^<>\s]*+>|#[^\n]*+|\\.|(?P<open><<|[\[({])|(?P<close>>>|[\])}])",
    re.S,
)


def check(content: bytes, ending: str) -> None:
    """Look at a file before it is parsed.

    :param ending: of the file's name, which says the syntax.
    :raises TreeError: for what it may not do.
    """
    if len(content) > (limit := MAX_BYTES[False]):
        raise TreeError("CLX005", f"the file is larger than {limit // 2**20} MiB", 1, 1)
    tree.text(content)
    if ending == ".rdf":
        _xml(content)
    elif ending != ".jsonld" and sum(map(content.count, (b"<<", b"[", b"(", b"{"))) > MAX_DEPTH:
        _brackets(content)


def _brackets(content: bytes) -> None:
    depth = 0
    for token in _TOKEN.finditer(content):
        if token.lastgroup == "open":
            depth += 1
            if depth > MAX_DEPTH:
                at = token.start()
                line, column = content.count(b"\n", 0, at) + 1, at - content.rfind(b"\n", 0, at)
                raise TreeError("CLX005", f"nested deeper than {MAX_DEPTH} levels", line, column)
        elif token.lastgroup == "close":
            depth = max(0, depth - 1)


def _xml(content: bytes) -> None:
    """Read once by expat, which reads no other file unless it is asked to."""
    # The encoding is said, so that expat does not ask Python for a codec of the name that the file declares.
    parser = xml.parsers.expat.ParserCreate("utf-8")
    depth = 0

    def error(code: str, message: str) -> TreeError:
        return TreeError(code, message, parser.CurrentLineNumber, parser.CurrentColumnNumber + 1)

    def declared(_version: str, encoding: str | None, _standalone: int) -> None:
        if encoding is not None and encoding.lower() != "utf-8":
            raise error("CLX001", f"the file says that it is {encoding}; here it must be UTF-8, and say so or nothing")

    def doctype(*_: object) -> None:
        raise error("CLX007", "the file has a document type declaration")

    def begin(_: str, attributes: Mapping[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > MAX_DEPTH:
            raise error("CLX005", f"nested deeper than {MAX_DEPTH} levels")
        if len(attributes) > MAX_ITEMS:
            raise error("CLX005", f"an element has more than {MAX_ITEMS} attributes")

    def end(_: str) -> None:
        nonlocal depth
        depth -= 1

    parser.XmlDeclHandler = declared
    parser.StartDoctypeDeclHandler = doctype
    parser.StartElementHandler = begin
    parser.EndElementHandler = end
    try:
        parser.Parse(content, True)
    except xml.parsers.expat.ExpatError as fault:
        said = xml.parsers.expat.errors.messages[fault.code]
        raise TreeError("CLX002", f"not RDF/XML: {said}", fault.lineno, fault.offset + 1) from None
