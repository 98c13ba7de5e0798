"""An anonymous complaint: no value and no trace of a row joins it to who wrote it."""

from datetime import datetime
from io import BytesIO
from typing import Any

from PIL import Image
from sqlalchemy import or_, select, text

from domain.area import Area
from domain.complaint import State
from domain.role import Role
from handlers.house import House
from scheduler.anonymity_jobs import rewrite_anonymous
from storage import complaints, deadlines, events
from storage.database import Database, Table, Transaction
from storage.schema.complaint import Complaint, ComplaintEntry, Photo
from tests.conftest import NOW
from tests.desks import sign_in
from tests.talk.stage import Person, Stage
from tests.traces import transactions_of

ABOUT = (
    "complaint",
    "complaint_entry",
    "named_unit",
    "photo",
    "event",
    "deadline",
    "outbox",
)
"""Where a complaint leaves rows. Those of this talk are of nothing but the anonymous complaint."""
RECORDED = "audit WHERE subject LIKE 'complaint:%'"
OF_PEOPLE = ("citizen", "consent", "inbox", "survey_rest", "survey_session", "wrong_tries")
WORDS = "城关派出所窗口的人态度恶劣（示例）"
SMALL = 1000


def _photo() -> bytes:
    """Nothing but noise, so that it stays large."""
    out = BytesIO()
    Image.effect_noise((300, 300), 90).save(out, "JPEG")
    return out.getvalue()


async def _wrote_anonymously(stage: Stage) -> Person:
    """A citizen among a member of staff and a neighbour, each at another time of the hour."""
    await sign_in(stage, Role.TRIAGE)
    await sign_in(stage, Role.DESK, Area.CONDUCT)
    stage.wait(minutes=3, seconds=1)
    await stage.person(5_002).agrees()
    stage.wait(minutes=2, seconds=17)
    person = await stage.person(5_001).agrees()
    stage.wait(days=2, minutes=1, seconds=3)
    await person.says(WORDS)
    stage.wait(seconds=41)
    await person.sends_photo(_photo())
    for button in ("写好了", "匿名", "提交"):
        stage.wait(seconds=11)
        await person.presses(button)
    return person


async def _values(db: Transaction, tables: tuple[str, ...], of: int | None = None) -> set[Any]:
    """All values of these rows but small numbers, quarters of an hour, single words of ours."""
    found: set[Any] = set()
    for name in tables:
        table = Table.metadata.tables[name]
        query = select(table)
        if of is not None and "chat_id" in table.c:
            query = query.where(or_(table.c.chat_id == of, table.c.chat_id.is_(None)))
        for row in await db.execute(query):
            found |= {repr(value) for value in row if _tells(value)}
    return found


def _tells(value: Any) -> bool:
    if isinstance(value, int | float):
        return abs(value) > SMALL
    if isinstance(value, datetime):
        return bool(value.minute % 15 or value.second)
    if isinstance(value, str):
        return value not in {"zh", "stage", "complaint", "done"}
    return bool(value)


async def test_no_value_of_its_rows_is_also_in_a_row_of_a_person(
    database: Database, house: House
) -> None:
    stage = Stage(database, house, NOW)
    await _wrote_anonymously(stage)
    stage.wait(seconds=7)
    await stage.deliver()
    async with database.reading() as db:
        about = await _values(db, ABOUT)
        assert any(WORDS in value for value in about)
        people = await _values(db, (*OF_PEOPLE, "complaint_draft", "chat"), of=5_001)
    assert about & people == set()


async def test_no_transaction_wrote_rows_of_both_once_a_night_is_over(
    database: Database, house: House
) -> None:
    if database.is_sqlite:
        return
    stage = Stage(database, house, NOW)
    await _wrote_anonymously(stage)
    of_people = (*OF_PEOPLE, "chat")
    async with database.reading() as db:
        assert await transactions_of(db, (*ABOUT, RECORDED)) & await transactions_of(db, of_people)
        before = await _values(db, ABOUT)
    await rewrite_anonymous(database, house, stage.time)
    async with database.reading() as db:
        assert not await transactions_of(db, (*ABOUT, RECORDED)) & await transactions_of(
            db, of_people
        )
        assert await _values(db, ABOUT) == before


async def test_long_words_and_photos_are_written_anew_where_they_lie(
    database: Database, house: House
) -> None:
    """PostgreSQL keeps long values in a table of their own, whose rows have transactions, too."""
    if database.is_sqlite:
        return
    stage = Stage(database, house, NOW)
    await _wrote_anonymously(stage)
    async with database.reading() as db:
        before = await _apart(db)
        photo = await db.scalar(select(Photo.jpeg))
    assert before
    await rewrite_anonymous(database, house, stage.time)
    async with database.reading() as db:
        assert not before & await _apart(db)
        assert await db.scalar(select(Photo.jpeg)) == photo


async def _apart(db: Transaction) -> set[str]:
    name = await db.scalar(
        text("SELECT reltoastrelid::regclass::text FROM pg_class WHERE relname = 'photo'")
    )
    return await transactions_of(db, [str(name)])


async def test_what_is_kept_of_its_time_is_a_quarter_of_an_hour_in_the_citizens_favour(
    database: Database, house: House
) -> None:
    stage = Stage(database, house, NOW)
    await _wrote_anonymously(stage)
    async with database.reading() as db:
        complaint = (await db.scalars(select(Complaint))).one()
        subject = f"complaint:{complaint.id}"
        times = [
            complaint.received_at,
            *await db.scalars(select(ComplaintEntry.at)),
            *await db.scalars(select(Photo.kept_at)),
            *(event.at for event in (await events.of_subjects(db, [subject]))[subject]),
            *(one.course.since for one in (await deadlines.kept_of(db, [subject]))[subject]),
        ]
    assert len(times) >= 5
    for at in times:
        assert (at.minute % 15, at.second, at.microsecond) == (0, 0, 0)
        assert at <= stage.time
    assert complaint.due_at == complaint.received_at + house.policy.complaint_answer
    assert stage.time.minute % 15 != 0


async def test_acts_within_one_quarter_keep_their_order(database: Database, house: House) -> None:
    """Withdrawn and reopened in the same minutes: the later one counts, or nobody owed an answer."""
    stage = Stage(database, house, NOW)
    person = await _wrote_anonymously(stage)
    async with database.reading() as db:
        code = (await db.scalars(select(Complaint.receipt_code))).one()
    await person.presses(f"receipt:show:{code}")
    for act in ("withdraw:{}", "withdraw:{}:yes", "reopen:{}") * 2:
        stage.wait(seconds=5)
        await person.presses(f"receipt:{act.format(code)}")
    async with database.reading() as db:
        complaint = (await db.scalars(select(Complaint))).one()
        subject = f"complaint:{complaint.id}"
        happened = (await events.of_subjects(db, [subject]))[subject]
        assert await complaints.entries(db, complaint.id)
    assert complaint.state == State.REOPENED
    assert [event.name for event in happened] == [
        "received",
        *("withdrawn", "reopened", "withdrawn", "reopened"),
    ]
    ats: list[datetime] = [event.at for event in happened]
    assert ats == sorted(set(ats))
    assert ats[-1] < stage.time
