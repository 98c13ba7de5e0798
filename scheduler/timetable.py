"""When what is woken. The clock only wakes: rows say what is due, so a missed wake loses nothing."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from functools import partial

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.base import BaseTrigger
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger

from handlers.house import House
from scheduler.anonymity_jobs import rewrite_anonymous
from scheduler.broadcast_jobs import send_broadcasts
from scheduler.case_jobs import look_after_revisits, remind_of_property, tell_no_news
from scheduler.complaint_jobs import forget_drafts
from scheduler.deadline_jobs import watch_deadlines
from scheduler.feed_jobs import forget_files, take_in_files
from scheduler.keeping_jobs import (
    forget_citizens,
    forget_complaints,
    forget_history,
    forget_traffic,
    let_pass,
)
from scheduler.survey_jobs import empty_survey_box, expire_surveys, invite_to_surveys
from scheduler.unreached_jobs import tell_of_unreached
from scheduler.words_jobs import take_changed_words
from storage.database import Database

Job = Callable[[Database, House, datetime], Awaitable[None]]
"""Asks the rows what is due at that moment and does it; safe to run twice and side by side."""

log = structlog.get_logger()


def every(**period: int) -> IntervalTrigger:
    return IntervalTrigger(**period)


def daily(at: str) -> CronTrigger:
    hour, minute = at.split(":")
    return CronTrigger(hour=hour, minute=minute)


TIMETABLE: tuple[tuple[BaseTrigger, Job], ...] = (
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
    (daily("03:30"), rewrite_anonymous),
    (daily("03:40"), forget_files),
    (daily("03:50"), forget_drafts),
    (daily("04:00"), forget_history),
    (daily("04:10"), forget_traffic),
    (daily("04:20"), forget_complaints),
    (daily("04:30"), forget_citizens),
)


def wind_up(
    database: Database,
    house: House,
    now: Callable[[], datetime],
    own: dict[str, tuple[timedelta, Callable[[], Awaitable[None]]]],
) -> AsyncIOScheduler:
    """A scheduler with the whole timetable, not yet started.

    `own`: what the running program wakes besides, such as its delivery loop, by name and period.
    """
    clock = AsyncIOScheduler(
        timezone=house.policy.quiet_hours.zone,
        job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
    )
    for trigger, job in TIMETABLE:
        clock.add_job(partial(_wake, job, database, house, now), trigger, id=job.__name__)
    for name, (period, act) in own.items():
        # Wrapped, because the scheduler runs what is no coroutine function in a thread.
        trigger = IntervalTrigger(seconds=period.total_seconds())
        clock.add_job(partial(_wake_own, name, act), trigger, id=name)
    return clock


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
