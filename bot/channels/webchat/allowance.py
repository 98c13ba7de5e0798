"""How much a sender may leave in the history in a day: it is kept for months, and a disk is finite."""

import asyncio
from collections import OrderedDict
from collections.abc import Hashable

from bot.channels.webchat.flood import KNOWN_SENDERS, is_local

DAY = 24 * 60 * 60.0
CHAT_BYTES = 40_000_000
"""Of one chat: some hundred photos of a common size, or many hundred pages."""
ADDRESS_BYTES = 2_000_000_000
"""Of one address, which may be a whole village."""
LEAST = 50_000
"""What a photo counts for at the least, so that small ones are bounded in number."""


class Allowance:
    """What is spent comes back bit by bit, in a day. Each process counts for itself.

    Only what was kept is spent: a page that has to send the same again loses nothing by it.
    """

    def __init__(self, chat_bytes: int = CHAT_BYTES, address_bytes: int = ADDRESS_BYTES) -> None:
        self.chat_bytes, self.address_bytes = chat_bytes, address_bytes
        self._spent: OrderedDict[Hashable, tuple[float, float]] = OrderedDict()

    def has_room(self, chat_id: int, address: str) -> bool:
        senders: list[tuple[Hashable, int]] = [(chat_id, self.chat_bytes)]
        if not is_local(address):
            senders.append((address, self.address_bytes))
        return all(self._unreturned(name, limit) < limit for name, limit in senders)

    def spend(self, chat_id: int, address: str, size: int) -> None:
        for name, limit in ((chat_id, self.chat_bytes), (address, self.address_bytes)):
            spent = self._unreturned(name, limit) + size
            self._spent.pop(name, None)
            self._spent[name] = spent, _clock()
        while len(self._spent) > KNOWN_SENDERS:
            self._spent.popitem(last=False)

    def _unreturned(self, name: Hashable, limit: int) -> float:
        spent, at = self._spent.get(name, (0.0, 0.0))
        return max(0.0, spent - (_clock() - at) * limit / DAY)


def _clock() -> float:
    return asyncio.get_running_loop().time()
