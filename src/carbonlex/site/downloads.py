"""The data files of a release: the same graph in the field's formats, with checksums."""

import hashlib
import struct
import zlib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pyoxigraph as ox

from carbonlex.checks import shapebook
from carbonlex.exports.graph import FORMATS, QUADS, frame, inner
from carbonlex.graph import given_up
from carbonlex.graph import store as graph_store
from carbonlex.reading import jsonschema
from carbonlex.reading.dataset import Dataset
from carbonlex.records.model import Record
from carbonlex.site import output
from carbonlex.site.description import Listed, Numbers, numbers, summed
from carbonlex.site.edition import Edition
from carbonlex.site.page import Page
from carbonlex.site.workers import Piece
from carbonlex.vocabulary import PREFIXES, Vocabulary

PIECE = 200  # pages beside which files are written together
SCHEMAS, ONTOLOGY = "schema", "ontology"
"""The folders, among the data files, of the schemas for editors and of the ontology."""
LEVEL = 6  # of compression: the ninth takes a twentieth away and twice the time
_GZIP = b"\x1f\x8b\x08" + bytes(6) + b"\xff"  # RFC 1952, 2.3: no name, no time, no system
_LAST = b"\x03\x00"  # an empty block that is the last one (RFC 1951, 3.2.3)
WHOLE = ""  # as the name of a graph: all of them
Describe = Callable[[Mapping[str, Numbers], Sequence[Listed]], Mapping[str, bytes]]
Text = bytes | memoryview


@dataclass(frozen=True)
class Part:
    """A part of the graph as it stands in the dumps, by their endings, plain and compressed; and the numbers of each graph in it."""

    plain: Mapping[str, Text]
    packed: Mapping[str, Text]
    numbers: Mapping[str, Numbers]


@dataclass(frozen=True)
class Dumps:
    """Of dumps that are written, by the digest of each part: its numbers, and where it stands in each file (offset and length)."""

    parts: Mapping[bytes, tuple[Mapping[str, tuple[int, int]], Mapping[str, Numbers]]]

    def said(self, folder: Path) -> list[bytes]:
        """The graph in parts, from the folder where these dumps lie."""
        content = (folder / _name(QUADS)).read_bytes()
        places = (places[_name(QUADS)] for places, _ in self.parts.values())
        return [content[at : at + length] for at, length in places]

    def of(self, folder: Path) -> Callable[[bytes], Part | None]:
        """What gives a part by its digest, from the files in the folder where these dumps lie."""
        names = [_name(ending) + end for ending in (QUADS, *FORMATS) for end in ("", ".gz")]
        files = {name: memoryview((folder / name).read_bytes()) for name in names}

        def part(digest: bytes) -> Part | None:
            if digest not in self.parts:
                return None
            places, counted = self.parts[digest]
            cut = {name: files[name][at : at + length] for name, (at, length) in places.items()}
            plain, packed = ({e: cut[_name(e) + end] for e in (QUADS, *FORMATS)} for end in ("", ".gz"))
            return Part(plain, packed, counted)

        return part


def schemas(dataset: Dataset, base_url: str) -> dict[str, bytes]:
    """The JSON Schemas for editors, by file name; they propose the ids of the data set."""
    ids: dict[str, list[str]] = {}
    for kind, id_ in sorted(dataset.placed):
        ids.setdefault(kind, []).append(id_)
    made = jsonschema.schemas(dataset.vocabulary, ids, base_url)
    return {f"{SCHEMAS}/{name}.json": jsonschema.written(body).encode() for name, body in made}


