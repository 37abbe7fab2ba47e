"""OAI-PMH: tokens, increments, errors that come with HTTP 200, deleted papers, servers of any age."""

from datetime import date

import pytest

from coolpapers.papers.records import RemovedRecord
from tests.contract.sources import told
from tests.contract.sources.replayed import Replayed, always, in_turn
from worker.normalise import normalise
from worker.sources.base import (
    Cursor,
    MalformedRecord,
    Page,
    SourceDamaged,
    SourceRefused,
    SourceUnavailable,
)
from worker.sources.oai import OaiSource, identifiers

BASE = "http://localhost/oai"
SINCE = Cursor(since=date(2026, 11, 1))
ONE = told.Told("2611.00001", datestamp="2026-11-17")
TWO = told.Told("2611.00002", datestamp="2026-11-18")
THREE = told.Told("2611.00003", datestamp="2026-11-19")


def ids(pages: list[Page]) -> list[str]:
    return [record.identifier for page in pages for record in page.records]


def records(*papers: told.Told, token: str = "") -> bytes:
    return told.oai_answer(*map(told.oai_record, papers), token=token)


def test_a_first_harvest_asks_who_the_server_is_then_for_everything():
    client = in_turn([told.IDENTIFY, records(ONE)])
    pages = list(OaiSource(BASE, client).pages(None))
    assert client.asked == [
        (BASE, {"verb": "Identify"}),
        (BASE, {"verb": "ListRecords", "metadataPrefix": "arXivRaw"}),
    ]
    assert pages[-1].next == Cursor(since=date(2026, 11, 21))  # a day before the server's responseDate


def test_an_increment_begins_where_the_last_one_left_off_and_asks_for_nothing_else():
    client = in_turn([records(ONE)])
    list(OaiSource(BASE, client, set_name="cs:cs:LG").pages(Cursor(since=date(2026, 11, 16))))
    assert client.asked == [
        (BASE, {"verb": "ListRecords", "metadataPrefix": "arXivRaw", "from": "2026-11-16", "set": "cs:cs:LG"})
    ]


def test_a_window_is_asked_for_and_its_next_increment_begins_before_its_end():
    client = in_turn([told.IDENTIFY, records(ONE)])
    source = OaiSource(BASE, client, since=date(2001, 1, 1), until=date(2026, 11, 17))
    pages = list(source.pages(None))
    assert client.asked[1][1] == {
        "verb": "ListRecords",
        "metadataPrefix": "arXivRaw",
        "from": "2005-09-16",  # before it the server answers badArgument
        "until": "2026-11-17",
    }
    assert pages[-1].next == Cursor(since=date(2026, 11, 16))
    assert source.target == f"{BASE} from=2001-01-01 until=2026-11-17"


def test_a_token_goes_back_as_it_came_and_alone():
    token = "verb%3DListRecords%26from%3D2026-11-17%26skip%3D2"
    client = in_turn([records(ONE, token=token), records(TWO)])
    assert ids(list(OaiSource(BASE, client).pages(SINCE))) == [ONE.id, TWO.id]
    assert client.asked[1] == (BASE, {"verb": "ListRecords", "resumptionToken": token})


def test_a_refused_token_costs_one_day_of_overlap():
    client = in_turn(
        [records(ONE, TWO, token="t1"), told.oai_error("badResumptionToken"), records(TWO, THREE)]
    )
    assert ids(list(OaiSource(BASE, client).pages(SINCE))) == [ONE.id, TWO.id, TWO.id, THREE.id]
    assert client.asked[2][1]["from"] == "2026-11-17"


def test_a_token_that_expired_while_nothing_ran_costs_one_day_as_well():
    first = next(iter(OaiSource(BASE, in_turn([records(ONE, TWO, token="t1")])).pages(SINCE)))
    client = in_turn([told.oai_error("badResumptionToken"), records(TWO, THREE)])
    assert ids(list(OaiSource(BASE, client).pages(first.next))) == [TWO.id, THREE.id]
    assert [params.get("from") for _, params in client.asked] == [None, "2026-11-17"]


