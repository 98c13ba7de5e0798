"""The pieces of a brief message: neighbouring characters, and the beginnings of Latin words."""

from collections.abc import Iterator
from string import ascii_letters, whitespace

LONGEST_PIECE = 2
"""Characters of the longest piece of a brief message."""
LATIN = frozenset(ascii_letters)
LATIN_OR_BLANK = LATIN | frozenset(whitespace)
STEM = 5
"""So many letters of a Latin word are a piece: "report", "reports" and "reported" share it."""
SHORTEST_STEM = 3


def find_pieces(text: str, start: int, end: int) -> Iterator[str]:
    """The pieces of a plain text that begin between two places. Blanks are in none; of a word in
    Latin letters its beginning is the only one."""
    for place in range(start, end):
        if text[place] in LATIN:
            if place == 0 or text[place - 1] not in LATIN:
                stem = text[place : place + STEM]
                letters = next((n for n, one in enumerate(stem) if one not in LATIN), len(stem))
                if letters >= SHORTEST_STEM:
                    yield stem[:letters]
            continue
        for length in range(1, LONGEST_PIECE + 1):
            piece = text[place : place + length]
            if len(piece) == length and not LATIN_OR_BLANK.intersection(piece):
                yield piece
