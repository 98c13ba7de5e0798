"""Writing a broadcast: its words are asked for, looked through and kept."""

from domain.broadcast import LIMIT, Act, may_broadcast
from domain.broadcast_words import find_faults
from domain.say import Button, Say, press
from domain.typed import clean
from handlers.broadcast import card, here, look, may, move, not_here, not_yours, note
from handlers.broadcast_cards import announce
from handlers.cards import post_of
from handlers.review import member_of
from handlers.turn import Turn
from storage import broadcasts
from storage.schema.broadcast import Broadcast


async def ask_words(turn: Turn, broadcast_id: int, language: str) -> tuple[Say, bool]:
    """Ask for the words; number 0 for a new one. False: they can't be written now."""
    if not may_broadcast(post_of(member_of(turn))):
        return not_yours(turn), False
    if broadcast_id:
        broadcast = await look(turn, broadcast_id)
        if broadcast is None:
            return not_here(turn), False
        if not may(turn, broadcast, Act.CHANGE):
            return await card(turn, broadcast, turn.texts("broadcast.not_now")), False
    return _ask(turn, broadcast_id, language), True


async def take_words(
    turn: Turn, broadcast_id: int, language: str, typed: str
) -> tuple[Say, int | None]:
    """Keep words that may be sent. Returns the number of the broadcast, None if they were not kept.

    A change voids an approval: the broadcast is a draft again.
    """
    words = clean(typed)
    refusal = _refusal(turn, words)
    if refusal:
        return Say(refusal, (_leave(turn, broadcast_id),)), None
    if not may_broadcast(post_of(member_of(turn))):
        return not_yours(turn), None
    if not broadcast_id:
        broadcast = await broadcasts.add(
            turn.db, zh=words, en=None, writer_id=member_of(turn).id, now=turn.now
        )
        await note(turn, broadcast.id, "write")
        return _ask(turn, broadcast.id, "en"), broadcast.id
    found = await look(turn, broadcast_id)
    if found is None:
        return not_here(turn), None
    if not await move(turn, found, Act.CHANGE):
        return await card(turn, found, turn.texts("broadcast.not_now")), None
    zh, en = (words, found.en) if language == "zh" else (found.zh, words)
    await _change(turn, found, zh, en)
    return await card(turn, found, edit=False), found.id


async def leave_english(turn: Turn, broadcast_id: int) -> Say:
    """Without English, or without it any more: that is a change too."""
    broadcast = await look(turn, broadcast_id)
    if broadcast is None:
        return not_here(turn)
    if broadcast.en is not None:
        if not await move(turn, broadcast, Act.CHANGE):
            return await card(turn, broadcast, turn.texts("broadcast.not_now"))
        await _change(turn, broadcast, broadcast.zh, None)
    return await card(turn, broadcast)


async def _change(turn: Turn, broadcast: Broadcast, zh: str, en: str | None) -> None:
    broadcast.zh, broadcast.en = zh, en
    broadcast.version += 1
    broadcast.approver_id = broadcast.approved_at = None
    await turn.db.flush()
    await announce(turn.db, turn.house, broadcast, turn.now, besides=here(turn))


def _ask(turn: Turn, broadcast_id: int, language: str) -> Say:
    return Say(
        turn.texts(f"broadcast.write_{language}", limit=LIMIT),
        (
            *([_no_english(turn, broadcast_id)] if language == "en" else []),
            _leave(turn, broadcast_id),
        ),
    )


def _no_english(turn: Turn, broadcast_id: int) -> tuple[Button, ...]:
    return (
        Button(
            turn.texts("broadcast.button_no_english"), press("cast", "no_english", broadcast_id)
        ),
    )


def _leave(turn: Turn, broadcast_id: int) -> tuple[Button, ...]:
    back = press("cast", "open", broadcast_id) if broadcast_id else press("cast", "list")
    return (Button(turn.texts("broadcast.button_leave"), back),)


def _refusal(turn: Turn, words: str) -> str:
    """Why these words can't be sent; empty when they can."""
    if not words:
        return turn.texts("broadcast.empty")
    if len(words) > LIMIT:
        return turn.texts("broadcast.too_long", length=len(words), limit=LIMIT)
    faults = find_faults(turn.house.broadcast_words, words)
    if not faults:
        return ""
    lines = [turn.texts(f"broadcast.fault_{one.fault}", words=one.words) for one in faults]
    again = turn.texts("broadcast.write_again")
    return "\n".join((turn.texts("broadcast.refused"), *lines, again))
