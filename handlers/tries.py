"""Guessing at codes: whether one may be tried now, and wrong ones counted. Each door counts alone.

docs/decisions/0030-guesses-are-counted-thrice.md.
"""

from datetime import datetime, timedelta
from typing import NamedTuple

from handlers.turn import Turn
from storage import wrong_tries


class Lock(NamedTuple):
    """by_network: it shuts out everybody at one address, of whom this chat may know nothing."""

    until: datetime
    by_network: bool


async def find_lock(turn: Turn, door: str, besides: str | None = None) -> Lock | None:
    """Why no code may be tried at this door (`case`, `receipt` or `staff`); None when one may.

    besides: what the code would open, where that is locked by itself too.
    """
    until = await wrong_tries.locked_until(turn.db, _subjects(turn, door, besides), turn.now)
    if until is not None:
        return Lock(until, by_network=False)
    network = _network(turn, door)
    if network is not None:
        until = await wrong_tries.locked_until(turn.db, [network], turn.now)
    return Lock(until, by_network=True) if until is not None else None


async def count_wrong(turn: Turn, door: str, besides: str | None = None) -> Lock | None:
    """Count a wrong code, against the chat, what it would have opened, and the address. The lock that
    this leads to."""
    policy, until = turn.policy, []
    for subject in _subjects(turn, door, besides):
        until.append(
            await wrong_tries.count_wrong(
                turn.db, subject, policy.lock_after, policy.lock_for, turn.now
            )
        )
    network = _network(turn, door)
    shut = None
    if network is not None:
        shut = await wrong_tries.count_wrong(
            turn.db, network, policy.lock_network_after, policy.lock_for, turn.now
        )
    latest = max((moment for moment in until if moment is not None), default=None)
    if latest is not None:
        return Lock(latest, by_network=False)
    return Lock(shut, by_network=True) if shut is not None else None


async def forgive(turn: Turn, door: str) -> None:
    """A right code: this chat's wrong ones were slips. What others guessed at stays counted."""
    await wrong_tries.forgive(turn.db, _chat(turn, door))


def word(turn: Turn, lock: Lock, sentence: str) -> str:
    """The lock in words: `sentence` where it is the chat's, with its end as {until}."""
    # The minute that is shown has already passed the lock.
    local = (lock.until + timedelta(seconds=59)).astimezone(turn.policy.quiet_hours.zone)
    return turn.texts("tries.network" if lock.by_network else sentence, until=f"{local:%H:%M}")


def _subjects(turn: Turn, door: str, besides: str | None) -> list[str]:
    return [_chat(turn, door), *([f"{door}:{besides}"] if besides else [])]


def _chat(turn: Turn, door: str) -> str:
    return f"chat-{door}:{turn.channel}:{turn.chat_id}"


def _network(turn: Turn, door: str) -> str | None:
    origin = turn.house.origin_of(turn.channel, turn.chat_id)
    return f"from-{door}:{origin}" if origin else None
