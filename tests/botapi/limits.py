"""Telegram's limits, counted as a strict server does: no more in any second that has just passed."""

import time
from collections import defaultdict, deque


class Limits:
    """Sliding windows of a second: `overall` messages to all chats, `a_chat` to one. None: no limit."""

    def __init__(self, overall: int | None = None, a_chat: int | None = None) -> None:
        self.overall, self.a_chat = overall, a_chat
        self._all: deque[float] = deque()
        self._chats: defaultdict[int, deque[float]] = defaultdict(deque)

    def take(self, chat_id: int) -> bool:
        """Count one message; False (and not counted) where it is one too many."""
        now = time.monotonic()
        windows = []
        for window, most in ((self._all, self.overall), (self._chats[chat_id], self.a_chat)):
            while window and window[0] <= now - 1:
                window.popleft()
            if most is not None and len(window) >= most:
                return False
            windows.append(window)
        for window in windows:
            window.append(now)
        if len(self._chats) > 10_000:
            self._chats.clear()
        return True
