"""Whether a text complains, suggests or praises."""

from dataclasses import dataclass

from domain.complaint import Kind
from domain.plain_text import make_plain


@dataclass(frozen=True, slots=True)
class KindWords:
    """In the form of `make_plain`."""

    praise: tuple[str, ...]
    suggestion: tuple[str, ...]
    complaint: tuple[str, ...]


def guess_kind(words: KindWords, text: str) -> Kind:
    """A complaint, unless nothing in the text complains and something in it praises or suggests."""
    plain = make_plain(text).text
    if any(word in plain for word in words.complaint):
        return Kind.COMPLAINT
    if any(word in plain for word in words.praise):
        return Kind.PRAISE
    if any(word in plain for word in words.suggestion):
        return Kind.SUGGESTION
    return Kind.COMPLAINT
