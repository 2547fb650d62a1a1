"""Regular expressions that are compiled when they are first asked for: most are looked for in few texts only, and to compile all of them
would take longer than to check a record."""

import re
from typing import Any, cast


class Late:
    """Stands for a pattern, whose methods it takes over one by one."""

    def __init__(self, text: str, flags: int) -> None:
        self._written = text, flags
        self._pattern: re.Pattern[str] | None = None

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):  # asked by copies and the like, of what is not there yet
            raise AttributeError(name)
        if self._pattern is None:
            self._pattern = re.compile(*self._written)
        found = getattr(self._pattern, name)
        setattr(self, name, found)
        return found


def late(text: str, flags: int = 0) -> re.Pattern[str]:
    """A pattern that is compiled at its first use.

    :param flags: as :func:`re.compile` takes them.
    """
    return cast("re.Pattern[str]", Late(text, flags))
