"""Work that is begun before its result is wanted."""

import threading

import pytest

from carbonlex.begun import Begun


def test_the_value_is_there_when_it_is_asked_for() -> None:
    may_end = threading.Event()

    def work() -> int:
        may_end.wait(10)
        return 5

    begun = Begun(work)
    may_end.set()
    assert [begun.value(), begun.value()] == [5, 5]


def test_what_went_wrong_is_raised_where_the_value_is_asked_for() -> None:
    begun = Begun(lambda: 1 // 0)
    for _ in range(2):
        with pytest.raises(ZeroDivisionError):
            begun.value()
