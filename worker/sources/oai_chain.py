"""A list of OAI-PMH from its first answer to its last: following tokens, and mending the chain where one has expired.

arXiv's lists run upwards by datestamp, so a refused token costs at most a day: the list is asked for again from the day
before the last one seen. A list that does not run upwards is begun anew from where it began.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final, Self

import orjson

from worker.sources import oai_answers
from worker.sources.base import AHEAD, Cursor, SourceDamaged, SourceRefused, SourceUnavailable
from worker.sources.oai_answers import TOKEN_LENGTH, OaiAnswer
from worker.sources.xml_documents import Client, ask

OVERLAP: Final = timedelta(days=1)
RESTARTS: Final = 3  # of one list without coming any further
EMPTY_ANSWERS: Final = 50  # with a token each, one after another
_ASKED_WRONGLY: Final = frozenset(
    {
        "badArgument",
        "badVerb",
        "cannotDisseminateFormat",
        "idDoesNotExist",
        "noMetadataFormats",
        "noSetHierarchy",
    }
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a list: the day it was asked from, the newest day seen, the server's day at its first answer, the next token.

    `start` is the day from which the whole list runs, `first` a later one after a refused token. `seen` stays at `first` in a
    list that does not run upwards.
    """

    start: date | None = None
    first: date | None = None
    seen: date | None = None
    began: date | None = None
    token: str = ""
    upwards: bool = True

    @classmethod
    def at(cls, day: date | None) -> Self:
        """The beginning of the list from `day` on, None for all."""
        return cls(start=day, first=day)

    @classmethod
    def of(cls, cursor: Cursor | None, since: date | None) -> Self:
        """Where a cursor stands; a token that we did not write is not followed."""
        if cursor is None:
            return cls.at(since)
        start = cursor.since or since
        try:
            told = orjson.loads(cursor.token or "null")
            if isinstance(told, dict) and isinstance(token := told.get("token"), str) and token:
                listed, first, began = (
                    date.fromisoformat(d) if (d := told.get(k)) else None for k in ("start", "first", "began")
                )
                return cls(listed, first, cursor.since, began, token, bool(told.get("upwards", True)))
        except (ValueError, TypeError):
            pass
        return cls.at(start)

    @property
    def cursor(self) -> Cursor:
        told = {
            "token": self.token,
            "start": self.start,
            "first": self.first,
            "began": self.began,
            "upwards": self.upwards,
        }
        return Cursor(self.seen, orjson.dumps(told).decode())

    def after(self, answer: OaiAnswer) -> Self:
        """The place behind an answer."""
        latest = answer.moment.date() + AHEAD
        days = [day for day in answer.days if day <= latest]
        upwards = self.upwards and days == sorted(days)
        if days and self.seen and days[0] < self.seen:
            upwards = False
        seen = max(days[-1], self.seen or days[-1]) if days else self.seen
        began = self.began or answer.moment.date()
        return replace(
            self, seen=seen if upwards else self.first, began=began, token=answer.token, upwards=upwards
        )

    @property
    def restart(self) -> date | None:
        """The day to ask from when the token is refused."""
        if self.seen is None or not self.upwards:
            return self.first
        back = self.seen - OVERLAP
        return max(back, self.first) if self.first else back


def answers(
    client: Client, base_url: str, verb: str, place: Place, *, until: date | None, set_name: str
) -> Iterator[tuple[OaiAnswer, Place]]:
    """Every answer of the list behind `place`, each with the place behind it; an empty list gives one without records.

    Raises SourceUnavailable, SourceRefused, SourceDamaged.
    """
    restarts = empty = 0
    restarted_at: date | None = None
    while True:
        answer = answer_to(client, base_url, _params(verb, place, until, set_name))
        if answer.error == "badResumptionToken" and place.token:
            restarts = restarts + 1 if place.restart == restarted_at else 1
            restarted_at = place.restart
            if restarts > RESTARTS:
                raise SourceUnavailable(f"{base_url} refuses the tokens it gives: {answer.reason}")
            place = replace(place, first=place.restart, seen=None, token="")
            continue
        if answer.error and answer.error != "noRecordsMatch":
            raise fault(base_url, answer)
        if answer.token and (answer.token == place.token or len(answer.token) > TOKEN_LENGTH):
            raise SourceDamaged(f"{base_url} gives a token that leads nowhere: {answer.token[:100]!r}")
        empty = 0 if answer.records or answer.days else empty + 1
        if empty > EMPTY_ANSWERS:
            raise SourceDamaged(f"{base_url} gives token after token and no records")
        place = place.after(answer)
        yield answer, place
        if not answer.token:
            return


def fault(base_url: str, answer: OaiAnswer) -> SourceRefused | SourceUnavailable:
    """The error of an answer as ours, in the server's words."""
    wrong = SourceRefused if answer.error in _ASKED_WRONGLY else SourceUnavailable
    return wrong(f"{base_url} answers {answer.error}: {answer.reason}")


def answer_to(client: Client, base_url: str, params: dict[str, str]) -> OaiAnswer:
    """The server's answer to one request, which may be an error. Raises SourceUnavailable, SourceRefused, SourceDamaged."""
    record = "header" if params["verb"] == "ListIdentifiers" else "record"
    answer, document = ask(client, base_url, params, record=record)
    if document is None:
        raise SourceUnavailable(f"{base_url} answers 304 to a question without an ETag")
    return oai_answers.read(document, base_url, params["verb"], answer.moment)


def identity(client: Client, base_url: str) -> oai_answers.Identity:
    """What the server says of itself. Raises SourceRefused when it is none, or counts in other units than days."""
    told = answer_to(client, base_url, {"verb": "Identify"}).identify
    if told is None:
        raise SourceRefused(f"{base_url} does not answer Identify")
    if not told.granularity.startswith("YYYY-MM-DD"):
        raise SourceRefused(f"{base_url} has the granularity {told.granularity[:40]!r}, not YYYY-MM-DD")
    return told


def _params(verb: str, place: Place, until: date | None, set_name: str) -> dict[str, str]:
    if place.token:  # exclusive with everything else; opaque, so the client encodes it once more
        return {"verb": verb, "resumptionToken": place.token}
    params = {"verb": verb, "metadataPrefix": oai_answers.PREFIX}
    if place.first:
        params["from"] = place.first.isoformat()
    if until:
        params["until"] = until.isoformat()
    if set_name:
        params["set"] = set_name
    return params
