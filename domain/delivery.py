"""When a waiting message may leave, and what comes of trying: done, later or never."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.broadcast import State
from domain.policy import Policy

PUSHES = frozenset({"notice", "invitation", "broadcast"})
"""Kinds that nobody asked for at that moment."""
QUIET = PUSHES | {"answer"}
"""Kinds that wait for the end of the quiet hours: a desk's answer written at night too."""
OWED = ("notice", "answer")
"""Kinds that a person is owed: where they do not arrive, staff call."""
SENSITIVE = "sensitive"
"""Why nothing is sent about a sensitive case: a person makes contact instead."""
UNREACHABLE = "unreachable"
"""Why nothing is tried in a closed chat."""
SPACED = "spaced"
"""Why a push waits: another one has just reached, or is on its way to, the same person."""
UNFOLLOWED = "no longer wanted"
"""Why nothing is sent about a case to somebody who left it, or wants no notices of it."""
REFUSALS = ("400", "403", "gave up")
"""How the reasons begin for which a channel, and not a rule, stopped a message."""
CONSENTS = {"notice": "notices", "invitation": "surveys", "broadcast": "broadcasts"}
"""The consent that a kind needs at the moment of sending."""

PAUSED_LOOK = timedelta(minutes=5)
"""What belongs to a paused broadcast is looked at again so often."""
FIRST_RETRY = timedelta(seconds=2)
LONGEST_RETRY = timedelta(minutes=5)
GIVE_UP_AFTER = timedelta(days=30)
"""Far longer than any outage: only what can't be sent at all is ever given up."""


class Later(Exception):  # noqa: N818 (an outcome, not an error)
    """It can't go now. `after`: the time asked for, None where nobody said.

    flood: the channel as a whole has had too much.
    """

    def __init__(self, reason: str, after: timedelta | None = None, *, flood: bool = False) -> None:
        super().__init__(reason)
        self.reason, self.after, self.flood = reason, after, flood


class Never(Exception):  # noqa: N818
    """It can't go at all. closed: nobody can be reached in that chat any more."""

    def __init__(self, reason: str, *, closed: bool = False) -> None:
        super().__init__(reason)
        self.reason, self.closed = reason, closed


@dataclass(frozen=True, slots=True)
class Addressee:
    """What is known, at the moment of sending, of the person a message is for.

    known: not erased. consents: those of `notices`, `surveys`, `broadcasts` that stand. pushed_at:
    when a push last reached this person. behind: until when an earlier push to the same chat waits,
    because it is spaced. broadcast: the state of the broadcast that it belongs to.
    sensitive: it is about a sensitive case. follows: whether they follow the case that it is about;
    None: it is about none.
    """

    known: bool = True
    consents: frozenset[str] = frozenset()
    closed: bool = False
    pushed_at: datetime | None = None
    behind: datetime | None = None
    broadcast: State | None = None
    sensitive: bool = False
    follows: bool | None = None


def check(
    kind: str, addressee: Addressee, now: datetime, policy: Policy, *, personal: bool = True
) -> None:
    """Let a message pass, or raise Later or Never. personal: it is for a citizen."""
    if addressee.closed:
        raise Never(UNREACHABLE)
    if not personal:
        return
    if not addressee.known:
        raise Never("erased")
    if addressee.sensitive:
        raise Never(SENSITIVE)
    if addressee.broadcast is State.STOPPED:
        raise Never("broadcast stopped")
    if addressee.broadcast is State.PAUSED:
        raise Later("paused", PAUSED_LOOK)
    if addressee.follows is False:
        raise Never(UNFOLLOWED)
    # Of a case nobody is told anything without the consent to notices, whatever the kind.
    consent = CONSENTS.get(kind, None if addressee.follows is None else "notices")
    if consent is not None and consent not in addressee.consents:
        raise Never("stopped")
    if kind in QUIET and policy.quiet_hours.hold(now):
        raise Later("quiet hours", policy.quiet_hours.next_open(now) - now)
    if kind in PUSHES:
        # The one that a push was spaced from may fail: the next must not go first then.
        waits = (
            addressee.pushed_at and addressee.pushed_at + policy.push_spacing,
            addressee.behind,
        )
        until = max((moment for moment in waits if moment is not None), default=now)
        if until > now:
            raise Later(SPACED, until - now)


def backoff(attempts: int, chance: float) -> timedelta:
    """How long to wait after that many failed tries: doubling, spread by `chance` (0 to 1)."""
    doubled: timedelta = FIRST_RETRY * 2 ** min(attempts - 1, 20)
    longest = min(doubled, LONGEST_RETRY)
    return longest * (0.5 + chance / 2)
