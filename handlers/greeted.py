"""Which strangers were greeted just now, so that they are not greeted at every message, and by which
messages they were asked for their consent, so that no button of these outlives the answer."""

from collections import OrderedDict

Place = tuple[str, int]
"""A channel and a chat of it."""

MOST = 10
"""Questions of one chat that are remembered: the newest."""


class Greeted:
    """How many messages with a matter each greeted chat wrote, and the numbers of what it was asked;
    in memory, and nothing else.

    The chats that wrote longest ago are forgotten first: they are greeted again.
    """

    def __init__(self, room: int = 10_000) -> None:
        self._room = room
        self._counts: OrderedDict[Place, int] = OrderedDict()
        self._questions: OrderedDict[Place, dict[int, None]] = OrderedDict()

    def count(self, place: Place, matters: int) -> bool:
        """Add to the count. True: this chat was greeted before."""
        known = place in self._counts
        self._counts[place] = self._counts.pop(place, 0) + matters
        while len(self._counts) > self._room:
            self._counts.popitem(last=False)
        return known

    def note(self, place: Place, number: int) -> None:
        """This chat was asked by the message of that number."""
        questions = self._questions.pop(place, {}) | {number: None}
        self._questions[place] = dict(list(questions.items())[-MOST:])
        while len(self._questions) > self._room:
            self._questions.popitem(last=False)

    def settle(self, place: Place) -> tuple[int, ...]:
        """The numbers of the messages that asked a chat, which has answered."""
        return tuple(self._questions.pop(place, ()))

    def forget(self, place: Place) -> int:
        """The count of a chat that is no stranger's any more."""
        return self._counts.pop(place, 0)
