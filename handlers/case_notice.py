"""What every notice about a case has: the public number, the tail of the number, buttons."""

from content.text import Texts
from domain.say import Button, press
from domain.unit import find_unit
from handlers.house import House
from handlers.welcome import menu_row


def tail(number: str) -> str:
    """All of a case number that is ever shown to a citizen."""
    return number[-4:]


def phone_of(house: House, unit: str, contact: str) -> str:
    """The unit's public number: as the bureau lists it, or else as the feed tells it."""
    known = find_unit(house.units, unit)
    return known.phone if known else contact


def unit_of(house: House, texts: Texts, unit: str) -> str:
    """What the unit is called in the language of `texts`, if the bureau lists it.

    Else a word for any unit: free text of the feed never reaches a citizen.
    """
    known = find_unit(house.units, unit)
    return known.title(texts.language) if known else texts("case.some_unit")


def buttons(texts: Texts, case_id: int, *own: Button) -> tuple[tuple[Button, ...], ...]:
    """A notice's own buttons, and those under every notice."""
    mine = Button(texts("notice.mine"), press("case", "open", case_id))
    off = Button(texts("notice.turn_off"), press("case", "mute", case_id))
    return (*((button,) for button in own), (mine,), (off,), menu_row(texts))
