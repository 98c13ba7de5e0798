"""Takes typed answers out of the chats, all at once: a call for each would double what a survey says."""

from domain.say import Say
from domain.survey_session import Session
from handlers.turn import Turn
from storage import outbox


async def take_out(turn: Turn, session: Session) -> tuple[int, ...]:
    """The answers typed in this chat, for the next thing said to take out. Those typed in another
    chat, where the survey was begun, are taken out by the outbox."""
    here = []
    for one in session.typed:
        if (one.channel, one.chat_id) == (turn.channel, turn.chat_id):
            here.append(one.number)
            continue
        await outbox.put(
            turn.db,
            key=f"fleeting:{one.channel}:{one.chat_id}:{one.number}",
            kind="card",
            subject=outbox.FLEETING,
            channel=one.channel,
            chat_id=one.chat_id,
            citizen_id=None,
            say=Say(forget=(one.number,)),
            due_at=turn.now,
            now=turn.now,
        )
    return tuple(here)
