"""The text of a wording, cut where readings begin and end, and line by line."""

import pytest

from carbonlex.site.marking import Marked, Stretch, aligned


def marked(*stretches: Stretch) -> Marked:
    return Marked("en", "original", stretches)


def test_a_stretch_that_goes_over_lines_ends_with_its_last() -> None:
    text = marked(
        Stretch("A unit", (), ()), Stretch(" is issued;\n\nand may", (1, 2), (2,)), Stretch(" be sold\n", (1,), (1,))
    )
    assert text.lines == [
        [Stretch("A unit", (), ()), Stretch(" is issued;", (1, 2), ())],
        [Stretch("and may", (1, 2), (2,)), Stretch(" be sold", (1,), ())],
        [Stretch("", (1,), (1,))],
    ]


@pytest.mark.parametrize(
    ("one", "other", "together"),
    [
        ("a\nb", "c\nd", True),
        ("a\n\nb", "c\nd", True),
        ("a\nb", "c d", False),
        ("a", "b", False),
        ("a\nb", None, False),
    ],
)
def test_lines_stand_beside_each_other_where_there_are_as_many(one: str, other: str | None, together: bool) -> None:
    second = None if other is None else marked(Stretch(other, (), ()))
    assert aligned(marked(Stretch(one, (), ())), second) is together
