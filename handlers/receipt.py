"""Asking with a receipt code, and what the citizen may do with it: add, withdraw, reopen."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from domain.complaint import Act, EntryKind, State, can_reopen, follow
from domain.receipt_code import find_code, read_code
from domain.say import FLEETING, Button, Say, press
from handlers import cards, draft, tries, welcome
from handlers.card_face import read_objection
from handlers.complaint_answer import verdict_buttons
from handlers.day import word_day
from handlers.deadlines import happened
from handlers.held_answer import mark_seen, outdate
from handlers.moment import moment_of
from handlers.tries import Tried
from handlers.turn import Turn
from storage import complaints, drafts
from storage.schema.complaint import Complaint, ComplaintEntry

ANSWERS = (EntryKind.ANSWER, EntryKind.QUESTION, EntryKind.CLOSED)
DOOR = "receipt"
LETTERS = 3000
"""Of the answers in one message; what is older is counted only."""


async def ask(turn: Turn) -> Say:
    """Ask for the code; a citizen's own complaints are one press away."""
    own = await complaints.of_citizen(turn.db, turn.citizen.id) if turn.citizen else ()
    asked = await complaints.asked(turn.db, [complaint.id for complaint in own]) if own else set()
    rows = tuple((_look(turn, complaint, complaint.id in asked),) for complaint in own)
    sentence = turn.texts("receipt.ask_own" if own else "receipt.ask")
    return Say(sentence, (*rows, welcome.back_to_menu(turn)))


def _look(turn: Turn, complaint: Complaint, asked: bool) -> Button:
    standing = "asked" if asked and complaint.state == State.TAKEN else complaint.state
    day = word_day(turn.texts, turn.policy, complaint.received_at)
    label = turn.texts("receipt.own", day=day, state=turn.texts(f"receipt.short_{standing}"))
    return Button(label, press("receipt", "show", complaint.receipt_code))


async def open_typed(turn: Turn, typed: str, message_id: int) -> Tried:
    """The receipt of a code as somebody typed it. Unless it is the citizen's own, the code does not
    stay in the chat, right or wrong: it would say whose the complaint is."""
    code = read_code(typed) or find_code(typed)
    if code is None:
        return Tried(Say(turn.texts("receipt.no_code"), (welcome.back_to_menu(turn),)), again=True)
    found = await unlock(turn, code)
    if isinstance(found, Say):
        told = f"{found.text}\n{turn.texts('tries.taken_out')}"
        return Tried(replace(found, text=told, forget=(message_id,)), again=True)
    shown = await show(turn, found)
    return Tried(replace(shown, forget=(message_id,)) if shown.fleeting else shown, again=False)


async def unlock(turn: Turn, typed: str) -> Complaint | Say:
    """The complaint behind a code, held; or why it isn't shown. Wrong codes are counted.

    A citizen's own complaint opens in a locked chat too: there is nothing to guess.
    """
    lock = await tries.find_lock(turn, DOOR)
    complaint = await complaints.hold_by_code(turn.db, read_code(typed) or "")
    if complaint is not None and (lock is None or is_own(turn, complaint)):
        return complaint
    if lock is None:
        lock, left = await tries.count_wrong(turn, DOOR)
        if lock is None:
            sentence = turn.texts("receipt.wrong_code", left=left)
            return Say(sentence, (welcome.back_to_menu(turn),))
    return Say(tries.word(turn, lock, "receipt.locked"), (welcome.back_to_menu(turn),))


def is_own(turn: Turn, complaint: Complaint) -> bool:
    """Whether it is linked to the citizen who asks; an anonymous one is nobody's."""
    return turn.citizen is not None and complaint.citizen_id == turn.citizen.id


