"""One fictional paper, told as each of arXiv's servers tells it."""

import json
from dataclasses import dataclass, field
from xml.sax.saxutils import escape, quoteattr

MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]


@dataclass
class Told:
    """What an author gave to arXiv; `times` are ISO 8601, one a version."""

    id: str
    title: str = "A kettle that never boils"
    authors: str = "Ada Kettle and Bo Saucer"
    abstract: str = "We watch it."
    categories: str = "cs.LG stat.ML"
    comments: str = ""
    journal_ref: str = ""
    doi: str = ""
    license: str = "http://creativecommons.org/licenses/by/4.0/"
    times: tuple[str, ...] = ("2026-11-16T19:18:42Z",)
    sizes: tuple[int, ...] = ()
    datestamp: str = "2026-11-18"
    names: tuple[str, ...] = ("Ada Kettle", "Bo Saucer")
    affiliations: dict[str, str] = field(default_factory=dict)

    @property
    def versioned(self) -> str:
        return f"{self.id}v{len(self.times)}"


def rfc822(time: str) -> str:
    from datetime import datetime

    moment = datetime.fromisoformat(time)
    return f"{DAYS[moment.weekday()]}, {moment.day} {MONTHS[moment.month - 1]} {moment:%Y %H:%M:%S} GMT"


def snapshot_line(told: Told, **changes: object) -> str:
    """A line in Kaggle's schema, without parsed authors unless given."""
    return json.dumps(
        {
            "id": told.id,
            "title": told.title,
            "authors": told.authors,
            "abstract": f"  {told.abstract}\n",
            "categories": told.categories,
            "comments": told.comments or None,
            "journal-ref": told.journal_ref or None,
            "doi": told.doi or None,
            "license": told.license or None,
            "versions": [{"version": f"v{n}", "created": rfc822(t)} for n, t in enumerate(told.times, 1)],
            "update_date": told.datestamp,
            **changes,
        }
    )


def oai_record(told: Told, *, more: str = "") -> str:
    """A record of arXivRaw."""
    sizes = told.sizes or (17,) * len(told.times)
    versions = "".join(
        f'<version version="v{n}"><date>{rfc822(t)}</date><size>{s}kb</size></version>'
        for n, (t, s) in enumerate(zip(told.times, sizes, strict=True), 1)
    )
    optional = {
        "comments": told.comments,
        "journal-ref": told.journal_ref,
        "doi": told.doi,
        "license": told.license,
    }
    fields = "".join(f"<{name}>{escape(value)}</{name}>" for name, value in optional.items() if value)
    return f"""<record><header><identifier>oai:arXiv.org:{told.id}</identifier>
        <datestamp>{told.datestamp}</datestamp><setSpec>cs:cs:LG</setSpec></header>
      <metadata><arXivRaw xmlns="http://arxiv.org/OAI/arXivRaw/"><id>{told.id}</id><submitter>Ada</submitter>{versions}
        <title>{escape(told.title)}</title><authors>{escape(told.authors)}</authors>
        <categories>{told.categories}</categories>{fields}{more}<abstract>  {escape(told.abstract)}
</abstract></arXivRaw></metadata></record>"""


def oai_answer(*records: str, token: str = "", verb: str = "ListRecords", attributes: str = "") -> bytes:
    """An answer of the OAI-PMH server."""
    end = (
        f"<resumptionToken {attributes}>{escape(token)}</resumptionToken>" if token else "<resumptionToken/>"
    )
    return oai_body(f"<{verb}>{''.join(records)}{end}</{verb}>")


def oai_error(code: str, words: str = "so it is") -> bytes:
    return oai_body(f"<error code={quoteattr(code)}>{escape(words)}</error>")


def oai_body(inside: str) -> bytes:
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><responseDate>2026-11-22T01:30:19Z</responseDate>
<request>http://localhost/oai</request>{inside}</OAI-PMH>""".encode()


IDENTIFY = oai_body(
    "<Identify><repositoryName>arXiv</repositoryName><earliestDatestamp>2005-09-16</earliestDatestamp>"
    "<granularity>YYYY-MM-DD</granularity></Identify>"
)


def api_entry(told: Told) -> str:
    """An entry of the Atom API."""
    primary, *_ = told.categories.split()
    authors = "".join(
        f"<author><name>{escape(name)}</name>"
        + (
            f"<arxiv:affiliation>{escape(place)}</arxiv:affiliation>"
            if (place := told.affiliations.get(name))
            else ""
        )
        + "</author>"
        for name in told.names
    )
    optional = {"comment": told.comments, "journal_ref": told.journal_ref, "doi": told.doi}
    fields = "".join(
        f"<arxiv:{name}>{escape(value)}</arxiv:{name}>" for name, value in optional.items() if value
    )
    categories = "".join(f'<category term="{name}"/>' for name in sorted(told.categories.split()))
    return f"""<entry><id>http://arxiv.org/abs/{told.versioned}</id><title>{escape(told.title)}</title>
      <updated>{told.times[-1]}</updated><published>{told.times[0]}</published><summary>{escape(told.abstract)}</summary>
      {categories}<arxiv:primary_category term="{primary}"/>{fields}{authors}</entry>"""


def api_answer(*entries: str, total: int, start: int = 0) -> bytes:
    return f"""<?xml version='1.0' encoding='UTF-8'?>
<feed xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/" xmlns:arxiv="http://arxiv.org/schemas/atom"
  xmlns="http://www.w3.org/2005/Atom"><title>arXiv Query</title><opensearch:totalResults>{total}</opensearch:totalResults>
  <opensearch:startIndex>{start}</opensearch:startIndex>{"".join(entries)}</feed>""".encode()


def api_error(words: str) -> bytes:
    entry = (
        "<entry><id>https://arxiv.org/api/errors#it</id><title>Error</title>"
        f"<summary>{escape(words)}</summary></entry>"
    )
    return api_answer(entry, total=1)


def feed_item(told: Told, kind: str = "new") -> str:
    """An item of an RSS feed."""
    categories = "".join(f"<category>{name}</category>" for name in told.categories.split())
    optional = {"DOI": told.doi, "journal_reference": told.journal_ref}
    fields = "".join(
        f"<arxiv:{name}>{escape(value)}</arxiv:{name}>" for name, value in optional.items() if value
    )
    return f"""<item><title>{escape(told.title)}</title><link>https://arxiv.org/abs/{told.id}</link>
      <description>arXiv:{told.versioned} Announce Type: {kind} 
Abstract: {escape(told.abstract)}</description><guid isPermaLink="false">oai:arXiv.org:{told.versioned}</guid>
      {categories}<arxiv:announce_type>{kind}</arxiv:announce_type><dc:rights>{escape(told.license)}</dc:rights>{fields}
      <dc:creator>{escape(", ".join(told.names))}</dc:creator></item>"""  # noqa: W291 - as the server writes it


def rss(*items: str, day: str = "Wed, 18 Nov 2026 00:00:00 -0500", more: str = "") -> bytes:
    return f"""<?xml version='1.0' encoding='UTF-8'?>
<rss xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns:dc="http://purl.org/dc/elements/1.1/" version="2.0"><channel>
  <title>cs.LG updates on arXiv.org</title><description>cs.LG updates on the arXiv.org e-print archive.</description>
  <pubDate>{day}</pubDate><skipDays><day>Saturday</day><day>Sunday</day></skipDays>{more}{"".join(items)}</channel></rss>""".encode()
