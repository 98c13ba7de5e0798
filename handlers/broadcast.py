"""What staff do with broadcasts: have them approved, approve, pause, stop. Each act is written down."""

from domain.broadcast import Act, State, follow, may_broadcast, may_change
from domain.say import Button, Say, press
from handlers import broadcast_face
from handlers.broadcast_cards import announce, approvers, standing_of
from handlers.broadcast_face import UNDER_WAY, name_share
from handlers.card_face import back_to_workplace
from handlers.cards import post_of
from handlers.review import member_of
from handlers.turn import Turn
from storage import audit, broadcasts
from storage.schema.broadcast import Broadcast

LISTED = 8


async def show_list(turn: Turn, *, edit: bool = False) -> Say:
    """The newest broadcasts, and the way to write one."""
    if not may_broadcast(post_of(member_of(turn))):
        return not_yours(turn)
    await audit.record(
        turn.db, staff_id=member_of(turn).id, act="list", subject="list:broadcasts", now=turn.now
    )
    texts = turn.texts
    lines = [texts("broadcast.list", willing=await broadcasts.count_willing(turn.db))]
    found = await broadcasts.newest(turn.db, LISTED)
    for one in found:
        said = {"number": one.id, "state": texts(f"broadcast.state_{one.state}")}
        if State(one.state) in UNDER_WAY and one.state != State.STOPPED:
            counts = await broadcasts.count(turn.db, one)
            bar = {"bar": counts.bar(), "share": name_share(counts)}
            lines.append(texts("broadcast.list_line", **said, **bar))
        else:
            lines.append(texts("broadcast.list_line_draft", **said))
    if not found:
        lines.append(texts("broadcast.list_empty"))
    opens = [
        Button(texts("broadcast.button_open", number=one.id), press("cast", "open", one.id))
        for one in found
    ]
    new = Button(texts("broadcast.button_new"), press("cast", "new"))
    rows = [tuple(opens[i : i + 4]) for i in range(0, len(opens), 4)]
    return Say("\n".join(lines), ((new,), *rows, back_to_workplace(texts)), edit=edit)


async def open_card(turn: Turn, broadcast_id: int, *, whole: bool = False) -> Say:
    broadcast = await look(turn, broadcast_id)
    return await card(turn, broadcast, whole=whole) if broadcast else not_here(turn)


async def propose(turn: Turn, broadcast_id: int, version: int) -> Say:
    """Show it to everybody who could approve it."""
    broadcast = await look(turn, broadcast_id)
    if broadcast is None:
        return not_here(turn)
    people = await approvers(turn.db, broadcast)
    if not people:
        return await card(turn, broadcast, turn.texts("broadcast.nobody_to_approve"))
    if broadcast.version != version or not await move(turn, broadcast, Act.PROPOSE):
        return await card(turn, broadcast, turn.texts("broadcast.not_now"))
    await _announce(turn, broadcast, people, "proposed")
    return await card(turn, broadcast, turn.texts("broadcast.proposed", people=len(people)))


async def judge(turn: Turn, broadcast_id: int, version: int, act: Act) -> Say:
    """Approve what was read, or send it back. Words that were changed since must be read again."""
    broadcast = await look(turn, broadcast_id)
    if broadcast is None:
        return not_here(turn)
    if broadcast.writer_id == member_of(turn).id:
        return await card(turn, broadcast, turn.texts("broadcast.own_words"))
    if broadcast.version != version:
        return await card(turn, broadcast, turn.texts("broadcast.words_changed"))
    if not await move(turn, broadcast, act):
        return await card(turn, broadcast, turn.texts("broadcast.not_now"))
    if act is Act.APPROVE:
        broadcast.approver_id, broadcast.approved_at = member_of(turn).id, turn.now
    news = "approved" if act is Act.APPROVE else "sent_back"
    await _announce(turn, broadcast, [broadcast.writer_id], news)
    return await card(turn, broadcast)