async def show(
    turn: Turn, complaint: Complaint, *, head: str | None = None, edit: bool = False
) -> Say:
    """How it stands, what was answered, and what can be done now. Never the citizen's own words:
    whoever has the code may see this."""
    texts, state = turn.texts, State(complaint.state)
    entries = await complaints.entries(turn.db, complaint.id)
    desk = "triage" if complaint.to_triage else complaint.area
    standing = "asked" if _waits_for_reply(complaint, entries) else state
    lines = [
        texts(
            "receipt.standing",
            code=complaint.receipt_code,
            kind=texts(f"complaint.kind_{complaint.kind}"),
            received=word_day(texts, turn.policy, complaint.received_at),
            desk=texts(f"receipt.desk_{desk}"),
            state=texts(
                f"receipt.state_{standing}",
                due=word_day(texts, turn.policy, complaint.due_at),
                silence=turn.policy.complaint_silence.days,
            ),
        )
    ]
    if complaint.verdict:
        lines.append(texts("receipt.your_verdict", verdict=texts(f"receipt.{complaint.verdict}")))
    answers, shown = _answers(turn, entries)
    lines += answers
    fleeting = not is_own(turn, complaint)
    if not fleeting:
        await mark_seen(turn.db, turn.house, complaint, shown, turn.now)
    else:
        lines += ["", texts("receipt.fleeting", minutes=FLEETING // timedelta(minutes=1))]
    text = "\n".join([head, "", *lines] if head else lines)
    buttons = (*_buttons(turn, complaint, entries), welcome.back_to_menu(turn))
    return Say(text, buttons, edit=edit, fleeting=fleeting)


def _answers(turn: Turn, entries: Sequence[ComplaintEntry]) -> tuple[list[str], list[int]]:
    """What staff wrote, oldest first, as much of it as one message holds; and which entries that is."""
    said: list[str] = []
    shown: list[int] = []
    answers = [entry for entry in entries if entry.kind in ANSWERS]
    for entry in reversed(answers):
        words = turn.texts(
            f"receipt.said_{entry.kind}",
            day=word_day(turn.texts, turn.policy, entry.at),
            text=(entry.text or "").strip(),
        )
        if said and sum(map(len, said)) + len(words) > LETTERS:
            said.append(turn.texts("receipt.older", n=len(answers) - len(said)))
            break
        said.append(words)
        shown.append(entry.id)
    return ["", *reversed(said)] if said else [], shown


def _waits_for_reply(complaint: Complaint, entries: Sequence[ComplaintEntry]) -> bool:
    """Whether the citizen was asked something and has not answered."""
    last = entries[-1].kind if entries else None
    return complaint.state == State.TAKEN and last == EntryKind.QUESTION


def _buttons(
    turn: Turn, complaint: Complaint, entries: Sequence[ComplaintEntry]
) -> tuple[tuple[Button, ...], ...]:
    code, state, objection = complaint.receipt_code, State(complaint.state), read_objection(entries)

    def button(name: str, verb: str | None = None) -> Button:
        return Button(turn.texts(f"receipt.{name}"), press("receipt", verb or name, code))

    judge = verdict_buttons(turn.texts, code)
    if follow(state, Act.ADD) is None:
        reopened = can_reopen(state, complaint.closed_at, turn.policy.complaint_reopen, turn.now)
        asked = judge if objection.asks_again(state, complaint.verdict) else ()
        return (*asked, (button("reopen"),)) if reopened else ()
    add = button("reply", "add") if _waits_for_reply(complaint, entries) else button("add")
    return (*(judge if state is State.ANSWERED else ()), (add, button("withdraw")))


async def add(turn: Turn, complaint: Complaint) -> list[Say]:
    """Begin to write what adds to it; one that ended is first to be reopened."""
    if follow(State(complaint.state), Act.ADD) is None:
        sentence = turn.texts("complaint.add_to_ended", code=complaint.receipt_code)
        return [await show(turn, complaint, head=sentence)]
    return await draft.begin(turn, complaint.receipt_code)


def ask_withdraw(turn: Turn, complaint: Complaint) -> Say:
    code = complaint.receipt_code
    yes = Button(turn.texts("receipt.withdraw_yes"), press("receipt", "withdraw", code, "yes"))
    no = Button(turn.texts("receipt.withdraw_no"), press("receipt", "show", code, "back"))
    rows = ((yes, no), welcome.back_to_menu(turn))
    fleeting = not is_own(turn, complaint)
    return Say(turn.texts("receipt.ask_withdraw", code=code), rows, edit=True, fleeting=fleeting)


async def withdraw(turn: Turn, complaint: Complaint) -> Say:
    state = follow(State(complaint.state), Act.WITHDRAW)
    if state is None:
        return await too_late(turn, complaint)
    at = await moment_of(turn, complaint)
    await complaints.move(turn.db, complaint, state, at)
    await note(turn, complaint, EntryKind.WITHDRAWN, "withdrawn", at)
    return await show(turn, complaint, head=turn.texts("receipt.withdrawn"), edit=True)


async def reopen(turn: Turn, complaint: Complaint) -> list[Say]:
    """Back to its desk with a new promise. What was being written to it can be added now."""
    state = follow(State(complaint.state), Act.REOPEN)
    within = turn.policy.complaint_reopen
    if state is None or not can_reopen(
        State(complaint.state), complaint.closed_at, within, turn.now
    ):
        return [await too_late(turn, complaint)]
    at = await moment_of(turn, complaint)
    due = at + turn.policy.complaint_answer
    await complaints.move(turn.db, complaint, state, at, due_at=due)
    await note(turn, complaint, EntryKind.REOPENED, "reopened", at)
    says = [await show(turn, complaint, head=turn.texts("receipt.reopened"), edit=True)]
    kept = await drafts.of_chat(turn.db, turn.chat) if turn.chat else None
    if kept is not None and kept.adds_to == complaint.receipt_code and kept.parts:
        says.append(draft.card(turn, kept, anew=True))
    return says


async def note(
    turn: Turn,
    complaint: Complaint,
    kind: EntryKind,
    news: str,
    at: datetime,
    text: str | None = None,
    event: str | None = None,
) -> None:
    await complaints.add_entry(turn.db, complaint.id, kind, at, text=text)
    await outdate(turn.db, turn.house, complaint, at)
    await happened(turn.db, turn.house, complaint, event or news, at)
    await cards.announce(turn.db, turn.house, complaint.id, at, news)


async def too_late(turn: Turn, complaint: Complaint) -> Say:
    return await show(turn, complaint, head=turn.texts("receipt.not_now"), edit=True)
