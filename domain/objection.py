"""The citizen's "not", and what staff closed over it: nobody has the last word against a citizen."""

from collections.abc import Iterable
from dataclasses import dataclass

from domain.complaint import Act, EntryKind, State, Verdict, follow


@dataclass(frozen=True, slots=True)
class Objection:
    """`last`: what the citizen said last of an answer. `closed_over`: how often staff closed since a
    "not", with no better word from the citizen in between. `lapsed`: it was closed because nobody
    judged the answer."""

    last: Verdict | None = None
    closed_over: int = 0
    lapsed: bool = False

    @property
    def stands(self) -> bool:
        """Whether closing now would be closing over a "not"."""
        return self.last is not None and self.last.act is Act.REJECT

    def asks_again(self, state: State, verdict: str | None) -> bool:
        """Whether a closed complaint waits for a verdict: it was closed over a "not", and the closing
        took the old `verdict` off the row; or closed for want of a verdict, which may still come."""
        over = self.stands and self.closed_over > 0
        return state is State.CLOSED and verdict is None and (over or self.lapsed)


def objection_of(life: Iterable[tuple[EntryKind, str]]) -> Objection:
    """`life`: the entries of a complaint in order, each by its kind and text."""
    last: Verdict | None = None
    closed_over = 0
    lapsed = False
    for kind, text in life:
        lapsed = kind is EntryKind.LAPSED
        if kind is EntryKind.VERDICT:
            last = Verdict(text)
            closed_over = closed_over if last.act is Act.REJECT else 0
        elif kind is EntryKind.CLOSED and last is not None and last.act is Act.REJECT:
            closed_over += 1
    return Objection(last, closed_over, lapsed)


def after_verdict(state: State, before: str | None, objection: Objection, act: Act) -> State | None:
    """Where accepting or rejecting leads: on an answer, or on a closing that still waits for a verdict.
    None: not now."""
    if objection.asks_again(state, before):
        return State.CLOSED if act is Act.ACCEPT else follow(state, Act.REOPEN)
    return follow(state, act)
