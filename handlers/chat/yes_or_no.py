"""Door: yes or no, typed as the answer to a question that was just asked with these two buttons."""

from typing import Any

from aiogram import F, Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import Message

from domain.say import Say
from handlers import complaint, draft, welcome
from handlers.chat.complaint import Writing
from handlers.turn import Turn
from handlers.typed_label import read_yes_or_no

router = Router(name=__name__)


class Asked(StatesGroup):
    """What yes and no would answer. Any other words are meant for something else."""

    notices = State()
    surveys = State()
    broadcasts = State()


ASKS_FOR: dict[str | None, str] = {
    Asked.notices.state: "notices",
    Asked.surveys.state: "surveys",
    Asked.broadcasts.state: "broadcasts",
}
"""Which consent a state asks for."""


async def ask_further(turn: Turn, state: FSMContext) -> list[Say]:
    """Begin with the further consents, but not with somebody who chose some of them meanwhile, or is
    being asked. Who is in the midst of something is, and answers by the buttons."""
    chosen = turn.citizen is None or any(getattr(turn.citizen, one) for one in welcome.FURTHER)
    standing = await state.get_state()
    if chosen or standing in ASKS_FOR:
        return []
    if standing is None:
        await state.set_state(Asked.notices)
    return [welcome.ask_for(turn, welcome.FURTHER[0])]


async def ask_next(state: FSMContext, kind: str) -> None:
    """Listen for the answer to the consent after `kind`, or to none."""
    following = welcome.next_of(kind)
    await state.set_state(getattr(Asked, following) if following else None)


async def says_yes_or_no(message: Message, turn: Turn) -> bool | dict[str, Any]:
    yes = read_yes_or_no(turn.house.book, message.text or "")
    return False if yes is None else {"yes": yes}


@router.message(StateFilter(Asked), F.text, says_yes_or_no)
async def choose(_: Message, turn: Turn, state: FSMContext, yes: bool) -> Say:
    kind = ASKS_FOR[await state.get_state()]
    await ask_next(state, kind)
    return await welcome.choose(turn, kind, given=yes)


@router.message(Writing.cancelling, F.text, says_yes_or_no)
async def cancel(_: Message, turn: Turn, state: FSMContext, yes: bool) -> list[Say]:
    if yes:
        await state.clear()
        return [await complaint.cancel(turn)]
    await state.set_state(Writing.words)
    return await draft.resume(turn)
