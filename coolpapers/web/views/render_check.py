"""`/render-check`: what the renderer makes of a text, step by step, for maintainers who look into a formula.

GET only, so that a finding is a link; nothing is stored and no paper is read.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from coolpapers.web import parameters
from coolpapers.web.parameters import BadParameter
from coolpapers.web.reading import reading
from render import SafeHtml, plain_text, render_abstract, render_markdown, render_title
from render.inspection import Finding, inspect

LONGEST_TEXT: Final = 20_000
KINDS: Final[dict[str, Callable[[str], SafeHtml]]] = {
    "title": render_title,
    "abstract": render_abstract,
    "note": render_markdown,
}


@dataclass(frozen=True, slots=True)
class Check:
    """One text, what was found in it, and what it becomes."""

    findings: tuple[Finding, ...]
    html: SafeHtml
    plain: str


@reading
def render_check(request: HttpRequest) -> HttpResponse:
    kind = parameters.choice(request.GET, "kind", default="abstract", allowed=KINDS)
    text = request.GET.get("text", "")
    if len(text) > LONGEST_TEXT:
        raise BadParameter("text", _("The text has more than %(most)d characters.") % {"most": LONGEST_TEXT})
    check = Check(inspect(text), KINDS[kind](text), plain_text(text)) if text.strip() else None
    return render(
        request,
        "render_check.html",
        {"text": text, "kind": kind, "kinds": list(KINDS), "check": check, "longest": LONGEST_TEXT},
    )
