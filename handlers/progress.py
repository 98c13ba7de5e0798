"""Telling followers that a case has reached a new stage: one push for the newest, the others in it."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from domain.case_change import CaseChange, CaseDraft
from domain.case_life import Kind, Standing
from domain.say import Say
from handlers import no_news
from handlers.case_notice import buttons, phone_of, tail, unit_of
from handlers.day import word_day
from handlers.house import House
from storage import notices
from storage.database import Transaction
from storage.notices import Addressee, Earlier, Notice

SKIPPED_SHOWN = 8
"""Earlier stages that a notice names: they fit into what its row keeps of them."""


async def tell(db: Transaction, house: House, changes: Sequence[CaseChange], now: datetime) -> None:
    """Put out the notices of these changes, in the commit that made them.

    What still waits about an earlier stage is not sent any more: the new notice tells of it.
    """
    await no_news.restart(db, house, changes, now)
    sensitive = [c.draft.id for c in changes if c.draft and c.draft.id and c.turned_sensitive]
    if sensitive:
        await notices.withhold_all(db, sensitive, notices.TURNED_SENSITIVE, now)
    moved = {
        change.draft.id: (change.draft, change.events)
        for change in changes
        # Nobody follows a case that was not known before.
        if change.known and change.draft and change.draft.id
        if change.events and not change.draft.sensitive
    }
    if not moved:
        return
    people = await notices.addressees(db, list(moved))
    if not people:
        return
    before: dict[tuple[int, int], list[Earlier]] = defaultdict(list)
    for notice in await notices.earlier(db, sorted({to.case_id for to in people}), now):
        before[notice.case_id, notice.citizen_id].append(notice)
    written, replaced = [], []
    for to in people:
        draft, events = moved[to.case_id]
        untold = _untold(before[to.case_id, to.citizen_id])
        replaced += [notice.id for notice in untold if notice.waiting]
        named = (stage for notice in untold for stage in (notice.standing, *notice.names))
        skipped = sorted({*named, *events[:-1]}, key=lambda s: s.at)[-SKIPPED_SHOWN:]
        say = _push(house, to, draft, events[-1], skipped)
        written.append(Notice(to, events[-1], say, skipped))
    if replaced:
        await notices.withhold(db, replaced, notices.TOLD_LATER, now)
    await notices.put(db, written, house.policy.quiet_hours.next_open(now), now)


def _untold(before: Sequence[Earlier]) -> list[Earlier]:
    """The notices, newest first, down to the last one that reached the citizen."""
    untold = []
    for notice in before:
        if notice.told:
            break
        untold.append(notice)
    return untold


def _push(
    house: House, to: Addressee, draft: CaseDraft, newest: Standing, skipped: Sequence[Standing]
) -> Say:
    texts = house.book[to.language]
    words = house.stages.of(draft.kind, newest.stage)
    return Say(
        texts(
            "case.push",
            tail=tail(draft.number),
            date=word_day(texts, house.policy, newest.at),
            skipped=_skipped(house, to.language, draft.kind, skipped),
            unit=unit_of(house, texts, draft.unit),
            phone=phone_of(house, draft.unit, draft.contact),
            **{
                part: getattr(words, part).in_language(to.language)
                for part in ("push", "what", "why", "next")
            },
        ),
        buttons(texts, to.case_id),
    )


def _skipped(house: House, language: str, kind: Kind, stages: Sequence[Standing]) -> str:
    if not stages:
        return ""
    texts = house.book[language]
    return texts(
        "case.skipped",
        stages=texts("case.between").join(
            texts(
                "case.skipped_stage",
                date=word_day(texts, house.policy, standing.at),
                title=house.stages.of(kind, standing.stage).title.in_language(language),
            )
            for standing in stages
        ),
    )
