"""The receipt of a complaint: its code, who has it, until when it is answered, how to ask."""

from datetime import timedelta

from domain.complaint import Kind
from domain.say import FLEETING, Button, Say, press
from domain.unit import reporting_units
from handlers import welcome
from handlers.day import word_day
from handlers.receipt import is_own
from handlers.turn import Turn
from storage.schema.complaint import Complaint


def receipt(turn: Turn, complaint: Complaint, *, forget: tuple[int, ...] = ()) -> Say:
    """What the citizen takes away: the code, the desk, the promise, how to ask; of a crime, that this
    reports none. That of an anonymous one does not stay."""
    texts = turn.texts
    is_crime = complaint.kind == Kind.COMPLAINT and set(complaint.tags) & turn.house.crimes.keys()
    desk = "triage" if complaint.to_triage else complaint.area
    words = texts(
        "receipt.sent",
        thanks=texts(f"receipt.thanks_{complaint.kind}"),
        code=complaint.receipt_code,
        desk=texts(f"receipt.desk_{desk}"),
        due=word_day(texts, turn.policy, complaint.due_at),
        how=texts(
            f"receipt.how_{'anonymous' if complaint.citizen_id is None else 'reachable'}",
            minutes=FLEETING // timedelta(minutes=1),
        ).strip(),
    )
    if is_crime:
        words += "\n\n" + texts("receipt.no_report", stations=_stations(turn))
    return Say(
        words,
        ((way_to(turn, complaint), *welcome.back_to_menu(turn)),),
        edit=True,
        forget=forget,
        fleeting=not is_own(turn, complaint),
    )


def _stations(turn: Turn) -> str:
    names = (
        f"{unit.title(turn.language)} {unit.phone}" for unit in reporting_units(turn.house.units)
    )
    return turn.texts("complaint.and").join(names)


def way_to(turn: Turn, complaint: Complaint) -> Button:
    """The button that shows how it stands."""
    return Button(turn.texts("receipt.look"), press("receipt", "show", complaint.receipt_code))
