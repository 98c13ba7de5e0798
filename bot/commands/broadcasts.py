"""`minyi broadcasts`: what was sent to everybody, and how far it came."""

import asyncio
from typing import TYPE_CHECKING

import click

from bot.settings import Settings

if TYPE_CHECKING:
    from domain.broadcast import Counts
    from storage.schema.broadcast import Broadcast

LISTED = 50
HEAD = ("number", "state", "written", "begun", "done", "later", "never")


@click.command()
@click.pass_obj
def broadcasts(settings: Settings) -> None:
    """List the newest broadcasts with the people that they reached, will reach and never reach."""
    zone = settings.policy.quiet_hours.zone
    click.echo("\t".join(HEAD))
    for one, counts in asyncio.run(_read(settings)):
        begun = f"{one.begun_at.astimezone(zone):%Y-%m-%d %H:%M}" if one.begun_at else "-"
        written = f"{one.created_at.astimezone(zone):%Y-%m-%d %H:%M}"
        numbers = (counts.done, counts.later + counts.unwritten, counts.never)
        # Before it began, nobody waits for it.
        told = map(str, numbers) if one.begun_at else ("-", "-", "-")
        click.echo("\t".join((str(one.id), one.state, written, begun, *told)))


async def _read(settings: Settings) -> "list[tuple[Broadcast, Counts]]":
    from storage import broadcasts as rows
    from storage.database import Database

    database = Database(settings.database)
    try:
        async with database.reading() as db:
            return [(one, await rows.count(db, one)) for one in await rows.newest(db, LISTED)]
    finally:
        await database.close()
