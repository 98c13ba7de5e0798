"""Sensitive cases: nothing goes out by itself, so a person is asked to make contact at each stage."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from domain.role import Role, called_of_unit
from domain.say import Button, Say, press
from domain.unit import find_unit
from handlers.card_face import back_to_workplace
from handlers.cards import post_of
from handlers.house import House
from storage import chats, outbox, sensitive_cases, staff
from storage.database import Transaction
from storage.marked_cases import Marked

NEWS_FOR = timedelta(days=30)
"""A stage entered before that is history, which a first import brings, and no task unless somebody
follows the case: they were told by notices until it turned sensitive."""


async def ask_for_contact(
    db: Transaction, house: House, cases: Sequence[Marked], now: datetime
) -> None:
    """A card for those who handle each of these cases that is sensitive, once for each stage."""
    sensitive = [case for case in cases if case.sensitive]
    old = [case.id for case in sensitive if now - case.stage_at >= NEWS_FOR]
    followed = await sensitive_cases.followed(db, old) if old else set[int]()
    due = [case for case in sensitive if case.id not in old or case.id in followed]
    if not due:
        return
    members = {member.id: member for member in await staff.active(db)}
    reachable = await chats.of_staff(db, list(members))
    posts = {
        number: post_of(member)
        for number, member in members.items()
        if any(chat.staff_id == number for chat in reachable)
    }
    for case in due:
        unit = find_unit(house.units, case.unit)
        told = called_of_unit(posts, unit.id if unit else None, Role.DESK)
        for chat in reachable:
            if chat.staff_id not in told:
                continue
            texts = house.book[chat.language]
            words = house.stages.of(case.kind, case.stage)
            open_it = Button(texts("deadline.open_case"), press("owed", "open", case.id))
            await outbox.put(
                db,
                key=f"contact:{case.id}:{case.stage}:{int(case.stage_at.timestamp())}:{chat.id}",
                kind="card",
                subject=f"case:{case.id}",
                channel=chat.channel,
                chat_id=chat.chat_id,
                citizen_id=None,
                say=Say(
                    texts(
                        "deadline.make_contact",
                        tail=case.number[-4:],
                        unit=case.unit,
                        stage=words.title.in_language(texts.language),
                    ),
                    ((open_it,), back_to_workplace(texts)),
                ),
                due_at=now,
                now=now,
            )
