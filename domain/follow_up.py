"""When people are told that there is nothing new, and when an unsolved case is due for a revisit."""

from datetime import datetime, timedelta

from domain.case_life import ENDS, Kind, Stage

UNSOLVED = frozenset({Stage.FILED, Stage.INVESTIGATING, Stage.REOPENED})
"""Stages of a case that is being worked on and not solved."""


def is_open(stage: Stage) -> bool:
    """Whether somebody still waits for the outcome."""
    return stage not in ENDS


def is_unsolved(kind: Kind, stage: Stage) -> bool:
    """Whether a case is one that is revisited (未破案件); a petition is answered, not solved."""
    return kind is not Kind.PETITION and stage in UNSOLVED


def next_revisit(filed_at: datetime, every: timedelta, now: datetime) -> datetime:
    """The first of the days `every` after filing that is still to come.

    So cases that are heard of late, all in one file, are not all due on one day.
    """
    passed = max(0, (now - filed_at) // every)
    return filed_at + (passed + 1) * every
