"""The steps by which what is owed gets louder: a warning, the desk, the supervisor, the head."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum


class Step(IntEnum):
    """What was said of a deadline so far."""

    WATCHED = 0
    WARNED = 1
    LATE = 2
    SUPERVISOR = 3
    HEAD = 4


@dataclass(frozen=True, slots=True)
class Ladder:
    """warn_share: the share of the time (0..1) after which the desk is warned."""

    warn_share: float
    supervisor_after: timedelta
    head_after: timedelta

    def moment(self, step: Step, since: datetime, until: datetime) -> datetime:
        """When a step is reached by a deadline that runs from `since` to `until`."""
        match step:
            case Step.WATCHED:
                return since
            case Step.WARNED:
                return since + (until - since) * self.warn_share
            case Step.LATE:
                return until
            case Step.SUPERVISOR:
                return until + self.supervisor_after
            case Step.HEAD:
                return until + self.head_after

    def step_at(self, since: datetime, until: datetime, now: datetime) -> Step:
        """The highest step reached by now."""
        return max(step for step in Step if self.moment(step, since, until) <= max(now, since))

    def next_moment(self, step: Step, since: datetime, until: datetime) -> datetime | None:
        """When the step after `step` is reached; None after the last."""
        return None if step is Step.HEAD else self.moment(Step(step + 1), since, until)
