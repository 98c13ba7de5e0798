"""The one dispatcher of all channels."""

from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import Any

from aiogram import Dispatcher, F
from aiogram.dispatcher.event.handler import FilterObject

from bot.fsm import ChatStates
from handlers.chat import ORDER
from handlers.chat.pressed import OnlyOurs


@cache
def dispatcher() -> Dispatcher:
    """Routers can be included once in a process, so there is one; it holds no state of its own."""
    made = Dispatcher(storage=ChatStates())
    made.message.filter(F.chat.type == "private")
    made.edited_message.filter(F.chat.type == "private")
    made.callback_query.filter(F.message.chat.type == "private")
    made.callback_query.outer_middleware(OnlyOurs())
    made.include_routers(*ORDER)
    for found in filters_of(made):
        if not found.awaitable:
            found.callback, found.awaitable = _decided_at_once(found.callback), True
    return made


def filters_of(dispatcher: Dispatcher) -> Iterator[FilterObject]:
    """Every filter of every router, and of its handlers, down to their parts."""
    for router in dispatcher.chain_tail:
        for observer in router.observers.values():
            yield from _with_parts(observer._handler.filters or ())
            for handler in observer.handlers:
                yield from _with_parts(handler.filters or ())


def _with_parts(filters: Iterable[FilterObject]) -> Iterator[FilterObject]:
    """Filters, and those that they are put together from by or_f, and_f and invert_f."""
    for found in filters:
        yield found
        parts = getattr(found.callback, "targets", None) or (
            getattr(found.callback, "target", None),
        )
        yield from _with_parts(part for part in parts if isinstance(part, FilterObject))


def _decided_at_once(decide: Callable[..., Any]) -> Callable[..., Any]:
    """aiogram hands every plain function to a thread, so a press that passes ten filters such as
    F.data would wait for ten threads. Ours only look at the event."""

    async def at_once(*event: Any, **known: Any) -> Any:
        return decide(*event, **known)

    return at_once
