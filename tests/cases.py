"""Invented cases, as the feed tells of them."""

from datetime import datetime

from domain.case_change import Seal, change_case
from domain.case_life import Kind
from domain.case_life import Stage as CaseStage
from domain.feed_row import CaseRow
from storage import cases
from tests.talk.stage import Stage


async def feed(
    stage: Stage,
    *stages: tuple[CaseStage, datetime],
    number: str = "A330000202600012",
    kind: Kind = Kind.CRIMINAL,
    unit: str = "城关派出所",
    sensitive: bool = False,
) -> None:
    """A case as the feed tells it."""
    rows = [
        CaseRow(
            line=1,
            cells=(),
            number=number,
            code="123456",
            kind=kind,
            category="虚构",
            major=False,
            unit=unit,
            contact="0000-1",
            stage=entered,
            at=at,
            sensitive=sensitive,
        )
        for entered, at in stages
    ]
    async with stage.database.transaction() as db:
        known = (await cases.find_known(db, [number])).get(number)
        seal = Seal(stage.house.key, lambda: "0" * 16)
        change = change_case(rows, known, (), seal, stage.house.feed_words.is_sensitive)
        assert not change.rejected
        await cases.keep(db, [change], stage.time)
