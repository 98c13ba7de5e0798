"""All rules with clocks in one book: the duties of the law, the five failures, the ladder, the calendar."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from content.duty import Duty, load_duties
from content.failure import PROMISED, Failure, load_failures
from content.loader import ROOT, ContentError
from content.working_calendar import load_calendar
from domain.duty import Rule
from domain.ladder import Ladder
from domain.reckoning import Rules
from domain.working_time import WorkingCalendar


@dataclass(frozen=True, slots=True)
class RuleBook:
    """by_kind: every rule for that kind of case or for `complaint`, by id.

    calendar: the announced years; in others weekdays are counted, until they are announced.
    """

    duties: dict[str, Duty]
    failures: dict[str, Failure]
    ladder: Ladder
    calendar: WorkingCalendar
    by_kind: Mapping[str, Rules]

    def title(self, rule: str, language: str) -> str:
        """What a duty or failure is called."""
        entry = self.duties.get(rule) or self.failures[rule]
        return entry.title.in_language(language)

    def breach(self, rule: str, language: str) -> str:
        """What it is called when it was not done in time."""
        duty = self.duties.get(rule)
        return (duty.breach if duty else self.failures[rule].title).in_language(language)


def load_rulebook(
    zone: ZoneInfo,
    root: Path = ROOT,
    *,
    promised: timedelta = PROMISED,
    own: Path | None = None,
) -> RuleBook:
    """`promised`: in how much time an answer to a complaint is. `own`: a folder of the bureau's own
    calendars. Raises ContentError, also for a failure and a duty that share an id."""
    duties = load_duties(root)
    failures, ladder = load_failures(root, promised)
    if shared := set(duties) & set(failures):
        raise ContentError(root / "failures.toml", min(shared), "there is a duty of that id")
    by_kind: dict[str, dict[str, tuple[Rule, ...]]] = {}
    sources = {one.id: one.rules for one in duties.values()}
    sources |= {one.id: one.rules for one in failures.values()}
    for name, versions in sources.items():
        for kind in {kind for rule in versions for kind in rule.kinds}:
            by_kind.setdefault(kind, {})[name] = versions
    calendar = load_calendar(zone, root, own).as_provisional()
    return RuleBook(duties, failures, ladder, calendar, by_kind)
