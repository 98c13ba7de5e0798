"""Keep what nobody could be told of, and of which stage a task is"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

UNTOLD = sa.text("told < step AND standing IN ('open', 'late')")


def upgrade() -> None:
    with op.batch_alter_table("deadline") as batch_op:
        batch_op.add_column(sa.Column("told", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(
            sa.Column("tried", sa.String(length=16), nullable=False, server_default="")
        )
    # Whatever was reached before was said then, to whom it could be said.
    op.execute("UPDATE deadline SET told = step")
    with op.batch_alter_table("deadline") as batch_op:
        batch_op.alter_column("told", server_default=None)
        batch_op.alter_column("tried", server_default=None)
        batch_op.create_index(
            "ix_deadline_untold",
            ["tried", "id"],
            unique=False,
            sqlite_where=UNTOLD,
            postgresql_where=UNTOLD,
        )
    with op.batch_alter_table("case_task") as batch_op:
        batch_op.add_column(sa.Column("about", sa.String(length=40), nullable=True))
        batch_op.create_unique_constraint("uq_case_task_case_id_about", ["case_id", "about"])


def downgrade() -> None:
    op.execute("DELETE FROM case_task WHERE kind = 'tell'")
    with op.batch_alter_table("case_task") as batch_op:
        batch_op.drop_constraint("uq_case_task_case_id_about", type_="unique")
        batch_op.drop_column("about")
    with op.batch_alter_table("deadline") as batch_op:
        batch_op.drop_index("ix_deadline_untold")
        batch_op.drop_column("tried")
        batch_op.drop_column("told")
