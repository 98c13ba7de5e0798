"""Turns what a page sends into the updates that aiogram knows, and rows into its messages."""

from zlib import crc32

from aiogram.types import (
    CallbackQuery,
    Chat,
    File,
    InaccessibleMessage,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    Message,
    PhotoSize,
    Update,
    User,
)

from storage.schema.history import WebMessage

BOT = User(id=1, is_bot=True, first_name="Minyi", username="minyi")


def inbox_key(chat_id: int, key: str) -> str:
    return f"{chat_id}:{key}"


def text_update(row: WebMessage, language: str, text: str) -> Update:
    """`text` is given apart from the row, which has no words before the consent."""
    message = Message(
        message_id=row.number,
        date=row.said_at,
        chat=_chat(row.chat_id),
        from_user=_citizen(row.chat_id, language),
        text=text,
    )
    return Update(update_id=_number(row.chat_id, row.key or ""), message=message)


def photo_update(
    row: WebMessage, language: str, caption: str | None, file_id: str, size: tuple[int, int]
) -> Update:
    message = Message(
        message_id=row.number,
        date=row.said_at,
        chat=_chat(row.chat_id),
        from_user=_citizen(row.chat_id, language),
        caption=caption,
        photo=[_photo_size(file_id, *size)],
    )
    return Update(update_id=_number(row.chat_id, row.key or ""), message=message)


def press_update(
    chat_id: int,
    language: str,
    key: str,
    data: str,
    pressed: Message | InaccessibleMessage,
) -> Update:
    press = CallbackQuery(
        id=inbox_key(chat_id, key),
        from_user=_citizen(chat_id, language),
        chat_instance=str(chat_id),
        data=data,
        message=pressed,
    )
    return Update(update_id=_number(chat_id, key), callback_query=press)


def message_of(row: WebMessage, quoted: WebMessage | None = None) -> Message:
    """The message that a row keeps."""
    has_photo = row.file_id is not None and row.file_name is None
    return Message(
        message_id=row.number,
        date=row.said_at,
        edit_date=int(row.edited_at.timestamp()) if row.edited_at else None,
        chat=_chat(row.chat_id),
        from_user=_citizen(row.chat_id, "") if row.mine else BOT,
        text=None if row.file_id else row.text,
        caption=row.text if row.file_id else None,
        photo=[_photo_size(row.file_id or "", row.width or 0, row.height or 0)]
        if has_photo
        else None,
        reply_markup=_keyboard(row),
        reply_to_message=message_of(quoted) if quoted is not None else None,
    )


def quoting(pressed: Message, number: int, words: str) -> Message:
    """The same message, quoting words of the citizen that only their page keeps."""
    quoted = Message(
        message_id=number,
        date=pressed.date,
        chat=pressed.chat,
        from_user=_citizen(pressed.chat.id, ""),
        text=words,
    )
    return pressed.model_copy(update={"reply_to_message": quoted})


def gone_message(chat_id: int, number: int) -> InaccessibleMessage:
    return InaccessibleMessage(chat=_chat(chat_id), message_id=number, date=0)


def file_of(name: str, size: int) -> File:
    return File(file_id=name, file_unique_id=name, file_size=size, file_path=name)


def _chat(chat_id: int) -> Chat:
    return Chat(id=chat_id, type="private")


def _citizen(chat_id: int, language: str) -> User:
    return User(id=chat_id, is_bot=False, first_name="", language_code=language or None)


def _photo_size(file_id: str, width: int, height: int) -> PhotoSize:
    return PhotoSize(file_id=file_id, file_unique_id=file_id, width=width, height=height)


def _keyboard(row: WebMessage) -> InlineKeyboardMarkup | None:
    if not row.buttons:
        return None
    return InlineKeyboardMarkup(
        inline_keyboard=[
            [InlineKeyboardButton(text=text, callback_data=data) for text, data in buttons]
            for buttons in row.buttons
        ]
    )


def _number(chat_id: int, key: str) -> int:
    return crc32(inbox_key(chat_id, key).encode())
