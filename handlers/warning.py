"""Staff are told of what is due: one card for each chat and step, however many deadlines reached it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

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
from storage import chats, complaints, deadlines, marked_cases, outbox, staff
from storage.database import Transaction
from storage.deadlines import Kept
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


async def warn_some(db: Transaction, house: House, now: datetime, limit: int) -> int:
    """Tell of up to `limit` deadlines that climbed further than people heard. How many there were.

    A step of which nobody could be told is not used up: it is told as soon as other people can be
    reached, and then on one card with whatever else has climbed.
    """
    people, reachable = await _people(db)
    audience = _fingerprint(people)
    climbed = await deadlines.claim_untold(db, audience, limit)
    room = await _room(db, people, reachable, climbed)
    for_whom: dict[tuple[int, Step], list[Kept]] = defaultdict(list)
    heard: list[tuple[Kept, Step]] = []
    for one in climbed:
        loudest: dict[int, Step] = {}
        told = one.course.told
        for step in steps_between(one.course.told, one.course.step):
            hearing = _told(house, room, one, step)
            if not hearing:
                break
            loudest |= dict.fromkeys(hearing, step)
            told = step
        for number, step in loudest.items():
            for_whom[number, step].append(one)
        heard.append((one, told))
    await _put(db, house, room, for_whom, now)
    await deadlines.keep_told(db, heard, audience)
    return len(climbed)


async def _put(
    db: Transaction,
    house: House,
    room: Room,
    for_whom: Mapping[tuple[int, Step], Sequence[Kept]],
    now: datetime,
) -> None:
    for (number, step), found in for_whom.items():
        for chat in room.chats[number]:
            first = found[0]
            await outbox.put(
                db,
                key=f"duty:{first.id}:{step}:{int(first.course.until.timestamp())}:{chat.id}",
                kind="card",
                subject=first.holder.subject if len(found) == 1 else "deadlines",
                channel=chat.channel,
                chat_id=chat.chat_id,
                citizen_id=None,
                say=face(house, house.book[chat.language], room, found, step),
                due_at=now,
                now=now,
            )


def steps_between(before: Step, after: Step) -> Iterable[Step]:
    """What is to be said by who climbs: no warning any more of what is late already."""
    passed = [step for step in CALLS if before < step <= after]
    return passed if passed == [Step.WARNED] else [s for s in passed if s is not Step.WARNED]


def _told(house: House, room: Room, one: Kept, step: Step) -> list[int]:
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


def face(house: House, texts: Texts, room: Room, found: Sequence[Kept], step: Step) -> Say:
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


def _line(house: House, texts: Texts, room: Room, one: Kept) -> str:
    course, book = one.course, house.rulebook
    failure = book.own.get(course.rule)
    title = book.title(course.rule, texts.language)
    if failure is not None:
        missing = failure.missing.in_language(texts.language)
        title = texts("deadline.failure", title=title, missing=missing)
    elif one.course.step >= Step.LATE:
        breach = book.breach(course.rule, texts.language)
        title = texts("deadline.breach", title=title, breach=breach)
    return texts(
        "deadline.line",
        what=title,
        whose=_whose(texts, room, one),
        until=word_due(house, texts, course.until),
    )


def _whose(texts: Texts, room: Room, one: Kept) -> str:
    if one.holder.subject.startswith("complaint:"):
        area = texts(f"staff.area_{one.holder.unit}")
        return texts("deadline.of_complaint", code=_name(room, one), area=area)
    key = "deadline.of_major_case" if one.holder.major else "deadline.of_case"
    return texts(key, tail=_name(room, one), unit=one.holder.unit)


def _name(room: Room, one: Kept) -> str:
    """A case by the end of its number, a complaint by its receipt code."""
    kind, number = _number(one)
    if kind == "case":
        return room.cases[number].number[-4:] if number in room.cases else "····"
    return room.complaints[number].receipt_code


def _number(one: Kept) -> tuple[str, int]:
    kind, _, number = one.holder.subject.partition(":")
    return kind, int(number)


async def _people(db: Transaction) -> tuple[dict[int, Post], dict[int, list[Chat]]]:
    """Everybody at work who can be reached, with their chats."""
    members = await staff.active(db)
    reachable: dict[int, list[Chat]] = defaultdict(list)
    for chat in await chats.of_staff(db, [member.id for member in members]):
        reachable[chat.staff_id or 0].append(chat)
    return {m.id: post_of(m) for m in members if m.id in reachable}, reachable


def _fingerprint(people: Mapping[int, Post]) -> str:
    """What tells whether others can be told than before."""
    posts = sorted((number, post.role, post.area, post.unit) for number, post in people.items())
    return sha256(repr(posts).encode()).hexdigest()[:16]


async def _room(
    db: Transaction,
    people: dict[int, Post],
    reachable: dict[int, list[Chat]],
    climbed: Sequence[Kept],
) -> Room:
    numbers: dict[str, set[int]] = {"case": set(), "complaint": set()}
    for one in climbed:
        kind, number = _number(one)
        numbers[kind].add(number)
    about = await complaints.find_all(db, sorted(numbers["complaint"]))
    return Room(
        people,
        reachable,
        await marked_cases.find(db, sorted(numbers["case"])),
        {complaint.id: complaint for complaint in about},
        await complaints.units_named_by(db, sorted(numbers["complaint"])),
    )
