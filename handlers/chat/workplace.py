"""Door: the work place of staff: menu and lists. Nothing of a staff chat goes past it."""

from aiogram import F, Router
from aiogram.filters import Command, CommandObject
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from domain.say import Say
from handlers import signin, workplace
from handlers.chat.pressed import Pressed
from handlers.turn import Turn

router = Router(name=__name__)


@router.message(Command("start", "menu", "cancel"))
async def open_menu(_: Message, turn: Turn, state: FSMContext) -> Say:
    await state.clear()
    return await workplace.menu(turn)


@router.callback_query(Pressed("menu"))
async def press_menu(_: CallbackQuery, turn: Turn, state: FSMContext) -> Say:
    await state.clear()
    return await workplace.menu(turn)


@router.message(Command("help"))
async def explain(_: Message, turn: Turn) -> Say:
    return await workplace.explain(turn)


@router.message(Command("mine", "waiting", "late"))
async def show_list(_: Message, turn: Turn, command: CommandObject) -> Say:
    return await workplace.show_list(turn, command.command)


@router.callback_query(F.data.regexp(r"desk:(mine|waiting|late):\d{1,6}$"))
async def turn_page(query: CallbackQuery, turn: Turn) -> Say:
    _, name, offset = (query.data or "").split(":")
    return await workplace.show_list(turn, name, int(offset), edit=True)


@router.callback_query(Pressed("desk", "precision"))
async def show_precision(_: CallbackQuery, turn: Turn) -> Say:
    return await workplace.show_precision(turn, edit=True)


@router.message(Command("find"))
async def find(_: Message, turn: Turn, command: CommandObject) -> Say:
    return await workplace.find(turn, command.args or "")


@router.message(Command("language"))
@router.callback_query(Pressed("language", "change"))
async def change_language(
    _: Message | CallbackQuery, turn: Turn, command: CommandObject | None = None
) -> Say:
    """As for citizens: to the other language, or to the one that is named."""
    named = (command.args or "").strip() if command is not None else ""
    return await workplace.change_language(turn, named if named in turn.house.book else None)


@router.message(Command("leave"))
async def leave(_: Message, turn: Turn, state: FSMContext) -> Say:
    await state.clear()
    return await signin.leave(turn)


@router.message()
async def not_understood(message: Message, turn: Turn) -> Say:
    if message.text:
        return await workplace.understand(turn, message.text)
    return await workplace.menu(turn, turn.texts("staff.not_understood"))


@router.edited_message()
async def edited(_: Message, turn: Turn) -> Say:
    return Say(turn.texts("house.edited"))


@router.callback_query()
async def stale(_: CallbackQuery, turn: Turn) -> list[Say]:
    sentence = turn.texts("house.stale_button")
    return [Say(toast=sentence), await workplace.menu(turn, sentence)]
