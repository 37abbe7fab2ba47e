"""The `<datalist id="categories">` that category fields choose from: every shown category, the same on every page."""

from functools import cache

from django.template.loader import render_to_string

from coolpapers import taxonomy
from render import SafeHtml


@cache
def category_options() -> SafeHtml:
    """Rendered once a process: 149 options took 3 of the 18 ms of a page of results (2026-11-22)."""
    shown = [category for category in taxonomy.CATEGORIES.values() if category.shown]
    return SafeHtml(render_to_string("parts/category_options.html", {"categories": shown}))
