"""A case at the desk: what is owed in it, and the acts that staff note because no feed tells them."""

from domain.case_act import possible_acts
from domain.duty import Event, Owed, Standing
from domain.reckoning import all_owed
from domain.role import may_handle_case
from domain.say import Button, Say, press
from domain.typed import as_code, clean
from domain.unit import find_unit
from handlers import petition
from handlers.card_face import back_to_workplace
from handlers.cards import post_of
from handlers.case_consequences import follow_act
from handlers.case_deadlines import lives_of, reckon_case, subject_of
from handlers.day import word_day, word_end
from handlers.owed_words import explain, grantor_of, word_period
from handlers.review import member_of
from handlers.turn import Turn
from storage import audit, cases, events, marked_cases
from storage.marked_cases import Marked

SHOWN_RIGHTS = (Standing.OPEN, Standing.DONE_LATE)
"""Rights that still matter to who handles the case: to be used yet, or used too late."""
EVIDENCE = 200
"""Characters of what shows that an act was done."""


async def find(turn: Turn, typed: str) -> Say:
    """A case by its number, for those who handle it."""
    number = as_code(clean(typed))
    if not number:
        return Say(turn.texts("deadline.case_how"), (back_to_workplace(turn.texts),))
    found = await cases.find(turn.db, number)
    return await open_case(turn, found.id if found else 0, edit=False)


async def open_case(turn: Turn, case_id: int, *, head: str = "", edit: bool = False) -> Say:
    """What is owed in a case, and what can be noted."""
    case = await _look(turn, case_id, "open")
    if case is None:
        return _not_here(turn)
    life, owed = await _owed(turn, case)
    texts = turn.texts
    lines = [head] if head else []
    lines.append(
        texts(
            "deadline.case_head",
            tail=case.number[-4:],
            kind=turn.house.stages.kind(case.kind, texts.language),
            unit=case.unit,
            stage=turn.house.stages.of(case.kind, case.stage).title.in_language(texts.language),
            date=word_day(texts, turn.policy, case.stage_at),
        )
    )
    if case.sensitive:
        lines.append(texts("deadline.case_sensitive"))
    due = [one for one in owed if one.ended_at is None]
    lines.append("")
    if due:
        lines.append(texts("deadline.case_owed"))
        lines += [f"· {explain(turn.house, texts, one, turn.now)}" for one in due]
    else:
        lines.append(texts("deadline.owes_nothing"))
    rights = [one for one in _rights(turn, case, life) if one.standing in SHOWN_RIGHTS]
    if rights:
        lines += ["", texts("deadline.case_rights")]
        lines += [f"· {explain(turn.house, texts, one, turn.now)}" for one in rights]
    late = sum(one.standing is Standing.DONE_LATE for one in owed)
    kept = sum(one.standing is Standing.DONE for one in owed)
    if kept or late:
        lines += ["", texts("deadline.case_done", kept=kept, late=late)]
    acts = _acts(turn, case, life, owed)
    if acts:
        lines.append(texts("deadline.case_note"))
    buttons = [Button(texts(f"deadline.act_{name}"), _way_to(case.id, name)) for name in acts]
    rows = [tuple(buttons[i : i + 2]) for i in range(0, len(buttons), 2)]
    return Say("\n".join(lines), (*rows, back_to_workplace(texts)), edit=edit)


async def ask_evidence(turn: Turn, case_id: int, act: str) -> tuple[Say, bool]:
    """Ask what shows that it was done. False: it can't be noted by this member now."""
    case = await _look(turn, case_id, "open")
    if case is None:
        return _not_here(turn), False
    life, owed = await _owed(turn, case)
    if act not in _acts(turn, case, life, owed):
        refused = turn.texts("deadline.act_not_now")
        return await open_case(turn, case_id, head=refused, edit=True), False
    text = turn.texts(
        "deadline.ask_evidence",
        act=turn.texts(f"deadline.act_{act}"),
        tail=case.number[-4:],
        limit=EVIDENCE,
    )
    warned = _lapsed(turn, case, life, act)
    if (by := grantor_of(turn.house, owed, act)) is not None:
        text += "\n" + turn.texts("deadline.grantor", by=by.in_language(turn.texts.language))
    return Say("\n".join([*warned, text]), (_back(turn, case_id),)), True


