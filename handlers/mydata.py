"""What is kept of a citizen: shown, exported, erased, all by themselves and at once."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import timedelta

from content.text import LANGUAGES
from domain.say import FLEETING, Button, Export, Say, press
from domain.stopwords import KINDS
from handlers.erased_cards import forget_cards
from handlers.turn import Turn
from handlers.welcome import back_to_menu
from handlers.withdrawal import void_slots
from storage import erasure, mydata, wrong_tries
from storage.mydata import Kept
from storage.wrong_tries import exports_of

ERASE = press("data", "erase", "yes")
"""The press that erases everything."""
EXPORTS, EXPORTS_REST = 3, timedelta(days=1)
"""Exports of one person within a day; who asks for more waits so long."""
SHOWN = ("complaints", "photos", "cases", "sessions", "messages", "waiting")
"""Lines of the overview, by the count that has to be there for them."""

MATTERS = ("complaints", "cases", "sessions")
"""Those of them that are what a citizen came for."""


async def show(turn: Turn, *, edit: bool = False) -> Say:
    """What is kept, in plain words with counts."""
    if turn.citizen is None:
        return Say(turn.texts("mydata.nobody"))
    kept = await mydata.count(turn.db, turn.citizen.id)
    settings = {
        kind: turn.texts(f"mydata.{'on' if getattr(turn.citizen, kind) else 'off'}")
        for kind in KINDS
    }
    lines = [
        turn.texts("mydata.heading"),
        turn.texts("mydata.settings", **settings, consents=kept.consents, chats=kept.chats),
        *_lines(turn, kept),
        "",
        turn.texts("mydata.not_kept"),
    ]
    buttons = (
        (
            Button(turn.texts("mydata.button_items"), press("data", "items")),
            Button(turn.texts("mydata.button_export"), press("data", "export")),
        ),
        (Button(turn.texts("mydata.button_erase"), press("data", "erase")),),
        (Button(turn.texts("linking.button_link"), press("link", "show")),),
        (Button(turn.texts("mydata.button_stop"), press("stop", "show")),),
        back_to_menu(turn),
    )
    return Say("\n".join(lines), buttons, edit=edit)


async def export(turn: Turn) -> Say:
    """Everything as one JSON file, some times a day. It is made when it is said."""
    if turn.citizen is None:
        return Say(turn.texts("mydata.nobody"))
    zone = turn.policy.quiet_hours.zone
    enough = await wrong_tries.count_wrong(
        turn.db, exports_of(turn.citizen.id), EXPORTS + 1, EXPORTS_REST, turn.now
    )
    if enough is not None:
        text = turn.texts(
            "mydata.exported_enough", most=EXPORTS, until=f"{enough.astimezone(zone):%m-%d %H:%M}"
        )
        return Say(text, (back_to_menu(turn),))
    here = turn.now.astimezone(zone)
    about = tuple(turn.house.book[language]("mydata.about") for language in LANGUAGES)
    export = Export(f"minyi-{here:%Y%m%d-%H%M}.json", turn.channel, about, here)
    return Say(turn.texts("mydata.exported"), (back_to_menu(turn),), export=export)


async def ask_erase(turn: Turn) -> Say:
    """Ask once, with what goes, what stays and why."""
    if turn.citizen is None:
        return Say(turn.texts("mydata.nobody"))
    kept = await mydata.count(turn.db, turn.citizen.id)
    text = turn.texts("mydata.ask_erase")
    if kept.in_hand:
        text += "\n" + turn.texts("mydata.in_hand_stay", codes=_codes(turn, kept))
    text += "\n" + turn.texts("mydata.answers_stay")
    buttons = (
        (Button(turn.texts("mydata.button_export_first"), press("data", "export")),),
        (Button(turn.texts("mydata.button_erase_now"), ERASE),),
        (Button(turn.texts("mydata.button_keep"), press("data", "show")),),
        back_to_menu(turn),
    )
    return Say(text, buttons, edit=True)


async def erase(turn: Turn) -> Say:
    """Erase the citizen in this commit: afterwards they are a stranger again."""
    if turn.citizen is None:
        return Say(turn.texts("mydata.nobody"))
    kept = await mydata.count(turn.db, turn.citizen.id)
    void = await void_slots(turn, turn.citizen)
    closed = await erasure.closed_complaints(turn.db, turn.citizen.id)
    await forget_cards(turn.db, turn.house, closed, turn.now)
    await erasure.erase(turn.db, turn.citizen.id, turn.now)
    turn.citizen = None
    if turn.staff is None:
        turn.chat = None
    text = turn.texts(f"mydata.erased{'_but' if kept.in_hand else ''}")
    if kept.in_hand:
        text += "\n" + turn.texts("mydata.erased_in_hand", codes=_codes(turn, kept))
        text += "\n" + turn.texts("receipt.fleeting", minutes=FLEETING // timedelta(minutes=1))
    return Say(text + void, edit=True, fleeting=bool(kept.in_hand))


def word_matters(turn: Turn, kept: Kept) -> list[str]:
    """What of these counts is a citizen's own matter, in words."""
    return _lines(turn, kept, MATTERS)


def _lines(turn: Turn, kept: Kept, names: Sequence[str] = SHOWN) -> list[str]:
    counts = {**asdict(kept), "in_hand": len(kept.in_hand)}
    counts["complaints"] = counts["in_hand"] + counts["closed"]
    return [turn.texts(f"mydata.{name}", **counts) for name in names if counts[name]]


def _codes(turn: Turn, kept: Kept) -> str:
    return turn.texts("mydata.between_codes").join(kept.in_hand)
