"""Staff are told of what is due: one card for each chat and step, however many deadlines reached it."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from content.text import Texts
from domain.area import Area
from domain.ladder import Step
from domain.role import Place, Post, Role, called, called_of_unit, innermost, may_see
from domain.say import Button, Say, press
from domain.unit import find_unit
from handlers.card_face import back_to_workplace
from handlers.cards import post_of
from handlers.day import word_due
from handlers.house import House
from handlers.sweep import Climb
from storage import chats, complaints, marked_cases, outbox, staff
from storage.database import Transaction
from storage.marked_cases import Marked
from storage.schema.citizen import Chat
from storage.schema.complaint import Complaint

LINES = 10
"""Deadlines named on one card; the others are counted."""
CALLS = {
    Step.WARNED: Role.DESK,
    Step.LATE: Role.DESK,
    Step.SUPERVISOR: Role.SUPERVISOR,
    Step.HEAD: Role.HEAD,
}


@dataclass(frozen=True, slots=True)
class Room:
    """Everybody who could be told, and what the deadlines are about."""

    posts: dict[int, Post]
    chats: dict[int, list[Chat]]
    cases: dict[int, Marked]
    complaints: dict[int, Complaint]
    named: dict[int, frozenset[str]]


async def warn(db: Transaction, house: House, climbs: Sequence[Climb], now: datetime) -> None:
    """Put out the cards of these climbs, in the commit that made them."""
    if not climbs:
        return
    room = await _room(db, climbs)
    for_whom: dict[tuple[int, Step], list[Climb]] = defaultdict(list)
    for one in climbs:
        loudest: dict[int, Step] = {}
        for step in steps_between(one.before, one.step):
            loudest |= dict.fromkeys(_told(house, room, one, step), step)
        for number, step in loudest.items():
            for_whom[number, step].append(one)
    for (number, step), found in for_whom.items():
        for chat in room.chats[number]:
            texts = house.book[chat.language]
            first = found[0].kept
            await outbox.put(
                db,
                key=f"duty:{first.id}:{step}:{int(first.course.until.timestamp())}:{chat.id}",
                kind="card",
                subject=first.holder.subject if len(found) == 1 else "deadlines",
                channel=chat.channel,
                chat_id=chat.chat_id,
                citizen_id=None,
                say=face(house, texts, room, found, step),
                due_at=now,
                now=now,
            )


def steps_between(before: Step, after: Step) -> Iterable[Step]:
    """What is to be said by who climbs: no warning any more of what is late already."""
    passed = [step for step in CALLS if before < step <= after]
    return passed if passed == [Step.WARNED] else [s for s in passed if s is not Step.WARNED]


def _told(house: House, room: Room, one: Climb, step: Step) -> list[int]:
    """Who hears of it at that step, of those who may see it and can be reached."""
    role, kind, number = CALLS[step], *_number(one)
    if kind == "case":
        case = room.cases.get(number)
        unit = find_unit(house.units, case.unit) if case else None
        return called_of_unit(room.posts, unit.id if unit else None, role)
    complaint = room.complaints.get(number)
    if complaint is None:
        return []
    place = Place(Area(complaint.area), complaint.to_triage, room.named.get(number, frozenset()))
    seeing = {n: post for n, post in room.posts.items() if may_see(post, place)}
    if role is not Role.DESK:
        return called(seeing, role)
    if complaint.taker_id in seeing:
        return [complaint.taker_id] if complaint.taker_id else []
    return innermost(seeing, place)


def face(house: House, texts: Texts, room: Room, found: Sequence[Climb], step: Step) -> Say:
    """What the card says: each deadline in a line, with a way to it."""
    ladder = house.rulebook.ladder
    after = ladder.head_after if step is Step.HEAD else ladder.supervisor_after
    lines = [texts(f"deadline.step_{step.name.lower()}", hours=after // timedelta(hours=1))]
    ways: dict[str, Button] = {}
    for one in found[:LINES]:
        kind, number = _number(one)
        lines.append(_line(house, texts, room, one))
        way = press("owed" if kind == "case" else "card", "open", number)
        ways[way] = Button(_name(room, one), way)
    if len(found) > LINES:
        lines.append(texts("deadline.more", number=len(found) - LINES))
    buttons = list(ways.values())
    rows = [tuple(buttons[i : i + 3]) for i in range(0, len(buttons), 3)]
    return Say("\n".join(lines), (*rows, back_to_workplace(texts)))


def _line(house: House, texts: Texts, room: Room, one: Climb) -> str:
    course, book = one.kept.course, house.rulebook
    failure = book.own.get(course.rule)
    title = book.title(course.rule, texts.language)
    if failure is not None:
        missing = failure.missing.in_language(texts.language)
        title = texts("deadline.failure", title=title, missing=missing)
    elif one.step >= Step.LATE:
        breach = book.breach(course.rule, texts.language)
        title = texts("deadline.breach", title=title, breach=breach)
    return texts(
        "deadline.line",
        what=title,
        whose=_whose(texts, room, one),
        until=word_due(house, texts, course.until),
    )


def _whose(texts: Texts, room: Room, one: Climb) -> str:
    if one.kept.holder.subject.startswith("complaint:"):
        area = texts(f"staff.area_{one.kept.holder.unit}")
        return texts("deadline.of_complaint", code=_name(room, one), area=area)
    key = "deadline.of_major_case" if one.kept.holder.major else "deadline.of_case"
    return texts(key, tail=_name(room, one), unit=one.kept.holder.unit)


def _name(room: Room, one: Climb) -> str:
    """A case by the end of its number, a complaint by its receipt code."""
    kind, number = _number(one)
    if kind == "case":
        return room.cases[number].number[-4:] if number in room.cases else "····"
    return room.complaints[number].receipt_code


def _number(one: Climb) -> tuple[str, int]:
    kind, _, number = one.kept.holder.subject.partition(":")
    return kind, int(number)


async def _room(db: Transaction, climbs: Sequence[Climb]) -> Room:
    members = await staff.active(db)
    reachable: dict[int, list[Chat]] = defaultdict(list)
    for chat in await chats.of_staff(db, [member.id for member in members]):
        reachable[chat.staff_id or 0].append(chat)
    numbers: dict[str, set[int]] = {"case": set(), "complaint": set()}
    for one in climbs:
        kind, number = _number(one)
        numbers[kind].add(number)
    about = await complaints.find_all(db, sorted(numbers["complaint"]))
    return Room(
        {member.id: post_of(member) for member in members if member.id in reachable},
        reachable,
        await marked_cases.find(db, sorted(numbers["case"])),
        {complaint.id: complaint for complaint in about},
        await complaints.units_named_by(db, sorted(numbers["complaint"])),
    )
