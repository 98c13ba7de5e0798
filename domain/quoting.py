"""A reply of an office that a citizen pasted below the own words says nothing about the wish."""

from collections.abc import Iterable


def cut_quoted(text: str, openings: Iterable[str], own_words: int = 15) -> str:
    """The text up to where such a reply begins. One that begins within the first `own_words`
    characters stays: then the reply is all there is to read.
    """
    ends = [place for opening in openings if (place := text.find(opening, own_words)) >= 0]
    return text[: min(ends)] if ends else text
