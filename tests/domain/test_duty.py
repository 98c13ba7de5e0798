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


def test_a_pause_over_holidays_is_added_before_the_end_is_rolled() -> None:
    """Thirty days from 1 September 2026 are 1 October, in the National Day week that lasts to the 7th.

    Three days more are 4 October, ten are Sunday the 11th: rolled once, 8 and 12 October. A roll before
    the pause was added once gave Sunday the 11th and Sunday the 18th.
    """
    filed = ("filed", at(2026, 9, 1))
    for days, last in ((3, 8), (10, 12)):
        pause = ("appraisal_begun", at(2026, 9, 7)), ("appraisal_ended", at(2026, 9, 7 + days, 9))
        (one,) = owes("decision", "administrative", at(2026, 9, 20), filed, *pause)
        assert (one.until, one.paused) == (at(2026, 10, last + 1, 0), timedelta(days=days))


def test_an_extension_is_counted_from_the_beginning_and_not_from_a_rolled_end() -> None:
    """Sixty days from 1 September 2026 are Saturday 31 October; the week off is no part of the sum."""
    events = ("filed", at(2026, 9, 1)), ("decision_extended", at(2026, 9, 20))
    (one,) = owes("decision", "administrative", at(2026, 9, 20), *events)
    assert one.until == at(2026, 11, 3, 0)


def test_an_extension_may_still_be_granted_on_the_day_to_which_the_end_was_moved() -> None:
    events = ("filed", at(2026, 9, 1)), ("decision_extended", at(2026, 10, 8))
    (one,) = owes("decision", "administrative", at(2026, 10, 9), *events)
    assert (one.extended, one.until) == (1, at(2026, 11, 3, 0))


def test_an_appraisal_within_a_day_leaves_out_nothing_and_one_overnight_a_day() -> None:
    """The day on which it begins is not counted, as of any period."""
    filed, begun = ("filed", at(2026, 3, 4)), ("appraisal_begun", at(2026, 3, 9, 10))
    for ended, days in ((at(2026, 3, 9, 15), 0), (at(2026, 3, 10, 9), 1)):
        life = filed, begun, ("appraisal_ended", ended)
        (one,) = owes("decision", "administrative", at(2026, 3, 20), *life)
        assert one.paused == timedelta(days=days)


def test_what_stops_on_the_days_to_which_the_end_was_moved_does_not_run_out_meanwhile() -> None:
    """The last day would be 1 October and is the 8th; the appraisal begins between them."""
    life = [("filed", at(2026, 9, 1)), ("appraisal_begun", at(2026, 10, 5))]
    (one,) = owes("decision", "administrative", at(2026, 10, 20), *life)
    assert (one.standing, one.until) == (Standing.PAUSED, at(2026, 10, 21, 0))


def test_a_pause_or_an_extension_after_the_end_revives_nothing() -> None:
    life = ("filed", at(2026, 3, 4)), ("appraisal_begun", at(2026, 4, 7))
    (one,) = owes("decision", "administrative", at(2026, 5, 1), *life)
    assert (one.standing, one.until) == (Standing.LATE, at(2026, 4, 4, 0))
    assert one.paused_since is None


def test_what_stands_still_is_neither_open_nor_late() -> None:
    life = ("filed", at(2026, 3, 4)), ("appraisal_begun", at(2026, 4, 3, 22))
    (one,) = owes("decision", "administrative", at(2026, 9, 1), *life)
    assert (one.standing, one.paused_since) == (Standing.PAUSED, at(2026, 4, 3, 22))


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
def test_no_more_days_are_left_out_than_have_passed(found: list[tuple[str, int]]) -> None:
    filed, now = at(2026, 3, 4), at(2026, 3, 4) + timedelta(hours=600)
    acts = [(name, filed + timedelta(hours=h)) for name, h in sorted(found, key=lambda f: f[1])]
    (one,) = owes("decision", "administrative", now, ("filed", filed), *acts)
    first = min((moment for _, moment in acts), default=now)
    assert one.paused <= now.date() - first.date()


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
