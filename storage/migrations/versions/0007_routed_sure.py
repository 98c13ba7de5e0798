"""Keep how a complaint was routed: surely or as a guess, and how its score was reckoned"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Nothing tells of what is there already: a guess that triage sent on looks like any other.
    op.add_column("complaint", sa.Column("routed_sure", sa.Boolean(), nullable=True))
    op.add_column("complaint", sa.Column("reckoned", sa.JSON(), nullable=True))
    op.add_column("correction", sa.Column("was_sure", sa.Boolean(), nullable=True))
    op.create_index("ix_correction_measured", "correction", ["routed_to", "was_sure", "id"])
    op.drop_index("ix_correction_routed_to", table_name="correction")


def downgrade() -> None:
    op.create_index("ix_correction_routed_to", "correction", ["routed_to", "id"])
    op.drop_index("ix_correction_measured", table_name="correction")
    op.drop_column("correction", "was_sure")
    op.drop_column("complaint", "reckoned")
    op.drop_column("complaint", "routed_sure")
