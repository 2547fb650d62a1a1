"""The data files of a release: the same graph in the field's formats, with checksums."""

import gzip
import hashlib
import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path

import pyoxigraph as ox

from carbonlex.checks import shapebook
from carbonlex.graph import store as graph_store
from carbonlex.reading import jsonschema
from carbonlex.reading.dataset import Dataset
from carbonlex.records.model import Record
from carbonlex.site.description import Listed
from carbonlex.site.edition import Edition
from carbonlex.site.page import Page
from carbonlex.site.workers import Piece
from carbonlex.vocabulary import PREFIXES, Vocabulary

FORMATS = {
    "nt": ox.RdfFormat.N_TRIPLES,
    "ttl": ox.RdfFormat.TURTLE,
    "rdf": ox.RdfFormat.RDF_XML,
    "jsonld": ox.RdfFormat.JSON_LD,
}

PIECE = 200  # pages beside which files are written together
Describe = Callable[[Sequence[ox.Quad], Sequence[Listed]], Mapping[str, bytes]]


def schemas(dataset: Dataset, base_url: str) -> dict[str, bytes]:
    """The JSON Schemas for editors, by file name; they propose the ids of the data set."""
    ids: dict[str, list[str]] = {}
    for kind, id_ in sorted(dataset.placed):
        ids.setdefault(kind, []).append(id_)
    made = jsonschema.schemas(dataset.vocabulary, ids, base_url)
    return {f"schema/{name}.json": jsonschema.written(body).encode() for name, body in made}


def ontology(vocabulary: Vocabulary) -> dict[str, bytes]:
    """The ontology's files, by file name: its modules, its shapes and the context as they are; all modules and all shapes in one
    file each, and the modules in RDF/XML, which every editor of ontologies reads."""
    files = [*vocabulary.modules, *vocabulary.word_modules, *sorted((vocabulary.folder / "shapes").glob("*.ttl"))]
    files.append(vocabulary.folder / "context.jsonld")
    made = {f"ontology/{path.relative_to(vocabulary.folder).as_posix()}": path.read_bytes() for path in files}
    whole = sorted({*vocabulary.quads, *vocabulary.words}, key=str)
    prefixes = PREFIXES | {kind: vocabulary.iri(kind, "") for kind in ("concept", "facet", "list", "value")}
    for name, form in (("ontology.ttl", ox.RdfFormat.TURTLE), ("ontology.rdf", ox.RdfFormat.RDF_XML)):
        made[f"ontology/{name}"] = ox.serialize(whole, format=form, prefixes=prefixes) or b""
    made["ontology/shapes.ttl"] = shapebook.content(vocabulary.folder)
    return made


def write(
    folder: Path, content: bytes, texts: Mapping[str, bytes], beside: Mapping[str, bytes], described: Describe
) -> list[Listed]:
    """Write ``carbonlex.*``, each with gzip, and the small files ``beside`` them, by name.

    :param content: the graph as sorted N-Quads.
    :param texts: further dumps that are no RDF, by name.
    :param described: makes of the quads and the list of dumps the files that describe them.
    :returns: name, size in bytes and SHA-256 of each file.
    """
    folder.mkdir(parents=True, exist_ok=True)
    quads = list(ox.parse(content, ox.RdfFormat.N_QUADS))
    triples = sorted({q.triple for q in quads}, key=str)
    files = {"carbonlex.nq": content, **texts}
    for ending, form in FORMATS.items():
        files[f"carbonlex.{ending}"] = ox.serialize(triples, format=form, prefixes=PREFIXES) or b""
    listed = []
    for name, body in sorted(files.items()):
        for written, packed in ((name, body), (f"{name}.gz", gzip.compress(body, mtime=0))):
            listed.append(_write(folder, written, packed))
    for name, body in sorted({**described(quads, listed), **beside}.items()):
        listed.append(_write(folder, name, body))
    (folder / "SHA256SUMS").write_text("".join(f"{digest}  {name}\n" for name, _, digest in listed), "utf-8")
    return listed


def _write(folder: Path, name: str, body: bytes) -> Listed:
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(body)
    return name, len(body), hashlib.sha256(body).hexdigest()


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
            if page.record is not None:
                self.write(page.record, [folder / edition.address(page) for edition in editions])
        return len(pages)

    def write(self, record: Record, folders: Sequence[Path]) -> None:
        """Write ``index.ttl`` and ``index.jsonld`` into the first folder; in the others, which are those of other languages, the
        same files have another name where the file system can do that, and are copied where not."""
        iri = self.dataset.vocabulary.iri(record.kind, record.id)
        said = [*graph_store.triples([record], self.mapper), *self.inferred.get(iri, ())]
        triples = sorted(set(said), key=str)
        for folder in folders:
            folder.mkdir(parents=True, exist_ok=True)
        for name, form in (("index.ttl", ox.RdfFormat.TURTLE), ("index.jsonld", ox.RdfFormat.JSON_LD)):
            first = folders[0] / name
            first.write_bytes(ox.serialize(triples, format=form, prefixes=PREFIXES) or b"")
            for folder in folders[1:]:
                try:
                    os.link(first, folder / name)
                except OSError:
                    shutil.copyfile(first, folder / name)
