"""One writer to the store at a time: what arrives and what arXiv's lists say of it must see each other.

Without it a paper and the list that names it, written at the same moment by two processes, would each miss the other.
"""

from typing import Final

from django.db import connection

_KEY: Final = 0x61725869  # "arXi": any number that nothing else in this database locks


def take_turn() -> None:
    """Waits until no other transaction writes to the store; the turn ends with the transaction, which must be open.

    SQLite's transactions are IMMEDIATE (settings) and have it by themselves.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_KEY])
