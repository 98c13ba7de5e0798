"""The clock of what is owed: reckoned after the feed, said on time, to those who are to hear it."""

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update

from domain.area import Area
from domain.board import Tally
from domain.case_life import Kind
from domain.case_life import Stage as CaseStage
from domain.duty import Standing
from domain.ladder import Step
from domain.role import Role
from handlers import board
from handlers.deadlines import happened
from handlers.house import House
from scheduler import deadline_jobs
from scheduler.deadline_jobs import reckon_cases, watch_deadlines
from storage import board as counts
from storage import events, marked_cases, promises
from storage.database import Database, Transaction
from storage.marked_cases import Marked
from storage.schema.case import Case
from storage.schema.deadline import Deadline
from tests.cases import feed
from tests.conftest import NOW
from tests.desks import complain, sign_in
from tests.followed import Followed
from tests.talk.stage import Person, Stage


@pytest.fixture
def stage(database: Database, house: House) -> Stage:
    return Stage(database, house, NOW)


async def tick(stage: Stage) -> None:
    await watch_deadlines(stage.database, stage.house, stage.time)
    await stage.deliver()


async def standing(stage: Stage, rule: str) -> Sequence[tuple[str, int]]:
    async with stage.database.reading() as db:
        rows = await db.execute(
            select(Deadline.standing, Deadline.step)
            .where(Deadline.rule == rule)
            .order_by(Deadline.since)
        )
        return [(row.standing, row.step) for row in rows]


def heard(person: Person, sign: str) -> list[str]:
    return [text for text in person.texts() if text.startswith(sign)]


async def test_the_desk_is_warned_then_told_then_the_supervisor_then_the_head(
    stage: Stage,
) -> None:
    desk = await sign_in(stage, Role.DESK, Area.CASEWORK)
    supervisor = await sign_in(stage, Role.SUPERVISOR)
    head = await sign_in(stage, Role.HEAD)
    await feed(stage, (CaseStage.RECEIVED, NOW))
    await tick(stage)
    assert not heard(desk, "⏳")
    stage.wait(days=3)  # of a filing decision's three days, which end at midnight after the third
    await tick(stage)
    assert "立案审查" in heard(desk, "⏳")[0]
    assert not heard(desk, "⏰")
    stage.wait(hours=14, seconds=1)
    for _ in range(2):
        await tick(stage)
    assert len(heard(desk, "⏰")) == 1
    assert not heard(supervisor, "📣")
    stage.wait(days=1)
    await tick(stage)
    assert len(heard(supervisor, "📣")) == 1
    stage.wait(days=2)
    await tick(stage)
    assert len(heard(head, "❗")) == 1
    assert not heard(head, "📣")
    assert await standing(stage, "filing") == [("late", 4)]
    stage.wait(days=30)
    await tick(stage)
    assert len(heard(head, "❗")) == 1


async def test_what_was_done_is_not_spoken_of(stage: Stage) -> None:
    desk = await sign_in(stage, Role.DESK, Area.CASEWORK)
    await feed(stage, (CaseStage.RECEIVED, NOW))
    await tick(stage)
    await feed(stage, (CaseStage.FILED, NOW + timedelta(hours=5)))
    stage.wait(days=20)
    await tick(stage)
    assert not heard(desk, "⏳")
    assert not heard(desk, "⏰")
    assert await standing(stage, "filing") == [("done", 0)]
    assert await standing(stage, "receipt") == [("done", 0)]


async def test_an_extension_takes_the_warning_back(stage: Stage) -> None:
    desk = await sign_in(stage, Role.DESK, Area.CASEWORK)
    await feed(stage, (CaseStage.RECEIVED, NOW))
    stage.wait(days=3)
    await tick(stage)
    assert "立案审查" in "".join(heard(desk, "⏳"))
    async with stage.database.transaction() as db:
        case = (await db.scalars(select(Case))).one()
        await events.add(db, f"case:{case.id}", "filing_extended", stage.time)
        case.revision += 1
    await tick(stage)
    assert await standing(stage, "filing") == [("open", 0)]
    stage.wait(days=25)
    await tick(stage)
    assert len([text for text in heard(desk, "⏳") if "立案审查" in text]) == 2


async def test_what_stands_still_is_counted_late_at_no_hour(stage: Stage) -> None:
    """Its end is kept once a day only: between, it lay in the past and was counted by board and ledger."""
    await feed(
        stage,
        (CaseStage.FILED, NOW - timedelta(days=29)),
        kind=Kind.ADMINISTRATIVE,
        number="A3300X1",
    )
    await tick(stage)
    async with stage.database.reading() as db:
        (until,) = await db.scalars(select(Deadline.until).where(Deadline.rule == "decision"))
    stage.time = until - timedelta(hours=2)
    async with stage.database.transaction() as db:
        case = (await db.scalars(select(Case))).one()
        await events.add(db, f"case:{case.id}", "appraisal_begun", stage.time)
        case.revision += 1
    for _ in range(12):
        stage.wait(hours=3)
        await tick(stage)
        async with stage.database.reading() as db:
            late = await counts.late(db, ["decision"], stage.time)
            begin = stage.time - timedelta(days=90)
            account = await promises.of_deadlines(db, [(["decision"], [])], begin, stage.time)
        assert (late, account.late, account.at_risk) == ([], 0, 0)
    assert [name for name, _ in await standing(stage, "decision")] == [Standing.PAUSED]


