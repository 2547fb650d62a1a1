"""RDF in a file becomes triples, each with the line on which it was written.

The parser is Oxigraph's. It is given the file line by line, and what it yields before it asks for the next line was said on the
lines that it has: so the place of a statement is known without a parser of our own. (JSON-LD is converted as a whole; there the
place is that of the node object in the JSON text.)

What a file may not do is refused before it is parsed (:mod:`carbonlex.reading.guards`), what it may not say after that
(:mod:`carbonlex.reading.subjects`).
"""

import dataclasses
import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

import pyoxigraph as ox

from carbonlex.faults import Fault
from carbonlex.reading import guards, jsonld
from carbonlex.reading.names import Keys, local, name
from carbonlex.reading.subjects import REFUSED, Subjects
from carbonlex.reading.tree import TreeError
from carbonlex.vocabulary import Vocabulary

FORMATS = {
    ".ttl": ox.RdfFormat.TURTLE,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".nq": ox.RdfFormat.N_QUADS,
    ".trig": ox.RdfFormat.TRIG,
    ".rdf": ox.RdfFormat.RDF_XML,
    ".jsonld": ox.RdfFormat.JSON_LD,
}
MOST_STATEMENTS = 200_000
MOST_LETTERS = 64 * 1024 * 1024  # of all IRIs of a file together, written out
LONGEST_IRI = 1000
LONGEST_LINE = 10_000  # in longer ones no column is looked for
_PLACE = re.compile(r" \(line \d+\)$|^Parser error at line \d+ (?:column \d+|between columns \d+ and \d+): ")


@dataclass(frozen=True)
class Graphed:
    """The triples of a file with the line of each, the IRIs of its records, and its text to look places up in."""

    file: str
    ending: str
    content: bytes
    statements: tuple[tuple[ox.Triple, int], ...]
    keys: Keys = field(repr=False)
    records: tuple[str, ...] = ()
    refused: frozenset[ox.Triple] = frozenset()

    @cached_property
    def triples(self) -> list[ox.Triple]:
        """Without their lines, and without those that were refused, so that nothing else is made of them."""
        return [triple for triple, _ in self.statements if triple not in self.refused]

    def place(self, focus: str, predicate: str = "", value: str = "") -> tuple[int, int]:
        """Line and column of a statement, or of the nearest thing to it that was written.

        :param focus: IRI of the subject, or label of a blank node.
        :param value: IRI, lexical form, or label of a blank node.
        """
        if self.ending == ".jsonld":
            return self._objects.place(focus, predicate, self._above.get(focus, ""))
        for key in ((focus, predicate, value), (focus, predicate, ""), (focus, "", "")):
            if line := self._lines.get(key):
                return line, self._column(line, key[2] or key[1])
        return 1, 1

    @cached_property
    def _lines(self) -> dict[tuple[str, str, str], int]:
        lines: dict[tuple[str, str, str], int] = {}
        for triple, line in self.statements:
            subject, value = name(triple.subject), name(triple.object)
            for key in (
                (subject, triple.predicate.value, value),
                (subject, triple.predicate.value, ""),
                (subject, "", ""),
            ):
                lines.setdefault(key, line)
        return lines

    @cached_property
    def _above(self) -> dict[str, str]:
        return {name(t.object): name(t.subject) for t in self.triples if isinstance(t.object, ox.BlankNode)}

    @cached_property
    def _text(self) -> list[str]:
        return self.content.decode("utf-8", "replace").splitlines()

    def _column(self, line: int, looked_for: str) -> int:
        text = self._text[line - 1] if line <= len(self._text) else ""
        if len(text) > LONGEST_LINE:
            return 1
        short = re.split(r"[/#:]", looked_for)[-1] if "://" in looked_for else looked_for.partition("\n")[0][:40]
        at = text.find(short) if short else -1
        return (at if at >= 0 else len(text) - len(text.lstrip())) + 1

    @cached_property
    def _objects(self) -> jsonld.Objects:
        return jsonld.Objects(self.content, self.keys.by_property)


class _Lines(io.BytesIO):
    """Gives at most one line at each reading and counts them."""

    number = 0
    begins = True

    def read(self, size: int | None = -1) -> bytes:
        line = self.readline(size)
        self.number += bool(line) and self.begins
        self.begins = line.endswith(b"\n")
        return line


