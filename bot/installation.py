"""Opens an installation's database: newest schema, never a demo on real data or the other way, and
never under another secret."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from bot.secret import fingerprint
from bot.settings import Settings, SettingsError
from storage import installation
from storage.database import Database, is_passing
from storage.installation import Mark
from storage.migrate import migrate


async def prepare(database: Database, settings: Settings, now: datetime) -> None:
    """Migrate, then mark the database. Raises SettingsError where the mark is another one, and for a
    database that can't be reached or written to."""
    secret = await asyncio.to_thread(fingerprint, settings)
    wanted = Mark("demo" if settings.demo else "real", secret)
    await reach(database, settings)
    with naming_the_database(database, settings):
        await migrate(database)
        async with database.transaction() as db:
            standing = await installation.mark(db, wanted, now)
    where = database.url.render_as_string(hide_password=True)
    if standing.kind != wanted.kind:
        raise _of_the_other_kind(where, standing.kind)
    if standing.secret != wanted.secret:
        found = "MINYI_SECRET" if settings.secret else f"The file {settings.home / 'secret'}"
        raise SettingsError(
            f"MINYI_SECRET: {where} lives under another secret. {found} does not open its query "
            "codes and chats, so nothing is started. Put the secret of the first start there "
            "again, or give it up for good with `minyi secret adopt` (docs/operations.md)."
        )


async def reach(database: Database, settings: Settings) -> None:
    """Open one connection. Raises SettingsError, whatever is in the way: an address that leads nowhere,
    a server that is down or refuses, a file that can't be made."""
    try:
        async with database.engine.connect():
            pass
    except Exception as error:
        raise _out_of_reach(database, settings, error) from error


@contextmanager
def naming_the_database(database: Database, settings: Settings) -> Iterator[None]:
    """At the start: what passes by itself, such as a full disk, a lock or a server that went away, is
    raised as a SettingsError."""
    try:
        yield
    except Exception as error:
        if is_passing(error):
            raise _out_of_reach(database, settings, error) from error
        raise


def _out_of_reach(database: Database, settings: Settings, error: Exception) -> SettingsError:
    where = database.url.render_as_string(hide_password=True)
    cause = str(getattr(error, "orig", None) or error).splitlines() or [type(error).__name__]
    return SettingsError(f"{settings.database_setting}: {where} can't be used now: {cause[0]}")


def _of_the_other_kind(where: str, standing: str) -> SettingsError:
    if standing == "real":
        return SettingsError(
            f"MINYI_DEMO: {where} holds a real installation, so no demo is started on it. "
            "Unset MINYI_DEMO, or give the demo a MINYI_HOME (or MINYI_DATABASE_URL) of its own."
        )
    return SettingsError(
        f"MINYI_DEMO: {where} holds a demo with invented data, so nothing real is started on it. "
        "Give the real installation a MINYI_HOME (or MINYI_DATABASE_URL) of its own, "
        "or set MINYI_DEMO=1."
    )