async def test_a_case_that_comes_late_in_all_its_steps_is_told_to_everybody_once(
    stage: Stage,
) -> None:
    people = [
        await sign_in(stage, Role.DESK, Area.CASEWORK),
        await sign_in(stage, Role.SUPERVISOR),
        await sign_in(stage, Role.HEAD),
    ]
    await feed(stage, (CaseStage.RECEIVED, NOW - timedelta(days=60)))
    for _ in range(3):
        await tick(stage)
    assert [len(person.texts()) for person in people] == [2, 2, 2]
    assert not heard(people[0], "⏳")


async def test_many_deadlines_are_one_card(stage: Stage) -> None:
    desk = await sign_in(stage, Role.DESK, Area.CASEWORK)
    for number in range(15):
        await feed(stage, (CaseStage.RECEIVED, NOW - timedelta(days=5)), number=f"A33{number:04}")
    await tick(stage)
    (card,) = heard(desk, "⏰")
    assert "另有20项" in card


async def test_another_unit_does_not_hear_of_a_case(stage: Stage) -> None:
    own = await sign_in(stage, Role.DESK, Area.CASEWORK, "chengguan")
    other = await sign_in(stage, Role.DESK, Area.CASEWORK, "hedong")
    bureau = await sign_in(stage, Role.DESK, Area.CASEWORK)
    await feed(stage, (CaseStage.RECEIVED, NOW - timedelta(days=4)))
    await tick(stage)
    assert (len(own.texts()), len(other.texts()), len(bureau.texts())) == (2, 1, 1)


async def test_nobody_of_the_named_unit_hears_of_a_complaint(stage: Stage) -> None:
    named = await sign_in(stage, Role.SUPERVISOR, unit="chengguan")
    other = await sign_in(stage, Role.SUPERVISOR)
    complaint = await complain(stage, units=["chengguan"])
    async with stage.database.transaction() as db:
        await happened(db, stage.house, complaint, "received", stage.time)
    stage.wait(days=3)
    await tick(stage)
    assert not heard(named, "📣")
    assert complaint.receipt_code in heard(other, "📣")[0]


async def test_a_delivered_answer_proves_that_it_was_told(stage: Stage) -> None:
    citizen = await stage.person(77).agrees()
    desk = await sign_in(stage, Role.DESK, Area.CONDUCT)
    await citizen.says("窗口的民警态度恶劣，说话不耐烦，一句话没说完就挂电话")
    for label in ("写好了", "可以联系我", "提交"):
        await citizen.presses(label)
    await stage.deliver()
    for label in ("✅ 接办", "答复", "态度问题，致歉", "📨 发给群众"):
        await desk.presses(label)
    assert await standing(stage, "not_told") == [("open", 0)]
    await stage.deliver()
    await tick(stage)
    assert await standing(stage, "not_told") == [("done", 0)]
    assert await standing(stage, "not_looked_at") == [("done", 0)]
    assert await standing(stage, "not_answered") == [("done", 0)]
    assert await standing(stage, "not_handled") == [("done", 0)]


async def test_what_is_told_after_the_head_heard_of_it_is_not_late_for_ever(
    stage: Stage, tmp_path: Path
) -> None:
    """There was nothing more to say of the deadline, so nobody looked at it again."""
    followed = Followed(stage, tmp_path)
    await sign_in(stage, Role.SUPERVISOR)
    await followed.begins()
    await followed.moves("已破案")
    for days in (4, 5):
        stage.wait(days=days)
        await watch_deadlines(stage.database, stage.house, stage.time)
    assert await standing(stage, "not_told") == [("late", Step.HEAD)]
    await stage.deliver()
    assert "told" in await followed.acts()
    await tick(stage)
    assert await standing(stage, "not_told") == [("done_late", Step.HEAD)]
    async with stage.database.reading() as db:
        found = await board.look(db, stage.house, stage.time)
    assert found.by_rule["not_told"] == Tally(done_late=1)


async def test_a_sensitive_case_asks_a_person_to_make_contact(stage: Stage) -> None:
    desk = await sign_in(stage, Role.DESK, Area.CASEWORK)
    await feed(stage, (CaseStage.RECEIVED, NOW), sensitive=True)
    for _ in range(2):
        await tick(stage)
    await feed(stage, (CaseStage.FILED, NOW + timedelta(hours=1)), sensitive=True)
    await tick(stage)
    assert len(heard(desk, "☎️")) == 2