def read(file: str, content: bytes, ending: str, vocabulary: Vocabulary) -> tuple[Graphed | None, list[Fault]]:
    """Read one file of RDF.

    :param ending: of the file's name, which says the syntax.
    :returns: the triples, or nothing where they cannot be used, and the faults.
    """
    keys = Keys.of(vocabulary)
    faults: list[Fault] = []

    def fault(
        code: str,
        place: tuple[int, int],
        message: str,
        focus: str = "",
        path: str = "",
        value: str = "",
        hint: str = "",
    ) -> None:
        rule = vocabulary.rules[code]
        faults.append(Fault(file, *place, code, rule.severity, message, focus, path, value, hint or rule.hint))

    lines = _Lines()
    try:
        guards.check(content, ending)
        document, remarks = jsonld.resolved(content, vocabulary) if ending == ".jsonld" else (content, [])
        lines = _Lines(document)
        statements = tuple(_statements(lines, ending))
        subjects = Subjects(statements, keys.classes, vocabulary)
    except TreeError as error:
        fault(error.code, (error.line, error.column), error.message, hint=error.hint)
        return None, faults
    except MemoryError:
        fault("CLX005", (max(1, lines.number), 1), "one literal or name is larger than 16 MiB")
        return None, faults
    except SyntaxError as error:
        message = _PLACE.sub("", _PLACE.sub("", error.msg))
        code = "CLX014" if "IRI" in message else "CLX002"
        line = error.lineno or (1 if ending == ".jsonld" else max(1, lines.number))
        fault(code, (line, error.offset or 1), f"not {_called(ending)}: {message}")
        return None, faults
    graphed = Graphed(file, ending, content, statements, keys, subjects.records)
    for code, place, message, value in remarks:
        fault(code, place, message, value=value)
    if not statements:
        fault("CLX016", (1, 1), "the file says nothing")
    refused = _inspect(graphed, subjects, fault)
    return dataclasses.replace(graphed, refused=frozenset(refused)), faults


def _statements(lines: "_Lines", ending: str) -> Iterator[tuple[ox.Triple, int]]:
    """The statements with their lines. A short name may stand for a long IRI: what is written out has limits too."""
    letters = 0
    for number, quad in enumerate(ox.parse(lines, FORMATS[ending], rename_blank_nodes=True), 1):
        iris = [node for node in (quad.subject, quad.predicate, quad.object) if isinstance(node, ox.NamedNode)]
        if isinstance(quad.object, ox.Literal):
            iris.append(quad.object.datatype)
        lengths = [len(node.value) for node in iris]
        letters += sum(lengths)
        line = lines.number if ending != ".jsonld" else 1
        if max(lengths) > LONGEST_IRI:
            raise TreeError("CLX005", f"an IRI has more than {LONGEST_IRI:,} characters", line, 1)
        if number > MOST_STATEMENTS or letters > MOST_LETTERS:
            raise TreeError("CLX005", f"the file says more than {MOST_STATEMENTS:,} things, or long ones", line, 1)
        yield quad.triple, lines.number


def _inspect(graphed: Graphed, subjects: Subjects, fault: Callable[..., None]) -> Iterator[ox.Triple]:
    """Report what is wrong with the statements. Yields those that data may not make at all."""
    seen: set[tuple[str, str]] = set()
    for triple in graphed.triples:
        for code, message, value in subjects.wrong(triple):
            if code in REFUSED:
                yield triple
            subject = name(triple.subject)
            key = (code, str(triple) if code in ("CLX009", "CLX010", "CLX014", "CLX103") else subject + value)
            if key not in seen:
                seen.add(key)
                place = graphed.place(subject, triple.predicate.value, name(triple.object))
                fault(code, place, message, subject, local(triple.predicate.value), value)


def _called(ending: str) -> str:
    return {
        ".ttl": "Turtle",
        ".nt": "N-Triples",
        ".nq": "N-Quads",
        ".trig": "TriG",
        ".rdf": "RDF/XML",
        ".jsonld": "JSON-LD",
    }[ending]
