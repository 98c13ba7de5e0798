"""What the house knows and can do, put together once at the start."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from content.text import Book
from domain.emergency import Alarm
from domain.policy import Policy
from domain.routing import Routing


@dataclass(slots=True)
class House:
    """key: the secret of this installation, for keyed hashes; it is never in the database.

    route: title and text to an area, in a thread of its own. find_alarm: a danger that a text
    speaks of.
    """

    policy: Policy
    book: Book
    key: bytes
    route: Callable[[str], Awaitable[Routing]]
    find_alarm: Callable[[str], Alarm | None]
