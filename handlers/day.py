"""Dates as people read them, by the wall clock of the bureau."""

from datetime import datetime

from content.text import Texts
from domain.policy import Policy


def word_day(texts: Texts, policy: Policy, moment: datetime) -> str:
    """3月17日, 17 March; with the year."""
    local = moment.astimezone(policy.quiet_hours.zone)
    month = texts("receipt.months").split()[local.month - 1]
    return texts("receipt.day", year=local.year, month=month, day=local.day)
