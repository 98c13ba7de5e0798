"""One person in several chats: a code from one binds another, and any can be parted again."""

from collections.abc import Sequence
from datetime import timedelta
from typing import NamedTuple

from content.text import Texts
from domain.link_code import hash_code, new_code, read_code
from domain.say import FLEETING, Button, Say, press
from handlers import mydata, tries, welcome
from handlers.turn import Turn
from storage import chats, drafts, linking, outbox
from storage.mydata import all_chats, count
from storage.schema.citizen import Chat, Citizen

CODE_LASTS = timedelta(minutes=10)
DOOR = "link"


FRESH = "fresh"
"""On the buttons of somebody who has just agreed: the further consents wait for how the binding ends."""


class Heard(NamedTuple):
    """What is said to a typed code. opened: it was one, and whether to bind is asked."""

    say: Say
    opened: bool


class Bound(NamedTuple):
    """What is said to the wish to bind. done: the chat is bound."""

    say: Say
    done: bool


async def show(turn: Turn, *, edit: bool = False) -> Say:
    """Where the citizen is met, and the ways to have one chat more or fewer."""
    if turn.citizen is None:
        return Say(turn.texts("mydata.nobody"))
    bound = await all_chats(turn.db, turn.citizen.id)
    text = turn.texts("linking.page", count=len(bound), names=_names(turn.texts, bound))
    if turn.chat is not None and any(chat.id < turn.chat.id for chat in bound):
        text = f"{text.rstrip()}\n\n{turn.texts('linking.lost')}"
    rows = [_button(turn, "code")]
    if turn.chat is not None and any(chat.id > turn.chat.id for chat in bound):
        rows.append(_button(turn, "others"))
    if len(bound) > 1:
        rows.append(_button(turn, "leave"))
    return Say(text, (*rows, _back(turn)), edit=edit)


