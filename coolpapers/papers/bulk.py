"""Many rows into one table in one call.

`bulk_create` spends 200 µs a paper in preparing each field of each row (20,000 papers, 2026-11-22); this takes values that
are already in the column's form and lets the driver repeat one statement.
"""

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

from django.db import connection, models


def insert_rows(model: type[models.Model], columns: Sequence[str], rows: Iterable[list[Any]]) -> None:
    """Inserts the rows, each in the order of `columns`; raises IntegrityError when one is there already."""
    operations = connection.ops
    names = ", ".join(operations.quote_name(column) for column in columns)
    places = ", ".join(["%s"] * len(columns))
    moment, day = cache(operations.adapt_datetimefield_value), cache(operations.adapt_datefield_value)
    fields = {field.attname: field for field in model._meta.concrete_fields}
    moments = [n for n, column in enumerate(columns) if isinstance(fields[column], models.DateTimeField)]
    days = [
        n
        for n, column in enumerate(columns)
        if isinstance(fields[column], models.DateField) and n not in moments
    ]
    values = list(rows)
    for row in values:
        for place in moments:
            row[place] = moment(row[place])
        for place in days:
            row[place] = day(row[place])
    if values:
        table = operations.quote_name(model._meta.db_table)
        with connection.cursor() as cursor:
            cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({places})", values)  # noqa: S608 - the model's own names
