"""A case for tests that somebody follows, as the feed changes it and the clock wakes what is due."""

from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import select

from domain.area import Area
from domain.role import Role
from handlers.feed import import_file
from scheduler.case_jobs import look_after_revisits, remind_of_property, tell_no_news
from storage import events
from storage.schema.case import Case, CaseFollower
from storage.schema.outbox import Outbox
from storage.schema.task import CaseTask
from tests.desks import sign_in
from tests.handlers.feed_files import Row, row, write_csv
from tests.talk.stage import Person, Stage


class Followed:
    """The case of number 1, at 城关派出所; `citizen` has agreed to notices."""

    def __init__(self, stage: Stage, folder: Path) -> None:
        self.stage, self.path = stage, folder / "feed.csv"
        self.citizen = stage.person(501)

    async def begins(self, stage: str = "侦办中", at: str = "2026-02-25", **facts: str) -> None:
        """The case comes, and the citizen follows it."""
        await self.takes([row(1, stage=stage, stage_at=at, unit="城关派出所", **facts)])
        await self.citizen.agrees()
        await self.citizen.says(f"{row(1)['number']} {row(1)['query_code']}")

    async def takes(self, rows: Sequence[Row]) -> None:
        write_csv(self.path, rows)
        stage = self.stage
        summary = await import_file(stage.database, stage.house, self.path, lambda: stage.time)
        assert summary.rejected == 0

    async def moves(self, stage: str, **facts: str) -> None:
        """A new stage, at this moment."""
        at = f"{self.stage.time:%Y-%m-%dT%H:%M:%S%z}"
        await self.takes([row(1, stage=stage, stage_at=at, unit="城关派出所", **facts)])

    async def has_property(self, desk: Person) -> None:
        """The desk notes that there is property to be returned; what is due is sent."""
        await desk.says(f"/case {row(1)['number']}")
        await desk.presses("有物品可发还")
        await desk.says("发还清单1号（示例）")
        await self.stage.deliver()

    async def desk(self) -> Person:
        return await sign_in(self.stage, Role.DESK, Area.CASEWORK, "chengguan")

    async def wakes(self, **period: float) -> list[str]:
        """After that time: the jobs run, what is due is sent. What the citizen sees of it."""
        self.stage.wait(**period)
        before = len(self.citizen.texts())
        for job in (tell_no_news, look_after_revisits, remind_of_property):
            await job(self.stage.database, self.stage.house, self.stage.time)
        await self.stage.deliver()
        self.stage.wait(hours=1)
        await self.stage.deliver()
        return [text.splitlines()[0] for text in self.citizen.texts()[before:]]

    async def case(self) -> Case:
        async with self.stage.database.reading() as db:
            return (await db.scalars(select(Case).order_by(Case.id))).first() or Case()

    async def follower(self) -> CaseFollower:
        async with self.stage.database.reading() as db:
            return (await db.scalars(select(CaseFollower))).one()

    async def tasks(self) -> list[tuple[str, str]]:
        """Kind and state of each task, in order."""
        async with self.stage.database.reading() as db:
            found = await db.scalars(select(CaseTask).order_by(CaseTask.id))
            return [(task.kind, task.state) for task in found]

    async def acts(self) -> list[str]:
        async with self.stage.database.reading() as db:
            subject = f"case:{(await self.case()).id}"
            return [event.name for event in (await events.of_subjects(db, [subject]))[subject]]

    async def waiting(self) -> list[Outbox]:
        async with self.stage.database.reading() as db:
            found = await db.scalars(select(Outbox).where(Outbox.state == "waiting"))
            return list(found)
