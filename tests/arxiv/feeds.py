"""The daily feeds: /rss/A+B and /atom/A+B, of the mailing whose date is today in New York; empty on other days."""

import hashlib
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from email.utils import format_datetime

from coolpapers.taxonomy import ARCHIVES, CATEGORIES
from tests.arxiv.papers import HeldPaper
from tests.arxiv.reply import Reply, text
from tests.arxiv.settings import Settings
from tests.arxiv.world import EASTERN, World
from tests.arxiv.xml_text import element, escaped

_RSS = (
    "<?xml version='1.0' encoding='UTF-8'?>\n"
    '<rss xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:atom="http://www.w3.org/2005/Atom" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
    'version="2.0">\n<channel>\n'
)
_ATOM = (
    "<?xml version='1.0' encoding='UTF-8'?>\n"
    '<feed xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns="http://www.w3.org/2005/Atom" xml:lang="en-us">\n'
)
_DAYS_OFF = "<skipDays>\n<day>Saturday</day>\n<day>Sunday</day>\n</skipDays>\n"

Entry = tuple[str, HeldPaper, int]


class BadFeed(Exception):
    """A request that is answered by an empty feed of status 400."""


def feed(world: World, settings: Settings, form: str, wanted: str, host: str, now: datetime) -> Reply:
    """The feed of the wanted archives and categories, "+" between them; `form` is rss or atom."""
    today = now.astimezone(EASTERN).date()
    url = f"http://{host}/{form}/{wanted}"
    type_ = f"application/{form}+xml"
    try:
        names = _checked(wanted)
    except BadFeed as error:
        write = _rss if form == "rss" else _atom
        title = f"Feed error for query: {url}"
        return text(type_, write(url, title, str(error), [], today, good=False), 400)
    entries = world.listed(names, today, now)
    # arXiv cuts what it has sorted from replacements up to new papers: the newest are lost first.
    entries = entries[-settings.feed_items :] if len(entries) > settings.feed_items else entries
    title = f"{wanted} updates on arXiv.org"
    about = f"{wanted} updates on the arXiv.org e-print archive."
    write = _rss if form == "rss" else _atom
    reply = text(type_, write(url, title, about, entries, today, good=True))
    midnight = datetime.combine(today + timedelta(days=1), time(), EASTERN)
    reply.headers["ETag"] = f'"{hashlib.sha256(reply.body).hexdigest()}"'
    reply.headers["Cache-Control"] = f"max-age={max(0, int((midnight - now).total_seconds()))}"
    return reply


def _checked(wanted: str) -> list[str]:
    names = wanted.split("+")
    for name in names:
        archive, _, subject = name.partition(".")
        if archive not in ARCHIVES or not ARCHIVES[archive].active:
            valid = ", ".join(sorted(key for key, known in ARCHIVES.items() if known.active))
            raise BadFeed(f"Bad archive '{archive}'. Valid archive names are: {valid}.")
        if subject and name not in CATEGORIES:
            within = ", ".join(sorted(key for key in CATEGORIES if key.startswith(f"{archive}.")))
            raise BadFeed(
                f"Bad subject class '{subject}'. Valid subject classes for the archive '{archive}' are: {within}."
            )
    return names


def _rss(url: str, title: str, about: str, entries: Sequence[Entry], today: date, *, good: bool) -> str:
    mailed = format_datetime(datetime.combine(today, time(), EASTERN))
    built = format_datetime(datetime.combine(today, time(), EASTERN).astimezone(UTC))
    items = "".join(_rss_item(entry, mailed) for entry in entries)
    return (
        f"{_RSS}{element('title', title)}{element('link', url)}{element('description', about)}"
        f'<atom:link href="{escaped(url)}" rel="self" type="application/rss+xml"/>\n'
        "<docs>http://www.rssboard.org/rss-specification</docs>\n<language>en-us</language>\n"
        f"<lastBuildDate>{built}</lastBuildDate>\n"
        f"<managingEditor>rss-help{'@' if good else '.'}arxiv.org</managingEditor>\n<pubDate>{mailed}</pubDate>\n"
        f"{_DAYS_OFF if good else ''}{items}</channel>\n</rss>\n"
    )


def _rss_item(entry: Entry, mailed: str) -> str:
    kind, paper, version = entry
    categories = "".join(element("category", name) for name in paper.categories)
    return (
        f"<item>\n{element('title', paper.title)}{element('link', f'https://arxiv.org/abs/{paper.id}')}"
        f"{element('description', _description(entry))}"
        f'<guid isPermaLink="false">oai:arXiv.org:{escaped(paper.id)}v{version}</guid>\n{categories}'
        f"<pubDate>{mailed}</pubDate>\n<arxiv:announce_type>{kind}</arxiv:announce_type>\n"
        f"{element('dc:rights', paper.license)}{element('arxiv:DOI', paper.doi)}"
        f"{element('arxiv:journal_reference', paper.journal_ref)}{element('dc:creator', paper.authors)}</item>\n"
    )


def _atom(url: str, title: str, about: str, entries: Sequence[Entry], today: date, *, good: bool) -> str:
    midnight = datetime.combine(today, time(), EASTERN)
    built = midnight.astimezone(UTC).isoformat()
    items = "".join(_atom_entry(entry, midnight, built) for entry in entries)
    return (
        f"{_ATOM}{element('id', url)}{element('title', title)}<updated>{built}</updated>\n"
        f'<link href="{escaped(url)}" rel="self" type="application/atom+xml"/>\n'
        f"{element('subtitle', about)}{items if good else ''}</feed>\n"
    )


def _atom_entry(entry: Entry, midnight: datetime, built: str) -> str:
    kind, paper, version = entry
    categories = "".join(f'<category term="{escaped(name)}"/>\n' for name in paper.categories)
    return (
        f"<entry>\n{element('id', f'oai:arXiv.org:{paper.id}v{version}')}{element('title', paper.title)}"
        f"<updated>{built}</updated>\n"
        f'<link href="https://arxiv.org/abs/{escaped(paper.id)}" rel="alternate" type="text/html"/>\n'
        f"{element('summary', _description(entry))}{categories}<published>{midnight.isoformat()}</published>\n"
        f"<arxiv:announce_type>{kind}</arxiv:announce_type>\n{element('dc:rights', paper.license)}"
        f"{element('arxiv:journal_reference', paper.journal_ref)}{element('arxiv:DOI', paper.doi)}"
        f"{element('dc:creator', paper.authors)}</entry>\n"
    )


def _description(entry: Entry) -> str:
    kind, paper, version = entry
    return f"arXiv:{paper.id}v{version} Announce Type: {kind} \nAbstract: {paper.abstract.strip()}"
