"""What a name stands for under which data are opened."""

from contextlib import ExitStack
from os import PathLike
from pathlib import Path

from carbonlex import places
from carbonlex.errors import UsageError
from carbonlex.graph import prepared
from carbonlex.library.collection import Collection
from carbonlex.reading import files, release
from carbonlex.vocabulary import Vocabulary

DUMP = "carbonlex.nq"
"""The file in which a site gives its graph away."""


def open(where: str | PathLike[str] | None = None, *, quiet: bool = False) -> Collection:
    """Open a data set.

    :param where: a folder of records; a release or a checkout, by its folder; ``REV:data`` for a revision in git; the folder of a site
        or its file ``data/carbonlex.nq``, which has the graph and no records; nothing for the published records.
    :param quiet: whether nothing is said, on standard error, of what takes long: the first query to records asks the reasoner.
    :raises UsageError: where nothing of that name is there.

    >>> data = carbonlex.open()
    >>> data["definition", "eu-ets-directive-allowance"].pinpoint
    'Art. 3(a)'
    """
    vocabulary, stack = Vocabulary(), ExitStack()
    if where is None:
        return Collection(places.published(), places.published(), vocabulary, quiet=quiet)
    path = Path(where)
    if path.is_file() and path.suffix == Path(DUMP).suffix:
        return Collection(None, path, vocabulary, quiet=quiet)
    folder = stack.enter_context(release.opened(str(where)))
    if next(files.walk(folder, (".yaml",)), None) is not None:
        return Collection(folder, folder, vocabulary, stack, path.is_dir(), quiet)
    if prepared.made(folder):
        return Collection(None, folder, vocabulary, quiet=quiet)
    if (folder / DUMP).is_file():
        return Collection(None, folder / DUMP, vocabulary, quiet=quiet)
    stack.close()
    raise UsageError(f"there is no record (*.yaml) in {folder}, and no {DUMP}")
