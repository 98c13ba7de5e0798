"""Takes typed answers out of the chats, all at once: a call for each would double what a survey says."""

from domain.survey_session import Session
from handlers.turn import Turn
from storage import surveys


async def take_out(turn: Turn, session: Session) -> tuple[int, ...]:
    """The answers typed in this chat, for the next thing said to take out. Those typed in another
    chat, where the survey was begun, are taken out by the outbox."""
    here = (turn.channel, turn.chat_id)
    others = [one for one in session.typed if (one.channel, one.chat_id) != here]
    await surveys.take_out(turn.db, others, turn.now)
    return tuple(one.number for one in session.typed if (one.channel, one.chat_id) == here)
