"""The house itself: which room may know which library, and how a file may be named."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ROOMS = ("bot", "handlers", "domain", "content", "storage", "scheduler")

KEYS = {
    "aiogram": ("bot.", "handlers.chat."),
    "aiohttp": ("bot.", "handlers.web."),
    "sqlalchemy": ("storage.", "bot."),
    "alembic": ("storage.",),
    "aiosqlite": ("storage.",),
    "asyncpg": ("storage.",),
    "jieba": ("domain.tagging",),
    "apscheduler": ("scheduler.",),
    "click": ("bot.",),
    "itsdangerous": ("bot.", "handlers.web."),
    "jinja2": ("bot.", "handlers.web."),
    "pydantic": ("bot.", "content."),
    "tomllib": ("content.",),
    "pickle": (),
    "subprocess": (),
}
"""Who may import a library; the rest of the rooms must not know that it exists."""

NAMELESS = {"util", "utils", "helper", "helpers", "common", "misc", "base", "manager", "managers"}


def _modules() -> Iterator[tuple[str, Path]]:
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*.py")):
            yield ".".join(path.relative_to(ROOT).with_suffix("").parts), path


def _imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


@pytest.mark.parametrize("library", KEYS)
def test_a_library_is_known_only_where_it_belongs(library: str) -> None:
    strangers = [
        module
        for module, path in _modules()
        if not f"{module}.".startswith(KEYS[library]) or not KEYS[library]
        if any(name.split(".")[0] == library for name in _imports(path))
    ]
    assert strangers == []


def test_the_rules_read_no_clock() -> None:
    readers = [
        module
        for module, path in _modules()
        if module.startswith("domain.")
        if any(
            call in path.read_text(encoding="utf-8") for call in (".now(", "time.time(", ".today(")
        )
    ]
    assert readers == []


def test_every_file_has_a_name_of_its_own() -> None:
    assert [module for module, _ in _modules() if set(module.split(".")) & NAMELESS] == []


def test_there_is_no_room_without_a_reason() -> None:
    tracked = {
        path.name for path in ROOT.iterdir() if path.is_dir() and (path / "__init__.py").exists()
    }
    assert tracked == {*ROOMS, "tests"}
