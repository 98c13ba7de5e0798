"""Stop and start again what is sent without being asked for, per kind."""

from dataclasses import replace

from domain.say import Button, Say, press
from domain.stopwords import KINDS
from handlers.turn import Turn
from handlers.welcome import WORDING, back_to_menu
from handlers.withdrawal import void_slots
from storage import citizens, outbox
from storage.schema.citizen import Citizen

SENT_AS = {"notices": ("notice",), "surveys": ("invitation",), "broadcasts": ("broadcast",)}
"""Kinds of consent, and the kinds of outbox rows that leave only with them."""


def show(turn: Turn, *, edit: bool = False) -> Say:
    """What is on, with buttons to change it."""
    if turn.citizen is None:
        return _nothing_is_sent(turn)
    on = {kind: bool(getattr(turn.citizen, kind)) for kind in KINDS}
    lines = [turn.texts(f"stop.{kind}_{'on' if on[kind] else 'off'}") for kind in KINDS]
    rows = [_switch(turn, kind) for kind in KINDS]
    if sum(on.values()) > 1:
        rows.append((Button(turn.texts("stop.button_all_off"), press("stop", "all", "off")),))
    text = "\n".join(
        (turn.texts("stop.heading"), *lines, "", turn.texts("stop.answers_still_come"))
    )
    return Say(text, (*rows, back_to_menu(turn)), edit=edit)


async def stop(turn: Turn, kinds: tuple[str, ...]) -> Say:
    """Withdraw these consents at once; what waits to be sent on their ground never will be."""
    if turn.citizen is None:
        return _nothing_is_sent(turn)
    void = await _withdraw(turn, turn.citizen, kinds)
    name = "all" if len(kinds) > 1 else kinds[0]
    text = turn.texts(f"stop.stopped_{name}") + "\n" + turn.texts("stop.answers_still_come")
    rows = (_switch(turn, kind) for kind in kinds)
    return Say(text + void, (*rows, back_to_menu(turn)))


async def switch(turn: Turn, kind: str, *, on: bool) -> Say:
    """A pressed button: one kind on or off (or `all` off); then how it all stands."""
    if turn.citizen is None:
        return _nothing_is_sent(turn)
    void = ""
    if not on:
        void = await _withdraw(turn, turn.citizen, KINDS if kind == "all" else (kind,))
    elif kind in KINDS:
        await citizens.consent(turn.db, turn.citizen, kind, True, WORDING, turn.now)
    shown = show(turn, edit=True)
    return replace(shown, text=shown.text + void)


async def _withdraw(turn: Turn, citizen: Citizen, kinds: tuple[str, ...]) -> str:
    """What is to be said besides of what was agreed on and now is void."""
    for kind in kinds:
        await citizens.consent(turn.db, citizen, kind, False, WORDING, turn.now)
    sent_as = [one for kind in kinds for one in SENT_AS[kind]]
    await outbox.give_up(turn.db, citizen.id, sent_as, "stopped", turn.now)
    return await void_slots(turn, citizen) if "notices" in kinds else ""


def _switch(turn: Turn, kind: str) -> tuple[Button, ...]:
    on = bool(getattr(turn.citizen, kind))
    label = turn.texts(f"stop.button_{kind}_{'off' if on else 'on'}")
    return (Button(label, press("stop", kind, "off" if on else "on")),)


def _nothing_is_sent(turn: Turn) -> Say:
    return Say(turn.texts("stop.staff" if turn.staff is not None else "stop.stranger"))
