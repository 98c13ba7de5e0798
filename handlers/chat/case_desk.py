"""Door: what is owed in a case, for staff, and the acts they note."""

from aiogram import F, Router
from aiogram.filters import Command, CommandObject
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from domain.say import Say
from handlers import case_desk
from handlers.chat.pressed import Pressed
from handlers.turn import Turn


class NotingAct(StatesGroup):
    """What shows that an act was done; data: owed_case, owed_act."""

    evidence = State()


router = Router(name=__name__)


@router.message(Command("case"))
async def find(_: Message, turn: Turn, state: FSMContext, command: CommandObject) -> Say:
    await state.clear()
    return await case_desk.find(turn, command.args or "")


@router.callback_query(Pressed("owed", "open"), F.data.regexp(r"owed:open:\d{1,9}$"))
async def open_case(_: CallbackQuery, turn: Turn, arguments: list[str], state: FSMContext) -> Say:
    await state.clear()
    return await case_desk.open_case(turn, int(arguments[0]))


@router.callback_query(Pressed("owed", "act"), F.data.regexp(r"owed:act:\d{1,9}:[a-z_]{1,40}$"))
async def ask_evidence(
    _: CallbackQuery, turn: Turn, arguments: list[str], state: FSMContext
) -> Say:
    case_id, act = int(arguments[0]), arguments[1]
    said, may = await case_desk.ask_evidence(turn, case_id, act)
    await state.clear()
    if may:
        await state.set_state(NotingAct.evidence)
        await state.set_data({"owed_case": case_id, "owed_act": act})
    return said


@router.message(NotingAct.evidence, ~F.text.startswith("/"))
async def note(message: Message, turn: Turn, state: FSMContext) -> Say:
    data = await state.get_data()
    said, ended = await case_desk.note(
        turn, data["owed_case"], data["owed_act"], message.text or ""
    )
    if ended:
        await state.clear()
    return said
