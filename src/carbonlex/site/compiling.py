"""How templates are compiled: to calls that are calls, and to text that is escaped once.

What jinja2 compiles hands every call to the context, which looks whether it wants to be given the context itself, and makes marked text
of every escaped value only to join it. No function of ours wants the context, and half of the time of a page went there.
"""

import hashlib
import keyword
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jinja2
from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.runtime import markup_join
from markupsafe import Markup, escape

from carbonlex.graph import cache

_plain: Callable[[str], str]
try:
    from markupsafe._speedups import _escape_inner as _plain
except ImportError:  # another version; it gives the same text
    _plain = escape


def escaped(value: object) -> str:
    """A value as text of HTML, as :func:`markupsafe.escape` writes it, but not marked as such: what templates write is only joined."""
    cls = type(value)
    if cls is str:
        return _plain(value)  # type: ignore[arg-type]
    return value if cls is Markup else escape(value)  # type: ignore[return-value]


def joined(parts: tuple[object, ...]) -> str:
    """What ``~`` makes of values: text, which is marked and has the others escaped where one of them is."""
    if all(type(part) is str for part in parts):
        return "".join(parts)  # type: ignore[arg-type]
    return markup_join(parts)


class Generator(CodeGenerator):
    """Writes the code of a template. What it calls must not want the context, as macros do not need it; calls that are handed lists or
    tables of arguments, or a body, are left as they are."""

    def write_commons(self) -> None:
        super().write_commons()
        self.writeline("escape = environment.escaped")
        self.writeline("markup_join = environment.joined")

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:  # noqa: N802  as jinja2 calls it
        named = any(keyword.iskeyword(argument.key) for argument in node.kwargs)
        if forward_caller or named or node.dyn_args or node.dyn_kwargs:
            super().visit_Call(node, frame, forward_caller=forward_caller)
            return
        self.visit(node.node, frame)
        self.write("(")
        for number, argument in enumerate((*node.args, *node.kwargs)):
            self.write(", " if number else "")
            self.visit(argument, frame)
        self.write(")")


class Environment(jinja2.Environment):
    """An environment whose templates are so compiled. All text is escaped."""

    code_generator_class = Generator
    escaped = staticmethod(escaped)
    joined = staticmethod(joined)

    def __init__(self, **options: Any) -> None:
        super().__init__(autoescape=True, bytecode_cache=_compiled(), **options)


def _compiled() -> jinja2.BytecodeCache | None:
    """Where templates are kept as they were compiled, for all languages and for the next build."""
    folder = cache.folder() / "templates"
    try:
        cache.make()
        folder.mkdir(exist_ok=True)
    except OSError:
        return None
    form = hashlib.sha256(Path(__file__).read_bytes()).hexdigest()[:8]
    return jinja2.FileSystemBytecodeCache(str(folder), f"{form}-%s.cache")
