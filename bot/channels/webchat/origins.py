"""Where the newest page of each chat was opened from, as a keyed hash: for counting wrong codes."""

from collections import OrderedDict

KNOWN_CHATS = 20_000


class Origins:
    """In memory only. The chats that came last are known."""

    def __init__(self) -> None:
        self._origins: OrderedDict[int, str | None] = OrderedDict()

    def note(self, chat_id: int, origin: str | None) -> None:
        self._origins[chat_id] = origin
        self._origins.move_to_end(chat_id)
        if len(self._origins) > KNOWN_CHATS:
            self._origins.popitem(last=False)

    def of(self, chat_id: int) -> str | None:
        """None: not known, or nobody's in particular."""
        return self._origins.get(chat_id)
