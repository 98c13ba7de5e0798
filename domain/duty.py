"""Duties with clocks: what is owed to whom, since when, until when, and whether it was done."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from domain.working_time import WorkingCalendar


class Unit(StrEnum):
    HOURS = "hours"
    DAYS = "days"
    WORKING_DAYS = "working_days"
    MONTHS = "months"


class Standing(StrEnum):
    """open: owed, in time · late: owed, the time is over · done: in time · done_late · settled: nothing
    is owed any more because the case went another way."""

    OPEN = "open"
    LATE = "late"
    DONE = "done"
    DONE_LATE = "done_late"
    SETTLED = "settled"


@dataclass(frozen=True, slots=True)
class Period:
    """Zero hours is "at once"."""

    amount: int
    unit: Unit

    def end(self, since: datetime, calendar: WorkingCalendar) -> datetime:
        """When a period that begins at `since` is over. Raises MissingYearError."""
        match self.unit:
            case Unit.HOURS:
                return since + timedelta(hours=self.amount)
            case Unit.DAYS:
                return calendar.after_days(since, self.amount)
            case Unit.WORKING_DAYS:
                return calendar.after_working_days(since, self.amount)
            case Unit.MONTHS:
                return calendar.after_months(since, self.amount)


@dataclass(frozen=True, slots=True)
class Extension:
    """A longer time that somebody may grant by an event.

    instead: the whole period becomes this one; otherwise it is added, `times` at most.
    """

    event: str
    period: Period
    instead: bool = False
    times: int = 1


@dataclass(frozen=True, slots=True)
class Pause:
    """Time that does not count, from one event to another (an appraisal, a hearing)."""

    begins: str
    ends: str


@dataclass(frozen=True, slots=True)
class Rule:
    """A duty as one version of the law has it.

    starts: the events it arises from and is counted from. done: the events that prove it was done.
    settled: events after which it is owed no more. in_force: the first day of this version.
    """

    id: str
    in_force: date
    kinds: frozenset[str]
    starts: frozenset[str]
    period: Period
    done: frozenset[str]
    settled: frozenset[str]
    extensions: tuple[Extension, ...]
    pauses: tuple[Pause, ...]


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened in a case: a stage, or an act such as `notice_told`."""

    name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Owed:
    """A duty in one case.

    ended_at: when it was done, or nothing was owed any more. extended: extensions that were granted
    and counted. paused: time that did not count. paused_since: its time stands still since then.
    """

    rule: Rule
    since: datetime
    until: datetime
    standing: Standing
    done_at: datetime | None
    extended: int
    ended_at: datetime | None = None
    paused: timedelta = timedelta()
    paused_since: datetime | None = None


def rule_in_force(versions: Iterable[Rule], day: date) -> Rule | None:
    """The version of a duty that was law on that day: the youngest that had come into force."""
    current = [rule for rule in versions if rule.in_force <= day]
    return max(current, key=lambda rule: rule.in_force, default=None)


def owed(
    versions: Sequence[Rule],
    kind: str,
    events: Sequence[Event],
    calendar: WorkingCalendar,
    now: datetime,
) -> list[Owed]:
    """What one duty asks for in a case, once for every time that it arose, oldest first.

    While it is owed it does not arise again: two letters that wait for one answer are one duty, since
    the first. An event that ends it may be one that it arises from: a revisit begins a new period.

    `versions` are all versions of that duty; the one in force on the day it arose applies, so a case
    filed before a change of the law keeps the old clock. `events` in order of time. Raises
    MissingYearError for a deadline in a year without a calendar.
    """
    own = [rule for rule in versions if kind in rule.kinds]
    found: list[Owed] = []
    free_from = 0
    for number, event in enumerate(events):
        if number < free_from:
            continue
        rule = rule_in_force(own, event.at.astimezone(calendar.zone).date())
        if rule is None or event.name not in rule.starts:
            continue
        course = _course(rule, events[number + 1 :])
        found.append(_measure(rule, event, course, calendar, now))
        # While it is owed it does not arise again; what ended it may be what it arises from anew.
        free_from = number + len(course) if found[-1].ended_at else len(events)
    return found


def _course(rule: Rule, later: Sequence[Event]) -> Sequence[Event]:
    """What happened to it, up to what ended it."""
    ends = rule.done | rule.settled
    last = next((n for n, event in enumerate(later) if event.name in ends), len(later))
    return later[: last + 1]


def _measure(
    rule: Rule, start: Event, course: Sequence[Event], calendar: WorkingCalendar, now: datetime
) -> Owed:
    last = course[-1] if course else None
    ended = last if last and last.name in rule.done | rule.settled else None
    over = ended.at if ended else now
    paused, paused_since = _paused(rule, course, over)
    until, extended = _deadline(rule, start.at, course, calendar, paused)
    done_at = None
    if ended is None:
        standing = Standing.OPEN if now <= until else Standing.LATE
    elif ended.name in rule.done:
        done_at = ended.at
        standing = Standing.DONE if done_at <= until else Standing.DONE_LATE
    else:
        standing = Standing.SETTLED
    return Owed(
        rule,
        start.at,
        until,
        standing,
        done_at,
        extended,
        ended_at=ended.at if ended else None,
        paused=paused,
        paused_since=None if ended else paused_since,
    )


def _deadline(
    rule: Rule,
    since: datetime,
    own: Sequence[Event],
    calendar: WorkingCalendar,
    paused: timedelta,
) -> tuple[datetime, int]:
    """The end of the period with its extensions and without its pauses.

    An extension counts only if it was granted before the time was over: what is late stays late.
    """
    until = rule.period.end(since, calendar) + paused
    granted = 0
    used: dict[str, int] = {}
    for event in own:
        for extension in rule.extensions:
            if event.name != extension.event or event.at > until:
                continue
            if used.get(extension.event, 0) >= extension.times:
                continue
            used[extension.event] = used.get(extension.event, 0) + 1
            granted += 1
            if extension.instead:
                # a shorter one takes nothing back of what was granted
                until = max(until, extension.period.end(since, calendar) + paused)
            else:
                # the added period begins on the day after the old one's last
                until = extension.period.end(until - timedelta(seconds=1), calendar)
    return until, granted


def _paused(rule: Rule, own: Sequence[Event], now: datetime) -> tuple[timedelta, datetime | None]:
    """The time that does not count, and since when it stands still; such a pause runs until now.

    Pauses may overlap (a hearing during an appraisal): no moment is left out twice.
    """
    spans: list[tuple[datetime, datetime]] = []
    still: datetime | None = None
    for pause in rule.pauses:
        begun: datetime | None = None
        for event in own:
            if event.name == pause.begins and begun is None:
                begun = event.at
            elif event.name == pause.ends and begun is not None:
                spans.append((begun, event.at))
                begun = None
        if begun is not None and begun < now:
            spans.append((begun, now))
            still = begun if still is None else min(still, begun)
    return _length(spans), still


def _length(spans: list[tuple[datetime, datetime]]) -> timedelta:
    """How long the union of these spans is."""
    total = timedelta()
    reached: datetime | None = None
    for begin, end in sorted(spans):
        start = begin if reached is None else max(begin, reached)
        if end > start:
            total += end - start
            reached = end
    return total
