"""From a draft to a complaint: how the citizen is answered, a last look, what is sent or added."""

from dataclasses import asdict
from datetime import datetime

from domain.anonymity import blur
from domain.complaint import Act, EntryKind, State, follow
from domain.crime import find_crimes
from domain.draft import PHOTOS_IN_ALL, photos_of, shorten, texts_of, whole_text
from domain.receipt_code import new_code
from domain.say import Button, Say, press
from domain.unit import named_units
from handlers import cards, draft, welcome
from handlers.complaint_receipt import receipt, way_to
from handlers.deadlines import happened
from handlers.moment import moment_of
from handlers.receipt import is_own
from handlers.turn import Turn
from storage import complaints, drafts
from storage.schema.complaint import Complaint
from storage.schema.draft import ComplaintDraft


async def finish(turn: Turn) -> list[Say]:
    """Everything is written: ask for the way of answering."""
    kept = await _draft(turn)
    if kept is None or kept.adds_to or not kept.parts:
        return _nothing_to_send(turn)
    if not texts_of(draft.parts_of(kept)):
        return [draft.card(turn, kept, head=turn.texts("complaint.photos_need_words"))]
    return [ask_contact(turn)]


async def finish_typed(turn: Turn) -> list[Say]:
    """Finish in typed words: the next step, whichever that is."""
    kept = await _draft(turn)
    if kept is not None and kept.adds_to and kept.parts:
        return await add(turn)
    if kept is not None and kept.contact is not None:
        return [summarize(turn, kept)]
    return await finish(turn)


def ask_contact(turn: Turn) -> Say:
    texts = turn.texts

    def button(name: str) -> Button:
        return Button(texts(f"complaint.{name}"), press("complaint", "contact", name))

    rows = ((button("reachable"),), (button("anonymous"),), welcome.back_to_menu(turn))
    return Say(texts("complaint.ask_contact"), rows, edit=True)


async def choose_contact(turn: Turn, *, reachable: bool) -> list[Say]:
    kept = await _draft(turn)
    if kept is None or not kept.parts:
        return _nothing_to_send(turn)
    if kept.adds_to:
        return [draft.card(turn, kept, anew=True)]
    kept.contact = reachable
    return [summarize(turn, kept)]


def summarize(turn: Turn, kept: ComplaintDraft) -> Say:
    """A last look before it is sent."""
    texts, parts = turn.texts, draft.parts_of(kept)
    text = whole_text(parts)
    lines = [
        texts("complaint.summary", text=shorten(text), count=draft.count(turn, parts)),
        texts(
            "complaint.summary_kind", kind=texts(f"complaint.kind_{turn.house.guess_kind(text)}")
        ),
        texts(f"complaint.summary_{'reachable' if kept.contact else 'anonymous'}"),
    ]
    units = named_units(turn.house.units, text)
    if units:
        names = texts("complaint.and").join(unit.title(turn.language) for unit in units)
        lines.append(texts("complaint.summary_units", units=names))
    send = Button(texts("complaint.send"), press("complaint", "send", kept.key))
    change = Button(texts("complaint.change"), press("complaint", "change"))
    cancel = Button(texts("complaint.cancel"), press("complaint", "cancel"))
    return Say("\n".join(lines), ((send,), (change, cancel), welcome.back_to_menu(turn)), edit=True)


async def ask_change(turn: Turn) -> list[Say]:
    """What to change: go on writing, write anew, or the way of answering."""
    kept = await _draft(turn)
    if kept is None:
        return _nothing_to_send(turn)
    rows = [
        (Button(turn.texts(f"complaint.{name}"), press("complaint", name)),)
        for name in ("more", "rewrite", "recontact")
    ]
    buttons = (*rows, welcome.back_to_menu(turn))
    return [Say(turn.texts("complaint.ask_change"), buttons, edit=True)]


async def send(turn: Turn, key: str) -> list[Say]:
    """Make the draft a complaint, its desk's cards with it. A second press shows the same receipt."""
    kept = await _draft(turn)
    if kept is None or kept.key != key:
        sent = await complaints.by_draft(turn.db, key)
        return [receipt(turn, sent)] if sent else _nothing_to_send(turn)
    if kept.contact is None or kept.adds_to or not texts_of(draft.parts_of(kept)):
        return await finish(turn)
    complaint = await _keep(turn, kept)
    at = complaint.received_at
    await happened(turn.db, turn.house, complaint, "received", at)
    await cards.announce(turn.db, turn.house, complaint.id, at, "new")
    forget = () if kept.contact else tuple(kept.messages)
    await drafts.drop(turn.db, kept)
    return [receipt(turn, complaint, forget=forget)]


