"""The data files of a site, and what describes them."""

import os
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

from carbonlex.exports.readings import Readings
from carbonlex.site import description, downloads, feed, kept
from carbonlex.site.description import Listed, Numbers
from carbonlex.site.downloads import Dumps
from carbonlex.site.task import Task

FOLDER = "data"


def write(task: Task, said: Sequence[bytes], site: Path, state: str, known: Dumps | None = None) -> list[Listed]:
    """Write the data files of a site, and keep what is known of the dumps.

    :param said: the graph as N-Quads in parts (:mod:`carbonlex.graph.parts`).
    :param state: of the site.
    :param known: what is known of the dumps in the output folder, where they can be taken over.
    :returns: name, size in bytes and SHA-256 of each file.
    """
    dataset = task.dataset
    base_url = task.base_url.rstrip("/") + "/"
    texts = {"carbonlex.csv": Readings(dataset).all().csv()}
    if known:
        taken = known.of(task.out / FOLDER)
        small = _as_before(task.out / FOLDER)
    else:
        taken = lambda _: None  # noqa: E731
        small = downloads.schemas(dataset, base_url) | downloads.ontology(dataset.vocabulary)
    described = partial(_described, task, base_url)
    listed, made = downloads.write(site / FOLDER, said, texts, small, described, dataset.vocabulary.base, taken)
    if state:
        kept.keep_dumps(state, made)
    return listed


def _as_before(folder: Path) -> dict[str, bytes]:
    """The schemas and the ontology of the site that is there: they are the same for the same ids and the same ontology."""
    found = (path for part in (downloads.SCHEMAS, downloads.ONTOLOGY) for path in (folder / part).rglob("*"))
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found if path.is_file()}


def _described(task: Task, base_url: str, graphs: Mapping[str, Numbers], listed: Sequence[Listed]) -> dict[str, bytes]:
    """The files that describe the data set; its release has a day only where the builder names one."""
    vocabulary, modified = task.vocabulary, feed.updated(task.dataset)
    issued = modified if os.environ.get("SOURCE_DATE_EPOCH", "").isdigit() else ""
    whole, named = graphs[downloads.WHOLE], {g: n for g, n in graphs.items() if g != downloads.WHOLE}
    return {
        "void.ttl": description.void(vocabulary, whole, named, listed, base_url, modified),
        "dcat.ttl": description.dcat(vocabulary, listed, base_url, modified, issued),
    }
