"""Staff answer, ask back and close: by a template or in their own words, seen whole before it goes."""

from domain.complaint import Act, EntryKind, State, follow
from domain.say import Button, Say, press
from domain.typed import clean
from handlers.card_face import back_to_workplace
from handlers.cards import announce
from handlers.complaint_answer import deliver_answer
from handlers.deadlines import happened
from handlers.notice_faults import explain_faults, find_faults
from handlers.review import card, look, member_of, name_taker, not_here, take_held
from handlers.turn import Turn
from storage import complaints
from storage.schema.complaint import Complaint

LIMIT = 2000
"""Characters of an answer: with what is put around it, it fits any channel's message."""
ACTS = {
    EntryKind.ANSWER: Act.ANSWER,
    EntryKind.QUESTION: Act.ASK,
    EntryKind.CLOSED: Act.CLOSE,
}
NEWS = {
    EntryKind.ANSWER: "answered",
    EntryKind.QUESTION: "asked",
    EntryKind.CLOSED: "closed",
}


async def choose(turn: Turn, complaint_id: int, kind: EntryKind) -> list[Say]:
    """Offer the templates for this area. Who answers what nobody has yet takes it by that."""
    complaint = await look(turn, complaint_id, "open")
    if complaint is None:
        return [not_here(turn)]
    taken = await take_held(turn, complaint)
    if not _may(turn, complaint, kind):
        return [await card(turn, complaint, taken or turn.texts("staff.not_now"))]
    says = [await card(turn, complaint, taken)] if taken else []
    texts = turn.texts
    rows = [
        (
            Button(
                reply.title.in_language(texts.language),
                press("card", "with", complaint.id, reply.id),
            ),
        )
        for reply in turn.house.replies
        if reply.kind is kind and reply.area in (None, complaint.area)
    ]
    own = Button(texts("staff.own_words"), press("card", "own", complaint.id, kind))
    back = Button(texts("staff.back_to_card"), press("card", "open", complaint.id))
    text = texts(f"staff.choose_{kind}", code=complaint.receipt_code)
    return [*says, Say(text, (*rows, (own, back)))]


async def preview_template(
    turn: Turn, complaint_id: int, reply_id: str
) -> tuple[Say, EntryKind | None]:
    """What the citizen would read, by a template; and what it is, None if it can't be sent now."""
    complaint = await look(turn, complaint_id, "open")
    reply = next((r for r in turn.house.replies if r.id == reply_id), None)
    if complaint is None or reply is None:
        return not_here(turn), None
    if not _may(turn, complaint, reply.kind):
        return await _refuse(turn, complaint), None
    words = word_template(turn, complaint, reply_id)
    send_by = press("card", "send", complaint_id, reply_id)
    return _preview(turn, complaint, words, reply.kind, send_by, edit=True), reply.kind


async def ask_own_words(turn: Turn, complaint_id: int, kind: EntryKind) -> tuple[Say, bool]:
    """Ask for the words. False: it can't be answered by this member now."""
    complaint = await look(turn, complaint_id, "open")
    if complaint is None:
        return not_here(turn), False
    if not _may(turn, complaint, kind):
        return await _refuse(turn, complaint), False
    text = turn.texts("staff.write", code=complaint.receipt_code, limit=LIMIT)
    return Say(text, (_back_to(turn, complaint_id),)), True


async def preview_own(
    turn: Turn, complaint_id: int, kind: EntryKind, typed: str
) -> tuple[Say, str | None]:
    """What the citizen would read, in the member's own words; and these words, None if they can't go."""
    complaint = await look(turn, complaint_id, "open")
    if complaint is None:
        return not_here(turn), None
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
    return _preview(turn, complaint, words, kind, send_by), words


async def send_template(turn: Turn, complaint_id: int, reply_id: str) -> Say:
    """Send what `preview_template` showed."""
    reply = next((r for r in turn.house.replies if r.id == reply_id), None)
    if reply is None:
        return not_here(turn)
    return await send(turn, complaint_id, reply.kind, reply_id=reply_id)


async def send(
    turn: Turn, complaint_id: int, kind: EntryKind, *, words: str = "", reply_id: str = ""
) -> Say:
    """Keep an answer, question or closing word and bring it to the citizen. A second press does nothing."""
    complaint = await look(turn, complaint_id, kind)
    if complaint is None:
        return not_here(turn)
    if reply_id:
        words = word_template(turn, complaint, reply_id)
    said = await complaints.entries(turn.db, complaint.id)
    if said and said[-1].kind == kind and said[-1].text == words:
        return _sent(turn, complaint, kind)
    if not _may(turn, complaint, kind):
        return await _refuse(turn, complaint)
    entry = await complaints.add_entry(
        turn.db, complaint.id, kind, turn.now, staff_id=member_of(turn).id, text=words
    )
    state = follow(State(complaint.state), ACTS[kind])
    if state is not None and (state != complaint.state or kind is EntryKind.ANSWER):
        await complaints.move(turn.db, complaint, state, turn.now)
    staff_id = member_of(turn).id
    await happened(turn.db, turn.house, complaint, NEWS[kind], turn.now, staff_id=staff_id)
    if complaint.citizen_id is None:  # behind the receipt code it is as told as it can be
        await happened(turn.db, turn.house, complaint, "told", turn.now)
    await deliver_answer(turn.db, turn.house, complaint, entry, turn.now)
    here = (turn.channel, turn.chat_id)
    await announce(turn.db, turn.house, complaint.id, turn.now, NEWS[kind], besides=here)
    return _sent(turn, complaint, kind)


def word_template(turn: Turn, complaint: Complaint, reply_id: str) -> str:
    """A template's words in the citizen's language. Raises KeyError for an unknown one."""
    reply = {reply.id: reply for reply in turn.house.replies}[reply_id]
    return reply.word(turn.house.book[complaint.language], code=complaint.receipt_code)


def _preview(
    turn: Turn,
    complaint: Complaint,
    words: str,
    kind: EntryKind,
    send_by: str,
    *,
    edit: bool = False,
) -> Say:
    sentence = "staff.preview_hidden" if complaint.citizen_id is None else "staff.preview"
    text = turn.texts(sentence, code=complaint.receipt_code, text=words)
    own = press("card", "own", complaint.id, kind)
    buttons = (
        (Button(turn.texts("staff.send"), send_by), Button(turn.texts("staff.rewrite"), own)),
        _back_to(turn, complaint.id),
    )
    return Say(text, buttons, edit=edit)


def _sent(turn: Turn, complaint: Complaint, kind: EntryKind) -> Say:
    hidden = complaint.citizen_id is None
    text = turn.texts("staff.sent_hidden" if hidden else f"staff.sent_{kind}")
    buttons = (_back_to(turn, complaint.id), back_to_workplace(turn.texts))
    return Say(text, buttons, edit=True)


def _may(turn: Turn, complaint: Complaint, kind: EntryKind) -> bool:
    """Only who has taken it, and only where its state lets it follow."""
    possible = follow(State(complaint.state), ACTS[kind]) is not None
    return possible and complaint.taker_id == member_of(turn).id


async def _refuse(turn: Turn, complaint: Complaint) -> Say:
    words = await name_taker(turn, complaint)
    return await card(turn, complaint, words or turn.texts("staff.not_now"))


def _back_to(turn: Turn, complaint_id: int) -> tuple[Button, ...]:
    back = Button(turn.texts("staff.back_to_card"), press("card", "open", complaint_id))
    return (back,)