def ontology(vocabulary: Vocabulary) -> dict[str, bytes]:
    """The ontology's files, by file name: its modules, its shapes and the context as they are; all modules and all shapes in one
    file each, and the modules in RDF/XML, which every editor of ontologies reads."""
    files = [*vocabulary.modules, *vocabulary.word_modules, *sorted((vocabulary.folder / "shapes").glob("*.ttl"))]
    files.append(vocabulary.folder / "context.jsonld")
    made = {f"{ONTOLOGY}/{path.relative_to(vocabulary.folder).as_posix()}": path.read_bytes() for path in files}
    whole = sorted({*vocabulary.quads, *vocabulary.words}, key=str)
    prefixes = PREFIXES | {kind: vocabulary.iri(kind, "") for kind in ("concept", "facet", "list", "value")}
    for name, form in (("ontology.ttl", ox.RdfFormat.TURTLE), ("ontology.rdf", ox.RdfFormat.RDF_XML)):
        made[f"{ONTOLOGY}/{name}"] = ox.serialize(whole, format=form, prefixes=prefixes) or b""
    made[f"{ONTOLOGY}/shapes.ttl"] = shapebook.content(vocabulary.folder)
    return made


def write(
    folder: Path,
    said: Sequence[bytes],
    described: Describe,
    space: str,
    known: Callable[[bytes], Part | None] = lambda _: None,
) -> tuple[list[Listed], Dumps]:
    """Write the dumps of the graph, ``carbonlex.*``, each with gzip, and the small files beside them.

    :param said: the graph as N-Quads in parts (:mod:`carbonlex.graph.parts`).
    :param described: makes of the numbers of all graphs and the list of dumps the small files, by name.
    :param space: how the IRIs of entities begin.
    :param known: gives a part of the graph that was made before by its digest.
    :returns: name, size in bytes and SHA-256 of each file; and what the next dumps can take over.
    """
    folder.mkdir(parents=True, exist_ok=True)
    made: dict[bytes, Part] = {}
    for text in said:
        digest = hashlib.sha256(b"," * bool(made) + text).digest()
        made[digest] = known(digest) or _part(text, not made, space)
    listed: list[Listed] = []
    places: dict[bytes, dict[str, tuple[int, int]]] = {digest: {} for digest in made}
    for ending in (QUADS, *FORMATS):
        head, foot = frame(ending)
        plain = [part.plain[ending] for part in made.values()]
        packed = [part.packed[ending] for part in made.values()]
        for name, begin, middle, end in (
            (_name(ending), head, plain, foot),
            (_name(ending) + ".gz", _GZIP + _deflated(head), packed, _deflated(foot) + _closing([head, *plain, foot])),
        ):
            listed.append(_write(folder, name, [begin, *middle, end]))
            at = len(begin)
            for digest, one in zip(made, middle, strict=True):
                places[digest][name] = (at, len(one))
                at += len(one)
    graphs: dict[str, list[Numbers]] = {}
    for part in made.values():
        for graph, counted in part.numbers.items():
            graphs.setdefault(graph, []).append(counted)
    listed += small(folder, described({graph: summed(counted) for graph, counted in graphs.items()}, listed))
    return listed, Dumps({digest: (places[digest], part.numbers) for digest, part in made.items()})


def small(folder: Path, files: Mapping[str, bytes]) -> list[Listed]:
    """Write files as they are, by name."""
    return [_write(folder, name, [body]) for name, body in sorted(files.items())]


def packed(folder: Path, files: Mapping[str, bytes], only: Collection[str] = ()) -> list[Listed]:
    """Write files and beside each the same with gzip; of some ``only`` that."""
    plain = [_write(folder, name, [body]) for name, body in sorted(files.items()) if name not in only]
    return plain + [
        _write(folder, f"{name}.gz", [_GZIP, _deflated(body), _closing([body])]) for name, body in sorted(files.items())
    ]


def there(folder: Path, names: Iterable[str]) -> list[Listed]:
    """Name, size and SHA-256 of files that are in a folder."""
    contents = ((name, (folder / name).read_bytes()) for name in sorted(names))
    return [(name, len(body), hashlib.sha256(body).hexdigest()) for name, body in contents]


def sums(folder: Path, listed: Iterable[Listed]) -> None:
    """Write the checksums of files as ``sha256sum`` reads them."""
    lines = (f"{digest}  {name}\n" for name, _, digest in sorted(listed))
    (folder / "SHA256SUMS").write_text("".join(lines), "utf-8")


