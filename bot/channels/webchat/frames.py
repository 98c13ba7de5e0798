"""The frames of the socket: what a page may say, and how a message looks to it. docs/webchat.md."""

import re
from collections.abc import Iterable
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, TypeAdapter

from storage.schema.history import WebMessage

Frame: TypeAlias = dict[str, Any]

TEXT_LIMIT = 4096
"""Characters in one message, as in Telegram."""
FRAME_LIMIT = 1024 * 1024
"""Bytes of a frame; the socket closes with 1009 on a longer one."""

# NUL is refused by PostgreSQL, half a surrogate pair by UTF-8: nobody can type either.
_UNWRITABLE = re.compile("[\x00\ud800-\udfff]")


def _writable(text: str) -> str:
    return _UNWRITABLE.sub("\ufffd", text)


Key = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,40}$")]
"""The page's own name for something it sends: the same twice is done once."""
Text = Annotated[str, AfterValidator(_writable)]
Number = Annotated[int, Field(ge=1, le=2**31 - 1)]


class PageFrame(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class SayFrame(PageFrame):
    t: Literal["say"]
    key: Key
    text: Text


class PressFrame(PageFrame):
    """A pressed button. `quote`: the words of the citizen's unkept message that its message quotes."""

    t: Literal["press"]
    key: Key
    number: Number
    data: Annotated[Text, Field(max_length=256)]
    quote: Annotated[Text, Field(max_length=TEXT_LIMIT)] | None = None


class OlderFrame(PageFrame):
    t: Literal["older"]
    before: Number


_PAGE_FRAME: TypeAdapter[SayFrame | PressFrame | OlderFrame] = TypeAdapter(
    Annotated[SayFrame | PressFrame | OlderFrame, Field(discriminator="t")]
)


def read_frame(raw: str) -> SayFrame | PressFrame | OlderFrame:
    """Raises pydantic.ValidationError for anything that a page of ours would not send."""
    return _PAGE_FRAME.validate_json(raw)


def show_message(row: WebMessage) -> Frame:
    """A kept message as the page gets it. Times are seconds since 1970."""
    shown: Frame = {
        "number": row.number,
        "mine": row.mine,
        "text": row.text,
        "at": int(row.said_at.timestamp()),
    }
    if row.key:
        shown["key"] = row.key
    if row.buttons:
        shown["buttons"] = row.buttons
    if row.quotes:
        shown["quotes"] = row.quotes
    if row.file_name:
        shown["document"] = {"id": row.file_id, "name": row.file_name}
    elif row.file_id:
        shown["photo"] = {"id": row.file_id, "width": row.width, "height": row.height}
    return shown


def show_changes(rows: Iterable[WebMessage], revision: int) -> Frame | None:
    """What a page must change; None when it would see no difference."""
    rows = list(rows)
    messages = [show_message(row) for row in rows if row.state == "kept"]
    gone = [row.number for row in rows if row.state == "gone"]
    if not messages and not gone:
        return None
    return {"t": "changes", "revision": revision, "messages": messages, "gone": gone}
