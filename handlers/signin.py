"""Staff sign a chat in by a one-time code, and out again."""

from dataclasses import replace
from datetime import datetime, timedelta

from domain.say import Say
from domain.sign_in_code import hash_code, new_code
from handlers import tries
from handlers.departed import take_back_all
from handlers.house import House
from handlers.turn import Turn
from handlers.welcome import back_to_menu
from handlers.workplace import menu, name_role
from storage import audit, staff
from storage.database import Transaction
from storage.schema.staff import Staff

CODE_LASTS = timedelta(hours=24)
DOOR = "staff"


async def issue_code(db: Transaction, house: House, staff_id: int, now: datetime) -> str | None:
    """A new sign-in code, shown this once; only its hash is kept. None: no such active member."""
    code = new_code()
    member = await staff.give_code(db, staff_id, hash_code(house.key, code), now + CODE_LASTS)
    if member is None:
        return None
    await audit.record(db, staff_id=None, act="code", subject=f"staff:{staff_id}", now=now)
    return code


async def sign_in(turn: Turn, typed: str) -> Say:
    """Make this chat the work place of whose code it is. Wrong codes are counted."""
    if not typed:
        return Say(turn.texts("staff.code_missing"), (back_to_menu(turn),))
    lock = await tries.find_lock(turn, DOOR)
    if lock is None:
        member = await staff.use_code(turn.db, hash_code(turn.house.key, typed), turn.now)
        if member is not None:
            await tries.forgive(turn, DOOR)
            return await _seat(turn, member)
        # Of whoever that was only the channel is noted: it may be anybody.
        await audit.record(
            turn.db,
            staff_id=None,
            act="wrong_code",
            subject="staff",
            now=turn.now,
            detail=turn.channel,
        )
        lock, left = await tries.count_wrong(turn, DOOR)
        if lock is None:
            return Say(turn.texts("staff.wrong_code", left=left), (back_to_menu(turn),))
    return Say(tries.word(turn, lock, "staff.locked"), (back_to_menu(turn),))


async def _seat(turn: Turn, member: Staff) -> Say:
    language = turn.chat.language if turn.chat else turn.language
    turn.chat = await staff.bind(
        turn.db, turn.chat, turn.channel, turn.chat_id, language, member.id
    )
    turn.staff = member
    await audit.record(
        turn.db,
        staff_id=member.id,
        act="sign_in",
        subject=f"staff:{member.id}",
        now=turn.now,
        detail=turn.channel,
    )
    welcome = turn.texts("staff.signed_in", name=member.name, role=name_role(turn.texts, member))
    place = (turn.channel, turn.chat_id)
    turn.house.greeted.forget(place)
    return replace(await menu(turn, welcome), settle=turn.house.greeted.settle(place))


async def leave(turn: Turn) -> Say:
    """This chat is no longer a work place; a citizen's is theirs again, a stranger's is forgotten.
    What it was shown of complaints is taken out of it."""
    if turn.staff is not None and turn.chat is not None:
        number = turn.staff.id
        await audit.record(
            turn.db, staff_id=number, act="sign_out", subject=f"staff:{number}", now=turn.now
        )
        await staff.unbind(turn.db, turn.chat, turn.now)
        await take_back_all(
            turn.db, turn.house, turn.channel, turn.chat_id, turn.language, turn.now
        )
        turn.staff = None
    return Say(turn.texts("staff.left"), (back_to_menu(turn),))
