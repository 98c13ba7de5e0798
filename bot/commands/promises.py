"""`minyi promises`: how the ten commitments stand, and entering what Minyi does not see."""

import asyncio
from datetime import UTC, datetime, time
from typing import TYPE_CHECKING

import click

from bot.settings import Settings

if TYPE_CHECKING:
    from handlers.house import House


@click.group()
def promises() -> None:
    """The ten public commitments: kept, at risk or late, and what shows it."""


@promises.command("list")
@click.option(
    "--language",
    type=click.Choice(["zh", "en"]),
    default="zh",
    help="Chinese (zh) or English (en).",
)
@click.pass_obj
def list_all(settings: Settings, language: str) -> None:
    """How each of the ten stands."""
    from bot.furnish import furnish

    click.echo(asyncio.run(_look(settings, furnish(settings), language)))


@promises.command()
@click.argument("commitment")
@click.option("--evidence", required=True, help="What was done and what shows it.")
@click.option(
    "--on",
    "day",
    type=click.DateTime(["%Y-%m-%d"]),
    help="The day it was done; today if not given.",
)
@click.pass_obj
def enter(settings: Settings, commitment: str, evidence: str, day: datetime | None) -> None:
    """Enter what was done for COMMITMENT (an id of content/commitments.toml)."""
    from bot.furnish import furnish

    house = furnish(settings)
    one = next((c for c in house.commitments if c.id == commitment and c.every), None)
    if one is None:
        known = ", ".join(c.id for c in house.commitments if c.every)
        raise click.ClickException(f"nothing is entered for {commitment!r}; known: {known}")
    now = datetime.now(UTC)
    zone = settings.policy.quiet_hours.zone
    done_at = datetime.combine(day, time(12), zone).astimezone(UTC) if day else now
    if done_at.astimezone(zone).date() > now.astimezone(zone).date():
        raise click.ClickException("that day is still to come")
    asyncio.run(_enter(settings, house, commitment, min(done_at, now), evidence))
    click.echo(f"{one.title.zh} · {one.title.en}: entered")


async def _look(settings: Settings, house: "House", language: str) -> str:
    from bot.installation import prepare
    from handlers.promises import look, word
    from storage.database import Database

    now = datetime.now(UTC)
    database = Database(settings.database)
    try:
        await prepare(database, settings, now)
        async with database.reading() as db:
            ledgers = await look(db, house, now)
    finally:
        await database.close()
    return word(house, house.book[language], ledgers, now)


async def _enter(
    settings: Settings, house: "House", commitment: str, done_at: datetime, evidence: str
) -> None:
    from bot.installation import prepare
    from domain.typed import clean
    from handlers.promises import EVIDENCE, keep_entry
    from storage.database import Database

    words = clean(evidence)
    if not 0 < len(words) <= EVIDENCE:
        raise click.ClickException(f"evidence has 1 to {EVIDENCE} characters")
    now = datetime.now(UTC)
    one = next(c for c in house.commitments if c.id == commitment)
    database = Database(settings.database)
    try:
        await prepare(database, settings, now)
        async with database.transaction() as db:
            await keep_entry(db, one, done_at, words, None, now)
    finally:
        await database.close()
