"""Stop and start again what is sent without being asked for, per kind."""

from domain.say import Button, Say, press
from domain.stopwords import KINDS
from handlers.turn import Turn
from handlers.welcome import WORDING, back_to_menu
from storage import citizens, outbox

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
    for kind in kinds:
        await citizens.consent(turn.db, turn.citizen, kind, False, WORDING, turn.now)
    sent_as = [one for kind in kinds for one in SENT_AS[kind]]
    await outbox.give_up(turn.db, turn.citizen.id, sent_as, "stopped", turn.now)
    name = "all" if len(kinds) > 1 else kinds[0]
    text = turn.texts(f"stop.stopped_{name}") + "\n" + turn.texts("stop.answers_still_come")
    rows = (_switch(turn, kind) for kind in kinds)
    return Say(text, (*rows, back_to_menu(turn)))


async def switch(turn: Turn, kind: str, *, on: bool) -> Say:
    """A pressed button: one kind on or off (or `all` off); then how it all stands."""
    if turn.citizen is None:
        return _nothing_is_sent(turn)
    if not on:
        await stop(turn, KINDS if kind == "all" else (kind,))
    elif kind in KINDS:
        await citizens.consent(turn.db, turn.citizen, kind, True, WORDING, turn.now)
    return show(turn, edit=True)


def _switch(turn: Turn, kind: str) -> tuple[Button, ...]:
    on = bool(getattr(turn.citizen, kind))
    label = turn.texts(f"stop.button_{kind}_{'off' if on else 'on'}")
    return (Button(label, press("stop", kind, "off" if on else "on")),)


def _nothing_is_sent(turn: Turn) -> Say:
    return Say(turn.texts("stop.staff" if turn.staff is not None else "stop.stranger"))
