"""`minyi staff`: who works here, and their one-time sign-in codes."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, TypeVar

import click

from bot.settings import Settings
from domain.area import Area
from domain.role import Role

if TYPE_CHECKING:
    from handlers.house import House
    from storage.database import Transaction

T = TypeVar("T")


@click.group()
def staff() -> None:
    """Add, list, deactivate and reactivate members of staff, and give them sign-in codes."""


@staff.command()
@click.option("--name", required=True, help="As colleagues see it, at most 40 characters.")
@click.option(
    "--role",
    type=click.Choice([r.value for r in Role]),
    required=True,
    help="What the person may see: a desk one area, the others every area.",
)
@click.option("--area", type=click.Choice([a.value for a in Area]), help="The desk's area.")
@click.option("--unit", help="An id of content/units.toml: complaints that name it stay hidden.")
@click.pass_obj
def add(settings: Settings, name: str, role: str, area: str | None, unit: str | None) -> None:
    """Add a member of staff and print a one-time sign-in code."""
    from handlers import personnel

    async def act(db: "Transaction", house: "House", now: datetime) -> tuple[int, str]:
        return await personnel.add(db, house, name, Role(role), area, unit, now)

    number, code = _run(settings, act)
    click.echo(f"{number}  {name}")
    _show(code)


@staff.command("list")
@click.pass_obj
def list_all(settings: Settings) -> None:
    """Everybody, with number, role, area, unit and whether they are active."""
    from storage import staff as members

    async def act(db: "Transaction", _house: "House", _now: datetime) -> list[str]:
        return [
            "\t".join(
                (
                    str(member.id),
                    member.name,
                    member.role,
                    member.area or "-",
                    member.unit or "-",
                    "active" if member.active else "left",
                )
            )
            for member in await members.everybody(db)
        ]

    for line in _run(settings, act):
        click.echo(line)


@staff.command()
@click.argument("number", type=int)
@click.pass_obj
def deactivate(settings: Settings, number: int) -> None:
    """Take away access at once; what the person had taken goes back to the desk."""
    from handlers import personnel

    async def act(db: "Transaction", house: "House", now: datetime) -> str:
        return await personnel.deactivate(db, house, number, now)

    click.echo(f"{_run(settings, act)} has no access any more.")


@staff.command()
@click.argument("number", type=int)
@click.pass_obj
def reactivate(settings: Settings, number: int) -> None:
    """Let somebody who left work again, with their former role; prints a sign-in code."""
    from handlers import personnel

    async def act(db: "Transaction", house: "House", now: datetime) -> str:
        return await personnel.reactivate(db, house, number, now)

    _show(_run(settings, act))


@staff.command()
@click.argument("number", type=int)
@click.pass_obj
def code(settings: Settings, number: int) -> None:
    """Print a new one-time sign-in code; an unused older one is void."""
    from handlers import personnel

    async def act(db: "Transaction", house: "House", now: datetime) -> str:
        return await personnel.renew_code(db, house, number, now)

    _show(_run(settings, act))


def _show(code: str) -> None:
    click.echo(f"/staff {code}")
    click.echo("Valid once, for 24 hours. It is not shown again.")


def _run(
    settings: Settings,
    act: "Callable[[Transaction, House, datetime], Awaitable[T]]",
) -> T:
    """Do something in one transaction on the migrated database. What is refused is said plainly."""
    from bot.furnish import furnish
    from bot.installation import prepare
    from handlers.personnel import RefusedError
    from storage.database import Database

    async def run() -> T:
        database = Database(settings.database)
        try:
            await prepare(database, settings, datetime.now(UTC))
            async with database.transaction() as db:
                return await act(db, furnish(settings), datetime.now(UTC))
        finally:
            await database.close()

    try:
        return asyncio.run(run())
    except RefusedError as error:
        raise click.ClickException(str(error)) from error