async def test_the_contact_in_a_sensitive_case_is_a_task_with_a_day_and_the_ladder(
    stage: Stage,
) -> None:
    desk = await sign_in(stage, Role.DESK, Area.CASEWORK)
    supervisor = await sign_in(stage, Role.SUPERVISOR)
    await feed(stage, (CaseStage.FILED, NOW), sensitive=True)
    for _ in range(2):
        await tick(stage)
    [card] = heard(desk, "☎️")
    assert "2026年3月5日以前" in card
    assert await standing(stage, "contact") == [("open", 0)]
    stage.wait(days=3, hours=15)
    await tick(stage)
    assert "专人联系" in heard(desk, "⏰")[0]
    stage.wait(days=1)
    await tick(stage)
    assert "专人联系" in heard(supervisor, "📣")[0]
    await desk.presses("✅ 已联系当事人")
    await tick(stage)
    assert await standing(stage, "contact") == [("done_late", 3)]
    assert not heard(desk, "☎️")
    await feed(stage, (CaseStage.SOLVED, stage.time), sensitive=True)
    for _ in range(2):
        await tick(stage)
    assert len(heard(desk, "☎️")) == 1
    assert await standing(stage, "contact") == [("done_late", 3), ("open", 0)]


async def test_what_nobody_could_be_told_is_told_to_who_signs_in_and_not_in_a_burst(
    stage: Stage,
) -> None:
    """The steps were used up while nobody was there, and nobody ever heard of any of it."""
    for number in range(3):
        when = NOW - timedelta(days=60)
        await feed(stage, (CaseStage.RECEIVED, when), number=f"A33X000{number}")
    await feed(stage, (CaseStage.FILED, NOW - timedelta(days=1)), number="A33Y", sensitive=True)
    for _ in range(3):
        await tick(stage)
    desk = await sign_in(stage, Role.DESK, Area.CASEWORK)
    stage.wait(minutes=1)
    await tick(stage)
    assert [text[0] for text in desk.texts()[1:]] == ["☎", "⏰"]
    supervisor = await sign_in(stage, Role.SUPERVISOR)
    for _ in range(2):
        await tick(stage)
    assert [text[0] for text in supervisor.texts()[1:]] == ["❗"], "once, and as loud as it is"
    head = await sign_in(stage, Role.HEAD)
    stage.wait(days=1)
    await tick(stage)
    assert head.texts()[1:] == []
    assert len(desk.texts()) == 3


async def test_what_nobody_could_be_told_and_was_done_meanwhile_is_not_spoken_of(
    stage: Stage,
) -> None:
    await feed(stage, (CaseStage.RECEIVED, NOW))
    stage.wait(days=8)
    await tick(stage)
    await feed(stage, (CaseStage.FILED, stage.time))
    await tick(stage)
    desk = await sign_in(stage, Role.DESK, Area.CASEWORK)
    await tick(stage)
    assert len(desk.texts()) == 1


async def test_whom_a_case_is_no_business_of_is_no_audience_for_it(stage: Stage) -> None:
    other = await sign_in(stage, Role.DESK, Area.CASEWORK, "hedong")
    await feed(stage, (CaseStage.RECEIVED, NOW - timedelta(days=2)))
    stage.wait(days=8)
    await tick(stage)
    own = await sign_in(stage, Role.DESK, Area.CASEWORK, "chengguan")
    await tick(stage)
    assert (len(other.texts()), len(own.texts())) == (1, 2)


async def test_a_case_that_changes_while_it_is_reckoned_stays_marked(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    await feed(stage, (CaseStage.RECEIVED, NOW))
    before, fed = marked_cases.hold, list[int]()

    async def hold(db: Transaction, seen: Sequence[Marked]) -> set[int]:
        if not fed:
            fed.append(1)
            await db.execute(update(Case).values(revision=Case.revision + 1))
        return await before(db, seen)

    monkeypatch.setattr(marked_cases, "hold", hold)
    await reckon_cases(stage.database, stage.house, stage.time)
    assert await standing(stage, "filing") == []
    await reckon_cases(stage.database, stage.house, stage.time)
    assert await standing(stage, "filing") == [(Standing.OPEN, 0)]


async def test_what_is_due_gets_louder_while_a_great_import_is_reckoned(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = await sign_in(stage, Role.DESK, Area.CASEWORK)
    await feed(stage, (CaseStage.RECEIVED, NOW))
    await tick(stage)
    stage.wait(days=3, hours=14, seconds=1)
    for number in range(3):
        await feed(stage, (CaseStage.RECEIVED, stage.time), number=f"A33000020260010{number}")
    monkeypatch.setattr(deadline_jobs, "CASES", 1)
    monkeypatch.setattr(deadline_jobs, "RECKON_FOR", 0.0)
    await watch_deadlines(stage.database, stage.house, stage.time)
    await stage.deliver()
    assert heard(desk, "⏰")
    async with stage.database.reading() as db:
        assert len(await marked_cases.marked(db, 10)) == 2, "the rest waits for the next wakes"
    for _ in range(2):
        await watch_deadlines(stage.database, stage.house, stage.time)
    async with stage.database.reading() as db:
        assert await marked_cases.marked(db, 10) == []
