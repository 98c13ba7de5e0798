"""The documents are true: nothing that can be set, called or made goes without a word."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from bot.__main__ import minyi
from bot.settings import Settings

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
