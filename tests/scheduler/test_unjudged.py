"""An answer that nobody judges ends a complaint after a while; the citizen keeps the last word."""

from datetime import timedelta

from sqlalchemy import select

from domain.complaint import State
from handlers.house import House
from scheduler.complaint_jobs import close_unjudged
from scheduler.keeping_jobs import forget_cases, forget_complaints
from scheduler.survey_jobs import invite_to_surveys
from storage import complaints
from storage.database import Database
from storage.schema.case import Case, CaseEvent, CaseFollower
from storage.schema.complaint import Complaint
from storage.schema.deadline import Event
from tests.closings import citizen_of, ended_case, invited
from tests.conftest import NOW
from tests.handlers.test_complaint import _citizen, _sent
from tests.handlers.test_receipt import _answer, _state
from tests.talk.stage import Person


async def _answered(database: Database, house: House, contact: str = "可以联系我") -> Person:
    person = await _citizen(database, house)
    await _sent(person, contact=contact)
    await _answer(person)
    return person


async def _wait(person: Person, **more: float) -> None:
    person.stage.time += person.stage.house.policy.complaint_silence + timedelta(**more)
    await close_unjudged(person.stage.database, person.stage.house, person.stage.time)


async def test_it_closes_after_the_setting_and_not_before(database: Database, house: House) -> None:
    """It stood for ever: nothing but a verdict ever closed an answered one."""
    person = await _answered(database, house)
    await _wait(person)
    assert (await _state(database)).state == State.ANSWERED
    person.stage.wait(minutes=1)
    for _ in range(2):
        await close_unjudged(database, house, person.stage.time)
    closed = await _state(database)
    assert (closed.state, closed.verdict) == (State.CLOSED, None)
    assert closed.closed_at == person.stage.time
    async with database.reading() as db:
        entries = await complaints.entries(db, closed.id)
        events = (await db.scalars(select(Event.name))).all()
    assert [entry.kind for entry in entries] == ["text", "answer", "lapsed"]
    assert events.count("closed") == 1


async def test_a_verdict_can_still_be_given_on_the_answer_in_the_chat(
    database: Database, house: House
) -> None:
    person = await _answered(database, house)
    await _wait(person, minutes=1)
    await person.presses("没解决")
    assert (await _state(database)).state == State.REOPENED


async def test_a_good_verdict_afterwards_is_kept_too(database: Database, house: House) -> None:
    person = await _answered(database, house)
    await _wait(person, minutes=1)
    await person.presses("解决了")
    complaint = await _state(database)
    assert (complaint.state, complaint.verdict) == (State.CLOSED, "solved")


async def test_after_the_time_for_reopening_no_verdict_counts(
    database: Database, house: House
) -> None:
    person = await _answered(database, house)
    await _wait(person, minutes=1)
    person.stage.time += house.policy.complaint_reopen + timedelta(minutes=1)
    await person.presses("没解决")
    assert (await _state(database)).state == State.CLOSED


async def test_what_the_citizen_added_meanwhile_is_not_closed_over(
    database: Database, house: House
) -> None:
    person = await _answered(database, house)
    person.stage.wait(days=10)
    await person.says("/receipt")
    await person.presses(next(b for b in person.buttons() if "已答复" in b))
    await person.presses(next(b for b in person.buttons() if "补充" in b))
    await person.says("窗口还是没有多开，队伍排到门外")
    await person.presses("写好了")
    person.stage.wait(days=10)
    await close_unjudged(database, house, person.stage.time)
    assert (await _state(database)).state == State.ANSWERED
    await _wait(person)
    assert (await _state(database)).state == State.CLOSED


async def test_an_anonymous_one_ends_too_and_is_erased_in_time(
    database: Database, house: House
) -> None:
    """Four years later it was kept with its full text: anonymous ones are hardly ever judged."""
    person = await _answered(database, house, contact="匿名")
    await _wait(person, minutes=1)
    closed = await _state(database)
    assert closed.closed_at is not None
    assert closed.closed_at.minute % 15 == 0
    person.stage.time += house.policy.complaint_retention + timedelta(days=1)
    await forget_complaints(database, house, person.stage.time)
    async with database.reading() as db:
        assert (await db.scalars(select(Complaint))).all() == []


async def test_the_survey_is_offered_as_after_any_close(database: Database, house: House) -> None:
    person = await _answered(database, house)
    await _wait(person, minutes=1)
    person.stage.time += house.policy.survey_delay + timedelta(minutes=1)
    await invite_to_surveys(database, house, person.stage.time)
    assert await invited(database) == 1


async def test_a_case_is_erased_with_all_that_hangs_on_it_after_its_retention(
    database: Database, house: House
) -> None:
    await _citizen(database, house)
    citizen = await citizen_of(database)
    old = NOW - house.policy.case_retention
    await ended_case(database, citizen, old - timedelta(days=1))
    await ended_case(database, citizen, old)
    await ended_case(database, citizen, old - timedelta(days=1), stage="filed")
    async with database.transaction() as db:
        case = (await db.scalars(select(Case.id).order_by(Case.id))).first()
        db.add(CaseEvent(case_id=case, stage="closed", at=old))
        db.add(Event(subject=f"case:{case}", name="told", at=old))
    await forget_cases(database, house, NOW)
    async with database.reading() as db:
        assert len((await db.scalars(select(Case))).all()) == 2
        assert len((await db.scalars(select(CaseFollower))).all()) == 2
        assert (await db.scalars(select(CaseEvent))).all() == []
        assert (await db.scalars(select(Event.subject))).all() == []
