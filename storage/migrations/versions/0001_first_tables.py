"""All tables and indexes of the first release, as storage/schema has them."""

import sqlalchemy as sa
from alembic import op

import storage.database

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "audit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", storage.database.Moment(timezone=True), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=True),
        sa.Column("act", sa.String(length=40), nullable=False),
        sa.Column("subject", sa.String(length=80), nullable=False),
        sa.Column("detail", sa.String(length=200), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit")),
    )
    with op.batch_alter_table("audit", schema=None) as batch_op:
        batch_op.create_index("ix_audit_staff_id", ["staff_id"], unique=False)
        batch_op.create_index("ix_audit_subject", ["subject"], unique=False)

    op.create_table(
        "case_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("code_salt", sa.String(length=32), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("category", sa.String(length=40), nullable=False),
        sa.Column("sensitive", sa.Boolean(), nullable=False),
        sa.Column("major", sa.Boolean(), nullable=False),
        sa.Column("unit", sa.String(length=40), nullable=False),
        sa.Column("contact", sa.String(length=40), nullable=False),
        sa.Column("stage", sa.String(length=16), nullable=False),
        sa.Column("stage_at", storage.database.Moment(timezone=True), nullable=False),
        sa.Column("updated_at", storage.database.Moment(timezone=True), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("reckoned", sa.Integer(), nullable=False),
        sa.Column("returnable", sa.Boolean(), nullable=False),
        sa.Column("revisit_at", storage.database.Moment(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_file")),
        sa.UniqueConstraint("number", name=op.f("uq_case_file_number")),
    )
    with op.batch_alter_table("case_file", schema=None) as batch_op:
        batch_op.create_index(
            "ix_case_file_revisit",
            ["revisit_at"],
            unique=False,
            sqlite_where=sa.text("revisit_at IS NOT NULL"),
            postgresql_where=sa.text("revisit_at IS NOT NULL"),
        )
        batch_op.create_index("ix_case_file_stage", ["stage", "stage_at"], unique=False)
        batch_op.create_index(
            "ix_case_file_to_reckon",
            ["id"],
            unique=False,
            sqlite_where=sa.text("reckoned <> revision"),
            postgresql_where=sa.text("reckoned <> revision"),
        )

    op.create_table(
        "citizen",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("notices", sa.Boolean(), nullable=False),
        sa.Column("surveys", sa.Boolean(), nullable=False),
        sa.Column("broadcasts", sa.Boolean(), nullable=False),
        sa.Column("created_at", storage.database.Moment(timezone=True), nullable=False),
        sa.Column("seen_at", storage.database.Moment(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_citizen")),
    )
    with op.batch_alter_table("citizen", schema=None) as batch_op:
        batch_op.create_index(
            "ix_citizen_broadcasts",
            ["id"],
            unique=False,
            sqlite_where=sa.text("broadcasts = 1"),
            postgresql_where=sa.text("broadcasts"),
        )
        batch_op.create_index("ix_citizen_seen_at", ["seen_at"], unique=False)

    op.create_table(
        "deadline",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(length=80), nullable=False),
        sa.Column("rule", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("unit", sa.String(length=40), nullable=False),
        sa.Column("major", sa.Boolean(), nullable=False),
        sa.Column("since", storage.database.Moment(timezone=True), nullable=False),
        sa.Column("until", storage.database.Moment(timezone=True), nullable=False),
        sa.Column("standing", sa.String(length=10), nullable=False),
        sa.Column("done_at", storage.database.Moment(timezone=True), nullable=True),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("next_at", storage.database.Moment(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deadline")),
        sa.UniqueConstraint(
            "subject", "rule", "since", name=op.f("uq_deadline_subject_rule_since")
        ),
    )
    with op.batch_alter_table("deadline", schema=None) as batch_op:
        batch_op.create_index(
            "ix_deadline_board",
            ["rule", "until", "unit", "major", "kind", "standing"],
            unique=False,
        )
        batch_op.create_index(
            "ix_deadline_due",
            ["next_at"],
            unique=False,
            sqlite_where=sa.text("next_at IS NOT NULL"),
            postgresql_where=sa.text("next_at IS NOT NULL"),
        )
        batch_op.create_index(
            "ix_deadline_unended",
            ["rule", "until", "unit", "major", "kind"],
            unique=False,
            sqlite_where=sa.text("standing IN ('open', 'late')"),
            postgresql_where=sa.text("standing IN ('open', 'late')"),
        )

    op.create_table(
        "event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("at", storage.database.Moment(timezone=True), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=True),
        sa.Column("evidence", sa.String(length=200), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event")),
        sa.UniqueConstraint("subject", "name", "at", name=op.f("uq_event_subject_name_at")),
    )
    op.create_table(
        "feed_call",
        sa.Column("signature", sa.String(length=64), nullable=False),
        sa.Column("at", storage.database.Moment(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("signature", name=op.f("pk_feed_call")),
    )
    with op.batch_alter_table("feed_call", schema=None) as batch_op:
        batch_op.create_index("ix_feed_call_at", ["at"], unique=False)

    op.create_table(
        "inbox",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=True),
        sa.Column("payload", sa.Text(), nullable=True),
        sa.Column("replies", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("delays", sa.Integer(), nullable=False),
        sa.Column("warned", sa.Boolean(), nullable=False),
        sa.Column("error", sa.String(length=200), nullable=True),
        sa.Column("received_at", storage.database.Moment(timezone=True), nullable=False),
        sa.Column("due_at", storage.database.Moment(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inbox")),
        sa.UniqueConstraint("channel", "key", name=op.f("uq_inbox_channel_key")),
    )
    with op.batch_alter_table("inbox", schema=None) as batch_op:
        batch_op.create_index(
            "ix_inbox_chat",
            ["channel", "chat_id", "id"],
            unique=False,
            sqlite_where=sa.text("chat_id IS NOT NULL"),
            postgresql_where=sa.text("chat_id IS NOT NULL"),
        )
        batch_op.create_index(
            "ix_inbox_due_at",
            ["due_at"],
            unique=False,
            sqlite_where=sa.text("due_at IS NOT NULL"),
            postgresql_where=sa.text("due_at IS NOT NULL"),
        )
        batch_op.create_index(
            "ix_inbox_failed",
            ["id"],
            unique=False,
            sqlite_where=sa.text("state = 'failed'"),
            postgresql_where=sa.text("state = 'failed'"),
        )
        batch_op.create_index("ix_inbox_received_at", ["received_at"], unique=False)

    op.create_table(
        "installation",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(length=4), nullable=False),
        sa.Column("secret", sa.String(length=64), nullable=False),
        sa.Column("at", storage.database.Moment(timezone=True), nullable=False),
        sa.Column("sensitive_list", sa.String(length=64), nullable=True),
        sa.CheckConstraint("id = 1", name=op.f("ck_installation_one_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_installation")),
    )
    op.create_table(
        "opinion",
        sa.Column("id", sa.String(length=24), nullable=False),
        sa.Column("survey", sa.String(length=12), nullable=False),
        sa.Column("question", sa.String(length=12), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("area", sa.String(length=16), nullable=False),
        sa.Column("to_triage", sa.Boolean(), nullable=False),
        sa.Column("tags", sa.JSON(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_opinion")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("opinion", schema=None) as batch_op:
        batch_op.create_index("ix_opinion_area", ["area", "day"], unique=False)
        batch_op.create_index("ix_opinion_day", ["day"], unique=False)

    op.create_table(
        "outbox",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(length=80), nullable=False),
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("citizen_id", sa.Integer(), nullable=True),
        sa.Column("say", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("created_at", storage.database.Moment(timezone=True), nullable=False),
        sa.Column("due_at", storage.database.Moment(timezone=True), nullable=False),
        sa.Column("claimed_until", storage.database.Moment(timezone=True), nullable=True),
        sa.Column("settled_at", storage.database.Moment(timezone=True), nullable=True),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.Column("reason", sa.String(length=200), nullable=True),
        sa.Column("names", sa.String(length=240), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
        sa.UniqueConstraint("key", name=op.f("uq_outbox_key")),
    )
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.create_index("ix_outbox_chat", ["channel", "chat_id", "state", "id"], unique=False)
        batch_op.create_index("ix_outbox_citizen_id", ["citizen_id"], unique=False)
        batch_op.create_index(
            "ix_outbox_never",
            ["settled_at"],
            unique=False,
            sqlite_where=sa.text("state = 'never'"),
            postgresql_where=sa.text("state = 'never'"),
        )
        batch_op.create_index("ix_outbox_settled_at", ["settled_at"], unique=False)
        batch_op.create_index("ix_outbox_subject", ["subject", "kind", "state"], unique=False)
        batch_op.create_index(
            "ix_outbox_waiting",
            ["channel", "priority", "due_at", "id"],
            unique=False,
            sqlite_where=sa.text("state = 'waiting'"),
            postgresql_where=sa.text("state = 'waiting'"),
        )

    op.create_table(
        "photo",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("jpeg", sa.LargeBinary(), nullable=False),
        sa.Column("kept_at", storage.database.Moment(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_photo")),
    )
    with op.batch_alter_table("photo", schema=None) as batch_op:
        batch_op.create_index("ix_photo_kept_at", ["kept_at"], unique=False)

    op.create_table(
        "promise_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("commitment", sa.String(length=40), nullable=False),
        sa.Column("done_at", storage.database.Moment(timezone=True), nullable=False),
        sa.Column("entered_at", storage.database.Moment(timezone=True), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=True),
        sa.Column("evidence", sa.String(length=400), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_promise_entry")),
    )
    with op.batch_alter_table("promise_entry", schema=None) as batch_op:
        batch_op.create_index(
            "ix_promise_entry_commitment", ["commitment", "done_at"], unique=False
        )

    op.create_table(
        "staff",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("area", sa.String(length=16), nullable=True),
        sa.Column("unit", sa.String(length=40), nullable=True),
        sa.Column("code_hash", sa.String(length=64), nullable=True),
        sa.Column("code_expires_at", storage.database.Moment(timezone=True), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("created_at", storage.database.Moment(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_staff_code_hash")),
    )
    with op.batch_alter_table("staff", schema=None) as batch_op:
        batch_op.create_index("ix_staff_role_area", ["role", "area"], unique=False)

    op.create_table(
        "survey_box",
        sa.Column("id", sa.String(length=24), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("paper", sa.JSON(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_box")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("survey_box", schema=None) as batch_op:
        batch_op.create_index("ix_survey_box_day", ["day"], unique=False)

    op.create_table(
        "survey_response",
        sa.Column("id", sa.String(length=24), nullable=False),
        sa.Column("survey", sa.String(length=12), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("occasion", sa.String(length=12), nullable=False),
        sa.Column("index", sa.String(length=12), nullable=False),
        sa.Column("about", sa.String(length=12), nullable=True),
        sa.Column("day", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_response")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("survey_response", schema=None) as batch_op:
        batch_op.create_index("ix_survey_response_survey", ["survey", "day"], unique=False)

    op.create_table(
        "web_chat",
        sa.Column("chat_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("floor", sa.Integer(), nullable=False),
        sa.Column("seen_at", storage.database.Moment(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("chat_id", name=op.f("pk_web_chat")),
    )
    with op.batch_alter_table("web_chat", schema=None) as batch_op:
        batch_op.create_index("ix_web_chat_seen_at", ["seen_at"], unique=False)

    op.create_table(
        "web_file",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("kept_at", storage.database.Moment(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_web_file")),
    )
    with op.batch_alter_table("web_file", schema=None) as batch_op:
        batch_op.create_index("ix_web_file_chat_id", ["chat_id"], unique=False)
        batch_op.create_index("ix_web_file_kept_at", ["kept_at"], unique=False)

    op.create_table(
        "web_message",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("mine", sa.Boolean(), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=True),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("buttons", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("quotes", sa.Integer(), nullable=True),
        sa.Column("alarm", sa.Boolean(), nullable=False),
        sa.Column("file_id", sa.String(length=32), nullable=True),
        sa.Column("file_name", sa.String(length=120), nullable=True),
        sa.Column("width", sa.Integer(), nullable=True),
        sa.Column("height", sa.Integer(), nullable=True),
        sa.Column("said_at", storage.database.Moment(timezone=True), nullable=False),
        sa.Column("edited_at", storage.database.Moment(timezone=True), nullable=True),
        sa.Column("passes_at", storage.database.Moment(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_web_message")),
        sa.UniqueConstraint("chat_id", "key", name=op.f("uq_web_message_chat_id_key")),
        sa.UniqueConstraint("chat_id", "number", name=op.f("uq_web_message_chat_id_number")),
    )
    with op.batch_alter_table("web_message", schema=None) as batch_op:
        batch_op.create_index(
            "ix_web_message_passes_at",
            ["passes_at"],
            unique=False,
            sqlite_where=sa.text("passes_at IS NOT NULL"),
            postgresql_where=sa.text("passes_at IS NOT NULL"),
        )
        batch_op.create_index("ix_web_message_revision", ["chat_id", "revision"], unique=False)
        batch_op.create_index("ix_web_message_said_at", ["said_at"], unique=False)

    op.create_table(
        "wrong_tries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(length=80), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("since", storage.database.Moment(timezone=True), nullable=False),
        sa.Column("locked_until", storage.database.Moment(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wrong_tries")),
        sa.UniqueConstraint("subject", name=op.f("uq_wrong_tries_subject")),
    )
    with op.batch_alter_table("wrong_tries", schema=None) as batch_op:
        batch_op.create_index("ix_wrong_tries_since", ["since"], unique=False)

    op.create_table(
        "broadcast",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("zh", sa.Text(), nullable=False),
        sa.Column("en", sa.Text(), nullable=True),
        sa.Column("writer_id", sa.Integer(), nullable=False),
        sa.Column("approver_id", sa.Integer(), nullable=True),
        sa.Column("cursor", sa.Integer(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("never", sa.Integer(), nullable=False),
        sa.Column("created_at", storage.database.Moment(timezone=True), nullable=False),
        sa.Column("approved_at", storage.database.Moment(timezone=True), nullable=True),
        sa.Column("begun_at", storage.database.Moment(timezone=True), nullable=True),
        sa.Column("written_at", storage.database.Moment(timezone=True), nullable=True),
        sa.Column("ended_at", storage.database.Moment(timezone=True), nullable=True),
        sa.Column("told_at", storage.database.Moment(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["approver_id"], ["staff.id"], name=op.f("fk_broadcast_approver_id")
        ),
        sa.ForeignKeyConstraint(["writer_id"], ["staff.id"], name=op.f("fk_broadcast_writer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_broadcast")),
    )
    with op.batch_alter_table("broadcast", schema=None) as batch_op:
        batch_op.create_index(
            "ix_broadcast_under_way",
            ["id"],
            unique=False,
            sqlite_where=sa.text("approved_at IS NOT NULL AND ended_at IS NULL"),
            postgresql_where=sa.text("approved_at IS NOT NULL AND ended_at IS NULL"),
        )

    op.create_table(
        "case_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("stage", sa.String(length=16), nullable=False),
        sa.Column("at", storage.database.Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case_file.id"], name=op.f("fk_case_event_case_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_event")),
        sa.UniqueConstraint("case_id", "stage", "at", name=op.f("uq_case_event_case_id_stage_at")),
    )
    op.create_table(
        "case_follower",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("citizen_id", sa.Integer(), nullable=False),
        sa.Column("notices", sa.Boolean(), nullable=False),
        sa.Column("since", storage.database.Moment(timezone=True), nullable=False),
        sa.Column("no_news_at", storage.database.Moment(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case_file.id"], name=op.f("fk_case_follower_case_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["citizen_id"],
            ["citizen.id"],
            name=op.f("fk_case_follower_citizen_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_follower")),
        sa.UniqueConstraint(
            "case_id", "citizen_id", name=op.f("uq_case_follower_case_id_citizen_id")
        ),
    )
    with op.batch_alter_table("case_follower", schema=None) as batch_op:
        batch_op.create_index("ix_case_follower_citizen_id", ["citizen_id"], unique=False)
        batch_op.create_index(
            "ix_case_follower_no_news",
            ["no_news_at"],
            unique=False,
            sqlite_where=sa.text("no_news_at IS NOT NULL"),
            postgresql_where=sa.text("no_news_at IS NOT NULL"),
        )

    op.create_table(
        "case_property",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("since", storage.database.Moment(timezone=True), nullable=False),
        sa.Column("until", storage.database.Moment(timezone=True), nullable=False),
        sa.Column("slot", sa.String(length=12), nullable=True),
        sa.Column("agreed", sa.Boolean(), nullable=False),
        sa.Column("citizen_id", sa.Integer(), nullable=True),
        sa.Column("collected_at", storage.database.Moment(timezone=True), nullable=True),
        sa.Column("next_at", storage.database.Moment(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case_file.id"], name=op.f("fk_case_property_case_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["citizen_id"],
            ["citizen.id"],
            name=op.f("fk_case_property_citizen_id"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_property")),
        sa.UniqueConstraint("case_id", name=op.f("uq_case_property_case_id")),
    )
    with op.batch_alter_table("case_property", schema=None) as batch_op:
        batch_op.create_index("ix_case_property_citizen_id", ["citizen_id"], unique=False)
        batch_op.create_index(
            "ix_case_property_next",
            ["next_at"],
            unique=False,
            sqlite_where=sa.text("next_at IS NOT NULL"),
            postgresql_where=sa.text("next_at IS NOT NULL"),
        )

    op.create_table(
        "case_task",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("due_at", storage.database.Moment(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("answer", sa.String(length=3), nullable=True),
        sa.Column("created_at", storage.database.Moment(timezone=True), nullable=False),
        sa.Column("done_at", storage.database.Moment(timezone=True), nullable=True),
        sa.Column("staff_id", sa.Integer(), nullable=True),
        sa.Column("next_at", storage.database.Moment(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case_file.id"], name=op.f("fk_case_task_case_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_task")),
        sa.UniqueConstraint(
            "case_id", "kind", "due_at", name=op.f("uq_case_task_case_id_kind_due_at")
        ),
    )
    with op.batch_alter_table("case_task", schema=None) as batch_op:
        batch_op.create_index("ix_case_task_kind", ["kind", "due_at", "state"], unique=False)
        batch_op.create_index(
            "ix_case_task_next",
            ["next_at"],
            unique=False,
            sqlite_where=sa.text("next_at IS NOT NULL"),
            postgresql_where=sa.text("next_at IS NOT NULL"),
        )

    op.create_table(
        "chat",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("citizen_id", sa.Integer(), nullable=True),
        sa.Column("staff_id", sa.Integer(), nullable=True),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("state", sa.String(length=64), nullable=True),
        sa.Column("data", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("closed_at", storage.database.Moment(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["citizen_id"], ["citizen.id"], name=op.f("fk_chat_citizen_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_chat_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chat")),
        sa.UniqueConstraint("channel", "chat_id", name=op.f("uq_chat_channel_chat_id")),
    )
    with op.batch_alter_table("chat", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_chat_citizen_id"), ["citizen_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_chat_staff_id"), ["staff_id"], unique=False)

    op.create_table(
        "complaint",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("receipt_code", sa.String(length=16), nullable=False),
        sa.Column("draft_key", sa.String(length=40), nullable=False),
        sa.Column("citizen_id", sa.Integer(), nullable=True),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("area", sa.String(length=16), nullable=False),
        sa.Column("to_triage", sa.Boolean(), nullable=False),
        sa.Column("runner_up", sa.String(length=16), nullable=False),
        sa.Column("score", sa.Double(), nullable=False),
        sa.Column("also", sa.JSON(), nullable=False),
        sa.Column("tags", sa.JSON(), nullable=False),
        sa.Column("because", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("taker_id", sa.Integer(), nullable=True),
        sa.Column("verdict", sa.String(length=16), nullable=True),
        sa.Column("received_at", storage.database.Moment(timezone=True), nullable=False),
        sa.Column("due_at", storage.database.Moment(timezone=True), nullable=False),
        sa.Column("taken_at", storage.database.Moment(timezone=True), nullable=True),
        sa.Column("answered_at", storage.database.Moment(timezone=True), nullable=True),
        sa.Column("closed_at", storage.database.Moment(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["citizen_id"],
            ["citizen.id"],
            name=op.f("fk_complaint_citizen_id"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(["taker_id"], ["staff.id"], name=op.f("fk_complaint_taker_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaint")),
        sa.UniqueConstraint("draft_key", name=op.f("uq_complaint_draft_key")),
        sa.UniqueConstraint("receipt_code", name=op.f("uq_complaint_receipt_code")),
    )
    with op.batch_alter_table("complaint", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_complaint_citizen_id"), ["citizen_id"], unique=False)
        batch_op.create_index("ix_complaint_closed_at", ["closed_at"], unique=False)
        batch_op.create_index("ix_complaint_desk", ["area", "state", "received_at"], unique=False)
        batch_op.create_index("ix_complaint_state", ["state", "due_at"], unique=False)
        batch_op.create_index("ix_complaint_taker", ["taker_id", "state"], unique=False)

    op.create_table(
        "consent",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("citizen_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("given", sa.Boolean(), nullable=False),
        sa.Column("wording", sa.Integer(), nullable=False),
        sa.Column("at", storage.database.Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["citizen_id"], ["citizen.id"], name=op.f("fk_consent_citizen_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent")),
    )
    with op.batch_alter_table("consent", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_consent_citizen_id"), ["citizen_id"], unique=False)

    op.create_table(
        "survey_answer",
        sa.Column("response_id", sa.String(length=24), nullable=False),
        sa.Column("question", sa.String(length=12), nullable=False),
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.ForeignKeyConstraint(
            ["response_id"],
            ["survey_response.id"],
            name=op.f("fk_survey_answer_response_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("response_id", "question", "code", name=op.f("pk_survey_answer")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "survey_invitation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("citizen_id", sa.Integer(), nullable=False),
        sa.Column("survey", sa.String(length=12), nullable=False),
        sa.Column("about", sa.String(length=12), nullable=False),
        sa.Column("about_id", sa.Integer(), nullable=False),
        sa.Column("open", sa.Boolean(), nullable=False),
        sa.Column("invited_at", storage.database.Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["citizen_id"],
            ["citizen.id"],
            name=op.f("fk_survey_invitation_citizen_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_invitation")),
        sa.UniqueConstraint(
            "citizen_id",
            "about",
            "about_id",
            name=op.f("uq_survey_invitation_citizen_id_about_about_id"),
        ),
    )
    with op.batch_alter_table("survey_invitation", schema=None) as batch_op:
        batch_op.create_index(
            "ix_survey_invitation_citizen_id", ["citizen_id", "invited_at"], unique=False
        )
        batch_op.create_index("ix_survey_invitation_open", ["open", "invited_at"], unique=False)

    op.create_table(
        "survey_rest",
        sa.Column("citizen_id", sa.Integer(), nullable=False),
        sa.Column("survey", sa.String(length=12), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["citizen_id"],
            ["citizen.id"],
            name=op.f("fk_survey_rest_citizen_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("citizen_id", "survey", name=op.f("pk_survey_rest")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("survey_rest", schema=None) as batch_op:
        batch_op.create_index("ix_survey_rest_until", ["until"], unique=False)

    op.create_table(
        "survey_session",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=12), nullable=False),
        sa.Column("citizen_id", sa.Integer(), nullable=False),
        sa.Column("survey", sa.String(length=12), nullable=False),
        sa.Column("about", sa.String(length=12), nullable=True),
        sa.Column("session", sa.JSON(), nullable=False),
        sa.Column("touched_at", storage.database.Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["citizen_id"],
            ["citizen.id"],
            name=op.f("fk_survey_session_citizen_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_session")),
        sa.UniqueConstraint(
            "citizen_id", "survey", name=op.f("uq_survey_session_citizen_id_survey")
        ),
        sa.UniqueConstraint("key", name=op.f("uq_survey_session_key")),
    )
    with op.batch_alter_table("survey_session", schema=None) as batch_op:
        batch_op.create_index("ix_survey_session_touched_at", ["touched_at"], unique=False)

    op.create_table(
        "complaint_draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("chat_row_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("adds_to", sa.String(length=16), nullable=True),
        sa.Column("contact", sa.Boolean(), nullable=True),
        sa.Column("parts", sa.JSON(), nullable=False),
        sa.Column("messages", sa.JSON(), nullable=False),
        sa.Column("card", sa.BigInteger(), nullable=True),
        sa.Column("updated_at", storage.database.Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["chat_row_id"],
            ["chat.id"],
            name=op.f("fk_complaint_draft_chat_row_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaint_draft")),
        sa.UniqueConstraint("chat_row_id", name=op.f("uq_complaint_draft_chat_row_id")),
        sa.UniqueConstraint("key", name="uq_draft_key"),
    )
    with op.batch_alter_table("complaint_draft", schema=None) as batch_op:
        batch_op.create_index("ix_complaint_draft_updated_at", ["updated_at"], unique=False)

    op.create_table(
        "complaint_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("complaint_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("photo_id", sa.Integer(), nullable=True),
        sa.Column("at", storage.database.Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["complaint_id"],
            ["complaint.id"],
            name=op.f("fk_complaint_entry_complaint_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["photo_id"], ["photo.id"], name=op.f("fk_complaint_entry_photo_id")
        ),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], name=op.f("fk_complaint_entry_staff_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaint_entry")),
    )
    with op.batch_alter_table("complaint_entry", schema=None) as batch_op:
        batch_op.create_index(
            "ix_complaint_entry_complaint_id", ["complaint_id", "id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_complaint_entry_photo_id"), ["photo_id"], unique=False)

    op.create_table(
        "correction",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("complaint_id", sa.Integer(), nullable=False),
        sa.Column("routed_to", sa.String(length=16), nullable=False),
        sa.Column("corrected_to", sa.String(length=16), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("at", storage.database.Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["complaint_id"],
            ["complaint.id"],
            name=op.f("fk_correction_complaint_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_correction_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_correction")),
    )
    with op.batch_alter_table("correction", schema=None) as batch_op:
        batch_op.create_index("ix_correction_at", ["at"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_correction_complaint_id"), ["complaint_id"], unique=False
        )
        batch_op.create_index("ix_correction_routed_to", ["routed_to", "id"], unique=False)

    op.create_table(
        "named_unit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("complaint_id", sa.Integer(), nullable=False),
        sa.Column("unit", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["complaint_id"],
            ["complaint.id"],
            name=op.f("fk_named_unit_complaint_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_named_unit")),
        sa.UniqueConstraint("complaint_id", "unit", name=op.f("uq_named_unit_complaint_id_unit")),
    )
    op.create_table(
        "shown_message",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=False),
        sa.Column("complaint_id", sa.Integer(), nullable=False),
        sa.Column("is_photo", sa.Boolean(), nullable=False),
        sa.Column("at", storage.database.Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["complaint_id"],
            ["complaint.id"],
            name=op.f("fk_shown_message_complaint_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shown_message")),
        sa.UniqueConstraint(
            "channel",
            "chat_id",
            "message_id",
            name=op.f("uq_shown_message_channel_chat_id_message_id"),
        ),
    )
    with op.batch_alter_table("shown_message", schema=None) as batch_op:
        batch_op.create_index("ix_shown_message_complaint_id", ["complaint_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("shown_message", schema=None) as batch_op:
        batch_op.drop_index("ix_shown_message_complaint_id")

    op.drop_table("shown_message")
    op.drop_table("named_unit")
    with op.batch_alter_table("correction", schema=None) as batch_op:
        batch_op.drop_index("ix_correction_routed_to")
        batch_op.drop_index(batch_op.f("ix_correction_complaint_id"))
        batch_op.drop_index("ix_correction_at")

    op.drop_table("correction")
    with op.batch_alter_table("complaint_entry", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_complaint_entry_photo_id"))
        batch_op.drop_index("ix_complaint_entry_complaint_id")

    op.drop_table("complaint_entry")
    with op.batch_alter_table("complaint_draft", schema=None) as batch_op:
        batch_op.drop_index("ix_complaint_draft_updated_at")

    op.drop_table("complaint_draft")
    with op.batch_alter_table("survey_session", schema=None) as batch_op:
        batch_op.drop_index("ix_survey_session_touched_at")

    op.drop_table("survey_session")
    with op.batch_alter_table("survey_rest", schema=None) as batch_op:
        batch_op.drop_index("ix_survey_rest_until")

    op.drop_table("survey_rest")
    with op.batch_alter_table("survey_invitation", schema=None) as batch_op:
        batch_op.drop_index("ix_survey_invitation_open")
        batch_op.drop_index("ix_survey_invitation_citizen_id")

    op.drop_table("survey_invitation")
    op.drop_table("survey_answer")
    with op.batch_alter_table("consent", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_consent_citizen_id"))

    op.drop_table("consent")
    with op.batch_alter_table("complaint", schema=None) as batch_op:
        batch_op.drop_index("ix_complaint_taker")
        batch_op.drop_index("ix_complaint_state")
        batch_op.drop_index("ix_complaint_desk")
        batch_op.drop_index("ix_complaint_closed_at")
        batch_op.drop_index(batch_op.f("ix_complaint_citizen_id"))

    op.drop_table("complaint")
    with op.batch_alter_table("chat", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_chat_staff_id"))
        batch_op.drop_index(batch_op.f("ix_chat_citizen_id"))

    op.drop_table("chat")
    with op.batch_alter_table("case_task", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_case_task_next",
            sqlite_where=sa.text("next_at IS NOT NULL"),
            postgresql_where=sa.text("next_at IS NOT NULL"),
        )
        batch_op.drop_index("ix_case_task_kind")

    op.drop_table("case_task")
    with op.batch_alter_table("case_property", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_case_property_next",
            sqlite_where=sa.text("next_at IS NOT NULL"),
            postgresql_where=sa.text("next_at IS NOT NULL"),
        )
        batch_op.drop_index("ix_case_property_citizen_id")

    op.drop_table("case_property")
    with op.batch_alter_table("case_follower", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_case_follower_no_news",
            sqlite_where=sa.text("no_news_at IS NOT NULL"),
            postgresql_where=sa.text("no_news_at IS NOT NULL"),
        )
        batch_op.drop_index("ix_case_follower_citizen_id")

    op.drop_table("case_follower")
    op.drop_table("case_event")
    with op.batch_alter_table("broadcast", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_broadcast_under_way",
            sqlite_where=sa.text("approved_at IS NOT NULL AND ended_at IS NULL"),
            postgresql_where=sa.text("approved_at IS NOT NULL AND ended_at IS NULL"),
        )

    op.drop_table("broadcast")
    with op.batch_alter_table("wrong_tries", schema=None) as batch_op:
        batch_op.drop_index("ix_wrong_tries_since")

    op.drop_table("wrong_tries")
    with op.batch_alter_table("web_message", schema=None) as batch_op:
        batch_op.drop_index("ix_web_message_said_at")
        batch_op.drop_index("ix_web_message_revision")
        batch_op.drop_index(
            "ix_web_message_passes_at",
            sqlite_where=sa.text("passes_at IS NOT NULL"),
            postgresql_where=sa.text("passes_at IS NOT NULL"),
        )

    op.drop_table("web_message")
    with op.batch_alter_table("web_file", schema=None) as batch_op:
        batch_op.drop_index("ix_web_file_kept_at")
        batch_op.drop_index("ix_web_file_chat_id")

    op.drop_table("web_file")
    with op.batch_alter_table("web_chat", schema=None) as batch_op:
        batch_op.drop_index("ix_web_chat_seen_at")

    op.drop_table("web_chat")
    with op.batch_alter_table("survey_response", schema=None) as batch_op:
        batch_op.drop_index("ix_survey_response_survey")

    op.drop_table("survey_response")
    with op.batch_alter_table("survey_box", schema=None) as batch_op:
        batch_op.drop_index("ix_survey_box_day")

    op.drop_table("survey_box")
    with op.batch_alter_table("staff", schema=None) as batch_op:
        batch_op.drop_index("ix_staff_role_area")

    op.drop_table("staff")
    with op.batch_alter_table("promise_entry", schema=None) as batch_op:
        batch_op.drop_index("ix_promise_entry_commitment")

    op.drop_table("promise_entry")
    with op.batch_alter_table("photo", schema=None) as batch_op:
        batch_op.drop_index("ix_photo_kept_at")

    op.drop_table("photo")
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_outbox_waiting",
            sqlite_where=sa.text("state = 'waiting'"),
            postgresql_where=sa.text("state = 'waiting'"),
        )
        batch_op.drop_index("ix_outbox_subject")
        batch_op.drop_index("ix_outbox_settled_at")
        batch_op.drop_index(
            "ix_outbox_never",
            sqlite_where=sa.text("state = 'never'"),
            postgresql_where=sa.text("state = 'never'"),
        )
        batch_op.drop_index("ix_outbox_citizen_id")
        batch_op.drop_index("ix_outbox_chat")

    op.drop_table("outbox")
    with op.batch_alter_table("opinion", schema=None) as batch_op:
        batch_op.drop_index("ix_opinion_day")
        batch_op.drop_index("ix_opinion_area")

    op.drop_table("opinion")
    op.drop_table("installation")
    with op.batch_alter_table("inbox", schema=None) as batch_op:
        batch_op.drop_index("ix_inbox_received_at")
        batch_op.drop_index(
            "ix_inbox_failed",
            sqlite_where=sa.text("state = 'failed'"),
            postgresql_where=sa.text("state = 'failed'"),
        )
        batch_op.drop_index(
            "ix_inbox_due_at",
            sqlite_where=sa.text("due_at IS NOT NULL"),
            postgresql_where=sa.text("due_at IS NOT NULL"),
        )
        batch_op.drop_index(
            "ix_inbox_chat",
            sqlite_where=sa.text("chat_id IS NOT NULL"),
            postgresql_where=sa.text("chat_id IS NOT NULL"),
        )

    op.drop_table("inbox")
    with op.batch_alter_table("feed_call", schema=None) as batch_op:
        batch_op.drop_index("ix_feed_call_at")

    op.drop_table("feed_call")
    op.drop_table("event")
    with op.batch_alter_table("deadline", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_deadline_unended",
            sqlite_where=sa.text("standing IN ('open', 'late')"),
            postgresql_where=sa.text("standing IN ('open', 'late')"),
        )
        batch_op.drop_index(
            "ix_deadline_due",
            sqlite_where=sa.text("next_at IS NOT NULL"),
            postgresql_where=sa.text("next_at IS NOT NULL"),
        )
        batch_op.drop_index("ix_deadline_board")

    op.drop_table("deadline")
    with op.batch_alter_table("citizen", schema=None) as batch_op:
        batch_op.drop_index("ix_citizen_seen_at")
        batch_op.drop_index(
            "ix_citizen_broadcasts",
            sqlite_where=sa.text("broadcasts = 1"),
            postgresql_where=sa.text("broadcasts"),
        )

    op.drop_table("citizen")
    with op.batch_alter_table("case_file", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_case_file_to_reckon",
            sqlite_where=sa.text("reckoned <> revision"),
            postgresql_where=sa.text("reckoned <> revision"),
        )
        batch_op.drop_index("ix_case_file_stage")
        batch_op.drop_index(
            "ix_case_file_revisit",
            sqlite_where=sa.text("revisit_at IS NOT NULL"),
            postgresql_where=sa.text("revisit_at IS NOT NULL"),
        )

    op.drop_table("case_file")
    with op.batch_alter_table("audit", schema=None) as batch_op:
        batch_op.drop_index("ix_audit_subject")
        batch_op.drop_index("ix_audit_staff_id")

    op.drop_table("audit")
