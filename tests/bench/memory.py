"""What the program holds in memory after ten thousand citizens came, agreed and were answered."""

from tests.bench.program import program
from tests.bench.server import Api, bot_api
from tests.bench.town import pressed

CITIZENS = 10_000
PORTION = 500


async def measure() -> str:
    async with (
        bot_api() as api,
        program(
            telegram_token="1:bench", telegram_api_url=api.address, telegram_pace="0"
        ) as running,
    ):
        await _come(api, 1, PORTION)  # so that everything is loaded that is loaded once
        before = running.memory()
        for first in range(PORTION + 1, CITIZENS + 1, PORTION):
            await _come(api, first, first + PORTION - 1)
        after = running.memory()
    return "\n".join(
        [
            "| citizens who came | memory, MB |",
            "|---|---|",
            f"| {PORTION:,} | {before:.0f} |",
            f"| {CITIZENS:,} | {after:.0f} |",
        ]
    )


async def _come(api: Api, first: int, last: int) -> None:
    """Citizens agree to being kept; each is answered by the welcome and a question."""
    await api.push([pressed(n, n, "consent:agree:zh") for n in range(first, last + 1)])
    await api.wait_for(2 * last, 120)
