"""The dispatcher decides in the event loop."""

from bot.dispatcher import dispatcher, filters_of


def test_no_filter_waits_for_a_thread() -> None:
    found = list(filters_of(dispatcher()))
    assert len(found) > 100
    assert all(one.awaitable for one in found)
