"""What is owed, in a sentence that anybody understands: to whom, since when, until when, by which rule."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from content.loader import Bilingual
from content.text import Texts
from domain.duty import Owed, Standing
from domain.period import Period, Unit
from handlers.day import word_date, word_day, word_end
from handlers.house import House

DAY, HOUR = timedelta(days=1), timedelta(hours=1)


def word_period(texts: Texts, period: Period) -> str:
    """24 hours, 5 working days, at once."""
    if period.amount == 0:
        return texts("deadline.at_once")
    unit = period.unit if period.amount != 1 else f"one_{period.unit}"
    return texts(f"deadline.unit_{unit}", amount=period.amount)


def explain(house: House, texts: Texts, one: Owed, now: datetime) -> str:
    """One duty or failure in one case: what, to whom, the clock, the source, what happened."""
    policy = house.policy
    sentence = texts(
        "deadline.explained",
        title=house.rulebook.title(one.rule.id, texts.language),
        whom=_whom(house, texts, one.rule.id),
        since=word_moment(house, texts, one.since),
        until=word_end(texts, policy, one.until),
        clock=_clock(texts, one),
        source=_source(house, texts, one),
        besides="".join(_besides(house, texts, one)),
        outcome=_outcome(house, texts, one, now),
    )
    return sentence.strip()


def _clock(texts: Texts, one: Owed) -> str:
    """The period of the rule; that it was the first one, where a longer one was granted."""
    clock = word_period(texts, one.rule.period)
    return texts("deadline.clock_at_first", clock=clock) if one.extended else clock


def word_moment(house: House, texts: Texts, moment: datetime) -> str:
    local = moment.astimezone(house.policy.quiet_hours.zone)
    return f"{word_day(texts, house.policy, moment)} {local:%H:%M}"


def _whom(house: House, texts: Texts, rule: str) -> str:
    duty = house.rulebook.duties.get(rule)
    if duty is None:
        return texts("deadline.to_citizen")
    return texts(f"deadline.{'right_of' if duty.right else 'to'}_{duty.owed_to}")


def _source(house: House, texts: Texts, one: Owed) -> str:
    """The law and article of the version that applies, or that the bureau set it itself."""
    duty = house.rulebook.duties.get(one.rule.id)
    if duty is None:
        return texts("deadline.own_rule")
    version = duty.versions[duty.rules.index(one.rule)]
    return texts(
        "deadline.source",
        law=version.law.in_language(texts.language),
        article=version.article.in_language(texts.language),
        in_force=word_date(texts, one.rule.in_force),
    )


def _besides(house: House, texts: Texts, one: Owed) -> list[str]:
    found = []
    if one.extended:
        by = [house.rulebook.grantor(one.rule, event) for event in dict.fromkeys(one.granted)]
        names = texts("deadline.and").join(b.in_language(texts.language) for b in by if b)
        found.append(texts("deadline.extended", times=one.extended, by=names))
    if one.paused >= HOUR:
        days, rest = divmod(one.paused, DAY)
        # A clock of days leaves out whole ones.
        hours = texts("deadline.paused_hours", hours=one.paused // HOUR)
        found.append(hours if rest else texts("deadline.paused", days=days))
    if one.paused_since is not None:
        since = word_moment(house, texts, one.paused_since)
        found.append(texts("deadline.paused_now", since=since))
    calendar = house.rulebook.calendar
    if one.ended_at is None and not calendar.knows(one.until):
        year = one.until.astimezone(calendar.zone).year
        found.append(texts("deadline.provisional", year=year))
    return found


def _outcome(house: House, texts: Texts, one: Owed, now: datetime) -> str:
    """What became of it; a right is used, used too late, or lapses."""
    duty = house.rulebook.duties.get(one.rule.id)
    of = "right_" if duty is not None and duty.right else ""
    match one.standing:
        case Standing.DONE | Standing.DONE_LATE:
            at = word_moment(house, texts, one.done_at or now)
            return texts(f"deadline.{of}{one.standing}", at=at)
        case Standing.SETTLED:
            return texts("deadline.settled", at=word_moment(house, texts, one.ended_at or now))
        case Standing.OPEN:
            return texts(f"deadline.{of}open", left=word_span(texts, one.until - now))
        case Standing.PAUSED:
            return texts("deadline.standing_still", left=word_span(texts, one.until - now))
        case Standing.LATE:
            return texts(f"deadline.{of}late", over=word_span(texts, now - one.until))


def grantor_of(house: House, owed: Sequence[Owed], act: str) -> Bilingual | None:
    """Whose grant an act needs that makes the time longer of something that is owed; or None."""
    found = (house.rulebook.grantor(one.rule, act) for one in owed if one.ended_at is None)
    return next((by for by in found if by is not None), None)


def word_span(texts: Texts, span: timedelta) -> str:
    """In whole days, under two of them in hours."""
    hours = max(0, int(span / HOUR))
    if hours < 48:
        return (
            word_period(texts, Period(hours, Unit.HOURS)) if hours else texts("deadline.under_hour")
        )
    return word_period(texts, Period(hours // 24, Unit.DAYS))
