"""My case: proving to know it, seeing where it stands and what that means, following it."""

from dataclasses import replace

from domain import query_code
from domain.case_life import Standing
from domain.delivery import UNFOLLOWED
from domain.say import Button, Say, press
from handlers import tries
from handlers.case_notice import phone_of, tail, unit_of
from handlers.day import word_day
from handlers.no_news import first_at
from handlers.tries import Tried
from handlers.turn import Turn
from handlers.welcome import WORDING, back_to_menu
from handlers.withdrawal import void_slots
from storage import cases, citizens, notices
from storage.schema.case import Case, CaseFollower
from storage.schema.citizen import Citizen

DOOR = "case"
HISTORY_SHOWN = 12
CASES_SHOWN = 10
PARTS = ("what", "why", "next")
NO_SALT, NO_HASH = "0" * 16, "0" * 64
"""An unknown number is hashed against these, so that it takes as long as a wrong code."""


async def list_followed(turn: Turn, citizen: Citizen) -> Say | None:
    """The cases a citizen follows, to choose from; None when there are none."""
    followed = await cases.followed_by(turn.db, citizen.id, CASES_SHOWN)
    if not followed:
        return None
    rows = [
        (
            Button(
                turn.texts("case.list_button", tail=tail(case.number), title=_title(turn, case)),
                press("case", "open", case.id),
            ),
        )
        for case in followed
    ]
    other = (Button(turn.texts("case.other"), press("case", "enter")),)
    return Say(turn.texts("case.list"), (*rows, other, back_to_menu(turn)))


def ask_number(turn: Turn) -> Say:
    return Say(turn.texts("case.ask_number"), (back_to_menu(turn),))


def ask_code(turn: Turn, number: str) -> Say:
    return Say(turn.texts("case.ask_code", tail=tail(number)), (back_to_menu(turn),))


def not_understood(turn: Turn) -> Say:
    return Say(turn.texts("case.not_understood"), (back_to_menu(turn),))


async def unlock(turn: Turn, citizen: Citizen, number: str, code: str | None) -> Tried:
    """Show a case to a citizen who knows its code; it is among theirs from then on, and they are told.

    An unknown number and a wrong code get the same answer. code: None for one that can't be one. Who
    follows it already has nothing to guess, so no lock shuts them out.
    """
    case = await cases.find(turn.db, number)
    followed = await cases.find_followed(turn.db, case.id, citizen.id) if case else None
    if followed is not None:
        return Tried(await _show(turn, *followed), again=False)
    lock = await tries.find_lock(turn, DOOR, number)
    if lock is None:
        salt, code_hash = (case.code_salt, case.code_hash) if case else (NO_SALT, NO_HASH)
        right = query_code.matches(turn.house.key, salt, code or "", code_hash)
        if case is not None and right:
            await tries.forgive(turn, DOOR)
            # Without the consent nothing is sent; once it is given, this case is meant too.
            wish = not case.sensitive
            known = await cases.find_followed(turn.db, case.id, citizen.id) is not None
            follower = await cases.follow(turn.db, case.id, citizen.id, wish, turn.now)
            if follower.notices and follower.no_news_at is None:
                follower.no_news_at = first_at(turn.house, case, turn.now)
            return Tried(await _show(turn, case, follower, fresh=not known), again=False)
        lock, left = await tries.count_wrong(turn, DOOR, number)
        if lock is None:
            wrong = turn.texts("case.wrong", tail=tail(number), left=left)
            return Tried(_tell_taken_out(turn, wrong), again=True)
    locked = tries.word(turn, lock, "case.locked", tail=tail(number))
    return Tried(_tell_taken_out(turn, locked), again=False)


def _tell_taken_out(turn: Turn, sentence: str) -> Say:
    """Right or wrong, a code that was typed leaves the chat: why, where it opened nothing."""
    return Say(f"{sentence.rstrip()}\n{turn.texts('tries.taken_out')}", (back_to_menu(turn),))


async def open_followed(turn: Turn, citizen: Citizen, case_id: int) -> Say:
    """A case that the citizen follows already needs no code."""
    found = await cases.find_followed(turn.db, case_id, citizen.id)
    return await _show(turn, *found) if found else _not_followed(turn)


async def set_notices(turn: Turn, citizen: Citizen, case_id: int, *, on: bool) -> Say:
    """Progress notices of one case on or off; the consent is asked for first where it is missing."""
    found = await cases.find_followed(turn.db, case_id, citizen.id)
    if found is None:
        return _not_followed(turn)
    case, follower = found
    if on and not citizen.notices and not case.sensitive:
        return _ask_consent(turn, case)
    follower.notices = on and not case.sensitive
    follower.no_news_at = first_at(turn.house, case, turn.now) if follower.notices else None
    if on:
        return await _show(turn, case, follower, edit=True)
    await notices.withhold_all(turn.db, [case.id], UNFOLLOWED, turn.now, citizen_id=citizen.id)
    void = await void_slots(turn, citizen, case.id)
    shown = await _show(turn, case, follower, edit=True)
    return replace(shown, text=shown.text.rstrip() + void)


