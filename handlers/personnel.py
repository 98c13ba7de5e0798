"""Who works here: members of staff come, get a new code, and leave."""

from datetime import datetime

from domain.role import Role
from domain.say import Say
from domain.typed import clean
from handlers.cards import announce
from handlers.departed import take_back_all
from handlers.house import House
from handlers.scene import scene_of
from handlers.signin import issue_code
from storage import audit, chats, desk, outbox, staff
from storage.database import Transaction

NAME_LENGTH = 40


class RefusedError(Exception):
    """What can't be done with a member of staff; the message says why."""


async def add(
    db: Transaction,
    house: House,
    name: str,
    role: Role,
    area: str | None,
    unit: str | None,
    now: datetime,
) -> tuple[int, str]:
    """A new member: number and sign-in code. Raises RefusedError for what does not go together."""
    name = clean(name)
    if not 0 < len(name) <= NAME_LENGTH:
        raise RefusedError(f"a name has 1 to {NAME_LENGTH} characters")
    if (role is Role.DESK) != (area is not None):
        raise RefusedError("a desk needs an area, and only a desk has one")
    known = {one.id for one in house.units}
    if unit is not None and unit not in known:
        raise RefusedError(f"no unit is called {unit!r}; known: {', '.join(sorted(known))}")
    member = await staff.add(db, name=name, role=role, area=area, unit=unit, now=now)
    await audit.record(
        db, staff_id=None, act="add", subject=f"staff:{member.id}", now=now, detail=role
    )
    return member.id, await renew_code(db, house, member.id, now)


async def renew_code(db: Transaction, house: House, number: int, now: datetime) -> str:
    """A new sign-in code in place of any older one. Raises RefusedError for nobody active."""
    code = await issue_code(db, house, number, now)
    if code is None:
        raise RefusedError(f"nobody active has the number {number}")
    return code


async def deactivate(db: Transaction, house: House, number: int, now: datetime) -> str:
    """Take away access at once, and what their chats show of complaints; what was in these hands
    waits for the next ones. Returns the name.

    Raises RefusedError for nobody active.
    """
    theirs = [(c.channel, c.chat_id, c.language) for c in await chats.of_staff(db, [number])]
    member = await staff.deactivate(db, number, now)
    if member is None:
        raise RefusedError(f"nobody active has the number {number}")
    for channel, chat_id, language in theirs:
        await take_back_all(db, house, channel, chat_id, language, now)
        await _tell_end(db, house, channel, chat_id, language, now)
    await audit.record(db, staff_id=None, act="deactivate", subject=f"staff:{number}", now=now)
    for complaint_id in await desk.in_hands_of(db, number):
        await announce(db, house, complaint_id, now, "moved")
    return member.name


async def reactivate(db: Transaction, house: House, number: int, now: datetime) -> str:
    """Let somebody who left work again, with the role they had. Returns a sign-in code.

    Raises RefusedError for somebody who is active, or not known.
    """
    if await staff.reactivate(db, number) is None:
        raise RefusedError(f"nobody who left has the number {number}")
    await audit.record(db, staff_id=None, act="reactivate", subject=f"staff:{number}", now=now)
    return await renew_code(db, house, number, now)


async def _tell_end(
    db: Transaction, house: House, channel: str, chat_id: int, language: str, now: datetime
) -> None:
    texts = house.book[language]
    await outbox.put(
        db,
        key=f"access_ended:{channel}:{chat_id}:{now:%y%m%d%H%M%S%f}",
        kind="card",
        subject="erased",
        channel=channel,
        chat_id=chat_id,
        citizen_id=None,
        say=Say(texts("staff.access_ended"), scene=scene_of(texts, None)),
        due_at=now,
        now=now,
    )
