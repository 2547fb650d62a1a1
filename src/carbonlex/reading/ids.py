"""The ids of records in files and folders, by kind, without reading the records."""

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from carbonlex.errors import UsageError
from carbonlex.reading import files

HEAD = 4096
_KIND = re.compile(rb"^kind:[ \t]*[\"']?([a-z]+)", re.MULTILINE)


def ids(paths: Iterable[Path]) -> Mapping[str, Sequence[str]]:
    """Kind → ids, sorted. A record's id is the name of its file, and its kind stands near the top; a file that cannot be read or
    does not say its kind so plainly is passed over, since only proposals and hints come of this."""
    found: dict[str, set[str]] = {}
    for path in files.records(paths):
        try:
            kind = _KIND.search(files.content(path, HEAD))
        except UsageError:
            continue
        if kind:
            found.setdefault(kind[1].decode(), set()).add(path.stem)
    return {kind: sorted(known) for kind, known in sorted(found.items())}
