"""What a chat offers: a citizen the main job, each member of staff all that they may do, and no more."""

import pytest

from content.text import load_texts
from domain.area import Area
from domain.role import Post, Role
from handlers.commands import OF_CITIZENS, at_work, word_commands
from handlers.house import House
from storage.database import Database
from tests.conftest import NOW
from tests.desks import sign_in
from tests.talk.stage import Stage

BOOK = load_texts()
DESK = {"menu", "mine", "waiting", "late", "find", "opinions", "language", "help", "leave"}
SUPERVISING = DESK | {"case", "board", "promise", "broadcast"}


@pytest.mark.parametrize(
    ("post", "expected"),
    [
        (Post(Role.DESK, Area.SERVICE), DESK),
        (Post(Role.DESK, Area.SERVICE, "chengguan"), DESK | {"case"}),
        (Post(Role.DESK, Area.CASEWORK), DESK | {"case"}),
        (Post(Role.DESK, Area.PUBLICITY), DESK | {"broadcast"}),
        (Post(Role.TRIAGE), DESK),
        (Post(Role.SUPERVISOR), SUPERVISING),
        (Post(Role.HEAD), SUPERVISING),
        (Post(Role.ADMINISTRATOR), SUPERVISING),
    ],
)
def test_each_post_is_offered_all_that_it_may_do(post: Post, expected: set[str]) -> None:
    """Supervisors found /board, /promise and /case in the documents alone."""
    assert set(at_work(post)) == expected


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_command_has_words(language: str) -> None:
    texts = BOOK[language]
    assert [name for name, _ in word_commands(texts, None)] == list(OF_CITIZENS)
    assert all(said for _, said in word_commands(texts, Post(Role.HEAD)))


@pytest.fixture
def stage(database: Database, house: House) -> Stage:
    return Stage(database, house, NOW)


async def test_help_at_work_lists_what_the_role_can_do(stage: Stage) -> None:
    supervisor = await sign_in(stage, Role.SUPERVISOR)
    await supervisor.says("/help")
    for name in SUPERVISING:
        assert f"/{name} " in supervisor.sees()
    desk = await sign_in(stage, Role.DESK, Area.SERVICE)
    await desk.says("/help")
    assert "/board" not in desk.sees()


async def test_a_command_that_is_offered_is_understood(stage: Stage) -> None:
    head = await sign_in(stage, Role.HEAD)
    not_understood = BOOK["zh"]("staff.not_understood")
    for name in sorted(SUPERVISING - {"leave"}):
        await head.says(f"/{name}")
        assert not_understood not in head.sees()


async def test_a_language_that_is_named_at_work_is_taken(stage: Stage) -> None:
    """The page names it: to the other one would be the wrong one where the page was ahead."""
    head = await sign_in(stage, Role.HEAD)
    await head.says("/language zh")
    assert BOOK["zh"]("staff.language_changed") in head.sees()
