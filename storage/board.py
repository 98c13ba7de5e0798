"""Questions for the board: counts of deadlines by failure, unit and sort."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select, text

from domain.board import Count, Wait
from domain.duty import Standing
from storage.database import Transaction
from storage.schema.deadline import UNENDED, Deadline

GROUP = (Deadline.rule, Deadline.kind, Deadline.unit, Deadline.major)
WAITS_AT_MOST = 20_000
"""Of the newest waits that were over, and of the longest that are not, that the median is taken of."""


async def late(db: Transaction, rules: Sequence[str], now: datetime) -> list[Count]:
    """What is owed and over, whatever its age."""
    rows = await db.execute(
        select(*GROUP, func.count())
        .where(text(UNENDED), Deadline.rule.in_(rules), Deadline.until <= now)
        .group_by(*GROUP)
    )
    return [Count(rule, kind, unit, major, Standing.LATE, n) for rule, kind, unit, major, n in rows]


async def ended(
    db: Transaction, rules: Sequence[str], begin: datetime, now: datetime
) -> list[Count]:
    """What fell due since `begin` and was done, in time or late."""
    done = (Standing.DONE.value, Standing.DONE_LATE.value)
    rows = await db.execute(
        select(*GROUP, Deadline.standing, func.count())
        .where(
            Deadline.rule.in_(rules),
            Deadline.until > begin,
            Deadline.until <= now,
            Deadline.standing.in_(done),
        )
        .group_by(*GROUP, Deadline.standing)
    )
    return [
        Count(rule, kind, unit, major, Standing(standing), number)
        for rule, kind, unit, major, standing, number in rows
    ]


async def waits(db: Transaction, rule: str, begin: datetime, now: datetime) -> list[Wait]:
    """How long `complaint`s and `case`s waited for what ends that deadline, and have waited so far."""
    ended = await db.execute(
        select(Deadline.kind, Deadline.since, Deadline.done_at)
        .where(
            Deadline.rule == rule,
            Deadline.until > begin,
            Deadline.done_at.is_not(None),
            Deadline.done_at <= now,
        )
        .order_by(Deadline.until.desc())
        .limit(WAITS_AT_MOST)
    )
    still = await db.execute(
        select(Deadline.kind, Deadline.since)
        .where(text(UNENDED), Deadline.rule == rule, Deadline.since <= now)
        .order_by(Deadline.until)
        .limit(WAITS_AT_MOST)
    )
    found = [Wait(_sort(kind), done_at - since, True) for kind, since, done_at in ended if done_at]
    return found + [Wait(_sort(kind), now - since, False) for kind, since in still]


def _sort(kind: str) -> str:
    return "complaint" if kind == "complaint" else "case"
