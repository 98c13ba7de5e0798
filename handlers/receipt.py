"""Asking with a receipt code, and what the citizen may do with it: add, withdraw, reopen, judge."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from domain.complaint import ENDED, Act, EntryKind, State, Verdict, can_reopen, follow
from domain.objection import Objection, after_verdict
from domain.receipt_code import find_code, read_code
from domain.say import FLEETING, Button, Say, press
from handlers import cards, draft, tries, welcome
from handlers.card_face import read_objection
from handlers.complaint_answer import verdict_buttons
from handlers.day import word_day
from handlers.deadlines import happened
from handlers.moment import moment_of
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
    rows = tuple((_look(turn, complaint),) for complaint in own)
    sentence = turn.texts("receipt.ask_own" if own else "receipt.ask")
    return Say(sentence, (*rows, welcome.back_to_menu(turn)))


def _look(turn: Turn, complaint: Complaint) -> Button:
    day = word_day(turn.texts, turn.policy, complaint.received_at)
    label = turn.texts("receipt.own", day=day, state=turn.texts(f"receipt.short_{complaint.state}"))
    return Button(label, press("receipt", "show", complaint.receipt_code))


async def open_typed(turn: Turn, typed: str, message_id: int) -> Say:
    """The receipt of a code as somebody typed it. Unless it is the citizen's own, the code does not
    stay in the chat, right or wrong: it would say whose the complaint is."""
    code = read_code(typed) or find_code(typed)
    if code is None:
        return Say(turn.texts("receipt.no_code"), (welcome.back_to_menu(turn),))
    found = await unlock(turn, code)
    if isinstance(found, Say):
        return replace(found, forget=(message_id,))
    shown = await show(turn, found)
    return replace(shown, forget=(message_id,)) if shown.fleeting else shown


async def unlock(turn: Turn, typed: str) -> Complaint | Say:
    """The complaint behind a code, held; or why it isn't shown. Wrong codes are counted.

    A citizen's own complaint opens in a locked chat too: there is nothing to guess.
    """
    lock = await tries.find_lock(turn, DOOR)
    complaint = await complaints.hold_by_code(turn.db, read_code(typed) or "")
    if complaint is not None and (lock is None or is_own(turn, complaint)):
        return complaint
    if lock is None:
        lock = await tries.count_wrong(turn, DOOR)
    wrong = turn.texts("receipt.wrong_code")
    sentence = tries.word(turn, lock, "receipt.locked") if lock else wrong
    return Say(sentence, (welcome.back_to_menu(turn),))


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
    lines = [
        texts(
            "receipt.standing",
            code=complaint.receipt_code,
            kind=texts(f"complaint.kind_{complaint.kind}"),
            received=word_day(texts, turn.policy, complaint.received_at),
            desk=texts(f"receipt.desk_{desk}"),
            state=texts(
                f"receipt.state_{state}",
                due=word_day(texts, turn.policy, complaint.due_at),
                silence=turn.policy.complaint_silence.days,
            ),
        )
    ]
    if complaint.verdict:
        lines.append(texts("receipt.your_verdict", verdict=texts(f"receipt.{complaint.verdict}")))
    lines += _answers(turn, entries)
    fleeting = not is_own(turn, complaint)
    if fleeting:
        lines += ["", texts("receipt.fleeting", minutes=FLEETING // timedelta(minutes=1))]
    text = "\n".join([head, "", *lines] if head else lines)
    buttons = (*_buttons(turn, complaint, read_objection(entries)), welcome.back_to_menu(turn))
    return Say(text, buttons, edit=edit, fleeting=fleeting)


def _answers(turn: Turn, entries: Sequence[ComplaintEntry]) -> list[str]:
    """What staff wrote, oldest first, as much of it as one message holds."""
    said: list[str] = []
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
    return ["", *reversed(said)] if said else []


def _buttons(
    turn: Turn, complaint: Complaint, objection: Objection
) -> tuple[tuple[Button, ...], ...]:
    code, state = complaint.receipt_code, State(complaint.state)

    def button(name: str) -> Button:
        return Button(turn.texts(f"receipt.{name}"), press("receipt", name, code))

    judge = verdict_buttons(turn.texts, code)
    if follow(state, Act.ADD) is None:
        reopened = can_reopen(state, complaint.closed_at, turn.policy.complaint_reopen, turn.now)
        asked = judge if objection.asks_again(state, complaint.verdict) else ()
        return (*asked, (button("reopen"),)) if reopened else ()
    return (*(judge if state is State.ANSWERED else ()), (button("add"), button("withdraw")))


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
        return await _too_late(turn, complaint)
    at = await moment_of(turn, complaint)
    await complaints.move(turn.db, complaint, state, at)
    await _note(turn, complaint, EntryKind.WITHDRAWN, "withdrawn", at)
    return await show(turn, complaint, head=turn.texts("receipt.withdrawn"), edit=True)


async def reopen(turn: Turn, complaint: Complaint) -> list[Say]:
    """Back to its desk with a new promise. What was being written to it can be added now."""
    state = follow(State(complaint.state), Act.REOPEN)
    within = turn.policy.complaint_reopen
    if state is None or not can_reopen(
        State(complaint.state), complaint.closed_at, within, turn.now
    ):
        return [await _too_late(turn, complaint)]
    at = await moment_of(turn, complaint)
    due = at + turn.policy.complaint_answer
    await complaints.move(turn.db, complaint, state, at, due_at=due)
    await _note(turn, complaint, EntryKind.REOPENED, "reopened", at)
    says = [await show(turn, complaint, head=turn.texts("receipt.reopened"), edit=True)]
    kept = await drafts.of_chat(turn.db, turn.chat) if turn.chat else None
    if kept is not None and kept.adds_to == complaint.receipt_code and kept.parts:
        says.append(draft.card(turn, kept, anew=True))
    return says


async def judge(turn: Turn, complaint: Complaint, verdict: Verdict) -> Say:
    """Take the citizen's word on an answer: settled closes it, unsettled brings it back. On a closing
    over an earlier "not" too, as long as it may be reopened."""
    objection = read_objection(await complaints.entries(turn.db, complaint.id))
    before = State(complaint.state)
    state = after_verdict(before, complaint.verdict, objection, verdict)
    within = turn.policy.complaint_reopen
    gone = before in ENDED and not can_reopen(before, complaint.closed_at, within, turn.now)
    if state is None or gone:
        return await _too_late(turn, complaint)
    at = await moment_of(turn, complaint)
    due = at + turn.policy.complaint_answer if verdict.act is Act.REJECT else None
    await complaints.move(turn.db, complaint, state, at, verdict=verdict, due_at=due)
    await _note(turn, complaint, EntryKind.VERDICT, "verdict", at, text=verdict)
    return await show(turn, complaint, head=turn.texts(f"receipt.judged_{verdict}"), edit=True)


async def _note(
    turn: Turn,
    complaint: Complaint,
    kind: EntryKind,
    news: str,
    at: datetime,
    text: str | None = None,
) -> None:
    await complaints.add_entry(turn.db, complaint.id, kind, at, text=text)
    rejected = text is not None and Verdict(text).act is Act.REJECT
    event = "rejected" if rejected else news
    await happened(turn.db, turn.house, complaint, event, at)
    await cards.announce(turn.db, turn.house, complaint.id, at, news)


async def _too_late(turn: Turn, complaint: Complaint) -> Say:
    return await show(turn, complaint, head=turn.texts("receipt.not_now"), edit=True)
