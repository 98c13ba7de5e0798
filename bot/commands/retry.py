"""`minyi retry`: what was given up, and another try for it."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from bot.settings import Settings

if TYPE_CHECKING:
    from storage.schema.inbox import Inbox


@click.command()
@click.argument("numbers", nargs=-1, type=int)
@click.option("--list", "only_list", is_flag=True, help="Only list what was given up.")
@click.pass_obj
def retry(settings: Settings, numbers: tuple[int, ...], only_list: bool) -> None:
    """Try updates that failed three times again: those of NUMBERS, or all.

    The running program takes them up within a minute. Neither words nor chats are shown.
    """
    rows, again = asyncio.run(_retry(settings, numbers, only_list=only_list))
    for row in rows:
        left = "its replies are unsaid" if row.replies is not None else "undecided"
        came = f"{row.received_at:%Y-%m-%d %H:00} UTC"
        click.echo(f"{row.id}  {row.channel}  {came}  {row.error or '?'}  {left}")
    if only_list:
        click.echo(f"{len(rows)} given up")
        return
    click.echo(f"{len(again)} will be tried again")
    if unknown := sorted(set(numbers) - set(again)):
        raise click.ClickException(f"not given up: {', '.join(map(str, unknown))}")


async def _retry(
    settings: Settings, numbers: Sequence[int], *, only_list: bool
) -> tuple[Sequence["Inbox"], list[int]]:
    from bot.installation import prepare
    from storage import audit, inbox_setbacks
    from storage.database import Database

    now = datetime.now(UTC)
    database = Database(settings.database)
    try:
        await prepare(database, settings, now)
        async with database.transaction() as db:
            rows = await inbox_setbacks.failed(db)
            if numbers:
                rows = [row for row in rows if row.id in numbers]
            again = [] if only_list else await inbox_setbacks.retry(db, [r.id for r in rows], now)
            for number in again:
                await audit.record(
                    db, staff_id=None, act="retry", subject=f"inbox:{number}", now=now
                )
    finally:
        await database.close()
    return rows, again
