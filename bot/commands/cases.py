"""`minyi cases`: taking in case files by hand."""

import asyncio
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.settings import Settings

if TYPE_CHECKING:
    from handlers.feed import Summary
    from handlers.house import House


@click.group()
def cases() -> None:
    """Case files from the internal network; docs/feed.md tells what they hold."""


@cases.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.pass_obj
def import_cases(settings: Settings, file: Path) -> None:
    """Take in FILE (.csv, .xlsx or .jsonl); importing it again changes nothing.

    Rows that can't be taken are written to FILE.rejected.csv (or .jsonl) with line and reason. Exit
    code: 0 all taken, 1 some rows rejected, 2 the file could not be used.
    """
    from bot.furnish import furnish
    from domain.refusal import RefusalError
    from handlers.feed_rejects import word_refusal

    house = furnish(settings)
    try:
        summary = asyncio.run(_import(settings, house, file))
    except RefusalError as refusal:
        click.echo(f"{file.name}: {word_refusal(house.book, refusal)}", err=True)
        sys.exit(2)
    click.echo(
        f"{file.name}: {summary.added} new, {summary.changed} changed, "
        f"{summary.unchanged} unchanged, {summary.rejected} rejected"
    )
    if summary.rejects:
        click.echo(f"rejected rows: {summary.rejects}")
    if summary.broken:
        click.echo(f"{file.name}: {word_refusal(house.book, summary.broken)}", err=True)
        sys.exit(2)
    sys.exit(1 if summary.rejected else 0)


async def _import(settings: Settings, house: "House", file: Path) -> "Summary":
    from tqdm import tqdm

    from bot.installation import prepare
    from handlers.feed import import_file
    from storage.database import Database

    database = Database(settings.database)
    try:
        await prepare(database, settings, datetime.now(UTC))
        # On a terminal only: a log has no use for a bar.
        with tqdm(desc=file.name, unit="B", unit_scale=True, disable=None, leave=False) as bar:

            def seen(total: int | None, done: int) -> None:
                if total is None:
                    bar.unit = " rows"
                bar.total = total
                bar.update(done - bar.n)

            return await import_file(database, house, file, lambda: datetime.now(UTC), seen)
    finally:
        await database.close()
