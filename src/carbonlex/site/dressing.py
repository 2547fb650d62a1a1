"""The style sheet and the scripts of every page, as they are sent: without what only their writers need."""

import re
import shutil
from pathlib import Path

from carbonlex import places

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_AROUND = re.compile(r"\s*([{};,>])\s*")
_LINE_COMMENT = re.compile(r"^\s*//.*\n", re.MULTILINE)


def write(folder: Path) -> None:
    """Copy ``site/assets`` into a folder that is not there yet."""
    shutil.copytree(places.site() / "assets", folder)
    for path in folder.iterdir():
        if path.suffix == ".css":
            path.write_text(style(path.read_text("utf-8")), "utf-8")
        elif path.suffix == ".js":
            path.write_text(script(path.read_text("utf-8")), "utf-8")


def style(text: str) -> str:
    """A style sheet without comments and needless blanks; none of its strings holds what is shortened."""
    short = re.sub(r"\s+", " ", _COMMENT.sub("", text))
    return re.sub(r": (?=[^{}]*[;}])", ":", _AROUND.sub(r"\1", short)).replace(";}", "}").strip()


def script(text: str) -> str:
    """A script without the lines that are comments, and without indents; it has no text of several lines."""
    return re.sub(r"^\s+", "", _LINE_COMMENT.sub("", text), flags=re.MULTILINE)
