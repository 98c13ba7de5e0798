from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from content.duty import load_duties
from content.working_calendar import load_calendar
from domain.duty import Event, Owed, Standing, owed, rule_in_force

SHANGHAI = ZoneInfo("Asia/Shanghai")
CALENDAR = load_calendar(SHANGHAI)
DUTIES = load_duties()


def at(year: int, month: int, day: int, hour: int = 10) -> datetime:
    return datetime(year, month, day, hour, tzinfo=SHANGHAI)


def owes(duty: str, kind: str, now: datetime, *events: tuple[str, datetime]) -> Sequence[Owed]:
    happened = [Event(name, moment) for name, moment in events]
    return owed(DUTIES[duty].rules, kind, happened, CALENDAR, now)


def test_a_public_order_case_accepted_in_2025_keeps_the_old_clock() -> None:
    accepted = at(2025, 12, 20)
    (one,) = owes("decision", "administrative", at(2026, 1, 5), ("accepted", accepted))
    assert (one.since, one.rule.in_force) == (accepted, date(2006, 3, 1))
    assert one.until == at(2026, 1, 20, 0)


def test_since_2026_a_public_order_case_is_counted_from_its_filing() -> None:
    now = at(2026, 3, 20)
    events = ("accepted", at(2026, 3, 2)), ("filed", at(2026, 3, 4))
    (one,) = owes("decision", "administrative", now, *events)
    assert (one.since, one.rule.in_force) == (at(2026, 3, 4), date(2026, 1, 1))
    assert one.until == at(2026, 4, 4, 0)


def test_it_may_be_extended_twice_and_no_third_time() -> None:
    extensions = [("decision_extended", at(2026, month, 20)) for month in (3, 4, 5)]
    (one,) = owes(
        "decision", "administrative", at(2026, 6, 1), ("filed", at(2026, 3, 4)), *extensions
    )
    assert one.extended == 2


def test_an_extension_after_the_time_was_over_comes_too_late() -> None:
    events = ("filed", at(2026, 3, 4)), ("decision_extended", at(2026, 5, 20))
    (one,) = owes("decision", "administrative", at(2026, 6, 1), *events)
    assert (one.extended, one.standing) == (0, Standing.LATE)


def test_the_time_of_an_appraisal_does_not_count() -> None:
    filed = ("filed", at(2026, 3, 4))
    (plain,) = owes("decision", "administrative", at(2026, 3, 20), filed)
    pause = ("appraisal_begun", at(2026, 3, 5)), ("appraisal_ended", at(2026, 3, 15))
    (paused,) = owes("decision", "administrative", at(2026, 3, 20), filed, *pause)
    assert paused.until - plain.until == timedelta(days=10)


def test_leads_that_need_checking_give_seven_days_instead_of_three() -> None:
    events = ("received", at(2026, 3, 2)), ("filing_needs_checking", at(2026, 3, 3))
    (one,) = owes("filing", "criminal", at(2026, 3, 4), *events)
    assert one.until == at(2026, 3, 10, 0)


def test_what_was_done_late_stays_late() -> None:
    events = ("received", at(2026, 3, 2)), ("filed", at(2026, 3, 9))
    (one,) = owes("filing", "criminal", at(2026, 4, 1), *events)
    assert (one.standing, one.done_at) == (Standing.DONE_LATE, at(2026, 3, 9))


def test_a_case_that_went_another_way_owes_nothing_more() -> None:
    events = ("not_filed", at(2026, 3, 2)), ("reopened", at(2026, 3, 3))
    (one,) = owes("not_filed_notice", "criminal", at(2026, 5, 1), *events)
    assert one.standing is Standing.SETTLED


