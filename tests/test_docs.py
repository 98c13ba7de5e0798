"""The documents are true: nothing that can be set, called or made goes without a word."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from bot.__main__ import minyi
from bot.channels.webchat.allowance import ADDRESS_BYTES, CHAT_BYTES, LEAST
from bot.channels.webchat.flood import Limits
from bot.channels.webchat.frames import FRAME_LIMIT, TEXT_LIMIT
from bot.settings import Settings
from content.text import load_texts
from domain.draft import PHOTOS_IN_ALL, PHOTOS_LIMIT
from handlers import photo
from storage import history

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
PAGES = [ROOT / "README.md", ROOT / "README.zh-CN.md", *sorted(DOCS.rglob("*.md"))]
OPERATIONS = (DOCS / "operations.md").read_text(encoding="utf-8")
DECISIONS = "\n".join(
    p.read_text(encoding="utf-8") for p in sorted((DOCS / "decisions").glob("*.md"))
)
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def _commands(group: click.Group, path: str = "minyi") -> Iterator[tuple[str, click.Command]]:
    for name, command in sorted(group.commands.items()):
        if isinstance(command, click.Group):
            yield from _commands(command, f"{path} {name}")
        else:
            yield f"{path} {name}", command


@pytest.mark.parametrize("name", sorted(Settings.model_fields))
def test_every_setting_is_documented(name: str) -> None:
    assert f"| `MINYI_{name.upper()}` |" in OPERATIONS


def test_no_setting_is_documented_that_does_not_exist() -> None:
    named = {name.lower() for name in re.findall(r"^\| `MINYI_(\w+)`", OPERATIONS, re.MULTILINE)}
    assert named == set(Settings.model_fields)


@pytest.mark.parametrize("path", [path for path, _ in _commands(minyi)])
def test_every_command_is_documented(path: str) -> None:
    assert f"`{path}" in OPERATIONS


@pytest.mark.parametrize(("path", "command"), list(_commands(minyi)))
def test_every_command_explains_itself(path: str, command: click.Command) -> None:
    assert command.help, path
    options = [p for p in command.params if isinstance(p, click.Option)]
    assert all(option.help for option in options), path


def test_every_target_of_make_explains_itself() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    phony = re.search(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)
    assert phony
    for target in phony[1].split():
        assert re.search(rf"^{target}:.*## \w", makefile, re.MULTILINE), target


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_leads_somewhere(page: Path) -> None:
    for target in re.findall(
        r"\]\((?!https?:|#|mailto:)([^)#]+)", page.read_text(encoding="utf-8")
    ):
        assert (page.parent / target).exists(), target


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_make_target_named_in_a_document_exists(page: Path) -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in re.findall(r"`make (\w+)", page.read_text(encoding="utf-8")):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target


@pytest.mark.parametrize("line", PROJECT["project"]["dependencies"])
def test_every_library_has_a_written_reason(line: str) -> None:
    name = re.split(r"[\[><=~!]", line)[0]
    assert re.search(rf"\b{re.escape(name)}\b", DECISIONS, re.IGNORECASE), name


@pytest.mark.parametrize(
    "words",
    [
        f"text of {TEXT_LIMIT:,} characters at the most",
        f"{photo.BYTES_LIMIT // 1024**2} MB at the most",
        f"{photo.PIXELS_LIMIT // 10**6} million pixels as a JPEG",
        f"or {photo.PIXELS_LIMIT_WHOLE // 10**6} million otherwise",
        f"the {history.PAGE} messages before that number",
        f"a frame above {FRAME_LIMIT // 1024**2} MB",
        f"{Limits().chat_frames} frames in ten seconds",
        f"an address {Limits().address_frames:,}",
        f"{Limits().chat_connections} connections a chat, {Limits().address_connections} an address",
        f"{CHAT_BYTES // 10**6} MB of words and photos a chat in a day",
        f"{ADDRESS_BYTES // 10**6:,} MB an address",
        f"each photo counting {LEAST // 1000} kB at the least",
        f"{PHOTOS_LIMIT} photos in one go and {PHOTOS_IN_ALL} with all that is added",
    ],
)
def test_the_bounds_of_the_web_chat_are_those_of_the_program(words: str) -> None:
    page = " ".join((DOCS / "webchat.md").read_text(encoding="utf-8").split())
    assert words in page


def test_the_page_names_the_bounds_of_a_photo() -> None:
    """A little below those that are kept: 8,192 by 6,144 is nobody's number."""
    said = load_texts()["en"]("page.photo_large")
    assert f"{photo.BYTES_LIMIT // 1024**2} MB" in said
    assert f"{photo.PIXELS_LIMIT // 10**7}0 million pixels as a JPG" in said
    assert f"{photo.PIXELS_LIMIT_WHOLE // 10**6} million otherwise" in said
