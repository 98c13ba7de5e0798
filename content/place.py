"""Finds the line of a content file that an error is about: TOML readers keep no places."""

import re
from dataclasses import dataclass
from pathlib import Path

_HEADER = re.compile(r"\[\[?\s*([^\]]+?)\s*\]\]?\s*(?:#.*)?$")
_KEY = re.compile(r"\s*\"?([^\s\"=]+)\"?\s*=")
_ID = re.compile(r"\s*id\s*=\s*[\"']([^\"']*)[\"']")
_LONG_STRING = re.compile("\"\"\"|'''")
_IN_MESSAGE = re.compile(r"at line (\d+)")


def find_line(path: Path, key: str, reason: str = "") -> int | None:
    """The line (from 1) of `key`, such as "topic.3.words" or "theft.words.偷", in a file.

    The search goes inwards part by part (table, its number or its id, key, word) and stays at the
    last part that is there: of a key that is missing, the line of what it is missing from. Without
    a key the line that the reason names; None where neither is known.
    """
    if not key:
        named = _IN_MESSAGE.search(reason)
        return int(named[1]) if named else None
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError):
        return None
    stretch = _Stretch(lines, _without_long_strings(lines), 0, len(lines))
    found = False
    table = ""
    for part in key.split("."):
        inner = stretch.numbered(table, int(part)) if part.isdecimal() else stretch.named(part)
        if inner is not None:
            stretch, found = inner, True
        if not part.isdecimal():
            table = part
    return stretch.start + 1 if found else None


def _without_long_strings(lines: list[str]) -> list[str]:
    """The lines with those blank that go on a string begun above: what stands there is no key."""
    bare = []
    inside = False
    for line in lines:
        bare.append("" if inside else line)
        inside ^= len(_LONG_STRING.findall(line)) % 2 == 1
    return bare


@dataclass(frozen=True, slots=True)
class _Stretch:
    """The lines from `start` up to `end`; `bare`: the same without the inside of long strings."""

    lines: list[str]
    bare: list[str]
    start: int
    end: int

    def numbered(self, table: str, number: int) -> "_Stretch | None":
        """The table that is the so-manieth of its name."""
        heads = self._heads(table)
        return self._table(heads[number]) if number < len(heads) else None

    def named(self, part: str) -> "_Stretch | None":
        """The table, key or word of that name, whichever there is first."""
        if heads := self._heads(part):
            return self._part(heads[0], self.end) if len(heads) > 1 else self._table(heads[0])
        for number in range(self.start, self.end):
            if (name := _ID.match(self.bare[number])) and name[1] == part:
                return self._table(self._head_of(number))
        for number in range(self.start, self.end):
            if (name := _KEY.match(self.bare[number])) and name[1] == part:
                return self._part(number, self._next(number, _KEY, _HEADER))
        word = re.compile(rf"(?<![^\s\"',=\[{{]){re.escape(part)}(?![^\s\"',=\]}}])")
        places = [n for n in range(self.start, self.end) if word.search(self.lines[n])]
        # Of a word that stands twice the second is the one too many.
        return self._part(places[-1], places[-1] + 1) if places else None

    def _heads(self, name: str) -> list[int]:
        return [
            number
            for number in range(self.start, self.end)
            if (head := _HEADER.match(self.bare[number]))
            and head[1].split(".")[-1].strip('"') == name
        ]

    def _head_of(self, number: int) -> int:
        while number > 0 and not _HEADER.match(self.bare[number]):
            number -= 1
        return number

    def _table(self, head: int) -> "_Stretch":
        return self._part(head, self._next(head, _HEADER))

    def _next(self, number: int, *signs: re.Pattern[str]) -> int:
        following = range(number + 1, self.end)
        return next((n for n in following if any(s.match(self.bare[n]) for s in signs)), self.end)

    def _part(self, start: int, end: int) -> "_Stretch":
        return _Stretch(self.lines, self.bare, start, end)
