"""The life of a case: its stages, and which move from one to the next is possible for which kind."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cache

from domain.refusal import RefusalError


class Kind(StrEnum):
    CRIMINAL = "criminal"
    ADMINISTRATIVE = "administrative"
    PETITION = "petition"


class Stage(StrEnum):
    RECEIVED = "received"
    ACCEPTED = "accepted"
    FILED = "filed"
    INVESTIGATING = "investigating"
    SOLVED = "solved"
    DECIDED = "decided"
    CLOSED = "closed"
    NOT_FILED = "not_filed"
    TRANSFERRED = "transferred"
    DROPPED = "dropped"
    REOPENED = "reopened"


PATHS: dict[Kind, tuple[Stage, ...]] = {
    Kind.CRIMINAL: (
        Stage.RECEIVED,
        Stage.ACCEPTED,
        Stage.FILED,
        Stage.INVESTIGATING,
        Stage.SOLVED,
        Stage.DECIDED,
        Stage.CLOSED,
    ),
    Kind.ADMINISTRATIVE: (
        Stage.RECEIVED,
        Stage.ACCEPTED,
        Stage.FILED,
        Stage.INVESTIGATING,
        Stage.SOLVED,
        Stage.DECIDED,
        Stage.CLOSED,
    ),
    Kind.PETITION: (
        Stage.RECEIVED,
        Stage.ACCEPTED,
        Stage.INVESTIGATING,
        Stage.DECIDED,
        Stage.CLOSED,
    ),
}
"""The straight way of each kind. A feed that is told once a day may leap over stages of it.

In a criminal case the police decide to hand it to the procuratorate; a petition (信访) is answered,
not filed or solved.
"""

CLOCKED: dict[str, tuple[Stage, ...]] = {
    Kind.CRIMINAL: (Stage.FILED,),
    Kind.ADMINISTRATIVE: (Stage.ACCEPTED, Stage.FILED),
    Kind.PETITION: (Stage.ACCEPTED,),
}
"""The stages from which the time for the work is counted, in order."""

ENDS = frozenset({Stage.DECIDED, Stage.CLOSED, Stage.NOT_FILED, Stage.DROPPED})
"""Stages at which the work on a case is over for those who wait for it."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a case stands, and since when."""

    stage: Stage
    at: datetime


@cache
def stages_of(kind: Kind) -> frozenset[Stage]:
    """Every stage that a case of that kind can be in."""
    side = {Stage.NOT_FILED, Stage.TRANSFERRED, Stage.REOPENED}
    if kind is not Kind.PETITION:
        side.add(Stage.DROPPED)
    return frozenset(PATHS[kind]) | side


@cache
def next_stages(kind: Kind, stage: Stage) -> frozenset[Stage]:
    """The stages that may follow. Raises RefusalError for a stage that the kind doesn't have."""
    if stage not in stages_of(kind):
        raise RefusalError("never_so", kind=kind, stage=stage)
    path = PATHS[kind]
    match stage:
        case Stage.CLOSED | Stage.DROPPED:
            return frozenset({Stage.REOPENED})
        case Stage.NOT_FILED:
            # filed after all: a feed may leap over the reopening
            return frozenset({Stage.REOPENED}) | next_stages(kind, Stage.REOPENED)
        case Stage.TRANSFERRED:
            # taken over by another unit, sent back, or finished by the one it went to; what they do
            # with it next may be all that the feed tells
            return frozenset({Stage.ACCEPTED, Stage.REOPENED}) | (
                next_stages(kind, Stage.ACCEPTED) | next_stages(kind, Stage.REOPENED)
            )
        case Stage.DECIDED:
            return frozenset({Stage.CLOSED, Stage.REOPENED})
        case Stage.REOPENED:
            begin = path.index(Stage.FILED if Stage.FILED in path else Stage.INVESTIGATING)
            following = {*path[begin:], Stage.TRANSFERRED}
        case _:
            following = {*path[path.index(stage) + 1 :], Stage.TRANSFERRED}
    if stage in (Stage.RECEIVED, Stage.ACCEPTED):
        following.add(Stage.NOT_FILED)
    elif kind is not Kind.PETITION:
        following.add(Stage.DROPPED)
    return frozenset(following)


def move(kind: Kind, now_at: Standing | None, to: Standing) -> Standing:
    """The case after the move. Raises RefusalError.

    A case that is new (None) may be first heard of at any stage of its kind, but reopened.
    """
    if to.stage not in stages_of(kind):
        raise RefusalError("never_so", kind=kind, stage=to.stage)
    if now_at is None:
        if to.stage is Stage.REOPENED:
            raise RefusalError("reopened_unknown")
        return to
    if to.at < now_at.at:
        raise RefusalError("older", stage=now_at.stage, at=now_at.at.isoformat())
    if to.stage not in next_stages(kind, now_at.stage):
        raise RefusalError("impossible_move", kind=kind, stage=now_at.stage, to=to.stage)
    return to
