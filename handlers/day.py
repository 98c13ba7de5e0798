"""Dates as people read them, by the wall clock of the bureau."""

from datetime import date, datetime, timedelta

from content.text import Texts
from domain.policy import Policy
from domain.returning import MORNING, Slot
from handlers.house import House


def word_day(texts: Texts, policy: Policy, moment: datetime) -> str:
    """3月17日, 17 March; with the year."""
    local = moment.astimezone(policy.quiet_hours.zone)
    month = texts("receipt.months").split()[local.month - 1]
    return texts("receipt.day", year=local.year, month=month, day=local.day)


def word_end(texts: Texts, policy: Policy, moment: datetime) -> str:
    """The end of a period: its last day, or day and time where it is counted in hours."""
    local = moment.astimezone(policy.quiet_hours.zone)
    if (local.hour, local.minute, local.second) == (0, 0, 0):
        return word_day(texts, policy, moment - timedelta(seconds=1))
    return f"{word_day(texts, policy, moment)} {local:%H:%M}"


def word_due(house: House, texts: Texts, moment: datetime) -> str:
    """The end of a period as somebody is told of it."""
    return with_proviso(house, texts, word_end(texts, house.policy, moment), moment)


def with_proviso(house: House, texts: Texts, end: str, moment: datetime) -> str:
    """The words for an end, and that it may move where the holidays of its year are not announced."""
    calendar = house.rulebook.calendar
    if calendar.knows(moment):
        return end
    last = moment.astimezone(calendar.zone) - timedelta(microseconds=1)
    return texts("notice.end_may_move", end=end, year=last.year)


def word_date(texts: Texts, day: date) -> str:
    """The same for a day without a time."""
    month = texts("receipt.months").split()[day.month - 1]
    return texts("receipt.day", year=day.year, month=month, day=day.day)


def word_slot(texts: Texts, slot: Slot) -> str:
    """3月5日(周四)上午, Thu 5 March, morning."""
    weekday = texts("notice.weekdays").split()[slot.day.weekday()]
    half = "morning" if slot.half == MORNING else "afternoon"
    return texts(f"notice.{half}", date=word_date(texts, slot.day), weekday=weekday)
