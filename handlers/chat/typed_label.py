"""Door: the label of a button, typed instead of pressed. It does what the button does."""

from typing import Any

from aiogram import F, Router
from aiogram.fsm.context import FSMContext
from aiogram.types import Message

from domain.say import Say
from handlers import complaint, draft, mydata, receipt, stop, survey, typed_label, welcome
from handlers.chat.case import ask_case
from handlers.chat.complaint import Writing, ask_to_cancel
from handlers.chat.receipt import Asking
from handlers.turn import Turn

router = Router(name=__name__)


async def names_button(message: Message, turn: Turn, state: FSMContext) -> bool | dict[str, Any]:
    writing = await state.get_state() == Writing.words.state
    name = typed_label.read_label(turn.house.book, message.text or "", writing=writing)
    return {"name": name} if name else False


@router.message(F.text, names_button)
async def press_typed(_: Message, turn: Turn, state: FSMContext, name: str) -> list[Say]:
    if name in typed_label.WRITING:
        return await _do_in_writing(turn, state, name)
    return await open_named(turn, state, name)


async def open_named(turn: Turn, state: FSMContext, name: str) -> list[Say]:
    """One of typed_label.MENU. Somebody who was writing is told that it is kept."""
    was_writing = await state.get_state() == Writing.words.state
    if name == "complaint":
        await state.set_state(Writing.words)
        return await draft.begin(turn)
    if name in ("zh", "en"):
        return [welcome.change_language(turn, name)]
    if name == "help":
        return [welcome.menu(turn, turn.texts("house.help"))]
    await state.clear()
    kept = await draft.word_kept(turn) if was_writing else []
    match name:
        case "case" if turn.citizen is not None:
            said = await ask_case(turn, turn.citizen, state)
        case "survey":
            said = await survey.offer(turn)
        case "receipt":
            await state.set_state(Asking.code)
            said = await receipt.ask(turn)
        case "data":
            said = await mydata.show(turn)
        case "settings":
            said = stop.show(turn)
        case _:
            said = welcome.menu(turn)
    return [*kept, said]


async def _do_in_writing(turn: Turn, state: FSMContext, name: str) -> list[Say]:
    if name == "cancel":
        return [await ask_to_cancel(turn, state)]
    if name == "finish":
        return await complaint.finish_typed(turn)
    return await complaint.choose_contact(turn, reachable=name == "reachable")
