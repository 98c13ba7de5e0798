"""What holds a message back at the moment of sending, though it is due."""

from datetime import datetime

from domain.delivery import PUSHES, SPACED, Addressee, Later, Never, check
from domain.policy import Policy
from storage.deliveries import Due
from storage.outcomes import Outcome


def hold(row: Due, addressee: Addressee | None, now: datetime, policy: Policy) -> Outcome | None:
    """The outcome of a message that must not go now; None: it may."""
    try:
        if addressee is None:
            raise Never("erased")
        check(row.kind, addressee, now, policy, personal=row.citizen_id is not None)
    except Later as later:
        return put_off(row, later, now)
    except Never as never:
        return Outcome(row, "never", now, row.due_at, row.attempts, reason=never.reason)
    return None


def hold_second(
    row: Due, addressee: Addressee | None, now: datetime, policy: Policy, pushed: set[int]
) -> Outcome | None:
    """The same, for two pushes to one person that are on their way at the same time.

    pushed: the numbers of those whom a push is on its way to; who gets this one is added.
    """
    held = hold(row, addressee, now, policy)
    if held is None and row.kind in PUSHES and row.citizen_id and policy.push_spacing:
        if row.citizen_id in pushed:
            return put_off(row, Later(SPACED, policy.push_spacing), now)
        pushed.add(row.citizen_id)
    return held


def put_off(row: Due, later: Later, now: datetime) -> Outcome:
    """Held back by a rule, not by a failure: those behind it need not wait for it, but pushes for one
    that is spaced, as the reason tells."""
    due_at = now + later.after if later.after else row.due_at
    attempts = 0 if later.after else row.attempts
    return Outcome(row, "waiting", now, due_at, attempts, reason=later.reason)
