"""What every command of the data path has in common: a service that is away ends it with one line and the mend."""

import os
import sys
from collections.abc import Callable
from typing import Any, TypeVar

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, InterfaceError

from coolpapers.category_lists import CategoryList, InvalidCategoryList
from coolpapers.migrated import migrations_lacking
from coolpapers.observability import least_logged
from coolpapers.store_faults import store_fault
from search import SearchError
from worker.holding import LEASE_S
from worker.leases import LeaseLost, LeaseTaken
from worker.malloc import few_arenas
from worker.sources.base import HarvestError

T = TypeVar("T")
INDEX_WAIT_S = 600.0  # another process that indexes takes our papers too; what it leaves is ours
STOPPED = 130  # the exit code of a shell's Ctrl-C


class ServiceCommand(BaseCommand):
    """A command that needs the store and the engine."""

    needs_migrated = True
    """Whether it refuses a store of an earlier version, rather than fail in its midst."""
    is_service = False
    """Whether it runs on and is read through its log. What a person calls prints what it does; its log would say it again."""

    def execute(self, *args: Any, **options: Any) -> str | None:
        few_arenas()
        try:
            with least_logged(self._level(options["verbosity"])):
                self._check_migrated()
                return super().execute(*args, **options)
        except BrokenPipeError:
            # The reader of our output has seen enough (`| head`); nothing is left to flush at exit.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return None
        except KeyboardInterrupt as stopped:
            raise CommandError("Stopped.", returncode=STOPPED) from stopped
        except (DatabaseError, InterfaceError) as fault:
            raise CommandError(store_fault(fault)) from fault
        except SearchError as fault:
            told = str(fault).removesuffix(".")
            raise CommandError(f"{told}. What was stored stays queued: manage.py index") from fault
        except HarvestError as fault:
            raise CommandError(str(fault)) from fault
        except (LeaseTaken, LeaseLost) as taken:
            raise CommandError(f"Another process is at it: {taken}") from taken

    def _check_migrated(self) -> None:
        if self.needs_migrated and (lacking := migrations_lacking()):
            raise CommandError(f"The paper store lacks {', '.join(lacking)}. Run: manage.py migrate")

    def _level(self, verbosity: int) -> str:
        """Of the log: as COOLPAPERS_LOG_LEVEL says; --verbosity 2 brings back what a command leaves out."""
        chosen: str | None = settings.LOG_LEVEL
        if verbosity > 1:
            return "DEBUG" if chosen == "DEBUG" else "INFO"
        return chosen or ("INFO" if self.is_service else "WARNING")

    def patiently(self, work: Callable[[float], T], *, longest_s: float = 0.0) -> T:
        """What `work` gives, told how many seconds to wait for a lease: a killed process's is waited for, and said so.

        A live one's for `longest_s`.
        """
        try:
            return work(0.0)
        except LeaseTaken as taken:
            wait_s = max(LEASE_S + 5.0, longest_s)
            self.stderr.write(f"{taken}; waiting up to {wait_s:g} s ...")
            return work(wait_s)


def canonical_categories(names: list[str]) -> tuple[str, ...]:
    """The categories by the names they are shown by, each once; of an archive or group all. Raises CommandError."""
    try:
        return tuple(dict.fromkeys(found for name in names for found in CategoryList.parse(name).feeds))
    except InvalidCategoryList as fault:
        raise CommandError(str(fault)) from fault
