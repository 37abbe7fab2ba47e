"""A paper as an OAI-PMH record: header, arXivRaw, arXiv and oai_dc, element for element as arXiv's server writes them.

Text is the authors' in every format; arXiv's server sends the `arXiv` and `oai_dc` texts through a table of accents.
"""

from collections.abc import Sequence
from email.utils import format_datetime

from coolpapers.taxonomy import CATEGORIES
from tests.arxiv.papers import HeldPaper
from tests.arxiv.sets import own_specs, specs_of
from tests.arxiv.xml_text import element, escaped

IDENTIFIER = "oai:arXiv.org:"
_XSI = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'


def header(paper: HeldPaper, specs: Sequence[str]) -> str:
    specs_text = "".join(element("setSpec", spec) for spec in specs)
    status = ' status="deleted"' if paper.deleted else ""
    return (
        f"<header{status}>\n<identifier>{IDENTIFIER}{escaped(paper.id)}</identifier>\n"
        f"<datestamp>{paper.datestamp}</datestamp>\n{specs_text}</header>\n"
    )


def identifier(paper: HeldPaper) -> str:
    """The entry of ListIdentifiers: there arXiv gives the categories' sets alone, without those of their other names."""
    return header(paper, own_specs(paper))


def record(paper: HeldPaper, prefix: str) -> str:
    """The whole record in the format `prefix`; a deleted one has no metadata."""
    if paper.deleted:
        return f"<record>\n{header(paper, specs_of(paper))}</record>\n"
    return f"<record>\n{header(paper, specs_of(paper))}<metadata>\n{FORMATS[prefix](paper)}</metadata>\n</record>\n"


def arxiv_raw(paper: HeldPaper) -> str:
    versions = "".join(
        f'<version version="v{v.number}">\n<date>{format_datetime(v.submitted, usegmt=True)}</date>\n'
        f"<size>{v.size}</size>\n{element('source_type', v.source_type)}</version>\n"
        for v in paper.versions
    )
    return (
        f"{_opening('arXivRaw')}{element('id', paper.id)}{element('submitter', paper.submitter)}{versions}"
        f"{element('title', paper.title)}{element('authors', paper.authors)}"
        f"{element('categories', ' '.join(paper.categories))}{_facts(paper, ('acm-class', 'msc-class'))}"
        f"{element('abstract', paper.abstract)}</arXivRaw>\n"
    )


def arxiv(paper: HeldPaper) -> str:
    authors = "".join(
        f"<author>\n{element('keyname', key)}{element('forenames', fore)}{element('suffix', suffix)}</author>\n"
        for key, fore, suffix in paper.names
    )
    created = paper.newest.submitted.date()  # arXiv tells the newest version's day here, not the first's
    return (
        f"{_opening('arXiv')}{element('id', paper.id)}{element('created', str(created))}"
        f"{element('updated', str(paper.datestamp))}<authors>\n{authors}</authors>\n{element('title', paper.title)}"
        f"{element('categories', ' '.join(paper.categories))}{_facts(paper, ('msc-class', 'acm-class'))}"
        f"{element('abstract', paper.abstract)}</arXiv>\n"
    )


def oai_dc(paper: HeldPaper) -> str:
    creators = [", ".join(part for part in (key, fore, suffix) if part) for key, fore, suffix in paper.names]
    named = dict.fromkeys(CATEGORIES[name].name for name in paper.categories if name in CATEGORIES)
    subjects = [*named, paper.msc_class, paper.acm_class]
    days = dict.fromkeys(str(v.submitted.date()) for v in (paper.versions[0], paper.newest))
    pairs = [
        ("title", paper.title),
        *(("creator", name) for name in creators),
        *(("subject", name) for name in subjects),
        ("description", paper.abstract),
        ("description", paper.comments),
        *(("date", day) for day in days),
        ("type", "text"),
        ("identifier", f"https://arxiv.org/abs/{paper.id}"),
        ("identifier", f"http://arxiv.org/abs/{paper.id}"),
        ("identifier", paper.journal_ref),
        ("identifier", f"doi:{paper.doi}" if paper.doi else ""),
    ]
    elements = "".join(element(f"dc:{name}", text) for name, text in pairs)
    return (
        '<oai_dc:dc xmlns:oai_dc="http://www.openarchives.org/OAI/2.0/oai_dc/" '
        f'xmlns:dc="http://purl.org/dc/elements/1.1/" {_XSI} xsi:schemaLocation="'
        "http://www.openarchives.org/OAI/2.0/oai_dc/ https://www.openarchives.org/OAI/2.0/oai_dc.xsd"
        f'">\n{elements}</oai_dc:dc>\n'
    )


def _facts(paper: HeldPaper, classes: Sequence[str]) -> str:
    # arXiv's template prints the MSC classes as acm-class wherever a paper has ACM classes, and "None" when it has no MSC ones.
    acm = (paper.msc_class or "None") if paper.acm_class else ""
    facts = {
        "comments": paper.comments,
        "proxy": paper.proxy,
        "report-no": paper.report_no,
        **{name: acm if name == "acm-class" else paper.msc_class for name in classes},
        "journal-ref": paper.journal_ref,
        "doi": paper.doi,
        "license": paper.license,
    }
    return "".join(element(name, text) for name, text in facts.items())


def _opening(name: str) -> str:
    space = f"http://arxiv.org/OAI/{name}/"
    schema = f"{space} https://oaipmh.arxiv.org/OAI/{name}.xsd"
    return f'<{name} xmlns="{space}" {_XSI} xsi:schemaLocation="{schema}">\n'


FORMATS = {"oai_dc": oai_dc, "arXiv": arxiv, "arXivRaw": arxiv_raw}
