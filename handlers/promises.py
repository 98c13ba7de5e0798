"""The promise ledger: how the ten commitments stand, by what that shows, and what staff enter."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from content.commitment import Commitment
from content.text import Texts
from domain.promise import RISK_SHARE, Account, Piece, Standing, standing_of_entries
from domain.say import Button, Say, press
from domain.typed import clean
from handlers.board import may_watch
from handlers.card_face import back_to_workplace
from handlers.day import word_day, word_end
from handlers.house import House
from handlers.owed_words import word_period
from handlers.review import member_of
from handlers.turn import Turn
from storage import audit, installation, marked_cases, promises
from storage.database import Transaction
from storage.marked_cases import Marked
from storage.schema.deadline import PromiseEntry

PERIOD = timedelta(days=90)
EVIDENCE = 400
"""Characters of what shows that something was done."""
SHOWN = 5
"""Entries shown of one commitment."""
PIECES = 3
"""Cases and complaints named of one commitment; all are counted."""


@dataclass(frozen=True, slots=True)
class Ledger:
    """How one commitment stands. entries: the newest, of one that staff enter. pieces: some of what
    the account counts, with the numbers of their cases."""

    commitment: Commitment
    standing: Standing
    account: Account
    entries: Sequence[PromiseEntry]
    pieces: Sequence[Piece] = ()
    cases: Mapping[int, Marked] = field(default_factory=dict)


async def look(db: Transaction, house: House, now: datetime) -> list[Ledger]:
    """All ten."""
    return [await _look_at(db, house, one, now) for one in house.commitments]


async def _look_at(db: Transaction, house: House, one: Commitment, now: datetime) -> Ledger:
    begin = now - PERIOD
    if one.every is not None:
        entries = await promises.newest_entries(db, one.id, SHOWN)
        last = entries[0].done_at if entries else None
        begun = await installation.begun_at(db)
        standing = standing_of_entries(last, one.every, house.rulebook.calendar, now, begun)
        number = await promises.count_entries(db, one.id, begin)
        return Ledger(one, standing, Account(kept=number), entries)
    if one.by == "revisits":
        # A task is made so long before its day, and that is its own time.
        risk = house.policy.revisit_notice * (1 - RISK_SHARE)
        account = await promises.of_revisits(db, begin, now, risk)
        pieces = await promises.pieces_of_revisits(db, begin, now, risk, PIECES)
    else:
        sorts = [(clocks.rules, clocks.kinds) for clocks in one.clocks]
        account = await promises.of_deadlines(db, sorts, begin, now)
        pieces = await promises.pieces_of_deadlines(db, sorts, begin, now, PIECES)
    numbers = {number for kind, number in map(_number, pieces) if kind == "case"}
    found = await marked_cases.find(db, sorted(numbers)) if numbers else {}
    return Ledger(one, account.standing, account, (), pieces, found)


def _number(piece: Piece) -> tuple[str, int]:
    kind, _, number = piece.subject.partition(":")
    return kind, int(number)


def word(house: House, texts: Texts, ledgers: Sequence[Ledger], now: datetime) -> str:
    """The ledger in words."""
    lines = [
        texts("promise.title", day=word_day(texts, house.policy, now), days=PERIOD.days),
        "",
    ]
    for one in ledgers:
        title = one.commitment.title.in_language(texts.language)
        lines.append(
            texts(
                f"promise.line_{one.standing}",
                number=one.commitment.number,
                title=title,
                shown=_shown(house, texts, one),
            )
        )
    return "\n".join(lines)


def _shown(house: House, texts: Texts, one: Ledger) -> str:
    if one.commitment.every is None:
        account = one.account
        counts = texts(
            "promise.by_clock",
            kept=account.kept,
            done_late=account.done_late,
            at_risk=account.at_risk,
            late=account.late,
        )
        return "".join((counts, *(_piece(house, texts, one, piece) for piece in one.pieces)))
    every = word_period(texts, one.commitment.every)
    if not one.entries:
        return texts("promise.no_entry", every=every)
    last = word_day(texts, house.policy, one.entries[0].done_at)
    return texts("promise.by_entry", every=every, number=one.account.kept, last=last)


def _piece(house: House, texts: Texts, one: Ledger, piece: Piece) -> str:
    """A case by the end of its number; of a complaint no more than its desk, whoever reads this."""
    kind, number = _number(piece)
    if kind == "case":
        tail = one.cases[number].number[-4:] if number in one.cases else "····"
        whose = texts("deadline.of_case", tail=tail, unit=piece.unit)
    else:
        whose = texts("promise.of_complaint", area=texts(f"staff.area_{piece.unit}"))
    return texts(
        f"promise.piece_{piece.standing}",
        whose=whose,
        what=_what(house, texts, piece.rule),
        day=word_end(texts, house.policy, piece.until),
    )


def _what(house: House, texts: Texts, rule: str) -> str:
    if rule == "revisit":
        return texts("promise.revisit")
    return house.rulebook.title(rule, texts.language)


async def show(turn: Turn, *, head: str = "") -> Say:
    """All ten, with a way to enter what Minyi does not see."""
    if not may_watch(turn):
        return _not_yours(turn)
    texts = turn.texts
    ledgers = await look(turn.db, turn.house, turn.now)
    text = word(turn.house, texts, ledgers, turn.now)
    rows = [
        (
            Button(
                texts("promise.enter", title=one.title.in_language(texts.language)),
                press("promise", "of", one.id),
            ),
        )
        for one in turn.house.commitments
        if one.every is not None
    ]
    return Say(f"{head}\n\n{text}" if head else text, (*rows, back_to_workplace(texts)))


async def ask_evidence(turn: Turn, commitment_id: str) -> tuple[Say, bool]:
    """Show what was entered and ask for the next. False: nothing can be entered."""
    one = _entered(turn.house, commitment_id)
    if not may_watch(turn):
        return _not_yours(turn), False
    if one is None:
        return await show(turn, head=turn.texts("promise.not_entered")), False
    texts = turn.texts
    lines = [texts("promise.ask", title=one.title.in_language(texts.language), limit=EVIDENCE)]
    entries = await promises.newest_entries(turn.db, one.id, SHOWN)
    if entries:
        lines += ["", texts("promise.before")]
        lines += [
            texts(
                "promise.entry",
                day=word_day(texts, turn.policy, entry.done_at),
                evidence=entry.evidence,
            )
            for entry in entries
        ]
    back = Button(texts("promise.back"), press("promise", "all"))
    return Say("\n".join(lines), ((back,),)), True


async def enter(turn: Turn, commitment_id: str, typed: str) -> tuple[Say, bool]:
    """Keep what was done, with what shows it, as of today. False: other words are needed."""
    one = _entered(turn.house, commitment_id)
    if one is None or not may_watch(turn):
        return _not_yours(turn), True
    evidence = clean(typed)
    if not evidence or len(evidence) > EVIDENCE:
        key = "long" if evidence else "empty"
        back = Button(turn.texts("promise.back"), press("promise", "all"))
        words = turn.texts(f"promise.{key}", length=len(evidence), limit=EVIDENCE)
        return Say(words, ((back,),)), False
    await keep_entry(turn.db, one, turn.now, evidence, member_of(turn).id, turn.now)
    title = one.title.in_language(turn.language)
    return await show(turn, head=turn.texts("promise.entered", title=title)), True


async def keep_entry(
    db: Transaction,
    one: Commitment,
    done_at: datetime,
    evidence: str,
    staff_id: int | None,
    now: datetime,
) -> None:
    """Write an entry down, with who made it."""
    entry = await promises.add_entry(db, one.id, done_at, evidence, staff_id, now)
    await audit.record(
        db, staff_id=staff_id, act="promise", subject=f"promise:{entry.id}", now=now, detail=one.id
    )


def _entered(house: House, commitment_id: str) -> Commitment | None:
    """A commitment that staff enter; None for others."""
    return next((c for c in house.commitments if c.id == commitment_id and c.every), None)


def _not_yours(turn: Turn) -> Say:
    return Say(turn.texts("promise.not_yours"), (back_to_workplace(turn.texts),))