async def _keep(turn: Turn, kept: ComplaintDraft) -> Complaint:
    """Store the complaint with its routing, entries and the units it names."""
    text = whole_text(draft.parts_of(kept))
    routing = await turn.house.route(text)
    crimes = find_crimes(turn.house.crimes, routing.tags, routing.crimes)
    at = turn.now if kept.contact else blur(turn.now)
    complaint = None
    while complaint is None:  # until the code is nobody else's
        complaint = await complaints.add(
            turn.db,
            receipt_code=new_code(),
            draft_key=kept.key,
            citizen_id=turn.citizen.id if kept.contact and turn.citizen else None,
            language=turn.language,
            kind=turn.house.guess_kind(text),
            area=routing.area,
            to_triage=not routing.sure,
            runner_up=routing.runner_up,
            score=routing.score,
            also=list(routing.also),
            tags=[*routing.tags, *(one for one in crimes if one not in routing.tags)],
            because=[reason._asdict() for reason in routing.because],
            reckoned=asdict(routing.line),
            routed_sure=routing.sure,
            received_at=at,
            due_at=at + turn.policy.complaint_answer,
        )
    await _add_parts(turn, complaint, kept, at)
    return complaint


async def _add_parts(turn: Turn, complaint: Complaint, kept: ComplaintDraft, at: datetime) -> None:
    parts = draft.parts_of(kept)
    for text in texts_of(parts):
        await complaints.add_entry(turn.db, complaint.id, EntryKind.TEXT, at, text=text)
    for photo in photos_of(parts):
        await complaints.add_entry(turn.db, complaint.id, EntryKind.PHOTO, at, photo_id=photo)
    units = named_units(turn.house.units, whole_text(parts))
    await complaints.name_units(turn.db, complaint.id, [unit.id for unit in units])


async def add(turn: Turn) -> list[Say]:
    """Put the draft to the complaint it adds to; one that has ended is first to be reopened."""
    kept = await _draft(turn)
    if kept is None or not kept.adds_to or not kept.parts:
        return _nothing_to_send(turn)
    code = kept.adds_to
    complaint = await complaints.hold_by_code(turn.db, code)
    if complaint is None:
        return [Say(turn.texts("receipt.gone"), (welcome.back_to_menu(turn),), edit=True)]
    new = len(photos_of(draft.parts_of(kept)))
    if new and await complaints.count_photos(turn.db, code) + new > PHOTOS_IN_ALL:
        head = turn.texts("complaint.full_photos_in_all", in_all=PHOTOS_IN_ALL)
        return [draft.card(turn, kept, head=head, anew=True)]
    state = follow(State(complaint.state), Act.ADD)
    if state is None:
        reopen = Button(turn.texts("receipt.reopen"), press("receipt", "reopen", code))
        cancel = Button(turn.texts("complaint.cancel"), press("complaint", "cancel"))
        words = turn.texts("complaint.add_to_ended", code=code)
        fleeting = not is_own(turn, complaint)
        return [
            Say(
                words,
                ((reopen,), (cancel,), welcome.back_to_menu(turn)),
                edit=True,
                fleeting=fleeting,
            )
        ]
    at = await moment_of(turn, complaint)
    await _add_parts(turn, complaint, kept, at)
    await happened(turn.db, turn.house, complaint, "added", at)
    await cards.announce(turn.db, turn.house, complaint.id, at, "added")
    forget = tuple(kept.messages) if complaint.citizen_id is None else ()
    await drafts.drop(turn.db, kept)
    buttons = (way_to(turn, complaint), *welcome.back_to_menu(turn))
    words = turn.texts("complaint.added", code=code)
    fleeting = not is_own(turn, complaint)
    return [Say(words, (buttons,), edit=True, forget=forget, fleeting=fleeting)]


async def ask_cancel(turn: Turn) -> Say:
    """Written words are not thrown away by one press."""
    kept = await _draft(turn)
    if kept is None or not kept.parts:
        return await cancel(turn)
    row = (
        Button(turn.texts("complaint.drop"), press("complaint", "drop")),
        Button(turn.texts("complaint.more"), press("complaint", "more")),
    )
    rows = (row, welcome.back_to_menu(turn))
    return Say(turn.texts("complaint.ask_cancel"), rows, edit=True)


async def cancel(turn: Turn) -> Say:
    await draft.drop(turn)
    return welcome.menu(turn, turn.texts("complaint.dropped"), edit=True)


async def _draft(turn: Turn) -> ComplaintDraft | None:
    return await drafts.of_chat(turn.db, turn.chat) if turn.chat is not None else None


def _nothing_to_send(turn: Turn) -> list[Say]:
    sentence = turn.texts("complaint.nothing_to_send")
    return [Say(toast=sentence), welcome.menu(turn, sentence)]
