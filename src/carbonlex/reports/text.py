"""Text for people: each fault with the line that it is about, a caret under the place, and how to mend it."""

from collections.abc import Callable, Sequence

from carbonlex.faults import Fault
from carbonlex.reports.excerpt import excerpt
from carbonlex.reports.headline import headline, visible
from carbonlex.reports.outcome import Outcome, reasoning, summary

STYLES = {"error": "bold red", "warning": "bold yellow", "info": "bold cyan", "line": "dim", "help": "bold green"}
MORE = 6


def write(outcome: Outcome) -> str:
    """The faults one after another, then how many there are and how to learn more."""
    paint = _painter() if outcome.colour else _plain
    lines: dict[str, Sequence[str]] = {}
    blocks = []
    for fault in outcome.faults:
        if fault.file not in lines:
            lines[fault.file] = outcome.source(fault.file) if fault.file else ()
        blocks.append("\n".join(_block(fault, lines[fault.file], outcome.width, paint)))
    codes = list(dict.fromkeys(f.code for f in outcome.faults))
    closing = summary(outcome)
    if said := reasoning(outcome):
        closing += f"\nreasoning: {said[0]} ({visible(said[1])})"
    if codes:
        closing += "\nmore on these rules: carbonlex explain " + " ".join(codes[:MORE]) + (" …" * (len(codes) > MORE))
    return "\n\n".join([*blocks, closing])


Paint = Callable[[str, str], str]


def _block(fault: Fault, lines: Sequence[str], width: int, paint: Paint) -> list[str]:
    head = headline(fault)
    mark = f"{fault.severity} {fault.code}"
    before, _, after = head.partition(mark)
    block = [before + paint(mark, fault.severity) + after]
    if 0 < fault.line <= len(lines):
        shown, under = excerpt(lines[fault.line - 1], fault.column, fault.value, width)
        number = str(fault.line)
        block.append(paint(f"  {number} | ", "line") + shown)
        if under:
            block.append(paint(f"  {' ' * len(number)} | ", "line") + paint(under, fault.severity))
    if fault.hint:
        block.append(f"  {paint('help:', 'help')} {visible(fault.hint)}")
    return block


def _plain(text: str, _: str) -> str:
    return text


def _painter() -> Paint:
    """Colours are loaded only where they are shown."""
    from rich.color import ColorSystem
    from rich.style import Style

    styles = {name: Style.parse(style) for name, style in STYLES.items()}
    return lambda text, name: styles[name].render(text, color_system=ColorSystem.STANDARD)
