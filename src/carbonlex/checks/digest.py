"""What a check asks of shapes and ontology, taken out of them once for each state of their files and kept in the cache: to read them takes
longer than to judge a record.

It is JSON and N-Triples, of which nothing is ever run, with a sum that shows damage; what others could have written is not read.
"""

import hashlib
import json
import os
import zlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from carbonlex import __version__, rulebook, vocabulary
from carbonlex.checks import shapebook
from carbonlex.checks.shapebook import SH, graph, name_of, said
from carbonlex.graph import cache as kept
from carbonlex.graph import prepared
from carbonlex.vocabulary import RDF, RDFS, SKOS, Vocabulary

ENDING = ".digest"
KEPT = 4
CLASS, SUBJECTS_OF, OBJECTS_OF = (SH + "target" + name for name in ("Class", "SubjectsOf", "ObjectsOf"))
TARGETS = (CLASS, SUBJECTS_OF, OBJECTS_OF)
ASKED = ox.NamedNode("urn:x-carbonlex:asked")
# The shapes with their targets renamed. The graph that the engine is given says who is asked for, and no other.
_RENAMED = f"""
    CONSTRUCT {{ ?shape ?said ?what }} WHERE {{
        ?shape ?property ?value
        BIND ( ?property IN ( {", ".join(f"<{target}>" for target in TARGETS)} ) AS ?target )
        BIND ( IF(?target, <{OBJECTS_OF}>, ?property) AS ?said )
        BIND ( IF(?target, IRI(CONCAT("{ASKED.value}?", STRAFTER(STR(?property), "#"), "=", STR(?value))), ?value) AS ?what )
    }}"""
# What the ontology says to people is nothing to shapes, and more than half of it.
_WORDS = frozenset(
    {SKOS + "prefLabel", SKOS + "altLabel", SKOS + "scopeNote", SKOS + "definition", RDFS + "label", RDFS + "comment"}
)
_MAKERS = (__file__, shapebook.__file__, vocabulary.__file__, rulebook.__file__)
# What SHACL itself asks of a graph (2.1.3.2), whatever the shapes name.
_ALWAYS = frozenset({RDF + "type", RDFS + "subClassOf"})


@dataclass(frozen=True)
class Digest:
    """What was taken out.

    :param facts: what :meth:`_made` says, as JSON has it.
    :param lines: the statements of the shapes and what they may ask of the ontology, as N-Triples.
    """

    facts: Mapping[str, Any]
    lines: bytes

    @cached_property
    def wanted(self) -> Mapping[str, frozenset[str]]:
        """The classes and the properties that any shape has as a target of that kind."""
        return {target: frozenset(names) for target, names in self.facts["wanted"].items()}

    @cached_property
    def above(self) -> Mapping[str, frozenset[str]]:
        """Class → itself and the classes above it, where there are any."""
        return {name: frozenset(names) for name, names in self.facts["above"].items()}

    @property
    def vocabulary(self) -> Mapping[str, Any]:
        """What a vocabulary can :meth:`~carbonlex.vocabulary.Vocabulary.take`."""
        told: Mapping[str, Any] = self.facts["vocabulary"]
        return told

    @property
    def codes(self) -> Mapping[str, str]:
        """Shape → the code of its rule (:func:`carbonlex.checks.shapebook.codes`)."""
        codes: Mapping[str, str] = self.facts["codes"]
        return codes

    @property
    def paths(self) -> Mapping[str, str]:
        """Shape → the property that its path begins with (:func:`carbonlex.checks.shapebook.paths`)."""
        paths: Mapping[str, str] = self.facts["paths"]
        return paths

    @property
    def targets(self) -> Mapping[str, Collection[str]]:
        """Shape → its targets, as :func:`asking` writes them."""
        return {shape: targets for shape, (targets, _) in self.facts["shapes"].items()}

    def shapes(self, among: Collection[str] | None = None) -> bytes:
        """The shapes, or some of them with all that they lead to, as N-Triples; their targets are renamed."""
        parts = self.facts["parts"]
        if among is None:
            return self.lines[: parts[-1]]
        chosen = {part for shape in among for part in self.facts["shapes"][shape][1]}
        return b"".join(self.lines[parts[part] : parts[part + 1]] for part in sorted(chosen))

    @property
    def background(self) -> bytes:
        """What shapes may ask of the ontology about records: statements with a property that they name."""
        return self.lines[self.facts["parts"][-1] :]


def asking(target: str, name: str) -> str:
    """What the shapes have instead of a target, and a graph says of the nodes that are to be examined."""
    return f"{ASKED.value}?{target.removeprefix(SH)}={name}"


