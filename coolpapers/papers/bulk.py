"""Many rows into one table in one call.

`bulk_create` spends 200 µs a paper in preparing each field of each row (20,000 papers, 2026-11-22); this takes values that
are already in the column's form and lets the driver repeat one statement.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.db.models import Model


def insert_rows(model: type[Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Inserts the rows, each in the order of `columns`; raises IntegrityError when one is there already."""
    operations = connection.ops
    names = ", ".join(operations.quote_name(column) for column in columns)
    places = ", ".join(["%s"] * len(columns))

    def adapted(value: Any) -> Any:
        if isinstance(value, datetime):
            return operations.adapt_datetimefield_value(value)
        return operations.adapt_datefield_value(value) if isinstance(value, date) else value

    values = [tuple(map(adapted, row)) for row in rows]
    if values:
        with connection.cursor() as cursor:
            table = operations.quote_name(model._meta.db_table)
            cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({places})", values)  # noqa: S608 - names are the model's own
