"""Find answered complaints that nobody judged"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(
        "ix_complaint_unjudged",
        "complaint",
        ["answered_at"],
        sqlite_where=sa.text("state = 'answered'"),
        postgresql_where=sa.text("state = 'answered'"),
    )


def downgrade() -> None:
    op.drop_index("ix_complaint_unjudged", table_name="complaint")