async def hold_up(turn: Turn, broadcast_id: int, act: Act) -> Say:
    """Pause, or go on."""
    broadcast = await look(turn, broadcast_id)
    if broadcast is None:
        return not_here(turn)
    if not await move(turn, broadcast, act):
        return await card(turn, broadcast, turn.texts("broadcast.not_now"))
    if act is Act.RESUME:
        await broadcasts.hurry(turn.db, broadcast.id, turn.now)
    await _announce(turn, broadcast)
    return await card(turn, broadcast)


async def ask_stop(turn: Turn, broadcast_id: int) -> Say:
    """Ask once before what can't be undone; a draft is discarded without."""
    broadcast = await look(turn, broadcast_id)
    if broadcast is None:
        return not_here(turn)
    if State(broadcast.state) not in UNDER_WAY:
        return await stop(turn, broadcast_id)
    if not may(turn, broadcast, Act.STOP):
        return await card(turn, broadcast, turn.texts("broadcast.not_now"))
    counts = await broadcasts.count(turn.db, broadcast)
    later = counts.later + counts.unwritten
    text = turn.texts("broadcast.ask_stop", number=broadcast.id, later=later)
    buttons = [
        Button(turn.texts(f"broadcast.button_{name}"), press("cast", verb, broadcast.id))
        for name, verb in (("stop_now", "stop_now"), ("back", "open"))
    ]
    return Say(text, (tuple(buttons),), edit=True)


async def stop(turn: Turn, broadcast_id: int) -> Say:
    """Cancel what waits, for good. What arrived stays counted."""
    broadcast = await look(turn, broadcast_id)
    if broadcast is None:
        return not_here(turn)
    if may(turn, broadcast, Act.STOP):
        if broadcast.begun_at is None:
            broadcast.ended_at = turn.now
        else:
            await broadcasts.cancel(turn.db, broadcast, turn.now)
        await move(turn, broadcast, Act.STOP)
        await _announce(turn, broadcast)
    return await card(turn, broadcast)


async def look(turn: Turn, broadcast_id: int) -> Broadcast | None:
    """The broadcast, held, for who is in charge of broadcasts. None for everybody else."""
    if may_broadcast(post_of(member_of(turn))):
        return await broadcasts.hold(turn.db, broadcast_id)
    await note(turn, broadcast_id, "refused")
    return None


async def move(turn: Turn, broadcast: Broadcast, act: Act) -> bool:
    """Let the act happen, if it may, and write it down."""
    state = follow(State(broadcast.state), act)
    if state is None or not may(turn, broadcast, act):
        return False
    broadcast.state = state
    await note(turn, broadcast.id, act, f"version {broadcast.version}")
    await turn.db.flush()
    return True


def may(turn: Turn, broadcast: Broadcast, act: Act) -> bool:
    possible = follow(State(broadcast.state), act) is not None
    return possible and may_change(act, member_of(turn).id, broadcast.writer_id)


async def note(turn: Turn, broadcast_id: int, act: str, detail: str | None = None) -> None:
    """Write the act down."""
    await audit.record(
        turn.db,
        staff_id=member_of(turn).id,
        act=f"broadcast {act}",
        subject=broadcasts.subject(broadcast_id),
        now=turn.now,
        detail=detail,
    )


async def _announce(
    turn: Turn, broadcast: Broadcast, fresh: list[int] | None = None, news: str = ""
) -> None:
    await announce(
        turn.db, turn.house, broadcast, turn.now, fresh=fresh or (), news=news, besides=here(turn)
    )


async def card(
    turn: Turn, broadcast: Broadcast, toast: str = "", *, whole: bool = False, edit: bool = True
) -> Say:
    standing = await standing_of(turn.db, turn.house, broadcast, turn.now)
    viewer = member_of(turn)
    made = broadcast_face.card(turn.house, turn.texts, standing, viewer, whole=whole)
    return Say(made.text, made.buttons, edit=edit, toast=toast)


def here(turn: Turn) -> tuple[str, int]:
    return (turn.channel, turn.chat_id)


def not_yours(turn: Turn) -> Say:
    return Say(turn.texts("broadcast.not_yours"), (back_to_workplace(turn.texts),))


def not_here(turn: Turn) -> Say:
    return Say(turn.texts("broadcast.not_here"), (back_to_workplace(turn.texts),), edit=True)