def test_a_list_that_does_not_run_upwards_is_begun_anew():
    client = in_turn(
        [records(THREE, ONE, token="t1"), told.oai_error("badResumptionToken"), records(ONE, TWO, THREE)]
    )
    assert set(ids(list(OaiSource(BASE, client).pages(SINCE)))) == {ONE.id, TWO.id, THREE.id}
    assert client.asked[2][1]["from"] == "2026-11-01"


def test_a_server_that_refuses_every_token_ends_in_words():
    def reply(url: str, params: dict[str, str]) -> bytes:
        if "resumptionToken" in params:
            return told.oai_error("badResumptionToken", "expired")
        return records(ONE, token="t1")

    client = Replayed(reply)
    with pytest.raises(SourceUnavailable, match="refuses the tokens it gives: expired"):
        list(OaiSource(BASE, client).pages(SINCE))
    assert len(client.asked) < 12


def test_tokens_that_lead_nowhere_end_in_words():
    with pytest.raises(SourceDamaged, match="leads nowhere"):
        list(OaiSource(BASE, always(records(ONE, token="again"))).pages(SINCE))
    numbers = iter(range(10_000))
    with pytest.raises(SourceDamaged, match="token after token"):
        endless = Replayed(lambda url, params: records(token=f"t{next(numbers)}"))
        list(OaiSource(BASE, endless).pages(SINCE))


def test_a_server_whose_clock_is_ahead_does_not_lead_the_next_increment_into_the_future():
    ahead = records(ONE).replace(b"<responseDate>2026", b"<responseDate>2099")
    assert list(OaiSource(BASE, in_turn([ahead])).pages(SINCE))[-1].next == Cursor(since=date(2026, 11, 21))
    behind = records(ONE).replace(b"<responseDate>2026-11-22", b"<responseDate>2026-11-20")
    assert list(OaiSource(BASE, in_turn([behind])).pages(SINCE))[-1].next == Cursor(since=date(2026, 11, 19))


def test_a_datestamp_in_the_future_does_not_lead_a_restart_astray():
    late = told.Told("2611.00009", datestamp="2099-01-01")
    client = in_turn([records(ONE, late, token="t1"), told.oai_error("badResumptionToken"), records(TWO)])
    list(OaiSource(BASE, client).pages(SINCE))
    assert client.asked[2][1]["from"] == "2026-11-16"


def test_nothing_new_is_a_success_that_moves_on():
    pages = list(OaiSource(BASE, in_turn([told.oai_error("noRecordsMatch")])).pages(SINCE))
    assert ids(pages) == []
    assert pages[-1].next == Cursor(since=date(2026, 11, 21))
    assert pages[-1].done == pages[-1].total


@pytest.mark.parametrize("code", ["badArgument", "badVerb", "cannotDisseminateFormat", "noSetHierarchy"])
def test_a_question_that_the_server_does_not_take_is_refused_in_its_words(code):
    with pytest.raises(SourceRefused, match=f"{code}: Set does not exist"):
        list(OaiSource(BASE, always(told.oai_error(code, "Set does not exist"))).pages(SINCE))


def test_an_error_of_no_known_kind_may_pass():
    with pytest.raises(SourceUnavailable, match="undefinedError"):
        list(OaiSource(BASE, always(told.oai_error("undefinedError"))).pages(SINCE))


def test_a_server_that_counts_otherwise_or_is_none_is_refused():
    odd = told.IDENTIFY.replace(b"YYYY-MM-DD", b"weeks")
    with pytest.raises(SourceRefused, match="granularity"):
        list(OaiSource(BASE, always(odd)).pages(None))
    with pytest.raises(SourceRefused, match="<feed>, not with OAI-PMH"):
        list(OaiSource(BASE, always(told.api_answer(total=0))).pages(None))


def test_the_answer_to_another_question_is_none():
    with pytest.raises(SourceUnavailable, match="ListRecords with neither"):
        list(OaiSource(BASE, always(told.IDENTIFY)).pages(SINCE))


def test_progress_is_in_records_where_the_server_counts_them_and_in_days_where_it_does_not():
    def counted(*papers: told.Told, token: str, cursor: int) -> bytes:
        attributes = f'completeListSize="3" cursor="{cursor}"'
        return told.oai_answer(*map(told.oai_record, papers), token=token, attributes=attributes)

    client = in_turn([counted(ONE, TWO, token="6511260|1001", cursor=0), records(THREE)])
    first, _ = OaiSource(BASE, client).pages(SINCE)
    assert (first.done, first.total) == (2, 3)
    assert client.asked[1][1]["resumptionToken"] == "6511260|1001"
    client = in_turn([records(ONE, token="t"), records(THREE)])
    assert [(page.done, page.total) for page in OaiSource(BASE, client).pages(SINCE)] == [(16, 22), (22, 22)]


