"""What the house says, with what only channels of ours understand of it."""

from aiogram.methods import SendMessage
from aiogram.types import InlineKeyboardMarkup, ReplyParameters
from pydantic import Field


class HouseMessage(SendMessage):
    """A SendMessage to everybody else: the fields added here are never sent to Telegram.

    alarm: it answers a danger, and is to stand out.
    """

    alarm: bool = Field(default=False, exclude=True)

    def __init__(
        self,
        *,
        chat_id: int,
        text: str,
        reply_markup: InlineKeyboardMarkup | None = None,
        reply_parameters: ReplyParameters | None = None,
        alarm: bool = False,
    ) -> None:
        super().__init__(
            chat_id=chat_id,
            text=text,
            reply_markup=reply_markup,
            reply_parameters=reply_parameters,
            alarm=alarm,
        )
