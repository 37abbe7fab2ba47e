"""What every command of the data path has in common: a service that is away ends it with one line and the mend."""

import os
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from search import SearchError


class ServiceCommand(BaseCommand):
    """A command that needs the store and the engine."""

    def execute(self, *args: Any, **options: Any) -> str | None:
        try:
            return super().execute(*args, **options)
        except BrokenPipeError:
            # The reader of our output has seen enough (`| head`); nothing is left to flush at exit.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return None
        except DatabaseError as fault:
            raise CommandError(
                f"The paper store cannot be used: {str(fault).strip()}. A new one needs: manage.py migrate"
            ) from fault
        except SearchError as fault:
            raise CommandError(f"{fault} What was stored stays queued: manage.py index") from fault
