"""All rules with clocks in one book: the duties of the law, the five failures, the bureau's other
standards, the ladder, the calendar."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from content.duty import Duty, load_duties
from content.failure import PROMISED, Failure, load_failures, load_standards
from content.loader import ROOT, Bilingual, ContentError
from content.working_calendar import load_calendar
from domain.case_act import Proofs
from domain.duty import Rule
from domain.ladder import Ladder
from domain.reckoning import Rules
from domain.working_time import WorkingCalendar


@dataclass(frozen=True, slots=True)
class RuleBook:
    """by_kind: every rule for that kind of case or for `complaint`, by id.

    rights: the same for what citizens may ask for in a time; nobody owes it.

    calendar: the announced years; in others weekdays are counted, until they are announced.
    """

    duties: dict[str, Duty]
    failures: dict[str, Failure]
    standards: dict[str, Failure]
    ladder: Ladder
    calendar: WorkingCalendar
    by_kind: Mapping[str, Rules]
    rights: Mapping[str, Rules]

    @property
    def own(self) -> dict[str, Failure]:
        """What the bureau asks of itself: failures and standards."""
        return self.failures | self.standards

    @property
    def proofs(self) -> Proofs:
        """What each notice proves once it has arrived."""
        proved: dict[str, set[str]] = {}
        entries: list[Duty | Failure] = [*self.duties.values(), *self.own.values()]
        for entry in entries:
            for act, notices in entry.proof.items():
                for notice in notices:
                    proved.setdefault(notice, set()).add(act)
        return {notice: frozenset(acts) for notice, acts in proved.items()}

    def title(self, rule: str, language: str) -> str:
        """What a duty, failure or standard is called."""
        entry = self.duties.get(rule) or self.own[rule]
        return entry.title.in_language(language)

    def grantor(self, rule: Rule, event: str) -> Bilingual | None:
        """Whose grant that extension needs, by this version of the duty; None: it is none of its."""
        duty = self.duties.get(rule.id)
        return duty.versions[duty.rules.index(rule)].granted_by.get(event) if duty else None

    def breach(self, rule: str, language: str) -> str:
        """What it is called when it was not done in time."""
        duty = self.duties.get(rule)
        return (duty.breach if duty else self.own[rule].title).in_language(language)


def load_rulebook(
    zone: ZoneInfo,
    root: Path = ROOT,
    *,
    promised: timedelta = PROMISED,
    own: Path | None = None,
) -> RuleBook:
    """`promised`: in how much time an answer to a complaint is. `own`: a folder of the bureau's own
    calendars. Raises ContentError, also for two of them that share an id."""
    duties = load_duties(root)
    failures, ladder = load_failures(root, promised)
    standards = load_standards(root)
    ids = [*duties, *failures, *standards]
    if shared := {name for name in ids if ids.count(name) > 1}:
        raise ContentError(root, min(shared), "a duty, a failure or a standard shares that id")
    owed = {one.id: one.rules for one in duties.values() if not one.right}
    owed |= {one.id: one.rules for one in (*failures.values(), *standards.values())}
    rights = {one.id: one.rules for one in duties.values() if one.right}
    calendar = load_calendar(zone, root, own).as_provisional()
    return RuleBook(duties, failures, standards, ladder, calendar, _by_kind(owed), _by_kind(rights))


def _by_kind(sources: Mapping[str, tuple[Rule, ...]]) -> dict[str, dict[str, tuple[Rule, ...]]]:
    found: dict[str, dict[str, tuple[Rule, ...]]] = {}
    for name, versions in sources.items():
        for kind in {kind for rule in versions for kind in rule.kinds}:
            found.setdefault(kind, {})[name] = versions
    return found
