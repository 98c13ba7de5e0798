"""The frames of the socket: what a page may say, and how a message looks to it. docs/webchat.md."""

import json
from collections.abc import Iterable
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from domain.draft import MESSAGE_LIMIT
from domain.say import Scene
from domain.typed import writable
from storage.schema.history import WebMessage

Frame: TypeAlias = dict[str, Any]

TEXT_LIMIT = MESSAGE_LIMIT
"""Characters in one message of a citizen."""
FRAME_LIMIT = 1024 * 1024
"""Bytes of a frame; the socket closes with 1009 on a longer one."""

Key = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,40}$")]
"""The page's own name for something it sends: the same twice is done once."""
Number = Annotated[int, Field(ge=1, le=2**31 - 1)]


class PageFrame(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class SayFrame(PageFrame):
    t: Literal["say"]
    key: Key
    text: str


class PressFrame(PageFrame):
    """A pressed button. `quote`: the words of the citizen's unkept message that its message quotes."""

    t: Literal["press"]
    key: Key
    number: Number
    data: Annotated[str, Field(max_length=256)]
    quote: Annotated[str, Field(max_length=TEXT_LIMIT)] | None = None


class OlderFrame(PageFrame):
    t: Literal["older"]
    before: Number


class PingFrame(PageFrame):
    """Is anybody there?"""

    t: Literal["ping"]


PageSaid: TypeAlias = SayFrame | PressFrame | OlderFrame | PingFrame

_PAGE_FRAME: TypeAdapter[PageSaid] = TypeAdapter(Annotated[PageSaid, Field(discriminator="t")])


class NotAFrameError(Exception):
    """What no page of ours would send. `key`: what it called itself, if anything."""

    def __init__(self, key: str | None) -> None:
        self.key = key
        super().__init__("not a frame")


def read_frame(raw: str) -> PageSaid:
    """Raises NotAFrameError."""
    key = None
    try:
        frame = json.loads(raw)
        if isinstance(frame, dict):
            frame = {
                name: writable(one) if isinstance(one, str) else one for name, one in frame.items()
            }
            key = frame["key"][:40] if isinstance(frame.get("key"), str) else None
        return _PAGE_FRAME.validate_python(frame)
    except (ValueError, RecursionError) as error:
        raise NotAFrameError(key) from error


def show_scene(scene: Scene) -> Frame:
    """Whose chat it is, and what can be typed there."""
    offered = [{"command": name, "description": said} for name, said in scene.commands]
    return {"t": "hello", "commands": offered, "language": scene.language, "role": scene.role}


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
    if row.alarm:
        shown["alarm"] = True
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
