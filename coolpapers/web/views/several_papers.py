"""`/arxiv/ID,ID,…`: papers in the order given; a list that can be shared."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from coolpapers.papers.selectors import rows_in_order
from coolpapers.web.arxiv_address import PapersAddress
from coolpapers.web.cards import cards
from coolpapers.web.not_found import Lack, NotHere, Way


def several_papers(request: HttpRequest, meant: PapersAddress) -> HttpResponse:
    """The papers held, and by name those that are not; 404 when none of them is."""
    papers = rows_in_order([identifier.value for identifier in meant.ids])
    held = {paper.arxiv_id for paper in papers}
    unknown = [identifier for identifier in meant.ids if identifier.value not in held]
    if not papers:
        ways = [
            Way(_("%(id)s at arxiv.org") % {"id": identifier.versioned}, identifier.abs_url)
            for identifier in unknown
        ]
        raise NotHere(
            Lack(
                _("None of these papers is held"),
                _("They may be newer than the last harvest, or not exist."),
                ways,
            )
        )
    return render(
        request, "papers.html", {"cards": cards(papers), "unknown": unknown, "strange": meant.strange}
    )
