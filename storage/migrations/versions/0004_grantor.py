"""Keep who grants an extension; have what was extended or paused measured anew, as ends are reckoned otherwise"""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

import storage.database

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

LONGER = (
    "decision_extended",
    "petition_extended",
    "appraisal_begun",
    "hearing_begun",
)


def upgrade() -> None:
    op.add_column("event", sa.Column("granted_by", sa.String(length=200), nullable=True))
    event = sa.table("event", sa.column("subject"), sa.column("name"))
    deadline = sa.table(
        "deadline",
        sa.column("subject"),
        sa.column("next_at", storage.database.Moment(timezone=True)),
    )
    longer = sa.select(event.c.subject).where(event.c.name.in_(LONGER))
    op.execute(
        sa.update(deadline)
        .where(deadline.c.next_at.is_not(None), deadline.c.subject.in_(longer))
        .values(next_at=datetime.now(UTC))
    )


def downgrade() -> None:
    with op.batch_alter_table("event") as batch_op:
        batch_op.drop_column("granted_by")
