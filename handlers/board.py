"""The board of the five failures: in words and as a picture, nothing of it about one officer."""

import asyncio
from datetime import datetime, timedelta

from content.text import Texts
from domain import board as tallies
from domain.board import Board, FirstWord, Tally
from domain.role import sees_board
from domain.say import Button, Say, press
from handlers.board_picture import Legend, Row, draw
from handlers.card_face import back_to_workplace
from handlers.cards import post_of
from handlers.day import word_day
from handlers.house import House
from handlers.owed_words import word_span
from handlers.review import member_of
from handlers.turn import Turn
from storage import audit, board, photos
from storage.database import Transaction

PERIOD = timedelta(days=30)
FIRST_WORD = "not_answered"
UNITS = 12
"""Units that are named; the others are counted."""
NAME = 40
"""Characters of a unit's name under the picture: a caption holds 1024 (Telegram)."""


def may_watch(turn: Turn) -> bool:
    return sees_board(post_of(member_of(turn)))


async def show(turn: Turn) -> Say:
    """Words and picture, for those who supervise."""
    if not may_watch(turn):
        return Say(turn.texts("board.not_yours"), (back_to_workplace(turn.texts),))
    found = await look(turn.db, turn.house, turn.now)
    await audit.record(
        turn.db, staff_id=member_of(turn).id, act="board", subject="board", now=turn.now
    )
    again = Button(turn.texts("board.again"), press("board"))
    promises = Button(turn.texts("board.promises"), press("promise", "all"))
    rows = _rows(turn.texts, found)
    return Say(
        word(turn.house, turn.texts, found, turn.now),
        ((again, promises), back_to_workplace(turn.texts)),
        photos=await _picture(turn, rows),
        caption=_caption(turn.texts, rows),
    )


async def look(db: Transaction, house: House, now: datetime) -> Board:
    """All that the board shows."""
    rules = list(house.rulebook.failures)
    begin = now - PERIOD
    counts = [*await board.late(db, rules, now), *await board.ended(db, rules, begin, now)]
    return tallies.tally(counts, await board.waits(db, FIRST_WORD, begin, now))


def word(house: House, texts: Texts, found: Board, now: datetime) -> str:
    """The board in words."""
    day = word_day(texts, house.policy, now)
    lines = [texts("board.title", day=day, days=PERIOD.days), ""]
    for failure in house.rulebook.failures.values():
        title = failure.title.in_language(texts.language)
        lines.append(_tally(texts, title, found.by_rule.get(failure.id, Tally())))
    lines.append("")
    for sort in ("complaints", "small", "major"):
        lines.append(_tally(texts, texts(f"board.{sort}"), getattr(found, sort)))
    lines.append("")
    for kind in ("complaint", "case"):
        words = _first_word(texts, found.first_word.get(kind))
        lines.append(texts(f"board.first_word_{kind}", span=words))
    worst = found.worst
    lines += ["", texts("board.units") if worst else texts("board.no_units")]
    for number, (unit, tally) in enumerate(worst[:UNITS], 1):
        by_rule = [
            texts("board.of_failure", title=title, number=tally.by_rule[failure.id])
            for failure in house.rulebook.failures.values()
            if failure.id in tally.by_rule
            for title in (failure.title.in_language(texts.language),)
        ]
        lines.append(
            texts(
                "board.unit",
                number=number,
                unit=_name(texts, unit, is_complaint=tally.kind_is_complaint),
                late=tally.late,
                failures=texts("staff.between").join(by_rule),
            )
        )
    if len(worst) > UNITS:
        lines.append(texts("board.more_units", number=len(worst) - UNITS))
    return "\n".join(lines)


def _first_word(texts: Texts, found: FirstWord | None) -> str:
    if found is None:
        return texts("board.nothing_yet")
    span = word_span(texts, found.span)
    if not found.at_least:
        return span
    return texts(
        "board.at_least" if found.span >= timedelta(hours=1) else "board.most_wait", span=span
    )


def _tally(texts: Texts, title: str, tally: Tally) -> str:
    if tally.share is None:
        return texts("board.tally_none", title=title, days=PERIOD.days)
    return texts(
        "board.tally",
        title=title,
        late=tally.late,
        ended=tally.kept + tally.done_late,
        share=f"{tally.share:.0%}",
    )


def _name(texts: Texts, unit: str, *, is_complaint: bool) -> str:
    return texts("board.desk", area=texts(f"staff.area_{unit}")) if is_complaint else unit


def _rows(texts: Texts, found: Board) -> list[Row]:
    """The bars of the picture."""
    return [
        Row(
            number,
            _name(texts, unit, is_complaint=tally.kind_is_complaint),
            tally.small,
            tally.major,
        )
        for number, (unit, tally) in enumerate(found.worst[:UNITS], 1)
    ]


def _caption(texts: Texts, rows: list[Row]) -> str:
    """The bars in words; empty where there is no picture."""
    units = [
        texts(
            "board.picture_unit",
            number=row.number,
            unit=row.name[:NAME],
            small=row.small,
            major=row.major,
        )
        for row in rows
    ]
    return texts("board.picture_says", units=texts("staff.between").join(units)) if rows else ""


async def _picture(turn: Turn, rows: list[Row]) -> tuple[int, ...]:
    """The number of the picture, which is kept for two days; empty where nothing is late."""
    if not rows:
        return ()
    texts = turn.texts
    legend = Legend(
        texts("board.picture_title"), texts("board.picture_small"), texts("board.picture_major")
    )
    jpeg = await asyncio.to_thread(draw, rows, legend)
    return (await photos.add(turn.db, jpeg, turn.now),)
