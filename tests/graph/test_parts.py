"""A graph in parts: put together, they are the graph; what changes in it changes few of them."""

from hypothesis import given
from hypothesis import strategies as st

from carbonlex.graph import parts

LINES = st.sets(
    st.tuples(st.integers(0, 400), st.sampled_from(["", "#reading-x", "#statement-1"]), st.integers(0, 3)).map(
        lambda t: f"<https://example.org/id/record/r{t[0]}{t[1]}> <p> <o{t[2]}> <g> .\n".encode()
    ),
    max_size=300,
)


@given(LINES)
def test_the_parts_are_the_whole(lines: set[bytes]) -> None:
    content = parts.ordered([*lines, *lines])
    assert b"".join(parts.divided(content)) == content
    assert set(content.splitlines(keepends=True)) == lines


@given(LINES, LINES, st.randoms())
def test_a_change_gives_the_parts_of_what_is_said_then(before: set[bytes], come: set[bytes], chance: object) -> None:
    gone = {line for line in before if chance.random() < 0.3}  # type: ignore[attr-defined]
    found = parts.changed(parts.divided(parts.ordered(before)), gone, come)
    assert found == parts.divided(parts.ordered((before - gone) | come))


def test_what_goes_and_comes_again_is_there() -> None:
    """Also where the part in which it stands ends no more where it did."""
    first, *others = (f"<https://example.org/id/record/r{n}> <p> <o0> <g> .\n".encode() for n in (0, 230, 3))
    before = {first, *others}
    assert parts.changed(parts.divided(parts.ordered(before)), before, {first}) == [first]
