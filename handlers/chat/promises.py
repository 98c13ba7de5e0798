"""Door: the ten commitments, and what staff enter for them."""

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from domain.say import Say
from handlers import promises
from handlers.chat.pressed import Pressed
from handlers.turn import Turn


class Entering(StatesGroup):
    """What was done for a commitment; data: commitment."""

    evidence = State()


router = Router(name=__name__)


@router.message(Command("promise"))
@router.callback_query(Pressed("promise", "all"))
async def show(_: Message | CallbackQuery, turn: Turn, state: FSMContext) -> Say:
    await state.clear()
    return await promises.show(turn)


@router.callback_query(Pressed("promise", "of"), F.data.regexp(r"promise:of:[a-z_]{1,30}$"))
async def ask_evidence(
    _: CallbackQuery, turn: Turn, arguments: list[str], state: FSMContext
) -> Say:
    said, may = await promises.ask_evidence(turn, arguments[0])
    await state.clear()
    if may:
        await state.set_state(Entering.evidence)
        await state.set_data({"commitment": arguments[0]})
    return said


@router.message(Entering.evidence, ~F.text.startswith("/"))
async def enter(message: Message, turn: Turn, state: FSMContext) -> Say:
    data = await state.get_data()
    said, ended = await promises.enter(turn, data["commitment"], message.text or "")
    if ended:
        await state.clear()
    return said
