"""The dispatcher decides in the event loop."""

from aiogram.filters.logic import _OrFilter

from bot.dispatcher import dispatcher, filters_of


def test_no_filter_waits_for_a_thread() -> None:
    found = list(filters_of(dispatcher()))
    assert len(found) > 100
    assert all(one.awaitable for one in found)


def test_the_parts_of_a_filter_are_looked_at_too() -> None:
    """The door of dangers is asked at every typed word: its or_f once waited for five threads."""
    found = list(filters_of(dispatcher()))
    joined = [one.callback for one in found if isinstance(one.callback, _OrFilter)]
    assert joined
    assert all(part in found and part.awaitable for one in joined for part in one.targets)
