"""What a card shows of a complaint, and which buttons it has for whom."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Any

from content.text import Texts
from domain.complaint import ENDED, WAITING, Act, EntryKind, State, follow
from domain.objection import Objection, objection_of
from domain.role import SUPERVISING, Role
from domain.say import Button, Say, press
from handlers.day import word_day
from handlers.house import House
from storage.schema.complaint import Complaint, ComplaintEntry
from storage.schema.staff import Staff

SHORT = 400
"""Characters of the text on a card; the rest is one press away."""
ANSWERS = frozenset({EntryKind.ANSWER, EntryKind.CLOSED})
SHORT_ANSWER = 150
"""Characters of the last answer on a card."""
OWN = frozenset({EntryKind.TEXT, EntryKind.PHOTO})
"""What citizens write and send."""
SUREST = 0.99
"""No rule is ever a hundred per cent sure, whatever rounding says."""
PIECE = 3500
"""Characters of one message of the whole text: channels take 4,096."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """What there is to show of a complaint.

    was_moved: people sent it elsewhere than routing did. named_units: ids of the units it names.
    """

    complaint: Complaint
    entries: Sequence[ComplaintEntry]
    taker: Staff | None
    was_moved: bool
    named_units: Sequence[str]


def face(house: House, texts: Texts, sheet: Sheet, viewer: Staff, news: str | None = None) -> Say:
    """The card as `viewer` sees it. `news` is its first line; without it, how the complaint stands."""
    complaint, objection = sheet.complaint, read_objection(sheet.entries)
    lines = [
        texts(f"staff.news_{news}" if news else f"staff.state_{standing(complaint)}"),
        texts(
            "staff.head",
            code=complaint.receipt_code,
            kind=texts(f"staff.kind_{complaint.kind}"),
            desk=name_desk(texts, complaint),
            who=texts("staff.anonymous" if complaint.citizen_id is None else "staff.reachable"),
            due=word_day(texts, house.policy, complaint.due_at),
        ),
    ]
    if complaint.language != texts.language:
        lines.append(texts(f"staff.writes_{complaint.language}"))
    if sheet.taker is not None:
        lines.append(texts("staff.taken_by", taker=sheet.taker.name))
    verdict = complaint.verdict or (objection.last if objection.stands else None)
    if verdict is not None:
        lines.append(texts("staff.verdict", verdict=texts(f"receipt.{verdict}")))
    if objection.closed_over:
        lines.append(texts("staff.closed_over", times=objection.closed_over))
    if sheet.named_units:
        named = [u.title(texts.language) for u in house.units if u.id in sheet.named_units]
        lines.append(texts("staff.named", units=texts("staff.between").join(named)))
    lines += [*_reasons(house, texts, sheet), "", _words(texts, sheet.entries, news)]
    answers = [e.text for e in sheet.entries if e.kind in ANSWERS and e.text]
    if answers:
        text = _shorten(texts, answers[-1], SHORT_ANSWER)
        lines += ["", texts("staff.answered_before", text=text)]
    return Say("\n".join(lines), tuple(_buttons(texts, complaint, viewer, objection)))


def name_desk(texts: Texts, complaint: Complaint) -> str:
    area = texts(f"staff.area_{complaint.area}")
    return texts("staff.triage_guess", area=area) if complaint.to_triage else area


def whole(house: House, texts: Texts, entries: Sequence[ComplaintEntry]) -> list[Say]:
    """Everything that was said and done, in order, with the photos."""
    lines, number = [], 0
    for entry in entries:
        if entry.photo_id is None:
            words = entry.text or ""
            if entry.kind == EntryKind.VERDICT:
                words = texts(f"receipt.{words}")
            resumed = entry.kind == EntryKind.REOPENED and entry.staff_id is not None
            kind = texts("staff.did_resumed" if resumed else f"staff.did_{entry.kind}")
            lines.append(texts("staff.entry", when=_clock(house, entry), kind=kind))
            lines.append(words)
        else:
            number += 1
            kind = texts("staff.did_photo", number=number)
            lines.append(texts("staff.entry", when=_clock(house, entry), kind=kind))
    text = "\n".join(line for line in lines if line)
    pieces = [text[i : i + PIECE] for i in range(0, len(text), PIECE)] or [texts("staff.no_words")]
    photos = tuple(entry.photo_id for entry in entries if entry.photo_id is not None)
    return [*(Say(piece) for piece in pieces[:-1]), Say(pieces[-1], photos=photos)]


def _clock(house: House, entry: ComplaintEntry) -> str:
    return f"{entry.at.astimezone(house.policy.quiet_hours.zone):%m-%d %H:%M}"


def read_objection(entries: Sequence[ComplaintEntry]) -> Objection:
    return objection_of((EntryKind(entry.kind), entry.text or "") for entry in entries)


def standing(complaint: Complaint) -> str:
    """How a complaint stands, as the staff texts call it: its state, but waiting until it is taken."""
    state = State(complaint.state)
    return "waiting" if state in WAITING else state.value


def quote(texts: Texts, reason: Mapping[str, Any]) -> str:
    """A word as it was typed, and what routing read it as if that is another one."""
    if read := reason.get("read_as"):
        return texts("staff.word_read", word=reason["word"], read=read)
    return texts("staff.word", word=reason["word"])


def _reasons(house: House, texts: Texts, sheet: Sheet) -> Iterator[str]:
    """Tags with the words that caused them; how sure the routing was, and what came next."""
    complaint, language = sheet.complaint, 1 if texts.language == "en" else 0
    for tag in complaint.tags[:4]:
        words = dict.fromkeys(quote(texts, r) for r in complaint.because if r["topic"] == tag)
        title = house.topics[tag][language] if tag in house.topics else tag
        said = texts("staff.between").join(list(words)[:5])
        yield (
            texts("staff.tag", tag=title, words=said)
            if words
            else texts("staff.tag_only", tag=title)
        )
    if sheet.was_moved:
        yield texts("staff.moved_by_people")
        return
    yield texts(
        "staff.score",
        score=f"{min(complaint.score, SUREST):.0%}",
        area=texts(f"staff.area_{complaint.area}"),
        runner_up=texts(f"staff.area_{complaint.runner_up}"),
    )


def _words(texts: Texts, entries: Sequence[ComplaintEntry], news: str | None) -> str:
    """The citizen's words and how many photos there are; of an addition, those that came with it."""
    own = [entry for entry in entries if entry.kind in OWN]
    shown = list(_added(entries)) if news == "added" else own
    said = "\n".join(entry.text for entry in shown if entry.text)
    lines = [_shorten(texts, said or texts("staff.no_words"), SHORT)]
    photos = sum(entry.photo_id is not None for entry in shown)
    all_photos = sum(entry.photo_id is not None for entry in own)
    if photos and photos < all_photos:
        lines.append(texts("staff.photos_added", number=photos, all=all_photos))
    elif photos:
        lines.append(texts("staff.photos", number=photos))
    return "\n".join(lines)


