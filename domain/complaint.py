"""The life of a complaint: what may follow what."""

from datetime import datetime, timedelta
from enum import StrEnum


class Kind(StrEnum):
    COMPLAINT = "complaint"
    SUGGESTION = "suggestion"
    PRAISE = "praise"


class State(StrEnum):
    """received: waits for somebody of its desk. reopened: waits again. answered: waits for the
    citizen's verdict."""

    RECEIVED = "received"
    TAKEN = "taken"
    ANSWERED = "answered"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"
    REOPENED = "reopened"


class Act(StrEnum):
    """By staff: take, hand_over (to another desk), ask (back), answer, close. By the citizen: add,
    withdraw, reopen, accept and reject (the two ends of a verdict). By the clock: lapse, when no
    verdict comes."""

    TAKE = "take"
    HAND_OVER = "hand_over"
    ASK = "ask"
    ANSWER = "answer"
    CLOSE = "close"
    ADD = "add"
    WITHDRAW = "withdraw"
    REOPEN = "reopen"
    ACCEPT = "accept"
    REJECT = "reject"
    LAPSE = "lapse"


class Verdict(StrEnum):
    """What the citizen says of an answer."""

    SOLVED = "solved"
    HALF = "half"
    NOT_SOLVED = "not_solved"
    NOT_EXPLAINED = "not_explained"

    @property
    def act(self) -> Act:
        """half closes too where the citizen, who is asked, leaves it at that; not solved and not
        explained go back."""
        return Act.ACCEPT if self in (Verdict.SOLVED, Verdict.HALF) else Act.REJECT


class EntryKind(StrEnum):
    """What an entry of a complaint's life is. `text` and `photo` are the citizen's own."""

    TEXT = "text"
    PHOTO = "photo"
    ANSWER = "answer"
    QUESTION = "question"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"
    REOPENED = "reopened"
    VERDICT = "verdict"
    LAPSED = "lapsed"


WAITING = frozenset({State.RECEIVED, State.REOPENED})
"""Nobody has taken it (again) yet."""
OPEN = WAITING | {State.TAKEN}
"""The bureau owes an answer."""
ENDED = frozenset({State.CLOSED, State.WITHDRAWN})

AFTER: dict[tuple[State, Act], State] = {
    (State.RECEIVED, Act.TAKE): State.TAKEN,
    (State.RECEIVED, Act.HAND_OVER): State.RECEIVED,
    (State.RECEIVED, Act.CLOSE): State.CLOSED,
    (State.RECEIVED, Act.ADD): State.RECEIVED,
    (State.RECEIVED, Act.WITHDRAW): State.WITHDRAWN,
    (State.REOPENED, Act.TAKE): State.TAKEN,
    (State.REOPENED, Act.HAND_OVER): State.REOPENED,
    (State.REOPENED, Act.CLOSE): State.CLOSED,
    (State.REOPENED, Act.ADD): State.REOPENED,
    (State.REOPENED, Act.WITHDRAW): State.WITHDRAWN,
    (State.TAKEN, Act.HAND_OVER): State.RECEIVED,
    (State.TAKEN, Act.ASK): State.TAKEN,
    (State.TAKEN, Act.ANSWER): State.ANSWERED,
    (State.TAKEN, Act.CLOSE): State.CLOSED,
    (State.TAKEN, Act.ADD): State.TAKEN,
    (State.TAKEN, Act.WITHDRAW): State.WITHDRAWN,
    (State.ANSWERED, Act.ASK): State.TAKEN,
    (State.ANSWERED, Act.ANSWER): State.ANSWERED,
    (State.ANSWERED, Act.CLOSE): State.CLOSED,
    (State.ANSWERED, Act.ADD): State.ANSWERED,
    (State.ANSWERED, Act.WITHDRAW): State.WITHDRAWN,
    (State.ANSWERED, Act.ACCEPT): State.CLOSED,
    (State.ANSWERED, Act.REJECT): State.REOPENED,
    (State.ANSWERED, Act.LAPSE): State.CLOSED,
    (State.CLOSED, Act.REOPEN): State.REOPENED,
    (State.WITHDRAWN, Act.REOPEN): State.REOPENED,
}
"""Everything that may happen, and where it leads."""


def follow(state: State, act: Act) -> State | None:
    """The state after an act; None: not now."""
    return AFTER.get((state, act))


def can_reopen(state: State, closed_at: datetime | None, within: timedelta, now: datetime) -> bool:
    """Whether it ended so lately that it can be taken up again."""
    return state in ENDED and closed_at is not None and now - closed_at <= within
