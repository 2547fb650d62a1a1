"""An order in which like things stand next to each other, so that a picture of their likenesses shows blocks.

Average linkage (Sokal and Michener 1958), by the chain of nearest neighbours (Murtagh 1983); where two groups join, they are turned
so that the most alike of their ends meet (Gruvaeus and Wainer 1972). Sums are of whole numbers, and of equals the first is taken, so
that the same likenesses always give the same order.
"""

from collections.abc import Callable


def seriated(count: int, likeness: Callable[[int, int], int]) -> tuple[int, ...]:
    """The numbers below ``count`` in such an order.

    :param likeness: of two different numbers; symmetric, not negative.
    """
    between = [[likeness(i, j) if i != j else 0 for j in range(count)] for i in range(count)]
    total = [list(row) for row in between]  # of two groups: the sum of the likenesses of their members
    groups = {i: [i] for i in range(count)}
    chain: list[int] = []
    while len(groups) > 1:
        if not chain:
            chain.append(min(groups))
        last, before = chain[-1], chain[-2] if len(chain) > 1 else -1
        # The mean to the last group is the sum by the size of the other: the size of the last is the same for all.
        nearest = max(
            (g for g in groups if g != last), key=lambda g: (total[last][g] / len(groups[g]), g == before, -g)
        )
        if nearest != before:
            chain.append(nearest)
            continue
        del chain[-2:]
        kept, gone = sorted((last, before))
        groups[kept] = _joined(groups[kept], groups.pop(gone), between)
        for other in groups:
            if other != kept:
                total[kept][other] = total[other][kept] = total[kept][other] + total[gone][other]
    return tuple(groups[min(groups)]) if groups else ()


def _joined(first: list[int], second: list[int], between: list[list[int]]) -> list[int]:
    """Two groups in one row, turned so that the most alike ends meet."""
    turns = [(a, b) for a in (first, first[::-1]) for b in (second, second[::-1])]
    left, right = max(turns, key=lambda turn: between[turn[0][-1]][turn[1][0]])
    return left + right
