"""Whose chat it is, and in which language: what a channel shows beside the talk."""

from content.text import Texts
from domain.say import Scene
from handlers.cards import post_of
from handlers.commands import word_commands
from handlers.workplace import name_role
from storage.schema.staff import Staff


def scene_of(texts: Texts, member: Staff | None) -> Scene:
    """member: whoever is at work there; None: it is a citizen's chat."""
    post = post_of(member) if member else None
    role = name_role(texts, member) if member else ""
    return Scene(texts.language, role, tuple(word_commands(texts, post)))
