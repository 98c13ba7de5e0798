"""How a public commitment stands: kept, at risk or late."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from domain.period import Period
from domain.working_time import WorkingCalendar

RISK_SHARE = 0.8
"""Of a period: after that, what was not done yet is at risk."""


class Standing(StrEnum):
    """unknown: there was nothing to keep yet."""

    KEPT = "kept"
    AT_RISK = "at_risk"
    LATE = "late"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Account:
    """What shows how a commitment stands: kept and late in the last weeks, at risk and late now."""

    kept: int = 0
    done_late: int = 0
    at_risk: int = 0
    late: int = 0

    @property
    def standing(self) -> Standing:
        """late while anything is; at_risk while anything may become so."""
        if self.late:
            return Standing.LATE
        if self.at_risk:
            return Standing.AT_RISK
        return Standing.KEPT if self.kept or self.done_late else Standing.UNKNOWN


class Piece(NamedTuple):
    """One of what an account counts: whose it is, by which rule, and how it stands by its day.

    subject: `case:7`, `complaint:12`. unit: the case's, or the area of a complaint.
    """

    subject: str
    unit: str
    rule: str
    until: datetime
    standing: str


def next_due(last: datetime, every: Period, calendar: WorkingCalendar) -> datetime:
    """When something is to be entered again. `calendar` must be provisional."""
    return every.end(last, calendar)


def standing_of_entries(
    last: datetime | None,
    every: Period,
    calendar: WorkingCalendar,
    now: datetime,
    begun: datetime | None,
) -> Standing:
    """How a commitment stands that needs an entry in every period; `last`: the newest one.

    Without any, the first period runs from when Minyi began here: what nobody ever enters gets late.
    """
    since = last or begun
    if since is None:
        return Standing.UNKNOWN
    due = next_due(since, every, calendar)
    if now > due:
        return Standing.LATE
    if now > since + (due - since) * RISK_SHARE:
        return Standing.AT_RISK
    return Standing.KEPT if last else Standing.UNKNOWN
