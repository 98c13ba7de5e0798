"""Labels of buttons, typed instead of pressed: in either language, any width, with or without capitals."""

from functools import lru_cache

from content.text import Book, Texts
from domain.typed import as_code

LONGEST = 60
"""Letters of a text that may be a label at all."""
MENU = ("complaint", "case", "survey", "receipt", "data", "settings", "zh", "en", "back", "help")
"""What may be typed at any time."""
WRITING = ("finish", "cancel", "reachable", "anonymous")
"""What may be typed besides while a complaint is being written."""


def read_label(book: Book, text: str, *, writing: bool) -> str | None:
    """The button that a text names, and nothing else; one of MENU, or of WRITING where that holds."""
    if len(text) > LONGEST or text.startswith("/"):
        return None
    said = as_code(text)
    files = ("complaint", "house") if writing else ("house",)
    for file in files:
        for texts in book.values():
            if said and (name := _names(texts, file).get(said)):
                return name
    return None


def read_yes_or_no(book: Book, text: str) -> bool | None:
    """None: it is neither, in no language."""
    said = as_code(text) if len(text) <= LONGEST else ""
    for texts in book.values():
        for answer in ("yes", "no"):
            if said and said in map(as_code, texts(f"house.typed_{answer}").split("|")):
                return answer == "yes"
    return None


@lru_cache(maxsize=8)
def _names(texts: Texts, file: str) -> dict[str, str]:
    """The names of one file's buttons by what may be typed for them. Asked at every message."""
    found: dict[str, str] = {}
    for name in MENU if file == "house" else WRITING:
        label = f"{file}.menu_{name}" if file == "house" else f"{file}.{name}"
        said = [
            *texts(f"{file}.typed_{name}").split("|"),
            *([texts(label)] if texts.has(label) else []),
        ]
        for words in said:
            found.setdefault(as_code(words), name)
    return found
