"""Door: somebody blocked the channel, or came back."""

from aiogram import Router
from aiogram.types import ChatMemberUpdated

from handlers.turn import Turn

router = Router(name=__name__)


@router.my_chat_member()
async def note(change: ChatMemberUpdated, turn: Turn) -> None:
    """A closed chat is not written to, until its person writes again."""
    if turn.chat is not None:
        left = change.new_chat_member.status in ("kicked", "left")
        turn.chat.closed_at = turn.now if left else None
