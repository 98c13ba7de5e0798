"""What every door of the web chat asks: who is there, may they come in, and where it all goes."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

from aiogram.types import Update

from bot.channels.webchat.allowance import Allowance
from bot.channels.webchat.connections import Connections
from bot.channels.webchat.flood import Gate
from content.text import Book
from handlers.web.identity import Identity
from storage.database import Database

Receive = Callable[[str, Update], Awaitable[None]]
"""Takes an update with its key; returns when it is kept. The same key twice is done once."""
MayKeep = Callable[[int], Awaitable[bool]]
"""Whether whoever speaks in a chat has agreed that their words are stored."""
Expect = Callable[[int, str, str, str], None]
"""Is told the chat, key, language and words of a message before the database is asked for anything."""


@dataclass(frozen=True, slots=True)
class Reception:
    database: Database
    connections: Connections
    gate: Gate
    allowance: Allowance
    identity: Identity
    book: Book
    receive: Receive
    may_keep: MayKeep
    expect: Expect
    now: Callable[[], datetime]