def _added(entries: Sequence[ComplaintEntry]) -> Iterator[ComplaintEntry]:
    """What came last, all at one moment."""
    last = entries[-1]
    run = takewhile(lambda entry: entry.kind in OWN and entry.at == last.at, reversed(entries))
    yield from reversed(list(run))


def _shorten(texts: Texts, words: str, length: int) -> str:
    return words if len(words) <= length else words[:length] + texts("staff.more")


def _buttons(
    texts: Texts, complaint: Complaint, viewer: Staff, objection: Objection
) -> Iterator[tuple[Button, ...]]:
    def button(verb: str) -> Button:
        return Button(texts(f"staff.do_{verb}"), press("card", verb, complaint.id))

    state = State(complaint.state)
    is_mine = complaint.taker_id == viewer.id
    if state in WAITING:
        yield (button("take"), button("all"), button("why"))
    else:
        yield (button("all"), button("why"))
    if state in WAITING or is_mine:
        # Who answers a complaint that nobody has yet takes it by that.
        now_state = State.TAKEN if state in WAITING else state
        acts = {"answer": Act.ANSWER, "ask": Act.ASK, "close": Act.CLOSE}
        possible = [button(verb) for verb, act in acts.items() if follow(now_state, act)]
        if possible:
            yield tuple(possible)
    if state not in ENDED and follow(state, Act.HAND_OVER):
        if state in WAITING or is_mine:
            back = () if complaint.to_triage else (button("give_back"),)
            yield (button("move"), *back)
            if state is State.TAKEN:
                yield (button("put_back"),)
        elif viewer.role != Role.DESK:
            yield (button("move"),)
    if may_resume(complaint, viewer, objection):
        yield (button("resume"),)
    yield back_to_workplace(texts)


def may_resume(complaint: Complaint, viewer: Staff, objection: Objection) -> bool:
    """Whether somebody may take up again what was closed over the citizen's "not": who supervises."""
    supervises = Role(viewer.role) in SUPERVISING
    return supervises and objection.asks_again(State(complaint.state), complaint.verdict)


def back_to_workplace(texts: Texts) -> tuple[Button, ...]:
    """A row for under any message to staff."""
    return (Button(texts("staff.menu_back"), press("menu")),)
