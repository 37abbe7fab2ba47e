"""The Django app of the paper store."""

from django.apps import AppConfig


class PapersConfig(AppConfig):
    name = "coolpapers.papers"
    label = "papers"
