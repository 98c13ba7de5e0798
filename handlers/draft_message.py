"""One message of a citizen on its way into the draft: taken, put aside, or changed afterwards."""

from collections.abc import Sequence
from dataclasses import replace

from domain.case_words import find_case_words, hide_codes
from domain.draft import MESSAGE_LIMIT, PHOTOS_IN_ALL, PHOTOS_LIMIT, Part, find_full
from domain.say import Button, Say, press
from domain.small_talk import SmallTalk
from handlers import draft, small_talk, welcome
from handlers.draft import card, draft_of, parts_of
from handlers.photo import Fault
from handlers.turn import Turn
from storage import complaints, drafts, photos
from storage.schema.draft import ComplaintDraft

REFUSED = ("house.too_long", "complaint.full_letters")
"""Troubles with which nothing of a message is taken; with others its words are."""

ANSWERS = {SmallTalk.GREETING: "greeted", SmallTalk.THANKS: "thanked"}
"""What is said to small talk in the midst of writing; to any other, that it was left out."""

NO_ROOM = ("complaint.full_photos", "complaint.full_photos_in_all")


SENTENCE = 20
"""Letters of words that are offered to become a complaint; a longer text is surely meant as one."""


async def take(
    turn: Turn,
    text: str,
    message_id: int,
    *,
    picture: bytes | Fault | None = None,
    head: str | None = None,
) -> list[Say]:
    """Put a message into the draft, beginning one where there is none. `text` is cleaned.

    What does not fit is told and not put in; what was there before stays. A query code never is,
    and a message that held one leaves the chat. The card comes anew, below what was just written.
    """
    kept = await draft_of(turn)
    if kept is None:
        return [welcome.menu(turn)]
    _note_message(kept, message_id)
    hidden = hide_codes(text)
    before = 0
    if picture is not None and kept.adds_to:
        before = await complaints.count_photos(turn.db, kept.adds_to)
    trouble = _trouble(parts_of(kept), hidden, picture, before)
    part: Part = {"message": message_id}
    if hidden and trouble not in REFUSED:
        part["text"] = hidden
    if isinstance(picture, bytes) and trouble is None:
        part["photo"] = await photos.add(turn.db, picture, turn.now)
    if len(part) > 1:
        kept.parts = [*kept.parts, dict(part)]
        kept.updated_at = turn.now
    secret = hidden != text
    heads = [
        head,
        _word(turn, trouble) if trouble else None,
        turn.texts("complaint.code_hidden") if secret else None,
    ]
    shown = card(turn, kept, head="\n".join(filter(None, heads)) or None, anew=True)
    # A photo that was not taken does not look as though it had been, and takes no room.
    return [_without(shown, message_id) if secret or trouble in NO_ROOM else shown]


async def take_written(
    turn: Turn, text: str, message_id: int, picture: bytes | Fault | None = None
) -> list[Say]:
    """A message in the midst of writing; what is surely no part of the matter is left out, and said."""
    if picture is None:
        kept = await draft_of(turn) if 0 < len(text) <= MESSAGE_LIMIT else None
        talk = small_talk.interrupts(turn, text, begun=bool(kept.parts)) if kept else None
        if kept is not None and talk is not None:
            _note_message(kept, message_id)
            head = turn.texts(f"complaint.{ANSWERS.get(talk, 'left_out')}")
            return [card(turn, kept, head=head, anew=True)]
    return await take(turn, text, message_id, picture=picture)


async def put_aside(turn: Turn, message_id: int, *, asked: bool = False) -> Say:
    """A danger is for 110 and not counted into a complaint by itself: the citizen is asked.

    asked: it came where a code, a number or a survey's answer was waited for.
    """
    kept = await drafts.of_chat(turn.db, turn.chat) if turn.chat else None
    if kept is not None:
        _note_message(kept, message_id)
    include = Button(turn.texts("complaint.include"), press("complaint", "include"))
    sentence = turn.texts("complaint.put_aside_asked" if asked else "complaint.put_aside")
    return Say(sentence, ((include,), welcome.back_to_menu(turn)), quote=True)


