"""`minyi replay`: play letters as citizens through the running web chat."""

import asyncio
import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.settings import Settings

if TYPE_CHECKING:
    from bot.replay.play import Outcome

MOST_ERRORS_SHOWN = 10


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--url", help="The chat page. Default: this installation's, on this machine.")
@click.option(
    "--citizens",
    type=click.IntRange(1, 500),
    default=20,
    show_default=True,
    help="How many at the same time.",
)
@click.option(
    "--state",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Where it is written down how far it is. Default: FILE.replay.jsonl.",
)
@click.pass_obj
def replay(
    settings: Settings, file: Path, url: str | None, citizens: int, state: Path | None
) -> None:
    """Hand in every letter of FILE ({"id", "title", "text"} a line) as a citizen of its own.

    A killed replay goes on where it was. Exit code 0 only when every letter has a receipt.
    """
    from yarl import URL

    from bot.replay.ledger import Ledger
    from bot.replay.letter import LetterError, read_letters
    from bot.replay.play import look_up, play
    from storage.database import Database

    try:
        letters = read_letters(file)
    except (LetterError, OSError, UnicodeDecodeError) as error:
        raise click.ClickException(str(error)) from error
    address = URL(url or f"http://{settings.http_host}:{settings.http_port}/")

    async def run(ledger: Ledger) -> "Outcome":
        outcome = await play(letters, address, ledger, citizens)
        database = Database(settings.database)
        try:
            receipts = [ledger.receipts[one.id] for one in letters if one.id in ledger.receipts]
            await look_up(outcome, receipts, database)
        finally:
            await database.close()
        return outcome

    began = time.monotonic()
    with Ledger(state or file.with_name(f"{file.name}.replay.jsonl")) as ledger:
        outcome = asyncio.run(run(ledger))
    _report(outcome, time.monotonic() - began)
    if not outcome.is_whole:
        raise SystemExit(1)


def _report(outcome: "Outcome", seconds: float) -> None:
    click.echo(f"letters   {outcome.letters}")
    click.echo(f"receipts  {outcome.receipts}, all different: {outcome.distinct}")
    for desk, number in outcome.desks.most_common():
        click.echo(f"  {desk:<12}{number}")
    click.echo(f"errors    {len(outcome.errors)}")
    for letter, reason in list(outcome.errors.items())[:MOST_ERRORS_SHOWN]:
        click.echo(f"  {letter}: {reason}")
    click.echo(f"lost      {outcome.lost}")
    click.echo(f"took      {seconds:.1f} s")