@cache
def of(folder: Path) -> Digest:
    """The digest of an ontology folder."""
    name = _state(folder) + ENDING
    if (known := _read(kept.read_own(name))) is not None:
        return known
    facts, lines = _made(folder)
    said = json.dumps(facts, separators=(",", ":"))
    content = said.encode() + b"\n" + lines
    kept.write(name, b"%08x\n" % zlib.crc32(content) + content, KEPT)
    return Digest(json.loads(said), lines)


def _state(folder: Path) -> str:
    """A digest of names, sizes and times of the ontology's files, and of the program that takes it out."""
    files = sorted(prepared.state(folder).items())
    own = [(facts.st_size, facts.st_mtime_ns) for facts in map(os.stat, _MAKERS)]
    told = (__version__, ox.__version__, own, str(folder), files)
    return hashlib.sha256(repr(told).encode("utf-8", "surrogateescape")).hexdigest()


def _read(content: bytes) -> Digest | None:
    """What was kept; nothing where it is damaged."""
    total, _, rest = content.partition(b"\n")
    if total != b"%08x" % zlib.crc32(rest):
        return None
    facts, _, lines = rest.partition(b"\n")
    return Digest(json.loads(facts), lines)


def _made(folder: Path) -> tuple[dict[str, Any], bytes]:
    ontology = Vocabulary(folder)
    wanted = {target: sorted({name_of(what) for _, what in said(folder, target)}) for target in TARGETS}
    targets: defaultdict[str, list[str]] = defaultdict(list)
    for target in TARGETS:
        for shape, what in said(folder, target):
            targets[name_of(shape)].append(asking(target, name_of(what)))
    parts, leads = _parts(folder)
    numbers = {node: number for number, node in enumerate(parts)}
    ends = [0]
    for lines in parts.values():
        ends.append(ends[-1] + len(lines))
    facts = {
        "vocabulary": ontology.told(),
        "wanted": wanted,
        "above": {name: sorted(names) for name, names in _above(ontology.quads).items()},
        "shapes": {
            shape: (sorted(asked), sorted(numbers[node] for node in _reached(ox.NamedNode(shape), leads)))
            for shape, asked in sorted(targets.items())
        },
        "parts": ends,
        "codes": shapebook.codes(folder),
        "paths": shapebook.paths(folder),
    }
    named = _named(folder)
    background = ntriples(t for t in without_words(ontology) if named is None or t.predicate.value in named)
    return facts, b"".join(parts.values()) + background


def _parts(folder: Path) -> tuple[dict[Any, bytes], dict[Any, set[Any]]]:
    """What the renamed shapes say, subject by subject, as N-Triples; and to which other subjects each leads."""
    renamed = graph(folder).query(_RENAMED)
    assert isinstance(renamed, ox.QueryTriples)
    subjects: defaultdict[Any, list[ox.Triple]] = defaultdict(list)
    for triple in renamed:
        subjects[triple.subject].append(triple)
    leads = {node: {t.object for t in triples if t.object in subjects} for node, triples in subjects.items()}
    return {node: ntriples(triples) for node, triples in subjects.items()}, leads


def _reached(node: Any, leads: Mapping[Any, set[Any]]) -> set[Any]:
    agenda, found = [node], {node}
    while agenda:
        new = leads[agenda.pop()] - found
        found |= new
        agenda += new
    return found


def _above(triples: Iterable[ox.Triple]) -> dict[str, set[str]]:
    direct: defaultdict[str, set[str]] = defaultdict(set)
    for t in triples:
        if t.predicate.value == RDFS + "subClassOf" and isinstance(t.object, ox.NamedNode):
            direct[name_of(t.subject)].add(t.object.value)
    return {name: _reached(name, defaultdict(set, direct)) for name in list(direct)}


def _named(folder: Path) -> frozenset[str] | None:
    """The names that stand in the shapes and in their queries; nothing where these may ask for anything."""
    from carbonlex.checks import views

    if (asked := views.asked(folder)) is None:
        return None
    nodes = (node for quad in graph(folder) for node in (quad.subject, quad.object))
    return _ALWAYS | asked | {node.value for node in nodes if isinstance(node, ox.NamedNode)}


def without_words(ontology: Vocabulary) -> Iterable[ox.Triple]:
    """What the ontology says, but for what it says to people."""
    return (t for t in ontology.quads if t.predicate.value not in _WORDS)


def ntriples(triples: Iterable[ox.Triple]) -> bytes:
    """Triples as N-Triples."""
    return ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b""
