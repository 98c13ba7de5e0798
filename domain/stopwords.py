"""The words by which people stop what is sent to them."""

from dataclasses import dataclass

from domain.typed import as_code

KINDS = ("notices", "surveys", "broadcasts")
"""What can be stopped: notices of progress, invitations to surveys, the bureau's broadcasts."""


@dataclass(frozen=True, slots=True)
class StopWords:
    """Words as `as_code` leaves them."""

    everything: frozenset[str]
    notices: frozenset[str]
    surveys: frozenset[str]
    broadcasts: frozenset[str]


def find_stop(words: StopWords, text: str) -> tuple[str, ...]:
    """The kinds that a message stops: it must be a stop word and nothing else. () for any other."""
    said = as_code(text)
    if said in words.everything:
        return KINDS
    return tuple(kind for kind in KINDS if said in getattr(words, kind))
