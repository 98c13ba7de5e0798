"""The command line: `minyi COMMAND`."""

import asyncio
import os

import click

from bot.commands.areas import areas
from bot.commands.board import board
from bot.commands.broadcasts import broadcasts
from bot.commands.cases import cases
from bot.commands.check import check
from bot.commands.duties import duties
from bot.commands.promises import promises
from bot.commands.replay import replay
from bot.commands.retry import retry
from bot.commands.route import route
from bot.commands.secret import secret
from bot.commands.staff import staff
from bot.commands.talk import talk
from bot.logs import set_up_logs
from bot.settings import Settings, SettingsError, read_settings
from content.loader import ContentError


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="minyi", message="%(prog)s %(version)s")
@click.pass_context
def minyi(context: click.Context) -> None:
    """Minyi: a county public security bureau hears the people it serves."""
    try:
        settings = read_settings()
    except SettingsError as error:
        raise click.ClickException(str(error)) from error
    os.umask(0o077)  # whatever is made in the home is for its owner only
    try:
        settings.home.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise click.ClickException(f"MINYI_HOME: {settings.home}: {error.strerror}") from error
    set_up_logs(settings.log_level, settings.secrets)
    context.obj = settings


@minyi.command()
@click.pass_obj
def run(settings: Settings) -> None:
    """Serve the chat page, the other channels and the clock, until stopped."""
    from bot.quick_start import import_aiogram

    import_aiogram()
    from bot.app import run as run_app

    asyncio.run(run_app(settings))


@minyi.command()
@click.pass_obj
def migrate(settings: Settings) -> None:
    """Bring the database to the newest schema."""
    from bot.installation import naming_the_database, reach
    from storage.database import Database
    from storage.migrate import migrate as upgrade

    async def upgrade_and_close() -> tuple[str | None, str]:
        database = Database(settings.database)
        try:
            await reach(database, settings)
            with naming_the_database(database, settings):
                return await upgrade(database)
        finally:
            await database.close()

    before, after = asyncio.run(upgrade_and_close())
    click.echo(f"{before or 'empty'} -> {after}")


minyi.add_command(areas)
minyi.add_command(broadcasts)
minyi.add_command(board)
minyi.add_command(cases)
minyi.add_command(check)
minyi.add_command(duties)
minyi.add_command(promises)
minyi.add_command(replay)
minyi.add_command(retry)
minyi.add_command(route)
minyi.add_command(secret)
minyi.add_command(staff)
minyi.add_command(talk)


def main() -> None:
    """Run the command line; a setting or content file that can't be used is named, without a trace."""
    try:
        minyi(prog_name="minyi")
    except (ContentError, SettingsError) as error:
        raise SystemExit(f"Error: {error}") from error


if __name__ == "__main__":
    main()
