"""Loads content/replies/: what staff may answer with, in the three parts that every answer owes."""

import string
from pathlib import Path

from pydantic import Field

from content.loader import ROOT, Bilingual, ContentError, Shape, files, load
from content.text import Texts
from domain.area import Area
from domain.complaint import EntryKind

PLACES = frozenset({"code"})
"""What a reply may leave open: the receipt code."""
KINDS = frozenset({EntryKind.ANSWER, EntryKind.QUESTION, EntryKind.CLOSED})


class Reply(Shape):
    """One reply. `kind`: what it is written as (answer, question or closed), and so where it leads.

    what, why and how are 是什么、为什么、怎么办. `area`: only for that area; None: for all.
    """

    id: str = Field(pattern="^[a-z][a-z_]{1,19}$")
    kind: EntryKind
    title: Bilingual
    what: Bilingual
    why: Bilingual
    how: Bilingual
    area: Area | None = None

    def word(self, texts: Texts, *, code: str) -> str:
        """The reply in the language of `texts`, in three marked parts, with its place filled."""
        parts = {"what": self.what, "why": self.why, "how": self.how}
        return "\n".join(
            texts("staff.part", name=texts(f"staff.{name}"), words=part.in_language(texts.language))
            for name, part in parts.items()
        ).format(code=code)


class _ReplyFile(Shape):
    area: Area | None = None
    reply: list[Reply]


def load_replies(root: Path = ROOT) -> tuple[Reply, ...]:
    """All replies, those for an area before those for all. Raises ContentError."""
    replies: dict[str, Reply] = {}
    for path in files("replies", root):
        shape = load(path, _ReplyFile)
        for reply in shape.reply:
            _check(path, reply)
            if reply.id in replies:
                raise ContentError(path, f"reply.{reply.id}", "this id is there twice")
            replies[reply.id] = reply.model_copy(update={"area": shape.area})
    return tuple(sorted(replies.values(), key=lambda reply: reply.area is None))


def _check(path: Path, reply: Reply) -> None:
    key = f"reply.{reply.id}"
    if reply.kind not in KINDS:
        raise ContentError(path, f"{key}.kind", f"must be one of {', '.join(sorted(KINDS))}")
    for name in ("what", "why", "how"):
        part: Bilingual = getattr(reply, name)
        for language in ("zh", "en"):
            try:
                parsed = list(string.Formatter().parse(part.in_language(language)))
            except ValueError as error:
                raise ContentError(path, f"{key}.{name}.{language}", str(error)) from error
            unknown = {place for _, place, _, _ in parsed if place is not None} - PLACES
            if unknown:
                raise ContentError(
                    path,
                    f"{key}.{name}.{language}",
                    f"unknown places: {', '.join(sorted(unknown))}",
                )
