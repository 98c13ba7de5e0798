"""The sending of a broadcast: begun, written in portions, told of, ended. Safe to run side by side."""

from datetime import datetime, timedelta

from domain.broadcast import Act, State, follow
from handlers.broadcast_cards import announce
from handlers.broadcast_face import push
from handlers.house import House
from storage import audit, broadcasts
from storage.database import Transaction
from storage.schema.broadcast import Broadcast

PORTION = 500
"""People in one commit."""
AHEAD = 5000
"""So many untried messages may wait: enough for any channel, and little to cancel when it is stopped."""
TELL_EVERY = timedelta(seconds=30)
"""Between two changes of the progress on the cards of staff."""


async def go_on(db: Transaction, house: House, broadcast_id: int, now: datetime) -> bool:
    """Begin, or write the next portion, or end. True: there is more to write at once.

    Nothing begins or is written in the quiet hours; what was written waits for their end by itself.
    """
    broadcast = await broadcasts.hold(db, broadcast_id)
    if broadcast is None or broadcast.ended_at is not None:
        return False
    quiet = house.policy.quiet_hours.hold(now)
    if broadcast.state == State.APPROVED and not quiet:
        broadcast.state, broadcast.begun_at = State.SENDING, now
        await _note(db, broadcast, Act.BEGIN, now)
    more = broadcast.state == State.SENDING and broadcast.written_at is None and not quiet
    if more:
        more = await _write(db, house, broadcast, now)
    if broadcast.written_at is not None and broadcast.state in (State.SENDING, State.STOPPED):
        await _end(db, house, broadcast, now)
    if broadcast.begun_at is not None and _is_time_to_tell(broadcast, now):
        broadcast.told_at = now
        await db.flush()
        await announce(db, house, broadcast, now, progress=True)
    return more


async def _write(db: Transaction, house: House, broadcast: Broadcast, now: datetime) -> bool:
    if await broadcasts.count_untried(db, broadcast.id) > AHEAD - PORTION:
        return False
    people = await broadcasts.next_willing(db, broadcast.cursor, PORTION)
    pushes = {language: push(house, broadcast, language) for language in house.book}
    reached = [(to, pushes[to.language]) for to in people if to.channel is not None and to.language]
    if reached:
        await broadcasts.write(db, broadcast.id, reached, now)
    broadcast.never += len(people) - len(reached)
    if people:
        broadcast.cursor = people[-1].citizen_id
    if len(people) < PORTION:
        broadcast.written_at = now
    await db.flush()
    return len(people) == PORTION


async def _end(db: Transaction, house: House, broadcast: Broadcast, now: datetime) -> None:
    """When nothing waits any more: keep the counts, which outlive the rows of the outbox."""
    counts = await broadcasts.count(db, broadcast)
    if counts.later:
        return
    broadcast.done, broadcast.never = counts.done, counts.never
    broadcast.ended_at = broadcast.told_at = now
    state = follow(State(broadcast.state), Act.FINISH)
    news = "done" if state is not None else ""
    if state is not None:
        broadcast.state = state
        await _note(db, broadcast, Act.FINISH, now)
    await db.flush()
    fresh = [broadcast.writer_id] if news else []
    await announce(db, house, broadcast, now, fresh=fresh, news=news)


def _is_time_to_tell(broadcast: Broadcast, now: datetime) -> bool:
    if broadcast.ended_at is not None or broadcast.state == State.PAUSED:
        return False
    return broadcast.told_at is None or now - broadcast.told_at >= TELL_EVERY


async def _note(db: Transaction, broadcast: Broadcast, act: Act, now: datetime) -> None:
    await audit.record(
        db,
        staff_id=None,
        act=f"broadcast {act}",
        subject=broadcasts.subject(broadcast.id),
        now=now,
        detail=f"version {broadcast.version}",
    )