async def note(turn: Turn, case_id: int, act: str, typed: str) -> tuple[Say, bool]:
    """Keep an act with its evidence and reckon the case anew. False: other words are needed."""
    evidence = clean(typed)
    if not evidence or len(evidence) > EVIDENCE:
        key = "evidence_long" if evidence else "evidence_empty"
        words = turn.texts(f"deadline.{key}", length=len(evidence), limit=EVIDENCE)
        return Say(words, (_back(turn, case_id),)), False
    case = await _look(turn, case_id, act)
    if case is None:
        return _not_here(turn), True
    life, owed = await _owed(turn, case)
    if act not in _acts(turn, case, life, owed):
        return await open_case(turn, case_id, head=turn.texts("deadline.act_not_now")), True
    staff_id, by = member_of(turn).id, grantor_of(turn.house, owed, act)
    await events.add(
        turn.db,
        subject_of(case.id),
        act,
        turn.now,
        staff_id=staff_id,
        evidence=evidence,
        granted_by=by.zh if by else None,
    )
    await follow_act(turn.db, turn.house, case.id, act, turn.now, staff_id)
    await reckon_case(turn.db, turn.house, case, turn.now)
    noted = turn.texts("deadline.noted", act=turn.texts(f"deadline.act_{act}"))
    return await open_case(turn, case_id, head=noted), True


async def _look(turn: Turn, case_id: int, act: str) -> Marked | None:
    """The case, held, if this member may handle it; either way it is written down."""
    member = member_of(turn)
    case = await marked_cases.hold_one(turn.db, case_id)
    unit = find_unit(turn.house.units, case.unit) if case else None
    may = case is not None and may_handle_case(post_of(member), unit.id if unit else None)
    await audit.record(
        turn.db,
        staff_id=member.id,
        act=act if may else "refused",
        subject=subject_of(case_id),
        now=turn.now,
        detail=None if may else act,
    )
    return case if may else None


async def _owed(turn: Turn, case: Marked) -> tuple[list[Event], list[Owed]]:
    book = turn.house.rulebook
    life = (await lives_of(turn.db, [case.id]))[case.id]
    return life, all_owed(book.by_kind.get(case.kind, {}), case.kind, life, book.calendar, turn.now)


def _rights(turn: Turn, case: Marked, life: list[Event]) -> list[Owed]:
    """What the citizen may or might have asked for in a time."""
    book = turn.house.rulebook
    return all_owed(book.rights.get(case.kind, {}), case.kind, life, book.calendar, turn.now)


def _lapsed(turn: Turn, case: Marked, life: list[Event], act: str) -> list[str]:
    """That the time in which this might have been asked for is over."""
    return [
        turn.texts(
            "deadline.asked_late",
            title=turn.house.rulebook.title(one.rule.id, turn.texts.language),
            clock=word_period(turn.texts, one.rule.period),
            until=word_end(turn.texts, turn.policy, one.until),
        )
        for one in _rights(turn, case, life)
        if act in one.rule.done and one.standing is Standing.LATE
    ]


def _acts(turn: Turn, case: Marked, life: list[Event], owed: list[Owed]) -> list[str]:
    rules = turn.house.rulebook.by_kind.get(case.kind, {})
    starts = {name for versions in rules.values() for rule in versions for name in rule.starts}
    return possible_acts(case.stage, life, owed, starts)


def _way_to(case_id: int, act: str) -> str:
    """More time for a petition is told with its reason, which is chosen and not typed."""
    if act == petition.EXTENDED:
        return press("extend", "why", case_id)
    return press("owed", "act", case_id, act)


def _not_here(turn: Turn) -> Say:
    return Say(turn.texts("deadline.case_not_here"), (back_to_workplace(turn.texts),))


def _back(turn: Turn, case_id: int) -> tuple[Button, ...]:
    return (Button(turn.texts("deadline.back_to_case"), press("owed", "open", case_id)),)
