"""What a played citizen does next, judged by what their page shows, as a person would."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from zlib import crc32

Shown = Mapping[int, Mapping[str, Any]]
"""The messages of the page by number, as the socket's frames tell them."""

WISHES = (
    "complaint:send:",
    "complaint:contact:",
    "complaint:finish",
    "consent:notices:no",
    "consent:surveys:no",
    "consent:broadcasts:no",
    "complaint:new",
    "consent:agree:zh",
)
"""Buttons in the order in which they are wanted: what is nearest to the receipt first."""


@dataclass(frozen=True, slots=True)
class Move:
    """A frame to send. Its key is the same whenever the same move is found again: it is done once."""

    key: str
    frame: Mapping[str, Any]


def find_receipt(shown: Shown) -> str | None:
    """The receipt code, when the letter is handed in."""
    for _, data in _buttons(shown):
        if data.startswith("receipt:show:"):
            return data.removeprefix("receipt:show:")
    return None


def next_move(
    shown: Shown, messages: Sequence[str], heard: Collection[str], *, anonymous: bool
) -> Move | None:
    """heard: keys that the house said it has kept. None: wait for the house.

    What was written is handed over again on every connection until it is heard, as a page does.
    """
    buttons = _buttons(shown)
    wish = next(
        (wish for wish in WISHES if any(data.startswith(wish) for _, data in buttons)), None
    )
    is_writing = any(data == "complaint:cancel" for _, data in buttons)
    if wish not in ("complaint:send:", "complaint:contact:") and is_writing:
        for number, text in enumerate(messages):
            key = f"part{number}"
            if key not in heard:
                return Move(key, {"t": "say", "key": key, "text": text})
        if wish != "complaint:finish":
            return None
    if wish is None:
        return None if shown else Move("start", {"t": "say", "key": "start", "text": "/start"})
    if wish == "complaint:contact:":
        wish += "anonymous" if anonymous else "reachable"
    number, data = next((n, d) for n, d in reversed(buttons) if d.startswith(wish))
    key = f"{number}-{crc32(data.encode())}"
    return Move(key, {"t": "press", "key": key, "number": number, "data": data})


def _buttons(shown: Shown) -> list[tuple[int, str]]:
    """(message, data) of every button that the page shows."""
    return [
        (number, data)
        for number in sorted(shown)
        for row in shown[number].get("buttons") or ()
        for _, data in row
    ]
