"""The FSM kept in the database: where a talk stands is a column of its chat, in the same commit."""

from collections.abc import Mapping
from contextvars import ContextVar
from typing import Any

from aiogram.fsm.state import State
from aiogram.fsm.storage.base import BaseStorage, StateType, StorageKey

from handlers.turn import Turn

current_turn: ContextVar[Turn] = ContextVar("current_turn")


class ChatStates(BaseStorage):
    """Reads and writes the state of the chat whose turn it is.

    A stranger has no row, so a state set before the consent is not kept. What stays as it was is not
    set anew: setting alone makes a row one that the commit looks through.
    """

    async def set_state(self, key: StorageKey, state: StateType = None) -> None:
        chat, name = current_turn.get().chat, state.state if isinstance(state, State) else state
        if chat is not None and chat.state != name:
            chat.state = name

    async def get_state(self, key: StorageKey) -> str | None:
        chat = current_turn.get().chat
        return chat.state if chat is not None else None

    async def set_data(self, key: StorageKey, data: Mapping[str, Any]) -> None:
        chat, kept = current_turn.get().chat, dict(data) or None
        if chat is not None and chat.data != kept:
            chat.data = kept

    async def get_data(self, key: StorageKey) -> dict[str, Any]:
        chat = current_turn.get().chat
        return dict(chat.data or {}) if chat is not None else {}

    async def close(self) -> None:
        """The database is closed by who opened it."""
