"""Door: the first words, consents, menu, help and language."""

from dataclasses import replace

from aiogram import F, Router
from aiogram.filters import Command, CommandObject
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from domain.say import Say
from domain.typed import clean
from handlers import linking, stranger, welcome
from handlers.chat.linking import read_quoted
from handlers.chat.otherwise import take_up_quoted
from handlers.chat.pressed import Pressed
from handlers.chat.survey import Answering
from handlers.chat.yes_or_no import ASKS_FOR, Asked, ask_next
from handlers.turn import Turn
from storage import history

router = Router(name=__name__)


@router.callback_query(Pressed("consent", "show"), F.data.regexp(r".+:(zh|en)$"))
async def show_consent(_: CallbackQuery, turn: Turn, arguments: list[str]) -> Say:
    return stranger.show_consent(turn, arguments[0])


@router.callback_query(Pressed("consent", "agree"), F.data.regexp(r".+:(zh|en)$"))
async def agree(
    query: CallbackQuery, turn: Turn, arguments: list[str], state: FSMContext
) -> list[Say]:
    """What was typed before the consent stands in the message that the question answers."""
    if turn.citizen is not None:
        return [stranger.agreed_already(turn)]
    says = await welcome.agree(turn, arguments[0])
    lost = stranger.word_lost(turn)
    asked = query.message if isinstance(query.message, Message) else None
    pressed = query.message.message_id if query.message is not None else 0
    questions = turn.house.greeted.settle((turn.channel, turn.chat_id))
    others = tuple(number for number in questions if number != pressed)
    says[0] = replace(says[0], settle=others)
    quoted = asked.reply_to_message if asked is not None else None
    code = read_quoted(quoted.text or "") if quoted is not None else None
    if quoted is not None and code is not None:
        heard = await linking.hear(turn, code, quoted.message_id, fresh=True)
        if not heard.opened:
            await state.set_state(Asked.notices)
        # The further consents are those of the chat that the code is from; without it they are asked.
        return [says[0], *lost, heard.say, *(() if heard.opened else says[1:])]
    await state.set_state(Asked.notices)
    if quoted is not None and turn.channel == history.CHANNEL:
        await _keep_words(turn, quoted)
    taken = await take_up_quoted(turn, state, quoted) if quoted is not None else []
    return [*says, *lost, *taken]


async def _keep_words(turn: Turn, quoted: Message) -> None:
    """What only the open page knew until now stays in the talk."""
    words = quoted.text or ""
    if words and not words.startswith("/"):
        await history.keep_words(turn.db, turn.chat_id, quoted.message_id, words, turn.now)


@router.callback_query(Pressed("consent", "decline"), F.data.regexp(r".+:(zh|en)$"))
async def decline(_: CallbackQuery, turn: Turn, arguments: list[str]) -> Say:
    return stranger.decline(turn, arguments[0])


@router.callback_query(
    Pressed("consent"), F.data.regexp(rf".+:({'|'.join(welcome.FURTHER)}):(yes|no)$")
)
async def choose(_: CallbackQuery, turn: Turn, arguments: list[str], state: FSMContext) -> Say:
    if await state.get_state() in ASKS_FOR:
        await ask_next(state, arguments[0])
    return await welcome.choose(turn, arguments[0], given=arguments[1] == "yes")


async def is_stranger(_: object, turn: Turn) -> bool:
    return turn.citizen is None and turn.staff is None


strangers = Router(name=f"{__name__}.strangers")
strangers.message.filter(is_stranger)
strangers.callback_query.filter(is_stranger)


@strangers.message()
async def introduce(message: Message, turn: Turn) -> list[Say]:
    return stranger.introduce(turn, clean(message.text or message.caption or ""))


@strangers.callback_query()
async def ask_first(_: CallbackQuery, turn: Turn) -> list[Say]:
    return stranger.introduce(turn, "", written=False)


menu_router = Router(name=f"{__name__}.menu")


@menu_router.message(Command("start", "menu", "cancel"))
async def open_menu(_: Message, turn: Turn, state: FSMContext) -> Say:
    await state.clear()
    return welcome.menu(turn)


@menu_router.callback_query(Pressed("menu"))
async def press_menu(_: CallbackQuery, turn: Turn, state: FSMContext) -> Say:
    await state.clear()
    return welcome.menu(turn)


@menu_router.message(Command("help"))
async def explain(_: Message, turn: Turn) -> Say:
    return welcome.menu(turn, turn.texts("house.help"))


@menu_router.message(Command("language"))
@menu_router.callback_query(Pressed("language", "change"))
async def change_language(
    _: Message | CallbackQuery,
    turn: Turn,
    state: FSMContext,
    command: CommandObject | None = None,
) -> Say:
    """To the other language, or to the one that is named: /language en. A survey's question does not
    speak it, and is out of sight: typed words answer it no more."""
    if await state.get_state() == Answering.question.state:
        await state.clear()
    named = (command.args or "").strip() if command is not None else ""
    return welcome.change_language(turn, named if named in turn.house.book else None)
