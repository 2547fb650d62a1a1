"""The page texts of one language, from ``site/strings/<language>.toml``."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from carbonlex.errors import CarbonlexError


class Strings:
    """Texts by dotted name. A text that is missing is an error of the build, not an empty page."""

    def __init__(self, folder: Path, lang: str) -> None:
        path = folder / "strings" / f"{lang}.toml"
        if not path.is_file():
            raise CarbonlexError(f"there are no page texts for {lang}")
        self.lang = lang
        self._texts: Mapping[str, Any] = tomllib.loads(path.read_text("utf-8"))

    def __call__(self, name: str, **values: object) -> str:
        text: Any = self._texts
        for part in name.split("."):
            text = text.get(part) if isinstance(text, Mapping) else None
        if not isinstance(text, str):
            raise CarbonlexError(f"the page text {name} is missing in {self.lang}")
        return text.format(**values) if values else text
