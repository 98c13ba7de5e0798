"""Brings a database to the newest schema."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from storage.database import Database

MIGRATIONS = Path(__file__).parent / "migrations"
# Any constant will do: two processes that start at once on one PostgreSQL migrate one after the other.
MIGRATION_LOCK = 20261123


def alembic_config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return config


async def migrate(database: Database) -> tuple[str | None, str]:
    """Upgrade to the newest revision. Returns the revisions (before, after)."""

    def upgrade(connection: Connection) -> tuple[str | None, str]:
        if connection.dialect.name == "postgresql":
            connection.execute(
                text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": MIGRATION_LOCK}
            )
        before = MigrationContext.configure(connection).get_current_revision()
        config = alembic_config()
        newest = ScriptDirectory.from_config(config).get_current_head() or ""
        if before != newest:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
        return before, newest

    async with database.engine.begin() as connection:
        return await connection.run_sync(upgrade)


async def revisions(database: Database) -> tuple[str | None, str]:
    """The revision that the database is at (None: it is empty), and the newest. Changes nothing."""

    def read(connection: Connection) -> str | None:
        return MigrationContext.configure(connection).get_current_revision()

    newest = ScriptDirectory.from_config(alembic_config()).get_current_head() or ""
    async with database.engine.connect() as connection:
        return await connection.run_sync(read), newest
