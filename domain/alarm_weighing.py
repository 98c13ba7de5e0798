"""How much a message sounds like danger, by its pieces: what no list of words foresaw."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from math import exp

LONGEST_PIECE = 3
"""Characters of the longest piece; of Latin script, pieces are words and pairs of words."""
FEWEST_PIECES = 8
"""Messages of fewer known pieces are weighed as if they had so many."""
LARGEST_POWER = 300.0
"""e to the power of more is too large for a number; the chance is one long before."""

# Letters among figures are part of a code, of a number plate or the like.
_WORD = re.compile(r"(?<![a-z0-9'])[a-z']+(?![a-z0-9'])")
_OTHER = re.compile(r"[^\sa-z0-9']+")


@dataclass(frozen=True, slots=True)
class AlarmWeights:
    """What learning found: by piece, what it says for an emergency and for a wish to die against
    a harmless message; `start` the same for no piece at all. From the chance `alarm_from` on a
    message is one; below `harmless_below` it is none, whatever words of danger it holds.
    """

    pieces: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    start: tuple[float, float] = (0.0, 0.0)
    alarm_from: float = 1.0
    harmless_below: float = 0.0


def find_alarm_pieces(plain: str) -> set[str]:
    """Every piece of a plain text."""
    words = _WORD.findall(plain)
    found = {*words, *map(" ".join, pairwise(words))}
    for run in _OTHER.findall(plain):
        for length in range(1, LONGEST_PIECE + 1):
            found.update(run[place : place + length] for place in range(len(run) - length + 1))
    return found


def weigh_alarm(weights: AlarmWeights, plain: str) -> tuple[float, float]:
    """The chances that a plain text is an emergency, and a wish to die."""
    known = [weights.pieces[p] for p in find_alarm_pieces(plain) if p in weights.pieces]
    share = max(len(known), FEWEST_PIECES) ** -0.5
    power = weights.start[0] + share * sum(weight for weight, _ in known)
    emergency = exp(min(power, LARGEST_POWER))
    power = weights.start[1] + share * sum(weight for _, weight in known)
    self_harm = exp(min(power, LARGEST_POWER))
    whole = 1 + emergency + self_harm
    return emergency / whole, self_harm / whole
