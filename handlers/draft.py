"""What a citizen is writing, until it is sent or dropped."""

from collections.abc import Sequence

from domain.draft import PHOTOS_LIMIT, Part, photos_of, texts_of
from domain.say import Button, Say, press
from handlers import welcome
from handlers.turn import Turn
from storage import drafts, photos
from storage.schema.draft import ComplaintDraft


async def begin(turn: Turn, adds_to: str | None = None, *, going_on: bool = False) -> list[Say]:
    """Ask for the words, or go on with what was left unfinished. `adds_to`: a receipt code.

    going_on: the card is changed where it stands, and stays what it was for.
    """
    draft = await draft_of(turn)
    if draft is None:
        return [welcome.menu(turn)]
    if going_on:
        return [card(turn, draft)]
    unfinished = bool(draft.parts) and draft.adds_to != adds_to
    if not draft.parts:
        draft.adds_to = adds_to
    head = turn.texts("complaint.finish_first") if unfinished else None
    return [card(turn, draft, head=head, anew=True)]


def card(turn: Turn, draft: ComplaintDraft, *, head: str | None = None, anew: bool = False) -> Say:
    """How far the draft is, with the way on. There is one card a draft: an older one goes away."""
    texts, parts = turn.texts, parts_of(draft)
    cancel = Button(texts("complaint.cancel"), press("complaint", "cancel"))
    if not parts:
        about = "complaint.add_words" if draft.adds_to else "complaint.ask_words"
        words = texts(about, photos=PHOTOS_LIMIT, code=draft.adds_to or "")
        buttons: tuple[tuple[Button, ...], ...] = ((cancel,), welcome.back_to_menu(turn))
    else:
        about = f"complaint.noted{'_first' if anew and draft.card is None else ''}"
        words = texts(
            "complaint.noted_to" if draft.adds_to else about,
            count=count(turn, parts),
            code=draft.adds_to or "",
        )
        verb = "add" if draft.adds_to else "finish"
        finish = Button(texts("complaint.finish"), press("complaint", verb))
        apart = Button(texts("complaint.apart"), press("complaint", "apart"))
        other = ((apart,),) if draft.adds_to else ()
        buttons = ((finish, cancel), *other, welcome.back_to_menu(turn))
    text = f"{head}\n\n{words}" if head else words
    if draft.card is None:
        return Say(text, buttons, card=draft.key)
    if anew:
        return Say(text, buttons, card=draft.key, forget=(draft.card,))
    return Say(text, buttons, card=draft.key, edits=draft.card)


def count(turn: Turn, parts: Sequence[Part]) -> str:
    """2 messages, 1 photo."""
    texts, words = turn.texts, []
    for name, number in (("texts", len(texts_of(parts))), ("photos", len(photos_of(parts)))):
        if number:
            form = "one" if number == 1 else "many"
            words.append(texts(f"complaint.{name}_{form}", n=number))
    return texts("complaint.and").join(words)


async def rewrite(turn: Turn) -> list[Say]:
    """Empty the draft and ask for the words again."""
    draft = await draft_of(turn)
    if draft is None:
        return [welcome.menu(turn)]
    await photos.erase(turn.db, photos_of(parts_of(draft)))
    draft.parts, draft.contact, draft.updated_at = [], None, turn.now
    return [card(turn, draft)]


async def resume(turn: Turn) -> list[Say]:
    """The card anew, below what was just written."""
    draft = await draft_of(turn)
    return [card(turn, draft, anew=True) if draft is not None else welcome.menu(turn)]


async def set_apart(turn: Turn) -> list[Say]:
    """What is written is no addition, but a matter of its own."""
    draft = await draft_of(turn)
    if draft is None:
        return [welcome.menu(turn)]
    draft.adds_to = None
    return [card(turn, draft)]


async def leave(turn: Turn) -> Say:
    """Back to the menu; what is written is kept."""
    draft = await drafts.of_chat(turn.db, turn.chat) if turn.chat else None
    if draft is None or not draft.parts:
        return welcome.menu(turn)
    return welcome.menu(turn, turn.texts("complaint.kept_for_later"))


async def word_kept(turn: Turn) -> list[Say]:
    """That what was being written is kept, for somebody who turns to something else."""
    draft = await drafts.of_chat(turn.db, turn.chat) if turn.chat else None
    return [Say(turn.texts("complaint.kept"))] if draft is not None and draft.parts else []


async def drop(turn: Turn) -> None:
    """Forget the draft with its photos."""
    draft = await drafts.of_chat(turn.db, turn.chat) if turn.chat else None
    if draft is not None:
        await photos.erase(turn.db, photos_of(parts_of(draft)))
        await drafts.drop(turn.db, draft)


async def draft_of(turn: Turn) -> ComplaintDraft | None:
    """The chat's draft, begun now if there is none. None: only citizens write complaints."""
    if turn.chat is None or turn.citizen is None:
        return None
    return await drafts.of_chat(turn.db, turn.chat) or await drafts.begin(
        turn.db, turn.chat, turn.now
    )


def parts_of(draft: ComplaintDraft) -> list[Part]:
    return [Part(**part) for part in draft.parts]  # type: ignore[typeddict-item]
