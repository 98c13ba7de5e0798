"""When what is woken. The clock only wakes: rows say what is due, so a missed wake loses nothing."""

from collections.abc import Awaitable, Callable
from datetime import datetime, time, timedelta
from functools import partial

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger

from handlers.house import House
from scheduler.anonymity_jobs import rewrite_anonymous
from scheduler.broadcast_jobs import send_broadcasts
from scheduler.case_jobs import look_after_revisits, remind_of_property, tell_no_news
from scheduler.complaint_jobs import close_unjudged, forget_drafts
from scheduler.deadline_jobs import watch_deadlines
from scheduler.feed_jobs import forget_files, take_in_files
from scheduler.keeping_jobs import (
    forget_cases,
    forget_citizens,
    forget_complaints,
    forget_history,
    forget_traffic,
    let_pass,
)
from scheduler.survey_jobs import (
    empty_survey_box,
    expire_surveys,
    forget_opinions,
    invite_to_surveys,
)
from scheduler.unreached_jobs import tell_of_unreached
from scheduler.words_jobs import take_changed_words
from storage.database import Database

Job = Callable[[Database, House, datetime], Awaitable[None]]
"""Asks the rows what is due at that moment and does it; safe to run twice and side by side."""

log = structlog.get_logger()

AFTER_START = timedelta(minutes=5)
APART = timedelta(minutes=1)
"""What runs daily also runs so long after a start, one after the other: a machine that is off at
night, or stopped on most days, keeps to the retention all the same."""

every = timedelta
daily = time.fromisoformat

TIMETABLE: tuple[tuple[timedelta | time, Job], ...] = (
    (every(seconds=5), send_broadcasts),
    (every(seconds=5), take_changed_words),
    (every(minutes=1), take_in_files),
    (every(seconds=20), watch_deadlines),
    (every(seconds=20), let_pass),
    (every(minutes=1), tell_of_unreached),
    (every(minutes=10), tell_no_news),
    (every(minutes=10), invite_to_surveys),
    (every(minutes=10), expire_surveys),
    (every(minutes=10), empty_survey_box),
    (every(minutes=30), look_after_revisits),
    (every(minutes=30), remind_of_property),
    (every(hours=1), close_unjudged),
    (daily("03:30"), rewrite_anonymous),
    (daily("03:40"), forget_files),
    (daily("03:50"), forget_drafts),
    (daily("04:00"), forget_history),
    (daily("04:10"), forget_traffic),
    (daily("04:20"), forget_complaints),
    (daily("04:25"), forget_cases),
    (daily("04:30"), forget_citizens),
    (daily("04:40"), forget_opinions),
)


def wind_up(
    database: Database,
    house: House,
    now: Callable[[], datetime],
    own: dict[str, tuple[timedelta, Callable[[], Awaitable[None]]]],
) -> AsyncIOScheduler:
    """A scheduler with the whole timetable, not yet started. A time of day is the house's, wherever
    the machine's own clock stands.

    `own`: what the running program wakes besides, by name and period: taking up what was left in
    the inbox.
    """
    zone = house.policy.quiet_hours.zone
    clock = AsyncIOScheduler(
        timezone=zone,
        job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
    )
    first = datetime.now(zone) + AFTER_START
    for when, job in TIMETABLE:
        wake = partial(_wake, job, database, house, now)
        if isinstance(when, time):
            # A trigger that is not told a zone takes the machine's, whatever the scheduler has.
            trigger = CronTrigger(hour=when.hour, minute=when.minute, timezone=zone)
            clock.add_job(wake, trigger, id=job.__name__, next_run_time=first)
            first += APART
        else:
            clock.add_job(wake, _interval(when), id=job.__name__)
    for name, (period, act) in own.items():
        # Wrapped, because the scheduler runs what is no coroutine function in a thread.
        clock.add_job(partial(_wake_own, name, act), _interval(period), id=name)
    return clock


def _interval(period: timedelta) -> IntervalTrigger:
    return IntervalTrigger(seconds=period.total_seconds())


async def _wake(job: Job, database: Database, house: House, now: Callable[[], datetime]) -> None:
    try:
        await job(database, house, now())
    except Exception:
        log.exception("a job failed; it is tried again at its next time", job=job.__name__)


async def _wake_own(name: str, act: Callable[[], Awaitable[None]]) -> None:
    try:
        await act()
    except Exception:
        log.exception("a job failed; it is tried again at its next time", job=name)
