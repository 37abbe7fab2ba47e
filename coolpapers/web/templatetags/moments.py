"""Filters of the status words: how long, and when on arXiv's clock."""

from datetime import datetime

from django import template
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from coolpapers.schedule import EASTERN

register = template.Library()


@register.filter
def duration(seconds: int) -> str:
    """`40 s`, `7 min`, `4 h 12 min`, `3 d 5 h`: the two largest units that say something."""
    minutes, hours, days = seconds // 60, seconds // 3600, seconds // 86_400
    if days:
        return _("%(days)d d %(hours)d h") % {"days": days, "hours": hours % 24}
    if hours:
        return _("%(hours)d h %(minutes)d min") % {"hours": hours, "minutes": minutes % 60}
    return (
        _("%(minutes)d min") % {"minutes": minutes} if minutes else _("%(seconds)d s") % {"seconds": seconds}
    )


@register.filter
def eastern(value: datetime) -> str:
    """`Sun 22 Nov 20:07 ET`: arXiv's days begin and end by that clock."""
    return f"{date_format(value.astimezone(EASTERN), 'D j M H:i')} ET"
