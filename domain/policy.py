"""The periods and hours that a bureau sets for itself."""

from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class QuietHours:
    """Hours in which nobody is disturbed, by the wall clock of `zone`; may cross midnight."""

    start: time = time(21)
    end: time = time(8)
    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("Asia/Shanghai"))

    @property
    def are_kept(self) -> bool:
        """Equal ends mean that there are none."""
        return self.start != self.end

    def hold(self, moment: datetime) -> bool:
        """Whether the moment lies in the quiet hours."""
        local = moment.astimezone(self.zone).time()
        if self.start <= self.end:
            return self.start <= local < self.end
        return local >= self.start or local < self.end

    def next_open(self, moment: datetime) -> datetime:
        """The moment itself, or the end of the quiet hours that it lies in."""
        if not self.hold(moment):
            return moment
        local = moment.astimezone(self.zone)
        day = local.date() if local.time() < self.end else local.date() + timedelta(days=1)
        return datetime.combine(day, self.end, self.zone).astimezone(moment.tzinfo)


@dataclass(frozen=True, slots=True)
class Policy:
    """Every period is a setting: the programme names none. Defaults as in docs/operations.md."""

    quiet_hours: QuietHours = field(default_factory=QuietHours)
    survey_delay: timedelta = timedelta(days=1)
    survey_cooldown: timedelta = timedelta(days=30)
    survey_expiry: timedelta = timedelta(days=7)
    complaint_answer: timedelta = timedelta(days=15)
    complaint_silence: timedelta = timedelta(days=15)
    complaint_reopen: timedelta = timedelta(days=90)
    complaint_retention: timedelta = timedelta(days=730)
    case_retention: timedelta = timedelta(days=730)
    opinion_retention: timedelta = timedelta(days=365)
    citizen_retention: timedelta = timedelta(days=730)
    history_retention: timedelta = timedelta(days=90)
    no_news: timedelta = timedelta(days=15)
    revisit: timedelta = timedelta(days=30)
    revisit_notice: timedelta = timedelta(days=5)
    revisit_ask: timedelta = timedelta(days=3)
    push_spacing: timedelta = timedelta(minutes=30)
    lock_after: int = 5
    lock_network_after: int = 30
    lock_for: timedelta = timedelta(hours=1)
