"""Which strangers were greeted just now, so that they are not greeted at every message."""

from collections import OrderedDict

Place = tuple[str, int]
"""A channel and a chat of it."""


class Greeted:
    """How many messages with a matter each greeted chat wrote; a count in memory and nothing else.

    The chats that wrote longest ago are forgotten first: they are greeted again.
    """

    def __init__(self, room: int = 10_000) -> None:
        self._room = room
        self._counts: OrderedDict[Place, int] = OrderedDict()

    def count(self, place: Place, matters: int) -> bool:
        """Add to the count. True: this chat was greeted before."""
        known = place in self._counts
        self._counts[place] = self._counts.pop(place, 0) + matters
        while len(self._counts) > self._room:
            self._counts.popitem(last=False)
        return known

    def forget(self, place: Place) -> int:
        """The count of a chat that is no stranger's any more."""
        return self._counts.pop(place, 0)
