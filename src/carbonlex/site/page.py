"""A page before it is rendered."""

from dataclasses import dataclass, field
from typing import Any

from carbonlex.records.model import Record
from carbonlex.site.strings import Strings


@dataclass(frozen=True)
class Page:
    """One page to render. ``record`` is the record whose data lie beside it; a page without a ``title`` of its own has
    that of its place in the site (``<section>.title`` of the page texts)."""

    address: str
    template: str
    title: str = ""
    shown: dict[str, Any] = field(default_factory=dict)
    record: Record | None = None

    def titled(self, strings: Strings) -> str:
        """The title in a language; the first page has none."""
        return self.title or (strings(f"{self.address.rstrip('/').replace('/', '.')}.title") if self.address else "")
