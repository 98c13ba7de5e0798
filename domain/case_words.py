"""A case number and a query code as people type them: together or alone, with labels, gaps, any width."""

import re
import unicodedata
from typing import NamedTuple

from domain.feed_row import NUMBER_LENGTHS
from domain.plain_text import make_plain
from domain.query_code import is_code
from domain.typed import as_code, clean

NUMBER_LABEL = r"案件编号|案件号码?|案号|编号|CASE\s*(?:NUMBER|NO\.?|ID)?|NUMBER"
CODE_LABEL = r"查询码|查询密码|密码|QUERY\s*CODE|CODE"
TIE = r"(?:\s*(?:是|为|IS\b|[::=#]))*\s*"
LABELLED_NUMBER = re.compile(
    rf"(?:{NUMBER_LABEL}){TIE}(?P<it>(?:(?!{CODE_LABEL})[^,,。;;\n])+)", re.IGNORECASE
)
LABELLED_CODE = re.compile(
    rf"(?:{CODE_LABEL}){TIE}(?P<it>[A-Z0-9](?:[A-Z0-9]|[ -](?=[A-Z0-9]))*)", re.IGNORECASE
)
PARTS = re.compile(r"[,,、;;\s]+")
HALVES = re.compile(r"\s*[,,、;;\n]\s*")
GROUPED = re.compile(r"[A-Z]?\d{3,5}(?:[ -]\d{3,5})+")
"""One number, written in groups for the eye."""
BARE = re.compile(r"[A-Z]{1,4}\d{8,36}|\d{12,17}|\d{19,40}")
"""What can hardly be anything but a case number; not a phone (11) or an identity number (18)."""
BESIDE = re.compile(
    rf"(?<![A-Z0-9])(?P<number>{BARE.pattern})[\s,、;:/]+(?P<it>(?=[A-Z]*\d)[A-Z0-9]{{4,12}})(?![A-Z0-9年月日号])",
    re.IGNORECASE,
)
"""A number and, right after it, what then can hardly be anything but its code."""
NAMED = re.compile(
    rf"(?P<label>{CODE_LABEL}){TIE}(?P<it>(?=[A-Z]*\d)[A-Z0-9]{{4,12}})(?![A-Z0-9])", re.IGNORECASE
)
LONE_NUMBER = re.compile(rf"(?<![A-Z0-9])(?:{BARE.pattern})(?![A-Z0-9])", re.IGNORECASE)
LABEL = re.compile(NUMBER_LABEL, re.IGNORECASE)
OURS = ("查询", "query")
"""How labels begin that name a query code and nothing else; a door has a code too."""
LONGEST = 200
STORY = 15
"""Letters beside a number and its code that tell of more than the two; a Latin one counts half."""
HIDDEN = "***"


class CaseWords(NamedTuple):
    """Normalized; None for what was not found."""

    number: str | None
    code: str | None


def read_case_words(text: str) -> CaseWords:
    """The number and the code in an answer to the question for them."""
    plain = unicodedata.normalize("NFKC", clean(text[: 4 * LONGEST])).upper()
    if len(plain) > LONGEST:
        return CaseWords(None, None)
    labelled = _read_labelled(plain)
    if labelled != (None, None):
        return labelled
    halves = HALVES.split(plain)
    if len(halves) == 2 and _code(halves[1]):
        return CaseWords(_number(halves[0]), _code(halves[1]))
    parts = [part for part in PARTS.split(plain) if as_code(part)]
    if len(parts) < 2 or GROUPED.fullmatch(" ".join(parts)):
        return CaseWords(_number("".join(parts)), None)
    return CaseWords(_number("".join(parts[:-1])), _code(parts[-1]))


def read_code(text: str) -> str | None:
    """The code alone, after the number is known."""
    plain = unicodedata.normalize("NFKC", clean(text[: 4 * LONGEST])).upper()
    return _read_labelled(plain).code or _code(plain)


def find_case_words(text: str) -> CaseWords:
    """What a text that nobody asked for says of a case; nothing unless it is plainly about one, and
    nothing where it tells a story besides."""
    words = read_case_words(text)
    plain = unicodedata.normalize("NFKC", clean(text[: 4 * LONGEST])).upper()
    beside = BESIDE.search(plain)
    if beside is not None and (words.code is None or not BARE.fullmatch(words.number or "")):
        words = CaseWords(_number(beside["number"]), _code(beside["it"]))
    if words.number is None or (words.code is not None and _tells_more(plain)):
        return CaseWords(None, None)
    if LABELLED_CODE.search(plain) or BARE.fullmatch(words.number):
        return words
    return CaseWords(None, None)


def hide_codes(text: str) -> str:
    """The text with every query code in it hidden: named as one, or beside a case number."""
    read = make_plain(text)
    spans = [match.span("it") for match in BESIDE.finditer(read.text)]
    of_case = LONE_NUMBER.search(read.text) is not None
    for match in NAMED.finditer(read.text):
        if of_case or match["label"].startswith(OURS):
            spans.append(match.span("it"))
    for start, end in sorted(set(spans), reverse=True):
        first, last = read.typed(start, end)
        text = text[:first] + HIDDEN + text[last:]
    return text


def hide_any_code(text: str) -> str:
    """The same, and of a text that may be nothing but a code, or a command with one, all of it: it was
    the answer to a question for a code."""
    command, _, rest = text.partition(" ")
    if not command.startswith("/"):
        command, rest = "", text
    plain = as_code(rest)
    if is_code(plain) and any(map(str.isdigit, plain)):
        return f"{command} {HIDDEN}".strip()
    return hide_codes(text)


def _tells_more(plain: str) -> bool:
    rest = plain
    for pattern in (NAMED, BESIDE, LONE_NUMBER, LABEL):
        rest = pattern.sub(" ", rest)
    return sum(1 if c.isascii() else 2 for c in rest if c.isalpha()) > 2 * STORY


def _read_labelled(plain: str) -> CaseWords:
    number, code = LABELLED_NUMBER.search(plain), LABELLED_CODE.search(plain)
    if number is None and code is not None:
        before = PARTS.split(plain[: code.start()].strip())[-1]
        return CaseWords(_number(before), _code(code["it"]))
    return CaseWords(_number(number["it"]) if number else None, _code(code["it"]) if code else None)


def _number(text: str) -> str | None:
    number = as_code(text)
    has_figure = any(character.isdigit() for character in number)
    return number if len(number) in NUMBER_LENGTHS and has_figure else None


def _code(text: str) -> str | None:
    code = as_code(text)
    return code if is_code(code) else None
