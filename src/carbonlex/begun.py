"""Work that is begun before its result is wanted: in a thread, which helps where it is native code that lets Python go on."""

from collections.abc import Callable
from threading import Thread
from typing import Generic, TypeVar

T_co = TypeVar("T_co", covariant=True)


class Begun(Generic[T_co]):
    """A value that a thread works out.

    :param work: gives the value; what it raises is raised where the value is asked for.
    """

    def __init__(self, work: Callable[[], T_co]) -> None:
        self._work = work
        self._values: list[T_co] = []
        self._error: BaseException | None = None
        self._thread = Thread(target=self._run)
        self._thread.start()

    def _run(self) -> None:
        try:
            self._values.append(self._work())
        except BaseException as error:  # for whoever asks
            self._error = error

    def value(self) -> T_co:
        """The value, as soon as it is there."""
        self._thread.join()
        if self._error is not None:
            raise self._error
        return self._values[0]
