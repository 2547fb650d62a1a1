"""A page of HTML as a tree, as far as tests read pages: elements with their attributes, what is in them, and their text."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"meta", "link", "input", "br", "img", "hr"}


@dataclass
class Node:
    """An element; text stands between the elements."""

    name: str
    attributes: dict[str, str]
    inside: "list[Node | str]" = field(default_factory=list)

    @property
    def classes(self) -> set[str]:
        return set(self.attributes.get("class", "").split())

    @property
    def text(self) -> str:
        return "".join(part if isinstance(part, str) else part.text for part in self.inside)

    @property
    def own(self) -> str:
        """The text before the first element."""
        return self.inside[0] if self.inside and isinstance(self.inside[0], str) else ""

    def all(self, name: str = "", cls: str = "") -> "Iterator[Node]":
        """The elements below, in their order, of a name and a class."""
        for part in self.inside:
            if isinstance(part, Node):
                if name in ("", part.name) and (not cls or cls in part.classes):
                    yield part
                yield from part.all(name, cls)

    def children(self, name: str = "", cls: str = "") -> "list[Node]":
        nodes = [part for part in self.inside if isinstance(part, Node)]
        return [n for n in nodes if name in ("", n.name) and (not cls or cls in n.classes)]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open = [Node("", {})]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Node(tag, {k: v or "" for k, v in attrs})
        self.open[-1].inside.append(node)
        if tag not in VOID:
            self.open.append(node)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open[-1].inside.append(Node(tag, {k: v or "" for k, v in attrs}))

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open.pop().name == tag, f"{tag} closes something else"

    def handle_data(self, data: str) -> None:
        self.open[-1].inside.append(data)


def read(html: str) -> Node:
    """The tree of a page, whose elements must all be closed."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    assert len(reader.open) == 1
    return reader.open[0]
