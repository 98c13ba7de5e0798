"""A danger going on now comes before every other question."""

from dataclasses import dataclass
from enum import StrEnum


class Alarm(StrEnum):
    EMERGENCY = "emergency"
    SELF_HARM = "self_harm"


@dataclass(frozen=True, slots=True)
class AlarmWords:
    """What content/emergency.toml holds."""

    danger: tuple[str, ...]
    self_harm: tuple[str, ...]


def find_alarm(words: AlarmWords, text: str) -> Alarm | None:
    """The danger a text speaks of, None when it can wait for a desk."""
    if any(word in text for word in words.self_harm):
        return Alarm.SELF_HARM
    if any(word in text for word in words.danger):
        return Alarm.EMERGENCY
    return None
