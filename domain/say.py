"""What the house says to a chat, before any channel has given it a form."""

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

PRESS_LIMIT = 64
"""Bytes that a button may carry, by the narrowest channel (Telegram)."""
FLEETING = timedelta(minutes=10)
"""So long a fleeting message stays: enough to write down a code."""


@dataclass(frozen=True, slots=True)
class Button:
    text: str
    data: str


@dataclass(frozen=True, slots=True)
class Export:
    """A file with all that is linked to whoever talks in the chat when it is said.

    name: of the file. about: what it says of itself. asked_at: with its zone.
    """

    name: str
    channel: str
    about: tuple[str, ...]
    asked_at: datetime


@dataclass(frozen=True, slots=True)
class Scene:
    """What a channel shows beside the talk: its language, the role of whoever is at work there (as
    people call it; empty: nobody), and the commands with what they do."""

    language: str
    role: str
    commands: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Say:
    """One message, or a change of one.

    edit: change the message whose button was pressed, instead of sending another. edits: change the
    message of this number. quote: as a reply to what the citizen wrote. photos: numbers of kept photos.
    caption: what the last of them shows, under it and for who does not see it. toast: a passing word at
    the pressed button, with no message if `text` is empty. forget: numbers of messages to take out of
    the chat. card: the key of the draft that this message shows; its number is noted there once it is
    sent. alarm: it answers a danger, and stands out where the channel can make it. fleeting: it leaves
    the chat after a while, because it would tell whoever looks later that this person wrote that
    complaint. about: the number of the complaint that it shows, in reply to a member of staff.
    scene: is set up before it is said. asks: a stranger for their consent; its number is remembered
    while they are one. settle: numbers of messages whose buttons go.
    """

    text: str = ""
    buttons: tuple[tuple[Button, ...], ...] = ()
    edit: bool = False
    edits: int | None = None
    quote: bool = False
    photos: tuple[int, ...] = ()
    caption: str = ""
    export: Export | None = None
    toast: str = ""
    forget: tuple[int, ...] = ()
    card: str = ""
    alarm: bool = False
    fleeting: bool = False
    about: int | None = None
    scene: Scene | None = None
    asks: bool = False
    settle: tuple[int, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """For a row; without what is at its default."""
        said: dict[str, Any] = {"text": self.text}
        if self.buttons:
            said["buttons"] = [[[b.text, b.data] for b in row] for row in self.buttons]
        for name in (
            "edit",
            "edits",
            "quote",
            "caption",
            "toast",
            "card",
            "alarm",
            "fleeting",
            "about",
            "asks",
        ):
            if getattr(self, name):
                said[name] = getattr(self, name)
        if self.photos:
            said["photos"] = list(self.photos)
        if self.forget:
            said["forget"] = list(self.forget)
        if self.scene:
            said["scene"] = asdict(self.scene)
        if self.settle:
            said["settle"] = list(self.settle)
        if self.export:
            said["export"] = asdict(self.export) | {"asked_at": self.export.asked_at.isoformat()}
        return said

    @classmethod
    def from_json(cls, said: dict[str, Any]) -> "Say":
        return cls(
            text=said["text"],
            buttons=tuple(tuple(Button(*b) for b in row) for row in said.get("buttons", ())),
            edit=said.get("edit", False),
            edits=said.get("edits"),
            quote=said.get("quote", False),
            photos=tuple(said.get("photos", ())),
            caption=said.get("caption", ""),
            export=_export(said["export"]) if "export" in said else None,
            toast=said.get("toast", ""),
            forget=tuple(said.get("forget", ())),
            card=said.get("card", ""),
            alarm=said.get("alarm", False),
            fleeting=said.get("fleeting", False),
            about=said.get("about"),
            scene=_scene(said["scene"]) if "scene" in said else None,
            asks=said.get("asks", False),
            settle=tuple(said.get("settle", ())),
        )


def _export(said: dict[str, Any]) -> Export:
    asked_at = datetime.fromisoformat(said["asked_at"])
    return Export(said["name"], said["channel"], tuple(said["about"]), asked_at)


def _scene(said: dict[str, Any]) -> Scene:
    return Scene(said["language"], said["role"], tuple((n, w) for n, w in said["commands"]))


def press(verb: str, *arguments: object) -> str:
    """What a button carries: `verb:argument:argument`. Raises ValueError where it would not fit."""
    data = ":".join((verb, *map(str, arguments)))
    if len(data.encode()) > PRESS_LIMIT or data.count(":") != len(arguments):
        raise ValueError(f"a button cannot carry {data!r}")
    return data
