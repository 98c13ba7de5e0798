"""Duties with clocks: what is owed to whom, since when, until when, and whether it was done."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

from domain.period import Period, Stop, end_of, left_out
from domain.working_time import WorkingCalendar


class Standing(StrEnum):
    """open: owed, in time · paused: owed, its time stands still · late: owed, the time is over · done:
    in time · done_late · settled: nothing is owed any more because the case went another way."""

    OPEN = "open"
    PAUSED = "paused"
    LATE = "late"
    DONE = "done"
    DONE_LATE = "done_late"
    SETTLED = "settled"


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

    ended_at: when it was done, or nothing was owed any more. granted: the events of the extensions that
    were counted. paused: what was not counted, whole days where the clock is one of days.
    paused_since: its time stands still since then.
    """

    rule: Rule
    since: datetime
    until: datetime
    standing: Standing
    done_at: datetime | None
    granted: tuple[str, ...]
    ended_at: datetime | None = None
    paused: timedelta = timedelta()
    paused_since: datetime | None = None

    @property
    def extended(self) -> int:
        """How many extensions were granted and counted."""
        return len(self.granted)


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
    time = _follow(rule, start.at, course, calendar, over)
    until = time.until(over)
    done_at, paused_since = None, None
    if ended is None:
        paused_since = min(time.begun.values(), default=None)
        standing = Standing.OPEN if paused_since is None else Standing.PAUSED
        if now > until:
            standing = Standing.LATE
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
        tuple(one.event for one in time.granted),
        ended_at=ended.at if ended else None,
        paused=time.left_out(over),
        paused_since=paused_since,
    )


@dataclass(slots=True)
class _Time:
    """The time that a duty has, as it is made longer event by event.

    begun: the pauses that run, since when.
    """

    rule: Rule
    since: datetime
    calendar: WorkingCalendar
    granted: list[Extension] = field(default_factory=list)
    stops: list[Stop] = field(default_factory=list)
    begun: dict[Pause, datetime] = field(default_factory=dict)

    def until(self, now: datetime) -> datetime:
        """When it is over, as things stand at that time."""
        return end_of(self._periods(now), self.since, self.calendar, self._stops(now))

    def left_out(self, now: datetime) -> timedelta:
        return left_out(self._periods(now)[0].clock, self._stops(now), self.calendar)

    def _periods(self, now: datetime) -> list[Period]:
        """The longest that was granted and what was added to it: a shorter one takes nothing back."""
        wholes = [self.rule.period, *(one.period for one in self.granted if one.instead)]
        added = [one.period for one in self.granted if not one.instead]
        stops = self._stops(now)
        return max(
            ([whole, *added] for whole in wholes),
            key=lambda periods: end_of(periods, self.since, self.calendar, stops),
        )

    def _stops(self, now: datetime) -> list[Stop]:
        """Those that are over, and those that run until now."""
        return [*self.stops, *(Stop(begin, max(begin, now)) for begin in self.begun.values())]


def _follow(
    rule: Rule, since: datetime, course: Sequence[Event], calendar: WorkingCalendar, over: datetime
) -> _Time:
    """What was granted and what stood still, in order of time.

    Both count only if they came before the time was over: what is late stays late.
    """
    time = _Time(rule, since, calendar)
    used: Counter[str] = Counter()
    for event in course:
        longer = [one for one in rule.extensions if one.event == event.name]
        stopping = [one for one in rule.pauses if event.name in (one.begins, one.ends)]
        if not (longer or stopping):
            continue
        if event.at > min(over, time.until(event.at)):
            break
        for extension in longer:
            if used[event.name] < extension.times:
                used[event.name] += 1
                time.granted.append(extension)
        for pause in stopping:
            if event.name == pause.begins:
                time.begun.setdefault(pause, event.at)
            elif pause in time.begun:
                time.stops.append(Stop(time.begun.pop(pause), event.at))
    return time
