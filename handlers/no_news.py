"""No news is told too: where the case stands, why it takes long, what comes next and when."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from content.text import Texts
from domain.case_change import CaseChange
from domain.case_life import Kind, Stage
from domain.duty import Standing
from domain.follow_up import is_open
from domain.reckoning import all_owed
from domain.say import Button, Say, press
from handlers.case_deadlines import lives_of
from handlers.case_notice import buttons, phone_of, tail, unit_of
from handlers.day import word_day, word_due
from handlers.house import House
from storage import no_news, notices, outbox
from storage.database import Transaction
from storage.notices import Addressee
from storage.schema.case import Case

LEAST = timedelta(days=1)
"""A wait told of in days has at least one."""
OUTCOMES = frozenset({"acceptance", "filing", "decision", "petition_conclusion"})
"""Duties whose end is a date that people wait for."""
WHETHER_ACCEPTED = "petition_acceptance"
"""Another one, while the petition is received: after that only the letter about it is owed."""
REVIEWED = frozenset({Stage.RECEIVED, Stage.ACCEPTED})


async def tell_some(db: Transaction, house: House, now: datetime, limit: int) -> tuple[int, int]:
    """Tell those who have waited longest. How many were due, and how many were told.

    Each is told once however long the clock stood still, and then waits the whole period again.
    """
    due = await no_news.claim_due(db, now, limit)
    if not due:
        return 0, 0
    over = [one.follower_id for one in due if not _is_told(one.case)]
    await no_news.set_next(db, over, None)
    waits = [one for one in due if _is_told(one.case)]
    await no_news.set_next(db, [one.follower_id for one in waits], now + house.policy.no_news)
    cases = {one.case.id: one.case for one in waits}
    reached = await notices.addressees(db, list(cases))
    by_pair = {(to.case_id, to.citizen_id): to for to in reached}
    ends = await _ends(db, house, list(cases.values()), now)
    told = 0
    for one in waits:
        to = by_pair.get((one.case.id, one.citizen_id))
        if to is None:
            continue
        told += await outbox.put(
            db,
            key=f"no_news:case:{one.case.id}:{int(one.due_at.timestamp())}:{to.citizen_id}",
            kind=notices.KIND,
            subject=f"case:{one.case.id}",
            channel=to.channel,
            chat_id=to.chat_id,
            citizen_id=to.citizen_id,
            say=_word(house, to, one.case, ends.get(one.case.id), now),
            due_at=now,
            now=now,
        )
    return len(due), told


async def restart(
    db: Transaction, house: House, changes: Sequence[CaseChange], now: datetime
) -> None:
    """The wait for news begins anew where a case moved, which is told of otherwise, or is sensitive no
    more; it ends where one turned sensitive."""
    known = [(c, c.draft) for c in changes if c.known and c.draft and c.draft.id]
    moved = [(c, draft) for c, draft in known if c.events or c.turned_sensitive is not None]
    waiting = [d.id for _, d in moved if d.id and is_open(d.stage) and not d.sensitive]
    over = [d.id for _, d in moved if d.id and (not is_open(d.stage) or d.sensitive)]
    for ids, at in ((waiting, now + house.policy.no_news), (over, None)):
        if ids:
            await no_news.restart(db, ids, at)
    if moved:
        await notices.withhold_follow_ups(db, [d.id for _, d in moved if d.id], now)


def first_at(house: House, case: Case, now: datetime) -> datetime | None:
    """When somebody who has just seen the case is first told that there is nothing new."""
    return now + house.policy.no_news if _is_told(case) else None


def _is_told(case: Case) -> bool:
    return not case.sensitive and is_open(Stage(case.stage))


def _word(house: House, to: Addressee, case: Case, ends_at: datetime | None, now: datetime) -> Say:
    texts = house.book[to.language]
    words = house.stages.of(case.kind, case.stage)
    wait = max(LEAST, min(now - case.stage_at, house.policy.no_news))
    deadline = texts("notice.deadline", date=word_due(house, texts, ends_at)) if ends_at else ""
    text = texts(
        "notice.told_no_news",
        tail=tail(case.number),
        days=wait.days,
        title=words.title.in_language(to.language),
        date=word_day(texts, house.policy, case.stage_at),
        slow=_why_slow(texts, Kind(case.kind), Stage(case.stage)),
        deadline=deadline,
        until=word_day(texts, house.policy, now + house.policy.no_news),
        unit=unit_of(house, texts, case.unit),
        phone=phone_of(house, case.unit, case.contact),
    )
    ask = Button(texts("notice.contact_me"), press("follow", "contact", case.id))
    return Say(text, buttons(texts, case.id, ask))


def _why_slow(texts: Texts, kind: Kind, stage: Stage) -> str:
    if stage is Stage.TRANSFERRED:
        return texts("notice.slow_transferred")
    part = "review" if stage in REVIEWED else "work"
    if kind is Kind.PETITION:
        # accepted means that it is being dealt with
        part = "review" if stage is Stage.RECEIVED else "work"
        return texts(f"notice.slow_petition_{part}")
    return texts("notice.slow_solved" if stage is Stage.SOLVED else f"notice.slow_{part}")


async def _ends(
    db: Transaction, house: House, cases: Sequence[Case], now: datetime
) -> dict[int, datetime]:
    """The next end of a legal period that each case still keeps; past ones are no promise any more."""
    lives = await lives_of(db, [case.id for case in cases])
    book, found = house.rulebook, {}
    for case in cases:
        owed = all_owed(
            book.by_kind.get(case.kind, {}), case.kind, lives[case.id], book.calendar, now
        )
        awaited = OUTCOMES | ({WHETHER_ACCEPTED} if case.stage == Stage.RECEIVED else set())
        ends = [o.until for o in owed if o.rule.id in awaited and o.standing is Standing.OPEN]
        if ends:
            found[case.id] = min(ends)
    return found
