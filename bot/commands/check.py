"""`minyi check`: whether this installation could start, line by line."""

import asyncio
import shutil
import stat
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click
from pydantic import SecretStr

from bot.settings import Settings

if TYPE_CHECKING:
    from domain.working_time import WorkingCalendar
    from storage.database import Database

LEAST_FREE = 1_000_000_000
"""Bytes on the disk below which an installation is in danger."""

ANNOUNCED_FROM = 11
"""The month from which the State Council's notice of the next year's holidays may be there."""

Finding = tuple[str, str, bool | None]
"""What was looked at, what was found, whether it is well; None: not yet, but it will have to be."""
LABELS = {True: "ok   ", None: "SOON ", False: "WRONG"}


@click.command()
@click.pass_obj
def check(settings: Settings) -> None:
    """Check settings, content, database and disk; exit code 1 when something is wrong."""
    well = True
    for name, found, is_well in look(settings, datetime.now(UTC)):
        click.echo(f"{LABELS[is_well]}  {name}: {found}")
        well = well and is_well is not False
    if not well:
        raise SystemExit(1)


def look(settings: Settings, now: datetime) -> Iterator[Finding]:
    """Everything that is looked at, line by line."""
    yield from check_settings(settings)
    yield from check_content(settings)
    yield check_units(settings)
    yield check_calendar(settings, now)
    yield check_database(settings)
    yield from check_disk(settings.home)


def check_settings(settings: Settings) -> Iterator[Finding]:
    """Every setting as it stands; of secrets only whether they are set."""
    for name in type(settings).model_fields:
        value = getattr(settings, name)
        if name == "database_url" and value is not None:
            from sqlalchemy.engine import make_url

            value = make_url(value.get_secret_value()).render_as_string(hide_password=True)
        elif isinstance(value, SecretStr):
            value = "(set)"
        yield f"MINYI_{name.upper()}", "(not set)" if value is None else str(value), True


def check_content(settings: Settings) -> Iterator[Finding]:
    """Everything that is read at the start, the home's own units instead of the invented ones."""
    from content.catalogue import read_all

    for name, error in read_all(home=settings.home):
        yield f"content, {name}", str(error) if error else "read", error is None


def check_units(settings: Settings) -> Finding:
    """Whether the units are the bureau's own; only a demonstration may show invented ones."""
    from content.loader import ContentError
    from content.unit import FILE, load_units

    own = settings.home / FILE
    try:
        units = load_units(own=own)
    except ContentError as error:
        return "units", str(error), False
    invented = sum(unit.demo for unit in units)
    if invented and not settings.demo:
        found = f"{invented} of {len(units)} are invented, with invented telephone numbers"
        return "units", f"{found}: put the bureau's own into {own}", False
    return "units", f"{len(units)} are known", True


def check_calendar(settings: Settings, now: datetime) -> Finding:
    """Whether the holidays are known of every year that a kept or told date lies in.

    A year is announced in the last weeks of the one before. Until then its weekdays count, and what
    is owed is measured again once its file is there. Such a date is told with that proviso, but it is
    wrong from the first one on: somebody relies on it. Only a demonstration owes nobody.
    """
    from content.loader import ContentError
    from content.working_calendar import load_calendar
    from storage.database import Database

    own = settings.home / "calendar"
    try:
        calendar = load_calendar(settings.policy.quiet_hours.zone, own=own)
    except ContentError as error:
        return "calendar", str(error), False
    today = calendar.day_of(now)
    missing = calendar.missing_from(today)
    wrong = None if settings.demo else False
    if missing == today.year:
        return "calendar", f"{missing} is missing: put it into {own / f'{missing}.toml'}", wrong
    database = Database(settings.database)
    needed = None
    if not database.is_sqlite or Path(database.url.database or "").exists():
        needed = asyncio.run(_ask_needed(database, calendar, now))
    found = f"put {missing} into {own / f'{missing}.toml'} as soon as it is announced"
    if needed is not None:
        found += f": dates in it are kept already; needed from {needed.astimezone(calendar.zone):%Y-%m-%d}"
        return "calendar", found, wrong
    if today.month >= ANNOUNCED_FROM and missing == today.year + 1:
        return "calendar", found, None
    return "calendar", f"{', '.join(map(str, sorted(calendar.years)))} are known", True


async def _ask_needed(
    database: "Database", calendar: "WorkingCalendar", now: datetime
) -> datetime | None:
    """When a date beyond the known years is spoken of next; None where there are no tables yet."""
    from bot.missing_year import look_ahead

    try:
        return (await look_ahead(database, calendar, now)).needed
    except Exception:  # it is told of where the database is looked at
        return None
    finally:
        await database.close()


def check_database(settings: Settings) -> Finding:
    """Reachable, of the right kind, at the newest migration. Changes nothing."""
    from storage.database import Database

    database = Database(settings.database)
    if database.is_sqlite and not Path(database.url.database or "").exists():
        return "database", "there is none yet: the first start makes it", True
    found, is_well = asyncio.run(_ask_database(database, settings))
    return "database", found, is_well


async def _ask_database(database: "Database", settings: Settings) -> tuple[str, bool]:
    from storage import inbox, installation
    from storage.migrate import revisions

    try:
        current, newest = await revisions(database)
        if current is None:
            return "empty: the first start fills it", True
        if current != newest:
            return f"at {current}, the newest is {newest}: run `minyi migrate`", False
        async with database.reading() as db:
            mark = await installation.read(db)
            failed = await inbox.count_failed(db)
    except Exception as error:  # asyncpg's own, and a name in the address that it does not know
        return f"can't be reached: {str(error).splitlines()[0]}", False
    finally:
        await database.close()
    wanted = "demo" if settings.demo else "real"
    if mark is not None and mark.kind != wanted:
        return f"holds a {mark.kind} installation, but MINYI_DEMO says {wanted}", False
    if mark is not None and mark.secret != await asyncio.to_thread(_known_fingerprint, settings):
        return "lives under another secret than MINYI_SECRET or the file `secret` tells", False
    if failed:
        return f"{failed} updates failed three times and wait for somebody to look", False
    return f"at {current}, the newest", True


def _known_fingerprint(settings: Settings) -> str | None:
    """None: there is no secret yet, and looking makes none."""
    from bot.secret import fingerprint

    is_made = settings.secret is not None or (settings.home / "secret").exists()
    return fingerprint(settings) if is_made else None


def check_disk(home: Path) -> Iterator[Finding]:
    free = shutil.disk_usage(home).free
    yield "disk", f"{free / 1e9:.1f} GB free at {home}", free >= LEAST_FREE
    if home.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        yield "home", f"others may enter {home}: chmod 700 it", False
