"""The OAI-PMH endpoint: six verbs, sets, windows of days, resumption tokens; errors come with HTTP 200, as arXiv's do."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from urllib.parse import parse_qsl, quote, unquote, urlencode

from tests.arxiv import oai_records
from tests.arxiv.oai_errors import OaiError
from tests.arxiv.oai_texts import ENVELOPE, IDENTIFY, METADATA_FORMATS
from tests.arxiv.papers import HeldPaper
from tests.arxiv.reply import Reply, text
from tests.arxiv.sets import all_sets, known_specs
from tests.arxiv.settings import Settings
from tests.arxiv.world import Holdings, World
from tests.arxiv.xml_text import element, escaped

EARLIEST = date(2005, 9, 16)
ALLOWED = {
    "Identify": set(),
    "ListSets": set(),
    "ListMetadataFormats": {"identifier"},
    "GetRecord": {"identifier", "metadataPrefix"},
    "ListRecords": {"from", "until", "set", "metadataPrefix", "resumptionToken"},
    "ListIdentifiers": {"from", "until", "set", "metadataPrefix", "resumptionToken"},
}
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_XML = "text/xml"

Arguments = dict[str, str]


@dataclass(slots=True)
class OaiEndpoint:
    """Answers requests over the world; remembers on which UTC day it handed out each token."""

    world: World
    settings: Settings
    base_url: str
    tokens: dict[str, date] = field(default_factory=dict)

    def answer(self, pairs: Sequence[tuple[str, str]], now: datetime) -> Reply:
        """The reply to the decoded query pairs."""
        try:
            shown, body, fresh_s = self._verb(pairs, now)
        except OaiError as error:
            shown, fresh_s = error.shown, 80_980
            body = f"<error code='{error.code}'>{escaped(error.message)}</error>\n"
        attributes = "".join(f' {name}="{escaped(value)}"' for name, value in shown.items())
        request = f"<request{attributes}>{escaped(self.base_url)}</request>\n"
        whole = ENVELOPE.format(
            moment=now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"), content=request + body
        )
        return text(_XML, whole, Cache_Control=f"max-age={fresh_s}", Vary="Accept-Encoding")

    def _verb(self, pairs: Sequence[tuple[str, str]], now: datetime) -> tuple[Arguments, str, int]:
        """What the request element shows, the content, and for how many seconds it stays fresh."""
        verbs = [value for name, value in pairs if name == "verb"]
        if len(verbs) != 1 or verbs[0] not in ALLOWED:
            raise OaiError("badVerb", "Invalid verb provided")
        verb = verbs[0]
        given = dict(pairs)
        if len(given) != len(pairs):
            raise OaiError("badArgument", "Duplicate parameters not allowed")
        if strange := given.keys() - ALLOWED[verb] - {"verb"}:
            raise OaiError("badArgument", f"Parameter not allowed: {sorted(strange)[0]}")
        if verb in {"ListRecords", "ListIdentifiers"}:
            shown, content = self._list(verb, given, now)
            return shown, f"<{verb}>\n{content}</{verb}>\n", 3_600
        held = self.world.held(now)
        if verb == "Identify":
            return given, IDENTIFY, 31_536_000
        if verb == "ListSets":
            sets = "".join(
                f"<set>\n{element('setSpec', spec)}{element('setName', name)}</set>\n"
                for spec, name in all_sets()
            )
            return given, f"<ListSets>\n{sets}</ListSets>\n", 31_536_000
        if verb == "ListMetadataFormats":
            if "identifier" in given:
                _identified(given["identifier"], held)
            return given, METADATA_FORMATS, 31_536_000
        for name in ("identifier", "metadataPrefix"):
            if name not in given:
                raise OaiError("badArgument", f"{name} required.")
        prefix = _known_prefix(given["metadataPrefix"], verb)
        paper = _identified(given["identifier"], held)
        return given, f"<GetRecord>\n{oai_records.record(paper, prefix)}</GetRecord>\n", 800_000

    def _list(self, verb: str, given: Arguments, now: datetime) -> tuple[Arguments, str]:
        token = given.get("resumptionToken")
        shown = dict(given)
        if token is not None:
            if len(given) != 2:
                raise OaiError("badArgument", "resumptionToken is an exclusive argument")
            given, skip = self._token(token, verb, now)
            shown["resumptionToken"] = quote(unquote(token), safe="")
        else:
            skip = 0
        if "metadataPrefix" not in given:
            raise OaiError("badArgument", "metadataPrefix required.")
        prefix = _known_prefix(given["metadataPrefix"], verb)
        since, until = _window(given, now)
        if (set_name := given.get("set", "")) and set_name not in known_specs():
            raise OaiError("badArgument", "Set does not exist")
        papers, start, end = self.world.held(now).between(since, until, set_name)
        start += skip
        limit = (
            self.settings.records_per_page if verb == "ListRecords" else self.settings.identifiers_per_page
        )
        page = papers[start : min(start + limit, end)]
        if not page:
            raise OaiError("noRecordsMatch", shown=shown)
        content = (
            self._records(page, prefix)
            if verb == "ListRecords"
            else "".join(map(oai_records.identifier, page))
        )
        if start + limit < end:
            following = papers[start + limit]
            done = _position(papers, start + limit, following.datestamp)
            rest = self._make_token(verb, given, following.datestamp, done, now)
            midnight = datetime.combine(_utc_day(now) + timedelta(days=1), time())
            content += (
                f"<resumptionToken expirationDate='{midnight:%Y-%m-%dT%H:%M:%SZ}'>{rest}</resumptionToken>\n"
            )
            if token is None:
                shown["from"] = str(
                    following.datestamp
                )  # arXiv's server shows the token's, not the request's
        elif token is not None:
            content += "<resumptionToken/>\n"
        return shown, content

    def _records(self, page: Sequence[HeldPaper], prefix: str) -> str:
        rendered = self.world.rendered
        pieces = []
        for paper in page:
            key = (prefix, id(paper))
            if key not in rendered:
                rendered[key] = oai_records.record(paper, prefix)
            pieces.append(rendered[key])
        return "".join(pieces)

    def _make_token(self, verb: str, given: Arguments, since: date, skip: int, now: datetime) -> str:
        fields = {"verb": verb, "metadataPrefix": given["metadataPrefix"], "from": str(since)}
        fields |= {name: given[name] for name in ("until", "set") if name in given}
        plain = urlencode(fields | {"skip": str(skip)})
        self.tokens[plain] = _utc_day(now)
        return quote(plain, safe="")

    def _token(self, token: str, verb: str, now: datetime) -> tuple[Arguments, int]:
        plain = unquote(token)
        fields = dict(parse_qsl(plain))
        skip = fields.pop("skip", "")
        if fields.pop("verb", "") != verb or not skip.isdecimal() or not fields.keys() <= ALLOWED[verb]:
            raise OaiError("badResumptionToken", "Token decoding failed or format is invalid.")
        if self.settings.strict_tokens and self.tokens.get(plain, _utc_day(now)) < _utc_day(now):
            raise OaiError("badResumptionToken", "Token expired.")
        return fields, int(skip)


def _identified(identifier: str, held: Holdings) -> HeldPaper:
    if not identifier.startswith(oai_records.IDENTIFIER):
        raise OaiError("idDoesNotExist", f"All identifiers start with: {oai_records.IDENTIFIER}")
    paper = held.by_id.get(identifier.removeprefix(oai_records.IDENTIFIER))
    if paper is None:
        raise OaiError("idDoesNotExist", "Invalid arXiv_id structure")
    return paper


def _known_prefix(prefix: str, verb: str) -> str:
    if prefix not in oai_records.FORMATS:
        raise OaiError("cannotDisseminateFormat", "Did not recognize requested format", shown={"verb": verb})
    return prefix


def _window(given: Arguments, now: datetime) -> tuple[date, date]:
    days = {}
    for name in ("from", "until"):
        if name not in given:
            continue
        day = _day(given[name])
        if day is None:
            raise OaiError("badArgument", f"{name} date format must be YYYY-MM-DD")
        days[name] = day
    tomorrow = _utc_day(now) + timedelta(days=1)
    since, until = days.get("from", EARLIEST), days.get("until", tomorrow)
    if since < EARLIEST:
        raise OaiError("badArgument", "from date too early")
    if until > tomorrow:
        raise OaiError("badArgument", "until date too late")
    if until < since:
        raise OaiError("badArgument", "until date must be greater than or equal to from date")
    return since, until


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if _DAY.fullmatch(text) else None
    except ValueError:
        return None


def _position(papers: Sequence[HeldPaper], index: int, day: date) -> int:
    """How many papers of `day` stand before `index`."""
    first = index
    while first and papers[first - 1].datestamp == day:
        first -= 1
    return index - first


def _utc_day(now: datetime) -> date:
    return now.astimezone(UTC).date()
