"""My data, read item by item in the citizen's language; the whole of it is in the export."""

from collections.abc import Iterable
from datetime import datetime

from domain.draft import shorten, texts_of
from domain.say import Button, Say, press
from handlers.case_notice import tail
from handlers.day import word_day
from handlers.draft import count, parts_of
from handlers.turn import Turn
from handlers.welcome import back_to_menu
from storage import kept_items
from storage.kept_items import MOST, Items

WORDS = 40
"""Characters of each text that are shown."""


async def show(turn: Turn) -> Say:
    if turn.citizen is None:
        return Say(turn.texts("mydata.nobody"))
    items = await kept_items.find(turn.db, turn.citizen.id)
    # What is switched on for a case is sent only to who agreed to notices at all.
    agreed = turn.citizen.notices
    lines = [turn.texts("mydata.items", most=MOST)]
    for name, said in _lists(turn, items, agreed=agreed).items():
        if said:
            lines += ["", turn.texts(f"mydata.head_{name}"), *said]
    data = Button(turn.texts("house.menu_data"), press("data", "show"))
    export = Button(turn.texts("mydata.button_export"), press("data", "export"))
    return Say("\n".join(lines), ((data, export), back_to_menu(turn)))


def _lists(turn: Turn, items: Items, *, agreed: bool) -> dict[str, list[str]]:
    """Each list's lines, by its name."""
    return {
        "consents": [
            turn.texts(
                "mydata.item_consent",
                day=_day(turn, one.at),
                kind=turn.texts(f"mydata.consent_{one.kind}"),
                given=turn.texts(f"mydata.{'given' if one.given else 'withdrawn'}"),
            )
            for one in items.consents
        ],
        "complaints": [
            turn.texts(
                "mydata.item_complaint",
                day=_day(turn, one.received_at),
                code=one.receipt_code,
                state=turn.texts(f"receipt.short_{one.state}"),
                text=_short(text),
            )
            for one, text in items.complaints
        ],
        "cases": [
            turn.texts(
                "mydata.item_case",
                tail=tail(number),
                day=_day(turn, since),
                notices=turn.texts(f"mydata.{'on' if notices and agreed else 'off'}"),
            )
            for number, since, notices in items.cases
        ],
        "sessions": [
            turn.texts(
                "mydata.item_session",
                title=turn.house.surveys[one.survey].title.in_language(turn.language),
                day=_day(turn, one.touched_at),
            )
            for one in items.sessions
            if one.survey in turn.house.surveys
        ],
        "drafts": list(_drafts(turn, items)),
        "waiting": [
            turn.texts(
                "mydata.item_waiting", day=_day(turn, one.due_at), text=_short(one.say["text"])
            )
            for one in items.waiting
            if not one.say.get("fleeting")
        ],
    }


def _drafts(turn: Turn, items: Items) -> Iterable[str]:
    for one in items.drafts:
        if parts := parts_of(one):
            text = _short(" ".join(texts_of(parts))) or count(turn, parts)
            yield turn.texts("mydata.item_draft", day=_day(turn, one.updated_at), text=text)


def _short(text: str) -> str:
    return shorten(" ".join(text.split()), WORDS)


def _day(turn: Turn, moment: datetime) -> str:
    return word_day(turn.texts, turn.policy, moment)
