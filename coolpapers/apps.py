"""The project as a Django app: registers the system checks."""

from django.apps import AppConfig


class CoolPapersConfig(AppConfig):
    name = "coolpapers"

    def ready(self) -> None:
        from coolpapers import checks  # noqa: F401 - registers on import