async def agree(turn: Turn, citizen: Citizen, case_id: int) -> Say:
    """Give the consent to notices, and turn them on for this case."""
    await citizens.consent(turn.db, citizen, "notices", True, WORDING, turn.now)
    return await set_notices(turn, citizen, case_id, on=True)


async def mute(turn: Turn, citizen: Citizen, case_id: int) -> Say:
    """From under a notice, which stays as it is."""
    void = await void_slots(turn, citizen, case_id)
    shown = await set_notices(turn, citizen, case_id, on=False)
    return Say(turn.texts("case.notices_off") + void, shown.buttons)


async def leave(turn: Turn, citizen: Citizen, case_id: int) -> Say:
    """Stop following: what waits about the case is never sent."""
    await cases.leave(turn.db, case_id, citizen.id)
    await notices.withhold_all(turn.db, [case_id], UNFOLLOWED, turn.now, citizen_id=citizen.id)
    void = await void_slots(turn, citizen, case_id)
    return Say(turn.texts("case.left") + void, (back_to_menu(turn),), edit=True)


async def _show(
    turn: Turn, case: Case, follower: CaseFollower, *, edit: bool = False, fresh: bool = False
) -> Say:
    """fresh: it is among the citizen's cases from now on, which they are told."""
    mine = Button(turn.texts("case.mine"), press("case", "ask"))
    leave_it = Button(turn.texts("case.leave"), press("case", "leave", case.id))
    rows = ((mine, leave_it), back_to_menu(turn))
    if case.sensitive:
        text = turn.texts(
            "case.sensitive",
            tail=tail(case.number),
            unit=unit_of(turn.house, turn.texts, case.unit),
            contact=phone_of(turn.house, case.unit, case.contact),
        )
        return Say(_with_news(turn, text, fresh), rows, edit=edit)
    words = turn.house.stages.of(case.kind, case.stage)
    on = follower.notices and turn.citizen is not None and turn.citizen.notices
    stages = await cases.history(turn.db, case.id, HISTORY_SHOWN)
    text = turn.texts(
        "case.shown",
        kind=turn.house.stages.kind(case.kind, turn.language),
        tail=tail(case.number),
        title=_title(turn, case),
        date=word_day(turn.texts, turn.policy, case.stage_at),
        unit=unit_of(turn.house, turn.texts, case.unit),
        contact=phone_of(turn.house, case.unit, case.contact),
        history="\n".join(_history_line(turn, case, standing) for standing in stages),
        notices=turn.texts(f"case.notices_{'on' if on else 'off'}"),
        **{part: getattr(words, part).in_language(turn.language) for part in PARTS},
    )
    switch = Button(
        turn.texts(f"case.turn_{'off' if on else 'on'}"),
        press("case", "notices", case.id, "off" if on else "on"),
    )
    return Say(_with_news(turn, text, fresh), ((switch,), *rows), edit=edit)


def _with_news(turn: Turn, text: str, fresh: bool) -> str:
    return f"{text.rstrip()}\n\n{turn.texts('case.now_followed')}" if fresh else text


def _history_line(turn: Turn, case: Case, standing: Standing) -> str:
    return turn.texts(
        "case.history_line",
        date=word_day(turn.texts, turn.policy, standing.at),
        title=turn.house.stages.of(case.kind, standing.stage).title.in_language(turn.language),
    )


def _title(turn: Turn, case: Case) -> str:
    if case.sensitive:
        return turn.texts("case.list_sensitive")
    return turn.house.stages.of(case.kind, case.stage).title.in_language(turn.language)


def _ask_consent(turn: Turn, case: Case) -> Say:
    hours = turn.policy.quiet_hours
    start, end = f"{hours.start:%H:%M}", f"{hours.end:%H:%M}"
    return Say(
        turn.texts("case.ask_consent", start=start, end=end)
        if hours.are_kept
        else turn.texts("case.ask_consent_always"),
        (
            (
                Button(turn.texts("case.consent_yes"), press("case", "agree", case.id)),
                Button(turn.texts("case.consent_no"), press("case", "open", case.id)),
            ),
            back_to_menu(turn),
        ),
        edit=True,
    )


def _not_followed(turn: Turn) -> Say:
    ask = Button(turn.texts("case.other"), press("case", "enter"))
    return Say(turn.texts("case.not_followed"), ((ask,), back_to_menu(turn)))
