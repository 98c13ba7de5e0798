"""One turn of a talk: who speaks, where, when, and what the house knows of them."""

from dataclasses import dataclass
from datetime import datetime

from content.text import Texts
from domain.policy import Policy
from handlers.house import House
from storage.database import Transaction
from storage.schema.citizen import Chat, Citizen
from storage.schema.staff import Staff


@dataclass(slots=True)
class Turn:
    """`chat` is None for a stranger: nothing is stored of people who have not agreed yet."""

    db: Transaction
    now: datetime
    channel: str
    chat_id: int
    texts: Texts
    house: House
    chat: Chat | None = None
    citizen: Citizen | None = None
    staff: Staff | None = None

    @property
    def policy(self) -> Policy:
        return self.house.policy

    @property
    def language(self) -> str:
        return self.texts.language
