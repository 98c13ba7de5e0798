"""Door: the buttons of a complaint's card, and the words staff write to a citizen."""

from aiogram import F, Router
from aiogram.filters import invert_f
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from domain.area import Area
from domain.complaint import EntryKind
from domain.receipt_code import read_code
from domain.say import Say
from handlers import answering, resuming, review, saying, sending_on
from handlers.chat.pressed import Pressed
from handlers.turn import Turn


class Writing(StatesGroup):
    """Own words to a citizen; data: complaint, kind, mark (where the complaint stood), and text once
    there is one."""

    words = State()


KINDS = {"answer": EntryKind.ANSWER, "ask": EntryKind.QUESTION, "close": EntryKind.CLOSED}
# Nine digits: what a database takes as a number of a row, however a button was forged.
NUMBER = r"card:\w+:\d{1,9}$"
MARK = r"\d{1,18}"

router = Router(name=__name__)


@router.callback_query(Pressed("card", "open"), F.data.regexp(NUMBER))
async def open_card(_: CallbackQuery, turn: Turn, arguments: list[str], state: FSMContext) -> Say:
    await state.clear()
    return await review.open_card(turn, int(arguments[0]))


@router.callback_query(Pressed("card", "all"), F.data.regexp(NUMBER))
async def show_whole(_: CallbackQuery, turn: Turn, arguments: list[str]) -> list[Say]:
    return await review.show_whole(turn, int(arguments[0]))


@router.callback_query(Pressed("card", "why"), F.data.regexp(NUMBER))
async def show_why(_: CallbackQuery, turn: Turn, arguments: list[str]) -> list[Say]:
    return await review.show_why(turn, int(arguments[0]))


@router.callback_query(Pressed("card", "take"), F.data.regexp(NUMBER))
async def take(_: CallbackQuery, turn: Turn, arguments: list[str]) -> Say:
    return await review.take(turn, int(arguments[0]))


@router.callback_query(Pressed("card", "put_back"), F.data.regexp(NUMBER))
async def put_back(_: CallbackQuery, turn: Turn, arguments: list[str], state: FSMContext) -> Say:
    await state.clear()
    return await review.put_back(turn, int(arguments[0]))


@router.callback_query(Pressed("card", "move"), F.data.regexp(NUMBER))
async def ask_where_to(_: CallbackQuery, turn: Turn, arguments: list[str]) -> Say:
    return await sending_on.ask_where_to(turn, int(arguments[0]))


@router.callback_query(
    Pressed("card", "to"), F.data.regexp(rf"card:to:\d{{1,9}}:({'|'.join(Area)})$")
)
async def ask_move(_: CallbackQuery, turn: Turn, arguments: list[str]) -> Say:
    return await sending_on.ask_move(turn, int(arguments[0]), Area(arguments[1]))


@router.callback_query(
    Pressed("card", "moves"), F.data.regexp(rf"card:moves:\d{{1,9}}:({'|'.join(Area)})$")
)
async def move_to(_: CallbackQuery, turn: Turn, arguments: list[str]) -> Say:
    return await sending_on.move_to(turn, int(arguments[0]), Area(arguments[1]))


@router.callback_query(Pressed("card", "give_back"), F.data.regexp(NUMBER))
async def ask_give_back(_: CallbackQuery, turn: Turn, arguments: list[str]) -> Say:
    return await sending_on.ask_give_back(turn, int(arguments[0]))


@router.callback_query(Pressed("card", "gives_back"), F.data.regexp(NUMBER))
async def give_back(_: CallbackQuery, turn: Turn, arguments: list[str]) -> Say:
    return await sending_on.give_back(turn, int(arguments[0]))


@router.callback_query(Pressed("card", "resume"), F.data.regexp(NUMBER))
async def resume(_: CallbackQuery, turn: Turn, arguments: list[str]) -> Say:
    return await resuming.resume(turn, int(arguments[0]))


@router.callback_query(F.data.regexp(r"card:(answer|ask|close):\d{1,9}$"))
async def choose(query: CallbackQuery, turn: Turn, state: FSMContext) -> list[Say]:
    """A template is one press away; words that are typed now are meant for the citizen too."""
    _, verb, number = (query.data or "").split(":")
    says, mark = await answering.choose(turn, int(number), KINDS[verb])
    await _listen(state, int(number), KINDS[verb] if mark is not None else None, mark or 0)
    return says


@router.callback_query(Pressed("card", "with"), F.data.regexp(rf"card:with:\d{{1,9}}:\w+:{MARK}$"))
async def preview_template(
    _: CallbackQuery, turn: Turn, arguments: list[str], state: FSMContext
) -> Say:
    number, reply_id, mark = int(arguments[0]), arguments[1], int(arguments[2])
    said, kind = await answering.preview_template(turn, number, reply_id, mark)
    await _listen(state, number, kind, mark)
    return said


@router.callback_query(Pressed("card", "send"), F.data.regexp(rf"card:send:\d{{1,9}}:\w+:{MARK}$"))
async def send_template(
    _: CallbackQuery, turn: Turn, arguments: list[str], state: FSMContext
) -> Say:
    await state.clear()
    return await saying.send_template(turn, int(arguments[0]), arguments[1], int(arguments[2]))


@router.callback_query(
    Pressed("card", "own"),
    F.data.regexp(rf"card:own:\d{{1,9}}:(answer|question|closed):{MARK}$"),
)
async def ask_own_words(
    _: CallbackQuery, turn: Turn, arguments: list[str], state: FSMContext
) -> Say:
    number, kind, mark = int(arguments[0]), EntryKind(arguments[1]), int(arguments[2])
    said, may = await answering.ask_own_words(turn, number, kind, mark)
    await _listen(state, number, kind if may else None, mark)
    return said


async def _listen(state: FSMContext, complaint_id: int, kind: EntryKind | None, mark: int) -> None:
    """Take what is written next as words to the citizen; kind None: no longer."""
    await state.clear()
    if kind is not None:
        await state.set_state(Writing.words)
        await state.set_data({"complaint": complaint_id, "kind": kind.value, "mark": mark})


async def is_code(message: Message) -> bool:
    """It opens its complaint, and is no word to a citizen."""
    return read_code(message.text or "") is not None


@router.message(Writing.words, ~F.text.startswith("/"), invert_f(is_code))
async def preview_own(message: Message, turn: Turn, state: FSMContext) -> Say:
    data = await state.get_data()
    said, words = await answering.preview_own(
        turn, data["complaint"], EntryKind(data["kind"]), message.text or "", data["mark"]
    )
    if words is not None:
        await state.update_data(text=words)
    return said


@router.callback_query(Pressed("card", "send_own"), Writing.words, F.data.regexp(NUMBER))
async def send_own(_: CallbackQuery, turn: Turn, arguments: list[str], state: FSMContext) -> Say:
    data = await state.get_data()
    if data.get("complaint") != int(arguments[0]) or not data.get("text"):
        return await review.open_card(turn, int(arguments[0]))
    await state.clear()
    return await saying.send(
        turn, data["complaint"], EntryKind(data["kind"]), data["mark"], words=data["text"]
    )
