"""The Celery application; without COOLPAPERS_BROKER_URL its tasks run in the calling process."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coolpapers.settings")

app = Celery("coolpapers")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(["worker"])
