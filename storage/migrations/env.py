"""Alembic's entry: runs the steps on the connection that storage.migrate hands over."""

from alembic import context

from storage.database import Table
from storage.schema import Audit  # noqa: F401 (importing the schema completes the metadata)

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Table.metadata,
    render_as_batch=connection.dialect.name == "sqlite",
    transactional_ddl=True,
    user_module_prefix="storage.database.",
)
with context.begin_transaction():
    context.run_migrations()
