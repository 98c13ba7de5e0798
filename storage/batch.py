"""Many rows of one table at a time, put into the shape of the driver column by column."""

from collections.abc import Sequence
from itertools import chain, islice
from typing import Any

from sqlalchemy import Table as Columns
from sqlalchemy import insert

from storage.database import Table, Transaction
from storage.moment import Moment

MARKS = 32_766
"""Values that one statement may have on SQLite."""


async def insert_batch(
    db: Transaction, table: type[Table], names: Sequence[str], rows: Sequence[Sequence[Any]]
) -> None:
    """Insert rows whose values stand in the order of `names`. What the table fills in by itself
    when a row doesn't say is the database's to fill in, not ours: so name every column that has to
    hold something.

    A feed brings a hundred thousand rows, and to ask the type of each value how it is written takes
    longer than to write them. So it is asked only of times.
    """
    if not rows:
        return
    columns: Columns = table.__table__  # type: ignore[assignment]
    dialect = db.get_bind().dialect
    statement = insert(columns).compile(dialect=dialect, column_keys=list(names))
    by_name = dict(zip(names, zip(*rows, strict=True), strict=True))
    written = []
    for name in statement.positiontup or ():
        values, sort = by_name[name], columns.c[name].type
        if isinstance(sort, Moment):
            values = tuple(map(sort.bind_processor(dialect), values))
        written.append(values)
    connection = await db.connection()
    if dialect.name != "sqlite":
        await connection.exec_driver_sql(str(statement), list(zip(*written, strict=True)))
        return
    # One long statement: SQLite works on it beside Python, not in turns with it row by row.
    head, _, marks = str(statement).rpartition("(")
    lines = zip(*written, strict=True)
    while part := tuple(islice(lines, MARKS // len(written))):
        many = ", ".join([f"({marks}"] * len(part))
        await connection.exec_driver_sql(f"{head}{many}", tuple(chain.from_iterable(part)))
