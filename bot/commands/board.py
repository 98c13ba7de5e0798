"""`minyi board`: the five failures by unit and sort, as supervisors see them."""

import asyncio
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from bot.settings import Settings

if TYPE_CHECKING:
    from handlers.house import House


@click.command()
@click.option(
    "--language",
    type=click.Choice(["zh", "en"]),
    default="zh",
    help="Chinese (zh) or English (en).",
)
@click.pass_obj
def board(settings: Settings, language: str) -> None:
    """Print the five failures: by unit, small against major cases, time to the first word."""
    from bot.furnish import furnish

    click.echo(asyncio.run(_look(settings, furnish(settings), language)))


async def _look(settings: Settings, house: "House", language: str) -> str:
    from bot.installation import prepare
    from handlers.board import look, word
    from storage.database import Database

    now = datetime.now(UTC)
    database = Database(settings.database)
    try:
        await prepare(database, settings, now)
        async with database.reading() as db:
            found = await look(db, house, now)
    finally:
        await database.close()
    return word(house, house.book[language], found, now)
