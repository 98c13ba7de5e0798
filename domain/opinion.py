"""Own words that are kept without a person: numbers that could name one are taken out."""

import re

_LONG_NUMBER = re.compile(r"\d(?:[ \-.]?\d){6,}[xX]?")
"""Phone, identity, bank and case numbers; dates and sums of money are shorter."""


def hide_numbers(text: str) -> str:
    """The text with every number of seven digits or more hidden, whatever the width of its digits."""
    return _LONG_NUMBER.sub("***", text)
