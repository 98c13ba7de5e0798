"""The commands of a chat: what a channel offers while somebody types, and what the help at work lists."""

from content.text import Texts
from domain.broadcast import may_broadcast
from domain.role import Post, handles_cases, sees_board

OF_CITIZENS = (
    "menu",
    "complaint",
    "case",
    "survey",
    "receipt",
    "mydata",
    "link",
    "stop",
    "language",
    "help",
)
"""In the order shown; what they say is in content/texts/commands.toml."""


def at_work(post: Post) -> tuple[str, ...]:
    """All that somebody of that post can do by a command, in the order shown."""
    names = ["menu", "mine", "waiting", "late", "find", "opinions"]
    if handles_cases(post):
        names.append("case")
    if sees_board(post):
        names += ["board", "promise"]
    if may_broadcast(post):
        names.append("broadcast")
    return (*names, "language", "help", "leave")


def word_commands(texts: Texts, post: Post | None) -> list[tuple[str, str]]:
    """Names with what they do. post: of whoever is at work in the chat; None: it is a citizen's."""
    if post is None:
        return [(name, texts(f"commands.{name}")) for name in OF_CITIZENS]
    return [(name, texts(f"commands.work_{name}")) for name in at_work(post)]
