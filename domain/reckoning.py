"""What a subject owes, as deadlines with a place on the ladder."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from domain.case_life import CLOCKED, PATHS, Kind, Stage
from domain.duty import Event, Owed, Rule, Standing, owed
from domain.ladder import Ladder, Step
from domain.working_time import WorkingCalendar

Rules = Mapping[str, Sequence[Rule]]
"""All versions of each duty and failure, by id."""

STAGES = frozenset(stage.value for stage in Stage)

LOOK_AGAIN = timedelta(days=1)
"""A deadline whose time stands still is looked at again after that, so that its end is kept up to date."""


@dataclass(frozen=True, slots=True)
class Course:
    """One deadline: `step` is how far it has climbed, `next_at` when it climbs on, `told` the step that
    people heard of."""

    rule: str
    since: datetime
    until: datetime
    standing: Standing
    done_at: datetime | None
    step: Step
    next_at: datetime | None
    told: Step = Step.WATCHED


def all_owed(
    rules: Rules, kind: str, events: Sequence[Event], calendar: WorkingCalendar, now: datetime
) -> list[Owed]:
    """Everything that a subject of that kind owes or owed; `events` in order of time."""
    whole = fill_leaps(kind, events)
    return [
        one for versions in rules.values() for one in owed(versions, kind, whole, calendar, now)
    ]


def fill_leaps(kind: str, events: Sequence[Event]) -> list[Event]:
    """The events with the stages that clocks count from and that the feed leapt over.

    They are taken to have happened with the stage that shows them, as nobody told when they did; a
    case that is reopened after its clock had begun begins it anew, and one that was not filed and
    goes on was reopened. Only work that goes on shows them: where a case is first heard of as
    decided, no clock is made up for it.
    """
    clocked = CLOCKED.get(kind)
    if clocked is None:
        return list(events)
    path = PATHS[Kind(kind)]
    places = {stage.value: path.index(stage) for stage in path[: path.index(Stage.DECIDED)]}
    whole: list[Event] = []
    begun: set[str] = set()
    stage = ""
    for event in events:
        if event.name in places:
            if stage == Stage.NOT_FILED:
                whole.append(Event(Stage.REOPENED.value, event.at))
            leapt = [s for s in clocked if s not in begun and path.index(s) < places[event.name]]
            whole += [Event(stage.value, event.at) for stage in leapt]
            begun.update(leapt)
        whole.append(event)
        stage = event.name if event.name in STAGES else stage
        if event.name in clocked:
            begun.add(event.name)
        elif event.name == Stage.REOPENED and clocked[-1] in begun:
            whole.append(Event(clocked[-1].value, event.at))
    return whole


def plan(one: Owed, ladder: Ladder, said: Step, now: datetime) -> Course:
    """Where a deadline stands of which `said` was the last word; a later end takes steps back."""
    return _at(one, ladder, min(said, ladder.step_at(one.since, one.until, now)), now)


def climb(one: Owed, ladder: Ladder, said: Step, now: datetime) -> Course:
    """The same after everything was said that is to be said by now."""
    if one.ended_at is not None or one.standing is Standing.PAUSED:
        return _at(one, ladder, said, now)
    return _at(one, ladder, ladder.step_at(one.since, one.until, now), now)


def told_so_far(course: Course, told: Step) -> Course:
    """The same of which people heard as far as `told`; of what has ended nothing is left to hear."""
    owed = course.standing in (Standing.OPEN, Standing.PAUSED, Standing.LATE)
    return replace(course, told=min(told, course.step) if owed else course.step)


def _at(one: Owed, ladder: Ladder, step: Step, now: datetime) -> Course:
    next_at = _next(one, ladder, step, now)
    return Course(one.rule.id, one.since, one.until, one.standing, one.done_at, step, next_at)


def _next(one: Owed, ladder: Ladder, step: Step, now: datetime) -> datetime | None:
    if one.ended_at is not None:
        return None
    if one.standing is Standing.PAUSED:
        return now + LOOK_AGAIN
    return ladder.next_moment(step, one.since, one.until)


def case_events(stages: Sequence[Event], acts: Sequence[Event]) -> list[Event]:
    """Everything that happened in a case, in order; a stage comes before an act at the same moment.

    A case is told of with the query code that stands on the receipt, so who reported it has one.
    """
    receipts = [
        Event("receipt_given", stage.at) for stage in stages if stage.name == Stage.RECEIVED
    ]
    return sorted([*stages, *receipts, *acts], key=lambda event: event.at)
