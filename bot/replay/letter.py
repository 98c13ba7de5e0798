"""Letters to be played: one JSON object a line, `id`, `title` and `text`."""

import json
from dataclasses import dataclass
from pathlib import Path

MESSAGE_LIMIT = 4096
"""Characters of one message in the web chat."""


class LetterError(Exception):
    """A file that holds no letters; the message names the line."""


@dataclass(frozen=True, slots=True)
class Letter:
    id: str
    title: str
    text: str

    @property
    def messages(self) -> list[str]:
        """As a citizen would send it: the title as the first line, cut where it is too long."""
        rest, messages = f"{self.title}\n{self.text}".strip(), []
        while rest:
            cut = len(rest)
            if cut > MESSAGE_LIMIT:
                cut = rest.rfind("\n", 1, MESSAGE_LIMIT)
                cut = cut if cut > MESSAGE_LIMIT // 2 else MESSAGE_LIMIT
            messages.append(rest[:cut].strip())
            rest = rest[cut:].strip()
        return messages


def read_letters(path: Path) -> list[Letter]:
    """Raises LetterError with the line, OSError for a file that can't be read."""
    letters: dict[str, Letter] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            letter = Letter(str(row["id"]), str(row.get("title") or ""), str(row["text"]))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise LetterError(f"{path}, line {number}: not a letter ({error!r})") from error
        if letter.id in letters:
            raise LetterError(f"{path}, line {number}: the id {letter.id} was there before")
        if not letter.messages:
            raise LetterError(f"{path}, line {number}: an empty letter")
        letters[letter.id] = letter
    return list(letters.values())
