"""Let the processes of a limited channel know of each other"""

import sqlalchemy as sa
from alembic import op

import storage.database

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "speaker",
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("process", sa.String(length=32), nullable=False),
        sa.Column("seen_at", storage.database.Moment(timezone=True), nullable=False),
        sa.Column("paused_until", storage.database.Moment(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("channel", "process", name=op.f("pk_speaker")),
    )


def downgrade() -> None:
    op.drop_table("speaker")
