"""One survey answer through the whole path, beside a bare aiogram that only replies.

All poll the same Bot API server (a process of its own) and reply through the real AiohttpSession.
"""

import asyncio
import tempfile
import time
from contextlib import suppress
from pathlib import Path

from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.fsm.context import FSMContext
from aiogram.fsm.storage.memory import MemoryStorage
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup, Message
from pydantic import SecretStr

from bot.app import App
from bot.settings import Settings
from storage.migrate import migrate
from tests.bench.server import Api, bot_api, postgres
from tests.bench.town import pressed, settle, typed

CITIZENS = 500
ROUNDS = 3
"""Each citizen types that many answers: so many are measured."""
TOKEN = "1:bench"


async def bare(api: Api) -> float:
    """Updates a second of aiogram alone: state in memory, one message with six buttons each."""
    server = TelegramAPIServer.from_base(api.address)
    bot = Bot(TOKEN, session=AiohttpSession(api=server))
    dispatcher = Dispatcher(storage=MemoryStorage())
    rows = [[InlineKeyboardButton(text=f"{n} 一般", callback_data=f"x:{n}")] for n in range(6)]
    keyboard = InlineKeyboardMarkup(inline_keyboard=rows)

    @dispatcher.message()
    async def ask_next(message: Message, state: FSMContext) -> None:
        answers = (await state.get_data()).get("answers", [])
        await state.set_state("question")
        await state.update_data(answers=[*answers, message.text])
        await message.answer("日常满意度测评 · 2/7\n\n下一题?" * 3, reply_markup=keyboard)

    polling = asyncio.create_task(
        dispatcher.start_polling(bot, handle_signals=False, close_bot_session=True)
    )
    try:
        return await _answer(api, 1)
    finally:
        with suppress(RuntimeError):
            await dispatcher.stop_polling()
        await polling


async def whole(api: Api, database_url: str | None) -> float:
    """Updates a second of the running program."""
    with tempfile.TemporaryDirectory() as home:
        app = App(_settings(api, Path(home), database_url))
        await migrate(app.database)
        await settle(app.database, CITIZENS)
        await app.start()
        try:
            await app.house.warm_up()
            begun = [pressed(n, n, "survey:begin:everyday") for n in range(1, CITIZENS + 1)]
            await api.push(begun)
            await api.wait_for(CITIZENS, 60)
            return await _answer(api, CITIZENS + 1)
        finally:
            await app.stop()


async def _answer(api: Api, first: int) -> float:
    """Have every citizen type an answer, round by round."""
    await api.reset()
    numbers = iter(range(first, first + CITIZENS * ROUNDS))
    updates = [typed(next(numbers), n, "3") for _ in range(ROUNDS) for n in range(1, CITIZENS + 1)]
    began = time.monotonic()
    await api.push(updates)
    ended = await api.wait_for(len(updates), 120)
    return len(updates) / (ended - began)


def _settings(api: Api, home: Path, database_url: str | None) -> Settings:
    return Settings(
        home=home,
        http_port=0,
        database_url=SecretStr(database_url) if database_url else None,
        telegram_token=SecretStr(TOKEN),
        telegram_api_url=api.address,
        telegram_pace=0,
        log_level="WARNING",
    )


async def measure() -> str:
    """The three, twice each in turn, the better of both; as a table."""
    found: dict[str, list[float]] = {"bare aiogram": [], "SQLite": [], "PostgreSQL": []}
    for _ in range(2):
        async with bot_api() as api:
            found["bare aiogram"].append(await bare(api))
        async with bot_api() as api:
            found["SQLite"].append(await whole(api, None))
        with postgres() as url:
            async with bot_api() as api:
                found["PostgreSQL"].append(await whole(api, url))
    best = {name: max(rates) for name, rates in found.items()}
    lines = ["| one survey answer | updates/s | of bare aiogram |", "|---|---|---|"]
    lines += [
        f"| {name} | {rate:,.0f} | {rate / best['bare aiogram']:.2f} |"
        for name, rate in best.items()
    ]
    return "\n".join(lines)