def test_a_duty_that_arises_twice_is_owed_twice() -> None:
    events = [
        ("not_filed", at(2026, 3, 2)),
        ("not_filed_told", at(2026, 3, 3)),
        ("reopened", at(2026, 3, 10)),
        ("not_filed", at(2026, 3, 20)),
    ]
    first, second = owes("not_filed_notice", "criminal", at(2026, 3, 21), *events)
    assert (first.standing, second.standing) == (Standing.DONE, Standing.OPEN)


def test_another_kind_of_case_does_not_owe_it() -> None:
    assert owes("filing", "administrative", at(2026, 3, 4), ("received", at(2026, 3, 2))) == []


def test_before_any_version_was_in_force_nothing_was_owed() -> None:
    assert rule_in_force(DUTIES["decision"].rules, date(2000, 1, 1)) is None


events = st.lists(
    st.tuples(
        st.sampled_from(
            ["received", "filed", "filing_needs_checking", "filing_extended", "not_filed"]
        ),
        st.datetimes(datetime(2025, 6, 1), datetime(2026, 6, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    ),
    max_size=8,
).map(lambda happened: sorted(happened, key=lambda event: event[1]))


@given(events, st.integers(0, 400))
def test_time_only_makes_what_is_open_late_and_changes_nothing_that_is_settled(
    happened: list[tuple[str, datetime]], days: int
) -> None:
    now = at(2026, 6, 2)
    before = owes("filing", "criminal", now, *happened)
    after = owes("filing", "criminal", now + timedelta(days=days), *happened)
    for early, late in zip(before, after, strict=True):
        assert early.until == late.until
        assert early.standing == late.standing or (early.standing, late.standing) == (
            Standing.OPEN,
            Standing.LATE,
        )


def test_pauses_that_overlap_are_left_out_once() -> None:
    filed = ("filed", at(2026, 3, 4))
    (plain,) = owes("decision", "administrative", at(2026, 3, 20), filed)
    pauses = [
        ("appraisal_begun", at(2026, 3, 5)),
        ("hearing_begun", at(2026, 3, 8)),
        ("hearing_ended", at(2026, 3, 10)),
        ("appraisal_ended", at(2026, 3, 12)),
    ]
    (paused,) = owes("decision", "administrative", at(2026, 3, 20), filed, *pauses)
    assert paused.until - plain.until == timedelta(days=7)


PAUSES = ["appraisal_begun", "appraisal_ended", "hearing_begun", "hearing_ended"]


@given(st.lists(st.tuples(st.sampled_from(PAUSES), st.integers(1, 600)), max_size=10))
def test_no_more_time_is_left_out_than_has_passed(found: list[tuple[str, int]]) -> None:
    filed, now = at(2026, 3, 4), at(2026, 3, 4) + timedelta(hours=600)
    acts = [(name, filed + timedelta(hours=h)) for name, h in sorted(found, key=lambda f: f[1])]
    (one,) = owes("decision", "administrative", now, ("filed", filed), *acts)
    assert one.paused <= timedelta(hours=600 - min((h for _, h in found), default=600))


def test_a_shorter_extension_takes_back_nothing_of_a_longer_one() -> None:
    received = ("received", at(2026, 3, 2))
    long, short = ("filing_extended", at(2026, 3, 3)), ("filing_needs_checking", at(2026, 3, 4))
    (before,) = owes("filing", "criminal", at(2026, 3, 5), received, long)
    (after,) = owes("filing", "criminal", at(2026, 3, 5), received, long, short)
    assert after.until == before.until


def test_a_right_referral_is_no_breach_and_disposed_property_is_owed_no_more() -> None:
    day, late = at(2026, 3, 2), at(2027, 3, 2)
    referred = ("petition_referred", day), ("referral_unobjected", at(2026, 3, 4))
    (one,) = owes("petition_referral_objection", "petition", late, *referred)
    assert one.standing is Standing.SETTLED
    disposed = ("owner_notified", day), ("property_disposed", at(2026, 10, 2))
    (one,) = owes("property_collection", "criminal", late, *disposed)
    assert one.standing is Standing.SETTLED