def test_half_a_page_is_asked_for_again():
    whole = records(ONE)
    client = in_turn([whole[: len(whole) * 2 // 3], whole])
    assert ids(list(OaiSource(BASE, client).pages(SINCE))) == [ONE.id]


def test_half_a_page_every_time_hands_out_what_came_before():
    whole = records(TWO)
    client = in_turn([records(ONE, token="t1"), *[whole[: len(whole) // 2]] * 3])
    pages = OaiSource(BASE, client).pages(SINCE)
    assert ids([next(pages)]) == [ONE.id]
    with pytest.raises(SourceUnavailable, match="broken XML, or half of it"):
        next(pages)


def test_deleted_papers_are_told_as_removed():
    gone = (
        '<record><header status="deleted"><identifier>oai:arXiv.org:math/0309136</identifier>'
        "<datestamp>2026-11-17T08:00:00Z</datestamp></header></record>"
    )
    (page,) = OaiSource(BASE, in_turn([told.oai_answer(gone, told.oai_record(TWO))])).pages(SINCE)
    assert page.removed == (RemovedRecord("math/0309136", date(2026, 11, 17)),)
    assert ids([page]) == [TWO.id]


def test_one_bad_record_costs_itself_alone():
    bad = told.oai_record(told.Told("2611.00009")).replace("<title>", "<title><b>").encode()
    latin = told.oai_record(told.Told("2611.00008", title="Caf@")).encode().replace(b"@", b"\xe9")
    controls = told.oai_record(told.Told("2611.00007", title="A @ B")).encode().replace(b"@", b"\x0b&#x1;& C")
    other = told.oai_record(told.Told("2611.00006")).replace("arXivRaw", "oai_dc").encode()
    foreign = (
        told.oai_record(told.Told("2611.00005")).replace("oai:arXiv.org:2611", "oai:example.org:x").encode()
    )
    body = told.oai_answer("@").replace(
        b"@", b"".join([told.oai_record(ONE).encode(), bad, latin, controls, other, foreign])
    )
    (page,) = OaiSource(BASE, in_turn([body])).pages(SINCE)
    assert [normalise(record).title for record in page.records] == [ONE.title, "A & C B"]
    assert {r.identifier: r.reason for r in page.rejected} == {
        "2611.00009": "broken XML",
        "2611.00008": "broken XML",
        "oai:arXiv.org:2611.00006": "the metadata is oai_dc, not arXivRaw",
        "oai:example.org:x.00005": "the header's identifier is not one of arXiv's",
    }
    assert all("2611" in r.raw or "00005" in r.raw for r in page.rejected)


def test_a_record_whose_header_and_metadata_differ_is_no_paper():
    crossed = told.oai_record(ONE).replace("<id>2611.00001", "<id>2611.00002")
    (page,) = OaiSource(BASE, in_turn([told.oai_answer(crossed)])).pages(SINCE)
    with pytest.raises(MalformedRecord, match="the header says"):
        normalise(page.records[0])


def test_identifiers_follow_tokens_and_leave_deleted_ones_out():
    def headers(*some: str, token: str = "") -> bytes:
        return told.oai_answer(*some, token=token, verb="ListIdentifiers")

    def header(name: str, status: str = "") -> str:
        return f"<header{status}><identifier>oai:arXiv.org:{name}</identifier><datestamp>2026-11-17</datestamp></header>"

    client = in_turn(
        [
            headers(header("2611.00001"), header("2611.00002", ' status="deleted"'), token="t"),
            headers(header("hep-th/9901001")),
        ]
    )
    assert list(identifiers(BASE, client, since=date(2026, 11, 17))) == [
        ("2611.00001", date(2026, 11, 17)),
        ("hep-th/9901001", date(2026, 11, 17)),
    ]
    assert client.asked[0][1] == {
        "verb": "ListIdentifiers",
        "metadataPrefix": "arXivRaw",
        "from": "2026-11-17",
    }
