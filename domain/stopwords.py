"""The words by which people stop what is sent to them."""

from dataclasses import dataclass

from domain.typed import as_code

KINDS = ("notices", "surveys")
"""What can be stopped: notices of progress, invitations to surveys."""


@dataclass(frozen=True, slots=True)
class StopWords:
    """Words as `as_code` leaves them."""

    both: frozenset[str]
    notices: frozenset[str]
    surveys: frozenset[str]


def find_stop(words: StopWords, text: str) -> tuple[str, ...]:
    """The kinds that a message stops: it must be a stop word and nothing else. () for any other."""
    said = as_code(text)
    if said in words.both:
        return KINDS
    if said in words.notices:
        return ("notices",)
    return ("surveys",) if said in words.surveys else ()
