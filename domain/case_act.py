"""What staff may note of a case that no feed tells: only what makes sense as the case stands."""

from collections.abc import Collection, Mapping, Sequence
from typing import Literal, get_args

from domain.case_life import Stage
from domain.duty import Event, Owed, Standing

Act = Literal[
    "receipt_given",
    "transfer_told",
    "not_filed_told",
    "dropped_told",
    "filing_needs_checking",
    "filing_extended",
    "acceptance_complex",
    "decision_extended",
    "appraisal_begun",
    "appraisal_ended",
    "hearing_begun",
    "hearing_ended",
    "review_asked",
    "review_decided",
    "petition_received",
    "petition_acceptance_answered",
    "petition_referred",
    "referral_objected",
    "referral_unobjected",
    "petition_concluded",
    "petition_extended",
    "petition_review_asked",
    "petition_review_decided",
    "property_returnable",
    "owner_notified",
    "property_collected",
    "property_disposed",
    "asked_about",
    "contact_due",
    "contacted",
    "revisited",
    "told",
    "no_news_due",
    "no_news_told",
]
"""What may happen in a case besides its stages. Whatever is noted is one of these, and has words."""
ACTS: frozenset[str] = frozenset(get_args(Act))
Proofs = Mapping[str, frozenset[str]]
"""What a notice proves that arrived: acts, by the name of the notice (a stage, `property`, `answer`)."""
STAGES = frozenset(stage.value for stage in Stage)
BY_MINYI = frozenset({"receipt_given", "told", "no_news_told"})
"""What Minyi sees itself."""
BEGINNINGS: dict[str, frozenset[str]] = {
    "asked_about": STAGES,
    "property_returnable": STAGES - {Stage.RECEIVED},
    "review_asked": frozenset({Stage.NOT_FILED}),
    "petition_referred": frozenset({Stage.RECEIVED}),
    "petition_review_asked": frozenset({Stage.DECIDED, Stage.CLOSED}),
}
"""Acts from which a duty arises, and the stages in which they can happen."""


def possible_acts(
    stage: str, events: Sequence[Event], owed: Sequence[Owed], starts: Collection[str]
) -> list[str]:
    """What may be noted now: the proof of what is owed, its extensions and pauses, and beginnings.

    events: the case's life. owed: all that is or was owed. starts: the events from which duties of
    that kind arise.
    """
    acts: dict[str, None] = {}
    for one in owed:
        if one.ended_at is not None:
            continue
        rule = one.rule
        for name in sorted(rule.done | rule.settled):
            acts.setdefault(name)
        if one.standing == Standing.LATE:
            continue  # neither an extension nor a pause counts any more
        for extension in rule.extensions:
            granted = sum(e.name == extension.event and e.at >= one.since for e in events)
            if granted < extension.times:
                acts.setdefault(extension.event)
        for pause in rule.pauses:
            acts.setdefault(pause.ends if _runs(pause.begins, pause.ends, events) else pause.begins)
    under_way = {name for one in owed if one.ended_at is None for name in one.rule.starts}
    for name, stages in BEGINNINGS.items():
        if name in starts and stage in stages and name not in under_way:
            acts.setdefault(name)
    return [name for name in acts if name not in STAGES and name not in BY_MINYI]


def _runs(begins: str, ends: str, events: Sequence[Event]) -> bool:
    """Whether a pause has begun and not ended."""
    last = next((e.name for e in reversed(events) if e.name in (begins, ends)), None)
    return last == begins
