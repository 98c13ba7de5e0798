"""What was told: a message that reached the citizen proves it, in the commit that settles the message."""

from collections.abc import Sequence

from domain.case_life import Stage
from storage import deadlines, events
from storage.database import Transaction
from storage.outcomes import Outcome

PROVES: dict[str, tuple[str, ...]] = {
    Stage.SOLVED: ("told",),
    Stage.DECIDED: ("told",),
    Stage.CLOSED: ("told",),
    Stage.TRANSFERRED: ("transfer_told",),
    Stage.NOT_FILED: ("not_filed_told", "told"),
    Stage.DROPPED: ("dropped_told", "told"),
}
"""What the notice of a stage proves, and a newer one that names it. Others tell of progress, which no
duty waits for."""
FOLLOW_UPS = {"no_news": ("no_news_told",), "property": ("owner_notified",)}
"""What other notices about a case prove, by the first word of their keys."""


async def note(db: Transaction, outcomes: Sequence[Outcome]) -> None:
    """Note the answers and notices among these that arrived; their deadlines are looked at again."""
    found = [
        (one.row.subject, name, one.at)
        for one in outcomes
        if one.state == "done"
        for name in _proves(one.row.kind, one.row.subject, one.row.key, one.row.names)
    ]
    if not found:
        return
    await events.add_all(db, sorted(set(found)))
    subjects = sorted({subject for subject, _, _ in found})
    await deadlines.look_again(db, subjects, max(at for _, _, at in found))


def _proves(kind: str, subject: str, key: str, names: str | None) -> tuple[str, ...]:
    if kind == "answer" and subject.startswith("complaint:"):
        return ("told",)
    if kind == "notice" and key.startswith("notice:case:") and subject.startswith("case:"):
        earlier = [one.partition("@")[0] for one in (names or "").split(",")]
        proved = (PROVES.get(stage, ()) for stage in (key.split(":")[3], *earlier))
        return tuple({name for some in proved for name in some})
    if kind == "notice" and subject.startswith("case:"):
        return FOLLOW_UPS.get(key.partition(":")[0], ())
    return ()
