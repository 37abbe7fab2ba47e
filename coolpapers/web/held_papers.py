"""Identifiers → the papers the store holds, or words for those it does not."""

from django.utils.translation import gettext as _

from coolpapers.identifiers import ArxivId
from coolpapers.papers.models import Paper, Version
from coolpapers.papers.selectors import papers_by_id
from coolpapers.web.addresses import fetch_path, paper_path, search_path
from coolpapers.web.not_found import Lack, NotHere, Way
from coolpapers.web.wishes import wish_for


def held_paper(identifier: ArxivId) -> Paper:
    """The paper with its versions; raises NotHere that offers to fetch it, and arXiv's own page."""
    paper = papers_by_id([identifier.value]).get(identifier.value)
    if paper is None:
        title = _("Paper %(id)s is not held") % {"id": identifier.value}
        wish = wish_for(identifier)
        ways = [Way(_("Look at arxiv.org"), identifier.abs_url), Way(_("Search"), search_path())]
        raise NotHere(Lack(title, wish.message, ways, wish, fetch_path(identifier.versioned)))
    return paper


def held_version(paper: Paper, identifier: ArxivId) -> Version | None:
    """The version asked for, None when none was; raises NotHere that names those held."""
    if identifier.version is None:
        return None
    versions = {version.number: version for version in paper.versions.all()}
    if identifier.version not in versions:
        message = _("Version %(number)d of %(id)s is not held here.") % {
            "number": identifier.version,
            "id": paper.arxiv_id,
        }
        ways = [
            Way(f"{paper.arxiv_id}v{number}", paper_path(f"{paper.arxiv_id}v{number}"))
            for number in reversed(versions)
        ]
        raise NotHere(
            Lack(_("No such version"), message, [*ways, Way(_("Look at arxiv.org"), identifier.abs_url)])
        )
    return versions[identifier.version]
