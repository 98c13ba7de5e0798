"""Staff choose what to say to a citizen: a template or their own words, seen whole before they go."""

from dataclasses import replace

from domain.complaint import EntryKind
from domain.objection import Objection
from domain.say import Button, Say, press
from domain.typed import clean
from handlers.card_face import read_objection
from handlers.meanwhile import mark_of, may_say, stop
from handlers.notice_faults import explain_faults, find_faults
from handlers.review import card, look, member_of, not_here, not_now, take_held
from handlers.saying import word_template
from handlers.turn import Turn
from storage import audit, complaints
from storage.schema.complaint import Complaint

LIMIT = 2000
"""Characters of an answer: with what is put around it, it fits any channel's message."""


async def choose(turn: Turn, complaint_id: int, kind: EntryKind) -> tuple[list[Say], int | None]:
    """Offer the templates for this area; where the complaint stands, if words may follow at once.

    Who answers what nobody has yet takes it by that: they are told, and may put it back. Over the
    citizen's "not" nothing is closed by a template: that is said, and why.
    """
    complaint = await look(turn, complaint_id, "open")
    if complaint is None:
        return [not_here(turn)], None
    taken = await take_held(turn, complaint)
    if not may_say(turn, complaint, kind):
        return [await not_now(turn, complaint)], None
    says = [await card(turn, complaint, taken)] if taken else []
    if taken:
        await audit.record(
            turn.db,
            staff_id=member_of(turn).id,
            act="take",
            subject=f"complaint:{complaint.id}",
            now=turn.now,
            detail=kind,
        )
    texts, entries = turn.texts, await complaints.entries(turn.db, complaint.id)
    mark, objection = mark_of(entries), read_objection(entries)
    over = kind is EntryKind.CLOSED and objection.stands
    rows = [
        (
            Button(
                reply.title.in_language(texts.language),
                press("card", "with", complaint.id, reply.id, mark),
            ),
        )
        for reply in turn.house.replies
        if reply.kind is kind and reply.area in (None, complaint.area) and not over
    ]
    own = Button(texts("staff.own_words"), press("card", "own", complaint.id, kind, mark))
    back = Button(texts("staff.back_to_card"), press("card", "open", complaint.id))
    text = texts(f"staff.choose_{kind}", code=complaint.receipt_code)
    if over:
        answer = Button(texts("staff.answer_instead"), press("card", "answer", complaint.id))
        rows, text = [(answer,)], warn_of_objection(turn, complaint, objection)
    last: tuple[tuple[Button, ...], ...] = ((own, back),)
    if taken and not over:
        put_back = Button(texts("staff.do_put_back"), press("card", "put_back", complaint.id))
        text, last = texts("staff.taken_by_that", then=text), (*last, (put_back,))
    return [*says, Say(text, (*rows, *last))], mark


def warn_of_objection(turn: Turn, complaint: Complaint, objection: Objection) -> str:
    """What closing means while the citizen's "not" stands."""
    verdict = turn.texts(f"receipt.{objection.last}")
    key = "staff.close_over_again" if objection.closed_over else "staff.close_over"
    return turn.texts(key, code=complaint.receipt_code, verdict=verdict)


async def preview_template(
    turn: Turn, complaint_id: int, reply_id: str, mark: int
) -> tuple[Say, EntryKind | None]:
    """What the citizen would read, by a template; and what it is, None if it can't be sent now."""
    complaint = await look(turn, complaint_id, "open")
    reply = next((r for r in turn.house.replies if r.id == reply_id), None)
    if complaint is None or reply is None:
        return not_here(turn), None
    entries = await complaints.entries(turn.db, complaint.id)
    stopped = await stop(turn, complaint, entries, reply.kind, mark, by_template=True)
    if stopped is not None:
        return stopped, None
    words = word_template(turn, complaint, reply_id)
    send_by = press("card", "send", complaint_id, reply_id, mark)
    said = _preview(turn, complaint, words, reply.kind, send_by, mark, edit=True)
    if complaint.language != turn.language:
        meaning = reply.word(turn.texts, code=complaint.receipt_code)
        said = replace(said, text=f"{said.text}\n\n{turn.texts('staff.meaning', text=meaning)}")
    return said, reply.kind


async def ask_own_words(
    turn: Turn, complaint_id: int, kind: EntryKind, mark: int
) -> tuple[Say, bool]:
    """Ask for the words. False: it can't be answered by this member now."""
    complaint = await look(turn, complaint_id, "open")
    if complaint is None:
        return not_here(turn), False
    entries = await complaints.entries(turn.db, complaint.id)
    stopped = await stop(turn, complaint, entries, kind, mark)
    if stopped is not None:
        return stopped, False
    text = turn.texts("staff.write", code=complaint.receipt_code, limit=LIMIT)
    return Say(text, (_back_to(turn, complaint_id),)), True


async def preview_own(
    turn: Turn, complaint_id: int, kind: EntryKind, typed: str, mark: int
) -> tuple[Say, str | None]:
    """What the citizen would read, in the member's own words; and these words, None if they can't go."""
    complaint = await look(turn, complaint_id, "open")
    if complaint is None:
        return not_here(turn), None
    entries = await complaints.entries(turn.db, complaint.id)
    stopped = await stop(turn, complaint, entries, kind, mark, edit=False)
    if stopped is not None:
        return stopped, None
    words = clean(typed)
    if not words:
        return Say(turn.texts("staff.empty"), (_back_to(turn, complaint_id),)), None
    if len(words) > LIMIT:
        text = turn.texts("staff.too_long", length=len(words), limit=LIMIT)
        return Say(text, (_back_to(turn, complaint_id),)), None
    faults = find_faults(turn.house.lint, kind, words)
    if faults:
        text = explain_faults(turn.texts, faults)
        return Say(text, (_back_to(turn, complaint_id),)), None
    send_by = press("card", "send_own", complaint_id)
    said = _preview(turn, complaint, words, kind, send_by, mark)
    if turn.house.find_language(words) not in (None, complaint.language):
        warning = turn.texts(f"staff.not_{complaint.language}")
        said = replace(said, text=f"{warning}\n\n{said.text}")
    objection = read_objection(entries)
    if kind is EntryKind.CLOSED and objection.stands:
        warning = warn_of_objection(turn, complaint, objection)
        said = replace(said, text=f"{warning}\n\n{said.text}")
    return said, words


def _preview(
    turn: Turn,
    complaint: Complaint,
    words: str,
    kind: EntryKind,
    send_by: str,
    mark: int,
    *,
    edit: bool = False,
) -> Say:
    sentence = "staff.preview_hidden" if complaint.citizen_id is None else "staff.preview"
    text = turn.texts(sentence, code=complaint.receipt_code, text=words)
    own = press("card", "own", complaint.id, kind, mark)
    buttons = (
        (Button(turn.texts("staff.send"), send_by), Button(turn.texts("staff.rewrite"), own)),
        _back_to(turn, complaint.id),
    )
    return Say(text, buttons, edit=edit)


def _back_to(turn: Turn, complaint_id: int) -> tuple[Button, ...]:
    back = Button(turn.texts("staff.back_to_card"), press("card", "open", complaint_id))
    return (back,)
