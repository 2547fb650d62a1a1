"""A table as lines of plain text, in which nothing is cut."""

from collections.abc import Iterator


def lines(columns: list[str], rows: list[list[str]]) -> Iterator[str]:
    """The lines of a table whose cells are as wide as they need; a line break within one is a space."""
    whole = [[" ".join(value.splitlines()) for value in row] for row in (columns, *rows)]
    widths = [[_cells(value) for value in row] for row in whole]
    most = [max(row[index] for row in widths) for index in range(len(columns))]
    for number, (row, wide) in enumerate(zip(whole, widths, strict=True)):
        padded = (value + " " * (most[index] - wide[index]) for index, value in enumerate(row))
        yield (" " + "   ".join(padded)).rstrip()
        if number == 0:
            yield "─" * (sum(most) + 3 * len(columns) - 1)


def _cells(text: str) -> int:
    """How many columns of a terminal a text takes: a Chinese character takes two."""
    if text.isascii():
        return len(text)
    from rich.cells import cell_len

    return cell_len(text)
