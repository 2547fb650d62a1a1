"""The data files of a site, and what describes them."""

import os
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path

from carbonlex.exports.release import GROUPS, PACKAGE
from carbonlex.site import description, downloads, feed, kept
from carbonlex.site.description import Listed, Numbers
from carbonlex.site.downloads import Dumps
from carbonlex.site.task import Task

FOLDER = "data"
_PACKED_ONLY = ("carbonlex.sqlite",)


def write(task: Task, said: Sequence[bytes], site: Path, state: str, known: Dumps | None = None) -> list[Listed]:
    """Write the dumps of the graph with what describes it, the schemas and the ontology, and keep what is known of the dumps.

    :param said: the graph as N-Quads in parts (:mod:`carbonlex.graph.parts`).
    :param state: of the site.
    :param known: what is known of the dumps in the output folder, where they can be taken over.
    :returns: name, size in bytes and SHA-256 of each file.
    """
    dataset = task.dataset
    base_url = _base(task)
    if known:
        taken = known.of(task.out / FOLDER)
        small = _as_before(task.out / FOLDER)
    else:
        taken = lambda _: None  # noqa: E731
        small = downloads.schemas(dataset, base_url) | downloads.ontology(dataset.vocabulary)
    described = partial(_graph_described, task, small)
    listed, made = downloads.write(site / FOLDER, said, described, dataset.vocabulary.base, taken)
    if state:
        kept.keep_dumps(state, made)
    return listed


def offer(task: Task, group: str, site: Path, differing: Mapping[str, Collection[str]] | None = None) -> list[Listed]:
    """Write a group of the files in the formats of the field (:mod:`carbonlex.exports.release`).

    :param differing: the fields of records that differ from those of the site in the output folder, by kind, where it can be taken over:
        what shows none of them is not written.
    :returns: name, size in bytes and SHA-256 of each file.
    """
    offered = GROUPS[group]
    if differing is not None and not offered.shows(differing):
        return downloads.there(task.out / FOLDER, _names(task.out / FOLDER, group))
    files = offered.files(task.dataset)
    beside = {name: body for name, body in files.items() if name.startswith(f"{PACKAGE}/")}
    whole = {name: body for name, body in files.items() if name not in beside}
    return downloads.small(site / FOLDER, beside) + downloads.packed(site / FOLDER, whole, _PACKED_ONLY)


def describe(task: Task, site: Path, listed: Iterable[Listed]) -> list[Listed]:
    """Write what describes all data files, once they are there: DCAT, and their checksums.

    :returns: all files, by name, but the checksums.
    """
    modified = feed.updated(task.dataset)
    issued = modified if os.environ.get("SOURCE_DATE_EPOCH", "").isdigit() else ""
    found = sorted(listed)
    dcat = description.dcat(task.vocabulary, found, _base(task), modified, issued)
    found = sorted(found + downloads.small(site / FOLDER, {"dcat.ttl": dcat}))
    downloads.sums(site / FOLDER, found)
    return found


def _base(task: Task) -> str:
    return task.base_url.rstrip("/") + "/"


def _names(folder: Path, group: str) -> list[str]:
    """The files of a group in the data folder of a site."""
    return GROUPS[group].names(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def _as_before(folder: Path) -> dict[str, bytes]:
    """The schemas and the ontology of the site that is there: they are the same for the same ids and the same ontology."""
    found = (path for part in (downloads.SCHEMAS, downloads.ONTOLOGY) for path in (folder / part).rglob("*"))
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found if path.is_file()}


def _graph_described(
    task: Task, small: Mapping[str, bytes], graphs: Mapping[str, Numbers], listed: Sequence[Listed]
) -> dict[str, bytes]:
    """The small files beside the dumps, with the one that says what the graph holds."""
    whole, named = graphs[downloads.WHOLE], {g: n for g, n in graphs.items() if g != downloads.WHOLE}
    void = description.void(task.vocabulary, whole, named, listed, _base(task), feed.updated(task.dataset))
    return {**small, "void.ttl": void}
