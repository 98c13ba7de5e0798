"""What the clock does for surveys: invite after a close, let go what nobody went on with, and mix what
was handed in."""

from datetime import datetime, timedelta

from domain.case_life import ENDS
from handlers.house import House
from handlers.survey_invitation import invite
from scheduler.portions import until_none
from storage import opinions, survey_box, survey_invitations, surveys
from storage.database import Database

AT_ONCE = 200
"""Invitations of one wake: after an outage they leave in portions, the newest closings first."""
PAPERS = 500
"""Papers of the box in one transaction."""
LOOK_AT = 1000
"""Closings looked at in one wake: more, for some invite nobody (sensitive, nobody to reach)."""
LATEST = timedelta(days=30)
"""So long after it could first be asked, people are not asked about a closed matter any more."""


async def invite_to_surveys(database: Database, house: House, now: datetime) -> None:
    """Invite those whose matter closed a while ago. Nobody is invited in the quiet hours."""
    if house.policy.quiet_hours.hold(now):
        return
    until = now - house.policy.survey_delay
    async with database.reading() as db:
        closings = await survey_invitations.due(
            db,
            ends=[stage.value for stage in ENDS],
            closed=(until - LATEST, until),
            invited_since=now - house.policy.survey_cooldown,
            limit=LOOK_AT,
        )
    invited = 0
    for closing in closings:
        async with database.transaction() as db:
            invited += await invite(db, house, closing, now)
        if invited == AT_ONCE:
            break


async def expire_surveys(database: Database, house: House, now: datetime) -> None:
    """Forget unfinished sessions with their answers, old invitations, and rests that are over."""
    before = now - house.policy.survey_expiry
    today = now.astimezone(house.policy.quiet_hours.zone).date()
    await until_none(
        database,
        lambda db: surveys.expire(db, before, now),
        lambda db: survey_invitations.expire(db, before),
        lambda db: surveys.forget_rests(db, today),
    )


async def forget_opinions(database: Database, house: House, now: datetime) -> None:
    """Erase own words that were kept long enough."""
    before = now - house.policy.opinion_retention
    day = before.astimezone(house.policy.quiet_hours.zone).date()
    await until_none(database, lambda db: opinions.forget(db, day))


async def empty_survey_box(database: Database, house: House, now: datetime) -> None:
    """Mix what was handed in on earlier days, so that only the day is left of when it came."""
    today = now.astimezone(house.policy.quiet_hours.zone).date()
    await until_none(database, lambda db: survey_box.empty(db, today, PAPERS))
