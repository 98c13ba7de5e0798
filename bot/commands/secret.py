"""`minyi secret`: what to do when the secret of the first start is lost or known to others."""

import asyncio
from datetime import UTC, datetime

import click

from bot.settings import Settings


@click.group()
def secret() -> None:
    """The secret that signs cookies and keys the hashes of codes."""


@secret.command()
@click.confirmation_option(
    prompt="Query codes open no case until the feed brings them again, browsers begin as strangers, "
    "unused sign-in codes are void. Go on?"
)
@click.pass_obj
def adopt(settings: Settings) -> None:
    """Have the database live under the secret that is set now. Stop Minyi before."""
    from bot.installation import reach
    from bot.secret import fingerprint
    from storage import audit, installation
    from storage.database import Database
    from storage.migrate import migrate

    async def run() -> None:
        database = Database(settings.database)
        try:
            await reach(database, settings)
            await migrate(database)
            async with database.transaction() as db:
                await installation.adopt_secret(db, fingerprint(settings))
                now = datetime.now(UTC)
                await audit.record(db, staff_id=None, act="adopt", subject="secret", now=now)
        finally:
            await database.close()

    asyncio.run(run())
    click.echo("The secret is adopted.")