def hear_instead(turn: Turn, text: str, *, offer: str, ask: str) -> Say | None:
    """What was typed where a code was asked for, and has not the shape of one: a sentence becomes a
    complaint by one press, by the words of `offer`; to a greeting and half a word those of `ask` say
    what was asked for. None: it is long, or perhaps of a danger, and so a matter of its own at once.
    """
    if len(text) > SENTENCE or turn.house.find_alarm(text) is not None:
        return None
    if turn.house.find_small_talk(text) is not None:
        return Say(turn.texts(ask), (welcome.back_to_menu(turn),))
    include = Button(turn.texts("complaint.make_of_it"), press("complaint", "include"))
    return Say(turn.texts(offer), ((include,), welcome.back_to_menu(turn)), quote=True)


async def include(turn: Turn, text: str, message_id: int) -> list[Say]:
    """Put in after all what was put aside. Empty: the channel does not know it any more."""
    if not text:
        return [Say(turn.texts("complaint.write_again"), (welcome.back_to_menu(turn),), edit=True)]
    return [
        Say(turn.texts("complaint.included"), edit=True),
        *await take(turn, text, message_id),
    ]


async def revise(turn: Turn, text: str, message_id: int) -> list[Say]:
    """Put a changed message where it stood before. What does not fit leaves it as it was."""
    kept = await drafts.of_chat(turn.db, turn.chat) if turn.chat else None
    parts = parts_of(kept) if kept is not None else []
    place = next((i for i, p in enumerate(parts) if p.get("message") == message_id), None)
    if kept is None or place is None:
        return [Say(turn.texts("house.edited"), (welcome.back_to_menu(turn),))]
    others = [*parts[:place], *parts[place + 1 :]]
    words = find_case_words(text)
    hidden = "" if words.number and words.code else hide_codes(text)
    trouble = _trouble(others, hidden, None) if hidden else None
    if trouble in REFUSED:
        head = _word(turn, trouble or "")
        return [card(turn, kept, head=head, anew=True)]
    part: Part = {"message": message_id}
    if hidden:
        part["text"] = hidden
    if "photo" in parts[place]:
        part["photo"] = parts[place]["photo"]
    changed = [*parts[:place], *([part] if len(part) > 1 else []), *parts[place + 1 :]]
    kept.parts, kept.updated_at = [dict(p) for p in changed], turn.now
    secret = hidden != text
    head = turn.texts("complaint.code_hidden" if secret else "complaint.revised")
    shown = card(turn, kept, head=head, anew=True)
    return [_without(shown, message_id) if secret else shown]


async def find_lone_number(turn: Turn) -> str | None:
    """The case number that was written last and alone: a code that follows it is its query code."""
    kept = await drafts.of_chat(turn.db, turn.chat) if turn.chat else None
    parts = draft.parts_of(kept) if kept is not None else []
    words = find_case_words(parts[-1].get("text", "")) if parts else None
    return words.number if words is not None and words.code is None else None


def _note_message(kept: ComplaintDraft, message_id: int) -> None:
    if message_id not in kept.messages:
        kept.messages = [*kept.messages, message_id]


def _word(turn: Turn, trouble: str) -> str:
    return turn.texts(trouble, limit=MESSAGE_LIMIT, photos=PHOTOS_LIMIT, in_all=PHOTOS_IN_ALL)


def _without(shown: Say, message_id: int) -> Say:
    return replace(shown, forget=(*shown.forget, message_id))


def _trouble(
    parts: Sequence[Part], text: str, picture: bytes | Fault | None, before: int = 0
) -> str | None:
    """The key of the sentence that says what of a message does not fit."""
    if len(text) > MESSAGE_LIMIT:
        return "house.too_long"
    full = find_full(parts, text, photo=picture is not None, before=before)
    if full is not None:
        return f"complaint.full_{full}"
    if isinstance(picture, Fault):
        return f"complaint.photo_{picture}"
    return "complaint.left_out" if not text and picture is None else None
