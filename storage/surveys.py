"""Questions about surveys that citizens are in, and about those that they are not asked again yet."""

import secrets
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.orm.attributes import set_committed_value

from domain.survey_session import Session, Typed, read_typed_messages
from storage import outbox
from storage.database import Transaction, insert_into
from storage.portions import erase_some
from storage.schema.survey import SurveyRest, SurveySession

EXPIRED_AT_ONCE = 100

# Asked at every answer, so they are put together once.
HOLD = (
    select(SurveySession)
    .where(SurveySession.key == bindparam("key"))
    .with_for_update()
    .execution_options(populate_existing=True)
)
KEEP = (
    update(SurveySession)
    .where(SurveySession.id == bindparam("number"))
    .values(session=bindparam("new_session"), touched_at=bindparam("moment"))
)


async def begin(
    db: Transaction, citizen_id: int, session: Session, about: str | None, now: datetime
) -> SurveySession:
    """Keep a new session; where the citizen is in that survey already, the one that is there."""
    await db.execute(
        insert_into(db, SurveySession)
        .values(
            key=secrets.token_urlsafe(6),
            citizen_id=citizen_id,
            survey=session.survey,
            about=about,
            session=session.as_json(),
            touched_at=now,
        )
        .on_conflict_do_nothing(index_elements=["citizen_id", "survey"])
    )
    row = await hold_of(db, citizen_id, session.survey)
    assert row is not None  # noqa: S101 (it was put there in this transaction, or before it)
    return row


async def hold(db: Transaction, key: str) -> SurveySession | None:
    """The session that buttons with this key belong to; nobody else moves it until the commit."""
    row: SurveySession | None = await db.scalar(HOLD, {"key": key})
    return row


async def hold_of(db: Transaction, citizen_id: int, survey: str) -> SurveySession | None:
    """As `hold`: the session of a citizen in that survey."""
    return await db.scalar(
        select(SurveySession)
        .where(SurveySession.citizen_id == citizen_id, SurveySession.survey == survey)
        .with_for_update()
        .execution_options(populate_existing=True)
    )


async def of_citizen(db: Transaction, citizen_id: int) -> Sequence[SurveySession]:
    """What a citizen has begun and not finished."""
    rows = await db.scalars(select(SurveySession).where(SurveySession.citizen_id == citizen_id))
    return rows.all()


async def keep(db: Transaction, row: SurveySession, session: Session, now: datetime) -> None:
    """Note how far a held session is, in the database and in `row`."""
    said = session.as_json()
    connection = await db.connection()
    await connection.execute(KEEP, {"number": row.id, "new_session": said, "moment": now})
    # It passed by the objects in hand: they are told, and have nothing of it left to write.
    set_committed_value(row, "session", said)
    set_committed_value(row, "touched_at", now)


async def close(db: Transaction, row: SurveySession) -> None:
    """Nothing of a session stays: neither its answers nor when it was."""
    await db.delete(row)
    await db.flush()


async def expire(db: Transaction, untouched_since: datetime, now: datetime) -> int:
    """Close some of what nobody went on with. Returns how many."""
    rows = await db.scalars(
        select(SurveySession)
        .where(SurveySession.touched_at <= untouched_since)
        .limit(EXPIRED_AT_ONCE)
    )
    found = rows.all()
    typed = [one for row in found for one in read_typed_messages(row.session)]
    await take_out(db, typed, now)
    await db.execute(delete(SurveySession).where(SurveySession.id.in_([row.id for row in found])))
    return len(found)


async def take_out(db: Transaction, answers: Iterable[Typed], now: datetime) -> None:
    """Have answers that stand in chats taken out of them, by the outbox."""
    chats: defaultdict[tuple[str, int], list[int]] = defaultdict(list)
    for one in answers:
        chats[one.channel, one.chat_id].append(one.number)
    for (channel, chat_id), numbers in chats.items():
        await outbox.take_back(db, channel, chat_id, numbers, due_at=now, now=now)


async def rest(db: Transaction, citizen_id: int, survey: str, until: date) -> None:
    """Don't ask a citizen this survey again before that day."""
    await db.execute(
        insert_into(db, SurveyRest)
        .values(citizen_id=citizen_id, survey=survey, until=until)
        .on_conflict_do_update(index_elements=["citizen_id", "survey"], set_={"until": until})
    )


async def resting(db: Transaction, citizen_id: int, today: date) -> dict[str, date]:
    """The surveys that a citizen is not asked today, each with the day from which on it is again."""
    rows = await db.execute(
        select(SurveyRest.survey, SurveyRest.until).where(
            SurveyRest.citizen_id == citizen_id, SurveyRest.until > today
        )
    )
    return {row.survey: row.until for row in rows}


async def forget_rests(db: Transaction, today: date) -> int:
    """Erase some of the rests that are over. Returns how many."""
    return await erase_some(db, SurveyRest.citizen_id, SurveyRest.until <= today)
