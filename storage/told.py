"""What was told: a message that reached the citizen proves it, in the commit that settles the message."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from domain.case_act import Proofs
from domain.delivery import REFUSALS, UNREACHABLE
from storage import deadlines, events, marked_cases
from storage.database import Transaction
from storage.outcomes import Outcome


async def note(db: Transaction, outcomes: Sequence[Outcome], proofs: Proofs) -> None:
    """Note what the answers and notices prove that arrived; those deadlines are looked at again.

    A notice of no news that arrived, or that no chat takes, tells besides when it was due.
    """
    found = [
        (one.row.subject, name, one.at)
        for one in outcomes
        if one.state == "done"
        for notice in _told(one.row.kind, one.row.subject, one.row.key, one.row.names)
        for name in proofs.get(notice, ())
    ]
    begun = [(one.row.subject, "no_news_due", due) for one in outcomes if (due := _due(one))]
    if not found and not begun:
        return
    await events.add_all(db, sorted({*found, *begun}))
    if found:
        subjects = sorted({subject for subject, _, _ in found})
        await deadlines.look_again(db, subjects, max(at for _, _, at in found))
    if begun:
        await marked_cases.mark(db, sorted({_case(subject) for subject, _, _ in begun}))


def _told(kind: str, subject: str, key: str, names: str | None) -> Iterable[str]:
    """The notices that a message is: an answer, the notice of a stage and of all that it names, or
    another one about a case, which its key begins with."""
    if kind == "answer" and subject.startswith("complaint:"):
        yield "answer"
    elif kind == "notice" and subject.startswith("case:"):
        name, *rest = key.split(":")
        yield rest[2] if name == "notice" else name
        yield from (one.partition("@")[0] for one in (names or "").split(",") if one)


def _due(one: Outcome) -> datetime | None:
    """When a notice of no news was due that was told, or that no chat takes: then it is still owed.

    One that a rule stopped (a newer stage, STOP) was owed to nobody.
    """
    name, *rest = one.row.key.split(":")
    if name != "no_news" or one.row.kind != "notice":
        return None
    reason = one.reason or ""
    refused = reason == UNREACHABLE or reason.startswith(REFUSALS)
    if one.state != "done" and not (one.state == "never" and refused):
        return None
    return datetime.fromtimestamp(int(rest[2]), one.at.tzinfo)


def _case(subject: str) -> int:
    return int(subject.partition(":")[2])
