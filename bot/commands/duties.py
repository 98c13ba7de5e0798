"""`minyi duties`: what is owed in a case and why, all duties, and the page about them."""

import asyncio
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from bot.settings import Settings

if TYPE_CHECKING:
    from handlers.house import House

LANGUAGE = click.option(
    "--language",
    type=click.Choice(["zh", "en"]),
    default="zh",
    help="Chinese (zh) or English (en).",
)


@click.group()
def duties() -> None:
    """Duties with clocks: what is owed until when, and by which rule."""


@duties.command()
@click.argument("case")
@LANGUAGE
@click.pass_obj
def explain(settings: Settings, case: str, language: str) -> None:
    """Tell all that is owed in CASE: to whom, since when, until when, by which rule, what happened."""
    from bot.furnish import furnish

    lines = asyncio.run(_explain(settings, furnish(settings), case, language))
    if lines is None:
        raise click.ClickException(f"no case has the number {case!r}")
    for line in lines:
        click.echo(line)


async def _explain(
    settings: Settings, house: "House", case: str, language: str
) -> list[str] | None:
    from bot.installation import prepare
    from handlers.duties import explain_case
    from storage.database import Database

    now = datetime.now(UTC)
    database = Database(settings.database)
    try:
        await prepare(database, settings, now)
        async with database.transaction() as db:
            return await explain_case(db, house, house.book[language], case, now)
    finally:
        await database.close()


@duties.command("list")
@LANGUAGE
@click.pass_obj
def list_all(settings: Settings, language: str) -> None:
    """Every duty and failure, with its clock: a line for each version or kind."""
    from bot.furnish import furnish
    from handlers.duties import list_duties

    house = furnish(settings)
    for line in list_duties(house, house.book[language]):
        click.echo(line)


@duties.command()
@click.pass_obj
def document(settings: Settings) -> None:
    """Print docs/duties.md as the data gives it."""
    from bot.furnish import furnish
    from handlers.duty_page import write_page

    click.echo(write_page(furnish(settings)), nl=False)
