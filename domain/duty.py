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
    """A duty in one case. `extended`: extensions that were granted and counted."""

    rule: Rule
    since: datetime
    until: datetime
    standing: Standing
    done_at: datetime | None
    extended: int


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

    `versions` are all versions of that duty; the one in force on the day it arose applies, so a case
    filed before a change of the law keeps the old clock. `events` in order of time. Raises
    MissingYearError for a deadline in a year without a calendar.
    """
    own = [rule for rule in versions if kind in rule.kinds]
    found: list[Owed] = []
    for number, event in enumerate(events):
        rule = rule_in_force(own, event.at.astimezone(calendar.zone).date())
        if rule is None or event.name not in rule.starts:
            continue
        found.append(_measure(rule, event, events[number + 1 :], calendar, now))
    return found


def _measure(
    rule: Rule,
    start: Event,
    later: Sequence[Event],
    calendar: WorkingCalendar,
    now: datetime,
) -> Owed:
    own = list(_until_it_arises_again(rule, later))
    done = next((e.at for e in own if e.name in rule.done), None)
    settled = next((e.at for e in own if e.name in rule.settled), None)
    over = min((at for at in (done, settled) if at is not None), default=now)
    until, extended = _deadline(rule, start.at, own, calendar, over)
    if done is not None and (settled is None or done <= settled):
        standing = Standing.DONE if done <= until else Standing.DONE_LATE
    elif settled is not None:
        standing = Standing.SETTLED
    else:
        standing = Standing.OPEN if now <= until else Standing.LATE
    return Owed(rule, start.at, until, standing, done, extended)


def _until_it_arises_again(rule: Rule, later: Iterable[Event]) -> Iterable[Event]:
    for event in later:
        if event.name in rule.starts:
            return
        yield event


def _deadline(
    rule: Rule, since: datetime, own: Sequence[Event], calendar: WorkingCalendar, now: datetime
) -> tuple[datetime, int]:
    """The end of the period with its extensions and without its pauses.

    An extension counts only if it was granted before the time was over: what is late stays late.
    """
    paused = _paused(rule, own, now)
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
                until = extension.period.end(since, calendar) + paused
            else:
                # the added period begins on the day after the old one's last
                until = extension.period.end(until - timedelta(seconds=1), calendar)
    return until, granted


def _paused(rule: Rule, own: Sequence[Event], now: datetime) -> timedelta:
    """The time that does not count; a pause that has not ended runs until now."""
    total = timedelta()
    for pause in rule.pauses:
        begun: datetime | None = None
        for event in own:
            if event.name == pause.begins and begun is None:
                begun = event.at
            elif event.name == pause.ends and begun is not None:
                total += event.at - begun
                begun = None
        if begun is not None and begun < now:
            total += now - begun
    return total
