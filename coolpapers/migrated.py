"""Which of this version's migrations the store lacks: an upgrade that was begun and not finished."""

from functools import cache

from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder


@cache
def _newest() -> frozenset[tuple[str, str]]:
    return frozenset(MigrationLoader(None).graph.leaf_nodes())


def migrations_lacking() -> tuple[str, ...]:
    """The newest migration of each app whose tables are of an earlier version, as app.name. Raises DatabaseError."""
    lacking = _newest() - MigrationRecorder(connection).applied_migrations().keys()
    return tuple(sorted(f"{app}.{name}" for app, name in lacking))
