"""What can go wrong between a program and Telegram."""

from dataclasses import dataclass, field
from random import Random

KINDS = ("429", "500", "502", "timeout", "reset", "lost")
"""lost: the message was delivered, the answer never came. 502: a proxy's page in HTML."""


@dataclass
class Faults:
    """A share of the calls (0 to 1) fails, each in one of `kinds` by chance."""

    share: float = 0.0
    kinds: tuple[str, ...] = KINDS
    seed: int = 1
    count: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._random = Random(self.seed)

    def next(self) -> str | None:
        """The fault of the next call."""
        if self._random.random() >= self.share:
            return None
        kind = self._random.choice(self.kinds)
        self.count[kind] = self.count.get(kind, 0) + 1
        return kind
