"""What this database is: a real installation's or a demo's, and which secret its codes are kept under."""

from datetime import datetime

from sqlalchemy import CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from storage.database import Table


class Installation(Table):
    """One row, written at the first start. kind: real | demo. secret: the secret's fingerprint.

    sensitive_list: the fingerprint of the words that all cases were looked at with.
    """

    __tablename__ = "installation"
    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kind: Mapped[str] = mapped_column(String(4))
    secret: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime]
    sensitive_list: Mapped[str | None] = mapped_column(String(64))
