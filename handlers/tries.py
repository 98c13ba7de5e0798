"""Guessing at codes: whether one may be tried now, and wrong ones counted. Each door counts alone.

docs/decisions/0030-guesses-are-counted-thrice.md.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from domain.say import Say
from handlers.turn import Turn
from storage import wrong_tries


class Whose(StrEnum):
    """Whose wrong codes led to a lock: this chat's own; anybody's, of what would be opened; those of
    everybody at one address. Of the latter two this chat may know nothing."""

    OWN = "own"
    OTHERS = "others"
    NETWORK = "network"


class Lock(NamedTuple):
    until: datetime
    whose: Whose


class Wrong(NamedTuple):
    """A wrong code was counted. lock: what this led to. left: how many may follow before a lock."""

    lock: Lock | None
    left: int


class Tried(NamedTuple):
    """What is said to a code. again: another may follow at once."""

    say: Say
    again: bool


async def find_lock(turn: Turn, door: str, besides: str | None = None) -> Lock | None:
    """Why no code may be tried at this door (`case`, `receipt` or `staff`); None when one may.

    besides: what the code would open, where that is locked by itself too.
    """
    subjects = _subjects(turn, door, besides)
    locks = await wrong_tries.locks_on(turn.db, list(subjects), turn.now)
    return _find_first({subjects[name]: until for name, until in locks.items()})


async def count_wrong(turn: Turn, door: str, besides: str | None = None) -> Wrong:
    """Count a wrong code, against the chat, what it would have opened, and the address."""
    policy, locks, left = turn.policy, {}, []
    for subject, whose in _subjects(turn, door, besides).items():
        most = policy.lock_network_after if whose is Whose.NETWORK else policy.lock_after
        counted = await wrong_tries.count_try(turn.db, subject, most, policy.lock_for, turn.now)
        left.append(max(0, most - counted.times))
        if counted.until is not None:
            locks[whose] = counted.until
    return Wrong(_find_first(locks), min(left))


def _find_first(locks: Mapping[Whose, datetime]) -> Lock | None:
    """The lock to tell of: one's own goes first, and ends when the last of one's own and the others'
    does."""
    for whose in Whose:
        if whose in locks:
            ends = [end for of, end in locks.items() if of is whose or of is not Whose.NETWORK]
            return Lock(max(ends), whose)
    return None


async def forgive(turn: Turn, door: str) -> None:
    """A right code: this chat's wrong ones were slips. What others guessed at stays counted."""
    await wrong_tries.forgive(turn.db, _chat(turn, door))


def word(turn: Turn, lock: Lock, sentence: str, **values: str) -> str:
    """The lock in words: `sentence` where it is the chat's own, with its end as {until}; with
    `_others` behind it where it is of what would be opened."""
    # The minute that is shown has already passed the lock.
    local = (lock.until + timedelta(seconds=59)).astimezone(turn.policy.quiet_hours.zone)
    own, others = sentence, f"{sentence}_others"
    key = {Whose.OWN: own, Whose.OTHERS: others, Whose.NETWORK: "tries.network"}[lock.whose]
    return turn.texts(key, until=f"{local:%H:%M}", **values)


def _subjects(turn: Turn, door: str, besides: str | None) -> dict[str, Whose]:
    """What is counted, and whose wrong tries these are."""
    subjects = {_chat(turn, door): Whose.OWN}
    if besides:
        subjects[f"{door}:{besides}"] = Whose.OTHERS
    origin = turn.house.origin_of(turn.channel, turn.chat_id)
    if origin:
        subjects[f"from-{door}:{origin}"] = Whose.NETWORK
    return subjects


def _chat(turn: Turn, door: str) -> str:
    return f"chat-{door}:{turn.channel}:{turn.chat_id}"
