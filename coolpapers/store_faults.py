"""A fault of the store in one line for whoever runs a command: what is away or wrong, and the mend.

The driver's own words have several lines, quote the statement, and name neither the variable to look at nor the command to run.
Its text is shown, never decided by, where there is a code: a server may speak its own language.
"""

from enum import Enum
from pathlib import Path
from typing import Any, Final

from django.db import DatabaseError, InterfaceError, connection

_NOT_MIGRATED: Final = frozenset({"42P01", "42703"})  # undefined table, undefined column
_TOO_SLOW: Final = frozenset({"57014", "55P03"})  # cancelled by a time limit, a lock that is held
_LONGEST: Final = 300  # characters of the driver's words


class _Kind(Enum):
    """What is wrong, as far as the mend depends on it."""

    AWAY = "is away"
    REFUSING = "refuses the connection"
    UNOPENED = "cannot be opened"
    NOT_MIGRATED = "lacks tables or columns of this version"
    TOO_SLOW = "did not answer in time"
    FAULTY = "failed"


def store_fault(fault: DatabaseError | InterfaceError) -> str:
    """What is wrong with the store and the mend, in one line without the password."""
    kind = _kind(fault)
    return f"The paper store ({_place()}) {kind.value}: {_reason(fault)}. {_mend(kind)}".strip()


def lacks_tables(fault: DatabaseError | InterfaceError) -> bool:
    """Whether only a migration mends it, and no waiting."""
    return _kind(fault) is _Kind.NOT_MIGRATED


def _kind(fault: Exception) -> _Kind:
    # Django raises its own class from the driver's, which alone knows the code.
    code = getattr(fault.__cause__, "sqlstate", None)
    words = str(fault).lower()
    if connection.vendor == "sqlite":
        return _sqlite_kind(words)
    if code in _NOT_MIGRATED:
        return _Kind.NOT_MIGRATED
    if code in _TOO_SLOW:
        return _Kind.TOO_SLOW
    if code is None or code[:2] in {"08", "57"}:  # no connection, or the server ends it
        # libpq hands no code on for a connection that failed; a server that answered with a refusal is FATAL.
        return _Kind.REFUSING if "fatal: " in words else _Kind.AWAY
    return _Kind.FAULTY


def _sqlite_kind(words: str) -> _Kind:
    if words.startswith(("no such table", "no such column")) or "has no column named" in words:
        return _Kind.NOT_MIGRATED
    if "locked" in words:
        return _Kind.TOO_SLOW
    return _Kind.UNOPENED if words.startswith("unable to open") else _Kind.FAULTY


def _mend(kind: _Kind) -> str:
    match kind:
        case _Kind.NOT_MIGRATED:
            return "Run: manage.py migrate"
        case _Kind.TOO_SLOW:
            return "It is busy; repeat the command."
        case _Kind.AWAY:
            return "Is it running? COOLPAPERS_DATABASE_URL (or …_FILE) names host and port."
        case _Kind.REFUSING:
            return "Is it ready, and are user, password and database those of COOLPAPERS_DATABASE_URL (or …_FILE)?"
        case _Kind.UNOPENED:
            folder = Path(connection.settings_dict["NAME"]).parent
            return f"{folder} has to be a folder that can be written (COOLPAPERS_DATABASE_URL, COOLPAPERS_DATA_DIR)."
        case _Kind.FAULTY:
            return ""


def _place() -> str:
    """Where the store is, without user and password."""
    given: dict[str, Any] = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"SQLite, {given['NAME']}"
    return f"PostgreSQL, {given['HOST'] or 'this machine'}:{given['PORT'] or 5432}/{given['NAME']}"


def _reason(fault: Exception) -> str:
    """The driver's first line without what the place says already."""
    line = next(iter(str(fault).strip().splitlines()), "") or type(fault).__name__
    start, found, rest = line.partition(" failed: ")
    while found and start.startswith("connection"):
        line = rest
        start, found, rest = line.partition(" failed: ")
    return line.removeprefix("FATAL:").strip().rstrip(".")[:_LONGEST]
