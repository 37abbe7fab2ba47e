"""The Django app of the harvest book and the commands; sets up Celery so that tasks find their application."""

from django.apps import AppConfig


class WorkerConfig(AppConfig):
    name = "worker"

    def ready(self) -> None:
        from worker.celery import app

        app.set_default()
