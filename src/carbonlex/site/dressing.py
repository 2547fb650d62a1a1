"""The style sheet and the scripts of every page, as they are sent: without what only their writers need."""

import shutil
from pathlib import Path

import rcssmin
import rjsmin

from carbonlex import places

SHORTENED = {".css": rcssmin.cssmin, ".js": rjsmin.jsmin}


def write(folder: Path) -> None:
    """Copy ``site/assets`` into a folder that is not there yet."""
    shutil.copytree(places.site() / "assets", folder)
    for path in folder.iterdir():
        if shorten := SHORTENED.get(path.suffix):
            path.write_text(shorten(path.read_text("utf-8")), "utf-8")
