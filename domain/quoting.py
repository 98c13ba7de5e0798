"""Replies of an office that a citizen pasted among the own words: they say nothing of the wish."""

import re
from collections.abc import Iterator

from domain.context import Replies

FEWEST_OWN = 4
"""Characters of own words that must be left; else the reply is all there is to read."""
SHORTEST_QUOTE = 6
LEAD_IN = 16
"""A greeting of so many characters before the head of a reply belongs to it."""
_QUOTES = re.compile('“[^”]*”|"[^"]*"|「[^」]*」|『[^』]*』|‘[^’]*’')
_SENTENCE = re.compile("[^。!?;\n]*[。!?;\n]*")
_SIGNED = re.compile(r"[\s—-]*\w{0,20}(?:局|所|队|厅|中心|办公室|科|日)[\s。]*$")
_MARKED_LINES = re.compile(r"(?:^|(?<=\n))\s*>.*\n?")
_DATED = re.compile(r"\d{4}年\d{1,2}月\d{1,2}日")


def find_quoted(text: str, replies: Replies) -> list[tuple[int, int]]:
    """The stretches of a plain text that are such replies, in order."""
    stretches = list(_marked(text, replies))
    stretches += _unmarked(text, replies, stretches)
    own = text
    for start, end in sorted(stretches, reverse=True):
        own = own[:start] + own[end:]
    if sum(map(str.isalnum, own)) < FEWEST_OWN:
        return []
    return sorted(stretches)


def _marked(text: str, replies: Replies) -> Iterator[tuple[int, int]]:
    """Quotations and lines after ">" in an office's voice."""
    if ">" in text:
        for line in _MARKED_LINES.finditer(text):
            yield line.span()
    if not any(mark in text for mark in '“"「『‘'):
        return
    for quote in _QUOTES.finditer(text):
        if len(quote[0]) >= SHORTEST_QUOTE and _holds(quote[0], replies.voice):
            yield quote.span()


def _unmarked(
    text: str, replies: Replies, taken: list[tuple[int, int]]
) -> Iterator[tuple[int, int]]:
    """Replies that begin with a head and end where own words are heard again."""
    heads = [head for head in replies.heads if head in text]
    done = 0
    while heads:
        places = [place for head in heads if (place := text.find(head, done)) >= 0]
        if not places:
            return
        head = min(places)
        inside = next((end for start, end in taken if start <= head < end), None)
        if inside is not None:
            done = inside
            continue
        start = _lead_in(text, head, done, replies)
        done = _end_of_reply(text, head, replies, alone=start == 0)
        yield start, done


def _lead_in(text: str, head: int, floor: int, replies: Replies) -> int:
    """Where a reply begins whose head stands at a place: with the greeting before it."""
    start = max(floor, *(text.rfind(mark, 0, head) + 1 for mark in "。!?;\n"))
    while start and head - start <= LEAD_IN:
        line = max(floor, *(text.rfind(mark, 0, start - 1) + 1 for mark in "。!?;\n"))
        if line >= start or not _holds(text[line:start], replies.voice):
            break
        start = line
    greeting = text[start:head]
    if len(greeting) <= LEAD_IN and not _holds(greeting, replies.own):
        return start
    return head


def _end_of_reply(text: str, head: int, replies: Replies, *, alone: bool) -> int:
    """`alone`: nothing of the citizen's own stands before it."""
    place, closed = head, False
    for sentence in _SENTENCE.finditer(text, head):
        if not sentence[0]:
            break
        if place > head:
            if _holds(sentence[0], replies.own):
                return place
            signed = bool(_SIGNED.match(sentence[0]))
            if closed and not signed:
                return place
            if (
                alone
                and not signed
                and text[place - 1] == "\n"
                and not _sounds_official(sentence[0], replies)
            ):
                return place
        place = sentence.end()
        closed = closed or _holds(sentence[0], replies.tails)
    return place


def _sounds_official(sentence: str, replies: Replies) -> bool:
    return _holds(sentence, replies.voice) or bool(_DATED.search(sentence))


def _holds(text: str, words: tuple[str, ...]) -> bool:
    return any(word in text for word in words)
