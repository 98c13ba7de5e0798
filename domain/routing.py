"""What a routing says: the area whose desk gets a text, how sure that is, and why."""

from dataclasses import dataclass
from math import exp
from typing import NamedTuple

from domain.area import Area

LARGEST_POWER = 500.0
"""e to the power of more is too large for a number; the chance is nought long before."""


class Reason(NamedTuple):
    """One word that counted. `start`/`end` are character places in the text as it was given
    (of the title, when `in_title`); `weight` is what the word added to the chosen area against the
    runner-up (negative: took away); `area` is the one of the two it speaks for. `read_as`: what it
    was taken for, where it was typed in another way (initials, a slip). (A tuple, as a letter has a
    hundred of them and dataclasses take three times as long to be made.)
    """

    word: str
    start: int
    end: int
    topic: str
    area: Area
    weight: float
    in_title: bool = False
    read_as: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """How a lead becomes a score: 1 / (1 + exp(-(slope * lead + offset))). `brief`: by the line of
    brief messages, else by the one of letters. From `sure_from` on a text goes to a desk."""

    brief: bool
    slope: float
    offset: float
    sure_from: float

    def score(self, lead: float) -> float:
        """The chance that the area which leads by so much is right."""
        return 1 / (1 + exp(min(-(self.slope * lead + self.offset), LARGEST_POWER)))


@dataclass(frozen=True, slots=True)
class Routing:
    """Where a text goes. The weights in `because` add up to the lead over the runner-up; `score`
    is that lead as a calibrated probability (0..1) that `area` is right, by `line`. `sure`: to the
    desk of the area, else to triage. `tags` are topic ids, the strongest first; `crimes` those of
    which English words tell, which weigh nothing.
    """

    area: Area
    sure: bool
    score: float
    runner_up: Area
    also: tuple[Area, ...]
    tags: tuple[str, ...]
    because: tuple[Reason, ...]
    line: Line
    crimes: frozenset[str] = frozenset()

    @property
    def lead(self) -> float:
        """How far the area is ahead of the runner-up."""
        return sum(reason.weight for reason in self.because)
