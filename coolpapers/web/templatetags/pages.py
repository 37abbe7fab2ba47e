"""What the pages' templates need beyond Django's own: numbers and days as people write them, the page's script modules."""

from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Final

from django import template
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.formats import date_format
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language

SCRIPTS: Final = Path(__file__).resolve().parent.parent / "static" / "js"
MODULES: Final = tuple(
    f"js/{file.name}" for file in sorted(SCRIPTS.glob("*.js")) if file.name not in {"app.js", "theme.js"}
)

register = template.Library()


@register.filter
def count(value: int) -> str:
    """`12,345`."""
    return f"{value:,}"


@register.filter
def weekday(value: date) -> str:
    """`Mon 23 Nov 2026`."""
    return date_format(value, "D j M Y")


@register.filter
def utc(value: datetime) -> str:
    """`2026-11-23 08:15:00`, as other programs read it from our lists."""
    return f"{value.astimezone(UTC):%Y-%m-%d %H:%M:%S}"


@register.simple_tag
def fixed(part: str) -> SafeString:
    """A part that is the same on every page in one language; rendered once a process."""
    return _fixed(part, get_language())


@cache
def _fixed(part: str, language: str) -> SafeString:
    return render_to_string(part)


@register.simple_tag
@cache
def module_preloads() -> SafeString:
    """A link for each module that app.js imports, so that all are fetched at once and not import by import."""
    return format_html_join(
        "\n  ", '<link rel="modulepreload" href="{}">', ((static(name),) for name in MODULES)
    )
