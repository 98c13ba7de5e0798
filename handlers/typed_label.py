"""Labels of buttons, typed instead of pressed: in either language, any width, with or without capitals."""

from collections.abc import Iterator

from content.text import Book, Texts
from domain.typed import as_code

LONGEST = 60
"""Letters of a text that may be a label at all."""
MENU = ("complaint", "case", "survey", "receipt", "data", "zh", "en", "back", "help")
"""What may be typed at any time."""
WRITING = ("finish", "cancel", "reachable", "anonymous")
"""What may be typed besides while a complaint is being written."""


def read_label(book: Book, text: str, *, writing: bool) -> str | None:
    """The button that a text names, and nothing else; one of MENU, or of WRITING where that holds."""
    if len(text) > LONGEST or text.startswith("/"):
        return None
    said = as_code(text)
    names = [("complaint", name) for name in WRITING] if writing else []
    names += [("house", name) for name in MENU]
    for file, name in names:
        for texts in book.values():
            if said and said in _words(texts, file, name):
                return name
    return None


def _words(texts: Texts, file: str, name: str) -> Iterator[str]:
    yield from map(as_code, texts(f"{file}.typed_{name}").split("|"))
    label = f"{file}.menu_{name}" if file == "house" else f"{file}.{name}"
    if texts.has(label):
        yield as_code(texts(label))
