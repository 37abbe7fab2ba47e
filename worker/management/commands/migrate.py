"""manage.py migrate: Django's own, which tells a store that is away in one line as our other commands do."""

from django.core.management.commands import migrate

from worker.management.service_command import ServiceCommand


class Command(ServiceCommand, migrate.Command):
    """Nothing of its own."""

    needs_migrated = False
