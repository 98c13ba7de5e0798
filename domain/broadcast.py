"""A broadcast: written by one member of staff, approved by another, sent to all who agreed."""

from dataclasses import dataclass
from enum import StrEnum

from domain.area import Area
from domain.role import Post, Role


class State(StrEnum):
    DRAFT = "draft"
    PROPOSED = "proposed"
    APPROVED = "approved"
    SENDING = "sending"
    PAUSED = "paused"
    STOPPED = "stopped"
    DONE = "done"


class Act(StrEnum):
    CHANGE = "change"
    PROPOSE = "propose"
    SEND_BACK = "send_back"
    APPROVE = "approve"
    BEGIN = "begin"
    PAUSE = "pause"
    RESUME = "resume"
    STOP = "stop"
    FINISH = "finish"


MOVES: dict[tuple[State, Act], State] = {
    (State.DRAFT, Act.CHANGE): State.DRAFT,
    (State.DRAFT, Act.PROPOSE): State.PROPOSED,
    (State.DRAFT, Act.STOP): State.STOPPED,
    (State.PROPOSED, Act.CHANGE): State.DRAFT,
    (State.PROPOSED, Act.SEND_BACK): State.DRAFT,
    (State.PROPOSED, Act.APPROVE): State.APPROVED,
    (State.PROPOSED, Act.STOP): State.STOPPED,
    (State.APPROVED, Act.CHANGE): State.DRAFT,
    (State.APPROVED, Act.BEGIN): State.SENDING,
    (State.APPROVED, Act.STOP): State.STOPPED,
    (State.SENDING, Act.PAUSE): State.PAUSED,
    (State.SENDING, Act.STOP): State.STOPPED,
    (State.SENDING, Act.FINISH): State.DONE,
    (State.PAUSED, Act.RESUME): State.SENDING,
    (State.PAUSED, Act.STOP): State.STOPPED,
}
"""Words that people have begun to get can't be changed any more, only stopped."""

LIMIT = 1000
"""Characters of a text: with what stands around it, both languages fit one message to staff."""
BAR = 20
"""Signs of a full progress bar."""


def follow(state: State, act: Act) -> State | None:
    """What an act makes of a broadcast; None where it is not possible."""
    return MOVES.get((state, act))


def may_broadcast(post: Post) -> bool:
    """The publicity desk, supervisors, heads and administrators write, approve, pause and stop."""
    if post.role is Role.DESK:
        return post.area is Area.PUBLICITY
    return post.role in (Role.SUPERVISOR, Role.HEAD, Role.ADMINISTRATOR)


def may_change(act: Act, staff_id: int, writer_id: int) -> bool:
    """Words belong to their writer; approving and sending back, to anybody else."""
    if act in (Act.CHANGE, Act.PROPOSE):
        return staff_id == writer_id
    if act in (Act.APPROVE, Act.SEND_BACK):
        return staff_id != writer_id
    return True


@dataclass(frozen=True, slots=True)
class Counts:
    """People that a broadcast reached (done), will reach or is still tried with (later), never reaches.

    unwritten: agreed, and their turn has not come yet.
    """

    done: int = 0
    later: int = 0
    never: int = 0
    unwritten: int = 0

    @property
    def everybody(self) -> int:
        return self.done + self.later + self.never + self.unwritten

    @property
    def share(self) -> float:
        """How much is settled, 0 to 1. Nobody to tell: all of it."""
        return (self.done + self.never) / self.everybody if self.everybody else 1.0

    def bar(self) -> str:
        """Full only when everything is settled."""
        full = int(self.share * BAR)
        return "▓" * full + "░" * (BAR - full)
