"""Sessions as they are kept."""

from datetime import timedelta

from domain.survey_session import Session
from storage import citizens, surveys
from storage.database import Database
from tests.conftest import NOW


async def test_a_row_in_hand_says_what_was_kept(database: Database) -> None:
    """It said how the session had been before: whoever read it once more went on from there."""
    later = NOW + timedelta(hours=1)
    async with database.transaction() as db:
        _, citizen = await citizens.welcome(db, "stage", 101, "zh", 1, NOW)
        begun = Session("safety", 1, "first")
        row = await surveys.begin(db, citizen.id, begun, None, NOW)
        moved = Session("safety", 1, "second")
        await surveys.keep(db, row, moved, later)
        assert Session.from_json(row.session) == moved
        assert row.touched_at == later
        assert not db.dirty, "it is not written a second time"
    async with database.reading() as db:
        (kept,) = await surveys.of_citizen(db, citizen.id)
    assert (Session.from_json(kept.session), kept.touched_at) == (moved, later)
