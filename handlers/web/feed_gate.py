"""How many calls of the feed may be at work, and whose: nobody unproved can take every place."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

PROVED_CALLS = 2
"""At once in a process, of who has signed rightly lately: one is taken in while another arrives."""
UNPROVED_CALLS = 2
"""At once in a process, of everybody else together, and one an address."""
PROVED_FOR = timedelta(days=30)
PROVED_KNOWN = 100


class BusyError(Exception):
    """There is no place now."""


class FeedGate:
    """Places for calls, by where they come from. What is proved is known until the process ends."""

    def __init__(self) -> None:
        self._proved: dict[str, datetime] = {}
        self._at_work: Counter[str] = Counter()
        self._calls: Counter[bool] = Counter()

    @contextmanager
    def place(self, origin: str, now: datetime) -> Iterator[None]:
        """A place until the call is over. Raises BusyError."""
        proved = now - self._proved.get(origin, now - 2 * PROVED_FOR) < PROVED_FOR
        most = PROVED_CALLS if proved else UNPROVED_CALLS
        if self._calls[proved] >= most or (not proved and self._at_work[origin]):
            raise BusyError
        self._calls[proved] += 1
        self._at_work[origin] += 1
        try:
            yield
        finally:
            self._calls[proved] -= 1
            self._at_work[origin] -= 1
            self._at_work += Counter()  # forget those with nothing at work

    def prove(self, origin: str, now: datetime) -> None:
        """Somebody there has signed rightly."""
        self._proved.pop(origin, None)
        self._proved[origin] = now
        while len(self._proved) > PROVED_KNOWN:
            del self._proved[next(iter(self._proved))]
