from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from content.rulebook import load_rulebook
from domain.duty import Event, Standing
from domain.ladder import Step
from domain.reckoning import all_owed, case_events, climb, fill_leaps, plan
from tests.conftest import NOW

BOOK = load_rulebook(ZoneInfo("Asia/Shanghai"))
NAMES = sorted(
    {
        name
        for versions in BOOK.by_kind["criminal"].values()
        for rule in versions
        for name in rule.starts | rule.done | rule.settled
    }
)
LIVES = st.lists(st.tuples(st.sampled_from(NAMES), st.integers(0, 20_000)), max_size=10).map(
    lambda found: [
        Event(n, NOW + timedelta(minutes=m)) for n, m in sorted(found, key=lambda f: f[1])
    ]
)


def test_who_reported_a_case_has_a_receipt() -> None:
    life = case_events([Event("received", NOW)], [])
    receipts = [
        one
        for one in all_owed(BOOK.by_kind["criminal"], "criminal", life, BOOK.calendar, NOW)
        if one.rule.id == "receipt"
    ]
    assert [one.standing for one in receipts] == [Standing.DONE]


@given(LIVES, st.integers(0, 400))
def test_a_duty_is_owed_once_at_a_time(life: list[Event], days: int) -> None:
    owed = all_owed(
        BOOK.by_kind["criminal"], "criminal", life, BOOK.calendar, NOW + timedelta(days=days)
    )
    by_rule: dict[str, list[bool]] = {}
    for one in owed:
        by_rule.setdefault(one.rule.id, []).append(one.ended_at is None)
    assert all(sum(unended) <= 1 and not any(unended[:-1]) for unended in by_rule.values())


@given(LIVES, st.sampled_from(Step), st.integers(0, 400))
def test_there_is_a_next_moment_as_long_as_something_is_owed_and_not_all_is_said(
    life: list[Event], said: Step, days: int
) -> None:
    now = NOW + timedelta(days=days)
    for one in all_owed(BOOK.by_kind["criminal"], "criminal", life, BOOK.calendar, now):
        for course in (plan(one, BOOK.ladder, said, now), climb(one, BOOK.ladder, said, now)):
            ended = one.ended_at is not None
            assert (course.next_at is None) == (ended or course.step is Step.HEAD)
        after = climb(one, BOOK.ladder, said, now)
        if not ended:
            assert after.next_at is None or after.next_at > now


def test_in_a_year_without_a_calendar_weekdays_count() -> None:
    late = datetime(2026, 12, 20, 2, tzinfo=UTC)
    (one,) = [
        one
        for one in all_owed(
            BOOK.by_kind["petition"], "petition", [Event("accepted", late)], BOOK.calendar, late
        )
        if one.rule.id == "petition_conclusion"
    ]
    assert one.until.astimezone(BOOK.calendar.zone).date().isoformat() == "2027-02-19"
    assert not BOOK.calendar.knows(one.until)
    assert BOOK.calendar.knows(late)


def standings(kind: str, days: int, *life: tuple[str, int]) -> dict[str, list[tuple[str, int]]]:
    """By rule: standing and the day since which each is owed; `life` in days after NOW."""
    happened = [Event(name, NOW + timedelta(days=day)) for name, day in life]
    now = NOW + timedelta(days=days)
    found: dict[str, list[tuple[str, int]]] = {}
    for one in all_owed(BOOK.by_kind[kind], kind, happened, BOOK.calendar, now):
        found.setdefault(one.rule.id, []).append((str(one.standing), (one.since - NOW).days))
    return found


def test_a_stage_that_is_leapt_over_begins_its_clock_with_the_stage_that_shows_it() -> None:
    life = ("received", 0), ("accepted", 0), ("investigating", 2)
    assert standings("administrative", 20, *life)["decision"] == [("open", 2)]
    assert standings("administrative", 60, *life)["decision"] == [("late", 2)]
    assert standings("criminal", 9, ("received", 0), ("investigating", 2))["not_solved"] == [
        ("open", 2)
    ]
    petition = standings("petition", 30, ("received", 0), ("investigating", 2))
    assert petition["petition_conclusion"] == [("open", 2)]


def test_a_petition_is_answered_in_writing_and_not_by_being_accepted() -> None:
    """The stage ended the duty, though nobody had written to the petitioner."""
    for stage in ("accepted", "not_filed"):
        life = ("received", 0), (stage, 2)
        assert standings("petition", 30, *life)["petition_acceptance"] == [("late", 0)]
        answered = standings("petition", 30, *life, ("petition_acceptance_answered", 3))
        assert answered["petition_acceptance"] == [("done", 0)]


def test_a_reopened_case_has_a_clock_again() -> None:
    life = ("filed", 0), ("decided", 5), ("reopened", 9), ("investigating", 12)
    assert standings("administrative", 20, *life)["decision"] == [("done", 0), ("open", 9)]


def test_what_was_never_filed_is_counted_from_its_filing_after_it_is_reopened() -> None:
    life = ("accepted", 0), ("not_filed", 1), ("reopened", 9), ("filed", 12)
    assert standings("administrative", 20, *life)["decision"] == [("open", 12)]


def test_what_was_not_filed_and_is_filed_after_all_was_reopened() -> None:
    """A feed may leap over that; the notice of not filing was owed until the case ended without it."""
    life = ("received", 0), ("not_filed", 1), ("filed", 3)
    assert standings("criminal", 9, *life)["not_filed_notice"] == [("settled", 1)]
    told = [event.name for event in fill_leaps("criminal", [Event(n, NOW) for n, _ in life])]
    assert told == ["received", "not_filed", "reopened", "filed"]


def test_no_clock_is_made_up_for_a_case_first_heard_of_as_decided() -> None:
    assert "decision" not in standings("administrative", 20, ("decided", 0))


def test_a_revisit_does_not_keep_an_unsolved_case_from_falling_due() -> None:
    life = [("filed", 0), *(("revisited", day) for day in (30, 60, 90))]
    assert standings("criminal", 120, *life)["not_solved"] == [("late", 0)]


def test_leaps_that_are_filled_are_not_filled_again() -> None:
    life = [Event("received", NOW), Event("investigating", NOW + timedelta(days=2))]
    whole = fill_leaps("administrative", life)
    assert [one.name for one in whole] == ["received", "accepted", "filed", "investigating"]
    assert fill_leaps("administrative", whole) == whole
    assert fill_leaps("complaint", life) == life
