from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from content.duty import EVENTS
from content.rulebook import load_rulebook
from domain.case_act import ACTS, BEGINNINGS, possible_acts
from domain.duty import Event
from domain.reckoning import all_owed

BOOK = load_rulebook(ZoneInfo("Asia/Shanghai"))
START = datetime(2026, 3, 2, 2, tzinfo=UTC)


def acts(kind: str, *names: str, after: int = 0) -> list[str]:
    """What may be noted when these happened an hour after each other."""
    life = [Event(name, START + timedelta(hours=hour)) for hour, name in enumerate(names)]
    now = START + timedelta(days=after, hours=len(names))
    rules = BOOK.by_kind[kind]
    owed = all_owed(rules, kind, life, BOOK.calendar, now)
    starts = {name for versions in rules.values() for rule in versions for name in rule.starts}
    stage = next(name for name in reversed(names) if name not in ACTS)
    return possible_acts(stage, life, owed, starts)


def test_an_extension_is_offered_while_there_is_time() -> None:
    assert "filing_extended" in acts("criminal", "received")
    assert "filing_extended" not in acts("criminal", "received", after=9)
    assert "filing_extended" not in acts("criminal", "received", "filing_extended")


def test_a_decision_may_be_extended_twice() -> None:
    assert "decision_extended" in acts("administrative", "filed", "decision_extended")
    twice = ("filed", "decision_extended", "decision_extended")
    assert "decision_extended" not in acts("administrative", *twice)


def test_a_review_can_be_asked_for_only_after_not_filing() -> None:
    assert "review_asked" not in acts("criminal", "received")
    assert "review_asked" in acts("criminal", "received", "not_filed")
    assert "review_decided" in acts("criminal", "received", "not_filed", "review_asked")


def test_what_minyi_sees_itself_is_not_offered() -> None:
    assert "receipt_given" not in acts("criminal", "received")
    assert "told" not in acts("criminal", "filed", "solved")


def test_what_the_law_wants_told_in_writing_is_noted_by_staff() -> None:
    assert "not_filed_told" in acts("criminal", "received", "not_filed")
    assert "dropped_told" in acts("criminal", "filed", "dropped")
    assert "petition_acceptance_answered" in acts("petition", "received", "accepted")


def test_property_goes_step_by_step() -> None:
    assert "owner_notified" in acts("criminal", "filed", "property_returnable")
    notified = ("filed", "property_returnable", "owner_notified")
    assert "property_collected" in acts("criminal", *notified)
    assert "owner_notified" not in acts("criminal", *notified)


@given(
    st.sampled_from(["criminal", "administrative", "petition"]),
    st.lists(st.sampled_from(sorted(EVENTS)), max_size=8),
    st.integers(0, 200),
)
def test_every_act_that_is_offered_changes_what_is_owed(
    kind: str, names: list[str], after: int
) -> None:
    life = ["received", *names]
    for act in acts(kind, *life, after=after) if life[-1] not in ACTS else []:
        assert act in BEGINNINGS or act in {
            name
            for versions in BOOK.by_kind[kind].values()
            for rule in versions
            for name in (
                *rule.done,
                *rule.settled,
                *(e.event for e in rule.extensions),
                *(end for pause in rule.pauses for end in (pause.begins, pause.ends)),
            )
        }
