"""Opens an installation's database: newest schema, and never a demo on real data or the other way."""

from datetime import datetime

from bot.settings import Settings, SettingsError
from storage import installation
from storage.database import Database
from storage.migrate import migrate


async def prepare(database: Database, settings: Settings, now: datetime) -> None:
    """Migrate, then mark the database as real or a demo's. Raises SettingsError for the other kind."""
    await migrate(database)
    kind = "demo" if settings.demo else "real"
    async with database.transaction() as db:
        standing = await installation.mark(db, kind, now)
    if standing == kind:
        return
    where = database.url.render_as_string(hide_password=True)
    if standing == "real":
        raise SettingsError(
            f"MINYI_DEMO: {where} holds a real installation, so no demo is started on it. "
            "Unset MINYI_DEMO, or give the demo a MINYI_HOME (or MINYI_DATABASE_URL) of its own."
        )
    raise SettingsError(
        f"MINYI_DEMO: {where} holds a demo with invented data, so nothing real is started on it. "
        "Give the real installation a MINYI_HOME (or MINYI_DATABASE_URL) of its own, "
        "or set MINYI_DEMO=1."
    )