async def give_code(turn: Turn) -> Say:
    """A new code, shown this once and for a while; only its hash is kept, and no older one opens."""
    if turn.citizen is None:
        return Say(turn.texts("mydata.nobody"))
    code = new_code()
    hashed = hash_code(turn.house.key, code)
    await linking.give_code(turn.db, turn.citizen.id, hashed, turn.now + CODE_LASTS)
    text = turn.texts("linking.code", code=code, minutes=CODE_LASTS // timedelta(minutes=1))
    return Say(text, (_back(turn),), fleeting=CODE_LASTS <= FLEETING)


async def hear(turn: Turn, typed: str, message: int, *, fresh: bool = False) -> Heard:
    """A code was typed: ask whether that chat is the citizen's own, too. Nothing is bound yet.

    fresh: they were not asked for the further consents, as a bound chat has those of the other one.
    """
    found = await _try(turn, typed)
    if isinstance(found, str):
        return Heard(Say(found, (welcome.back_to_menu(turn),), forget=(message,)), opened=False)
    refusal = await _refuse(turn, found)
    if refusal is not None:
        return Heard(Say(refusal.text, refusal.buttons, forget=(message,)), opened=False)
    mark = (FRESH,) if fresh else ()
    yes = Button(turn.texts("linking.bind"), press("link", "bind", read_code(typed), *mark))
    no = Button(turn.texts("linking.refuse"), press("link", "refuse", *mark))
    words = turn.texts("linking.ask_bind")
    rows = ((yes,), (no,), welcome.back_to_menu(turn))
    return Heard(Say(words, rows, forget=(message,), fleeting=True), opened=True)


async def bind(turn: Turn, code: str) -> Bound:
    """Make this chat one of the citizen's whose code it is; their other chats are told."""
    found = await _try(turn, code)
    if isinstance(found, str):
        return Bound(Say(found, (welcome.back_to_menu(turn),), edit=True), done=False)
    refusal = await _refuse(turn, found)
    if refusal is not None:
        return Bound(Say(refusal.text, refusal.buttons, edit=True), done=False)
    citizen = await linking.use_code(turn.db, hash_code(turn.house.key, code), turn.now)
    if citizen is None or turn.chat is None or turn.citizen is None:
        used = Say(turn.texts("linking.used"), (welcome.back_to_menu(turn),), edit=True)
        return Bound(used, done=False)
    await tries.forgive(turn, DOOR)
    own, turn.citizen = turn.citizen, citizen
    turn.chat = await linking.bind(turn.db, turn.chat, own, citizen, turn.now)
    await _tell_others(turn, citizen, turn.chat)
    return Bound(welcome.menu(turn, turn.texts("linking.bound"), edit=True), done=True)


def refuse(turn: Turn) -> Say:
    return welcome.menu(turn, turn.texts("linking.refused"), edit=True)


async def ask_to_part(turn: Turn, which: str) -> Say:
    """`others` or `leave`: ask once, with what goes."""
    parted = await _to_part(turn, which)
    if not parted:
        return await show(turn, edit=True)
    text = turn.texts(f"linking.ask_{which}", names=_names(turn.texts, parted))
    yes = Button(turn.texts("linking.part"), press("link", which, "yes"))
    return Say(text, ((yes,), _back(turn)), edit=True)


async def part(turn: Turn, which: str) -> Say:
    """Part the other chats, or this one, which is a stranger's again."""
    parted = await _to_part(turn, which)
    if not parted or turn.citizen is None:
        return await show(turn, edit=True)
    told = [(chat.channel, chat.chat_id, chat.language) for chat in parted if chat.staff_id is None]
    await linking.part(turn.db, turn.citizen.id, parted, turn.now)
    if which == "others":
        for channel, chat_id, language in told:
            words = turn.house.book[language]("linking.was_parted")
            await _tell(turn, channel, chat_id, Say(words))
        return welcome.menu(turn, turn.texts("linking.parted_others"), edit=True)
    turn.citizen = turn.chat = None
    return Say(turn.texts("linking.parted_this"), edit=True)


async def _try(turn: Turn, typed: str) -> int | str:
    """The citizen whose code it is; or why it opens nothing, in words. A wrong one is counted."""
    code = read_code(typed)
    if code is None:
        return turn.texts("linking.no_code")
    lock = await tries.find_lock(turn, DOOR)
    if lock is None:
        hashed = hash_code(turn.house.key, code)
        found = await linking.find_code(turn.db, hashed, turn.now)
        if found is not None:
            return found
        lock, left = await tries.count_wrong(turn, DOOR)
        if lock is None:
            return turn.texts(
                "linking.wrong_code", minutes=CODE_LASTS // timedelta(minutes=1), left=left
            )
    return tries.word(turn, lock, "linking.locked")


async def _refuse(turn: Turn, owner: int) -> Say | None:
    """Why this chat can't be bound as it is: nobody's matters are mixed with another's, nor lost."""
    own, chat = turn.citizen, turn.chat
    if own is None or chat is None:
        return Say(turn.texts("mydata.nobody"))
    if own.id == owner:
        return Say(turn.texts("linking.own_code"), (welcome.back_to_menu(turn),))
    kept = await count(turn.db, own.id)
    if kept.chats > 1 or chat.staff_id is not None:
        return Say(turn.texts("linking.linked_already"), (_back(turn),))
    draft = await drafts.of_chat(turn.db, chat)
    lines = mydata.word_matters(turn, kept)
    if draft is not None and draft.parts:
        lines.append(turn.texts("mydata.unsent"))
    if not lines:
        return None
    text = "\n".join((turn.texts("linking.has_matters"), *lines, turn.texts("linking.instead")))
    return Say(text, (_button(turn, "code"), _back(turn)))


async def _tell_others(turn: Turn, citizen: Citizen, bound: Chat) -> None:
    """The chats that had the citizen before learn of it, lest it was somebody else."""
    for chat in await chats.of_citizen(turn.db, citizen.id):
        if chat.id == bound.id or chat.staff_id is not None:
            continue
        texts = turn.house.book[chat.language]
        others = Button(texts("linking.button_others"), press("link", "others"))
        text = texts("linking.told", name=_names(texts, [bound]))
        await _tell(
            turn, chat.channel, chat.chat_id, Say(text, ((others,), welcome.menu_row(texts)))
        )


async def _tell(turn: Turn, channel: str, chat_id: int, say: Say) -> None:
    """For no citizen: it reaches that chat whoever parts it meanwhile, and at no key that was used
    before, as SQLite gives numbers of rows that are gone again."""
    await outbox.put(
        turn.db,
        key=f"linked:{channel}:{chat_id}:{turn.now:%y%m%d%H%M%S%f}",
        kind="receipt",
        subject="linked",
        channel=channel,
        chat_id=chat_id,
        citizen_id=None,
        say=say,
        due_at=turn.now,
        now=turn.now,
    )


async def _to_part(turn: Turn, which: str) -> list[Chat]:
    """The chats meant: this one, or the newer ones. Whoever got in by a stolen code can't throw out
    those who were there before. None where this is the only one: who wants to go from there erases."""
    if turn.citizen is None or turn.chat is None:
        return []
    bound = await all_chats(turn.db, turn.citizen.id)
    if len(bound) < 2:
        return []
    here = turn.chat.id
    return [chat for chat in bound if (chat.id == here if which == "leave" else chat.id > here)]


def _names(texts: Texts, bound: Sequence[Chat]) -> str:
    kinds = (chat.channel.partition("-")[0] for chat in bound)
    names = (
        texts(f"linking.on_{kind}" if texts.has(f"linking.on_{kind}") else "linking.on_other")
        for kind in kinds
    )
    return texts("complaint.and").join(names)


def _button(turn: Turn, name: str) -> tuple[Button, ...]:
    return (Button(turn.texts(f"linking.button_{name}"), press("link", name)),)


def _back(turn: Turn) -> tuple[Button, ...]:
    data = Button(turn.texts("house.menu_data"), press("data", "show"))
    return (data, *welcome.back_to_menu(turn))