def _name(ending: str) -> str:
    return f"carbonlex.{ending}"


def _part(content: bytes, first: bool, space: str) -> Part:
    quads = list(ox.parse(content, ox.RdfFormat.N_QUADS))
    triples = list(dict.fromkeys(quad.triple for quad in quads))
    graphs: dict[str, list[ox.Triple]] = {WHOLE: triples}
    for quad in quads:
        graphs.setdefault(getattr(quad.graph_name, "value", ""), []).append(quad.triple)
    plain = {QUADS: content} | {ending: inner(ending, triples, first) for ending in FORMATS}
    packed = {ending: _deflated(text) for ending, text in plain.items()}
    return Part(plain, packed, {graph: numbers(said, space) for graph, said in graphs.items()})


def _deflated(text: Text) -> bytes:
    """A text compressed so that what others follow can go on from there: blocks that end with a byte, none of them the last, and that
    look back at nothing before (RFC 1951)."""
    packer = zlib.compressobj(LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    return packer.compress(text) + packer.flush(zlib.Z_FULL_FLUSH)


def _closing(texts: Iterable[Text]) -> bytes:
    """What ends a gzip file: the last block, and checksum and size of the texts (RFC 1952, 2.3.1)."""
    checksum = size = 0
    for text in texts:
        checksum = zlib.crc32(text, checksum)
        size += len(text)
    return _LAST + struct.pack("<II", checksum, size & 0xFFFFFFFF)


def _write(folder: Path, name: str, texts: Sequence[Text]) -> Listed:
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    digest = hashlib.sha256()
    with (folder / name).open("wb") as file:
        for text in texts:
            file.write(text)
            digest.update(text)
    return name, sum(map(len, texts)), digest.hexdigest()


class Beside:
    """What lies beside a record's page: its triples in Turtle and JSON-LD."""

    def __init__(self, dataset: Dataset, inferred: Iterable[ox.Triple]) -> None:
        self.dataset = dataset
        self.mapper = graph_store.mapper(dataset)
        self.inferred: dict[str, list[ox.Triple]] = {}
        for triple in inferred:
            record = triple.subject.value.partition("#")[0]  # type: ignore[union-attr]
            self.inferred.setdefault(record, []).append(triple)

    def pieces(self, pages: Sequence[Page], editions: Sequence[Edition], folder: Path) -> Iterator[Piece]:
        """The work of writing the files beside all pages, in the folder of a site."""
        for begin in range(0, len(pages), PIECE):
            yield Piece(partial(self._pages, pages[begin : begin + PIECE], editions, folder), "beside")

    def _pages(self, pages: Sequence[Page], editions: Sequence[Edition], folder: Path) -> int:
        for page in pages:
            folders = [folder / edition.address(page) for edition in editions]
            if page.record is not None:
                self.write(page.record, folders)
            elif page.gone is not None:
                self._write([*given_up.triples(page.gone, self.dataset.vocabulary)], folders)
        return len(pages)

    def write(self, record: Record, folders: Sequence[Path]) -> None:
        """Write ``index.ttl`` and ``index.jsonld`` into the first folder; in the others, which are those of other languages, the
        same files have another name where the file system can do that, and are copied where not."""
        iri = self.dataset.vocabulary.iri(record.kind, record.id)
        said = [*graph_store.triples([record], self.mapper), *self.inferred.get(iri, ())]
        self._write(said, folders)

    @staticmethod
    def _write(said: Iterable[ox.Triple], folders: Sequence[Path]) -> None:
        triples = sorted(set(said), key=str)
        for folder in folders:
            folder.mkdir(parents=True, exist_ok=True)
        for name, form in (("index.ttl", ox.RdfFormat.TURTLE), ("index.jsonld", ox.RdfFormat.JSON_LD)):
            first = folders[0] / name
            first.write_bytes(ox.serialize(triples, format=form, prefixes=PREFIXES) or b"")
            for folder in folders[1:]:
                output.link(first, folder / name)
