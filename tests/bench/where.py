"""Where the time of a survey answer goes: the shares of processor time by whose code it is spent in."""

import cProfile
import pstats
from collections import Counter

from tests.bench import answer
from tests.bench.server import Api, bot_api

ROOMS = ("bot", "handlers", "domain", "content", "storage", "scheduler")
LIBRARIES = {
    "sqlalchemy": "SQLAlchemy",
    "greenlet": "SQLAlchemy",
    "sqlite3": "SQLite",
    "aiogram": "aiogram",
    "magic_filter": "aiogram",
    "aiohttp": "aiohttp",
    "yarl": "aiohttp",
    "multidict": "aiohttp",
    "pydantic": "pydantic",
    "asyncio": "asyncio",
    "socket": "asyncio",
    "epoll": "asyncio",
}


async def measure() -> str:
    profile = cProfile.Profile()

    async def profiled(api: Api, first: int) -> float:
        profile.enable()
        try:
            return await plainly(api, first)
        finally:
            profile.disable()

    plainly, answer._answer = answer._answer, profiled
    try:
        async with bot_api() as api:
            await answer.whole(api, None)
    finally:
        answer._answer = plainly
    spent: Counter[str] = Counter()
    for (file, _, function), row in pstats.Stats(profile).stats.items():  # type: ignore[attr-defined]
        spent[_whose(file, function)] += row[2]
    whole = sum(spent.values())
    lines = [f"| {name} | {share / whole:.0%} |" for name, share in spent.most_common(9)]
    return "\n".join(["| one survey answer on SQLite | processor time |", "|---|---|", *lines])


def _whose(file: str, function: str) -> str:
    place = file.rsplit("site-packages/", 1)[-1]
    for room in ROOMS:
        if f"/{room}/" in file and "site-packages" not in file:
            return "Minyi"
    for sign, name in LIBRARIES.items():
        if place.startswith(sign) or f"/{sign}/" in file or (file == "~" and sign in function):
            return name
    return "Python's own"
