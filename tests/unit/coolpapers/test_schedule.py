"""arXiv's announcement schedule: cut-offs, weekends, clock changes, holidays, and the days around them."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coolpapers.schedule import EASTERN, is_listing_day, listing_day, next_listing_day, previous_listing_day


def eastern(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=EASTERN)


@pytest.mark.parametrize(
    ("submitted", "listed"),
    [
        # an ordinary week: Monday 2026-11-09 to Monday 2026-11-16
        ("2026-11-09T13:59:59", "2026-11-10"),
        ("2026-11-09T14:00:00", "2026-11-11"),
        ("2026-11-10T13:59:59", "2026-11-11"),
        ("2026-11-11T13:59:59", "2026-11-12"),
        ("2026-11-11T14:00:00", "2026-11-13"),
        ("2026-11-12T13:59:59", "2026-11-13"),
        ("2026-11-12T14:00:00", "2026-11-16"),
        ("2026-11-13T13:59:59", "2026-11-16"),
        ("2026-11-13T14:00:00", "2026-11-17"),
        ("2026-11-14T12:00:00", "2026-11-17"),
        ("2026-11-15T23:59:59", "2026-11-17"),
        ("2026-11-16T13:59:59", "2026-11-17"),
        # leap days, a Monday and a Thursday
        ("2016-02-29T13:00:00", "2016-03-01"),
        ("2024-02-28T15:00:00", "2024-03-01"),
        ("2024-02-29T14:00:00", "2024-03-04"),
        # Thanksgiving 2026: nothing on Thursday evening
        ("2026-11-25T13:00:00", "2026-11-26"),
        ("2026-11-25T15:00:00", "2026-11-30"),
        ("2026-11-27T13:00:00", "2026-11-30"),
        # the end of 2026: nothing on the evenings of Sunday 27 (for Friday 25), Tuesday 29, Thursday 31
        ("2026-12-23T15:00:00", "2026-12-25"),
        ("2026-12-24T15:00:00", "2026-12-29"),
        ("2026-12-28T13:00:00", "2026-12-29"),
        ("2026-12-28T14:00:00", "2026-12-31"),
        ("2026-12-29T14:00:00", "2026-12-31"),
        ("2026-12-30T14:00:00", "2027-01-04"),
        ("2027-01-01T13:00:00", "2027-01-04"),
        # holidays on a Monday, and on a Friday
        ("2026-01-19T10:00:00", "2026-01-21"),
        ("2026-06-18T15:00:00", "2026-06-23"),
        ("2025-07-03T15:00:00", "2025-07-08"),
    ],
)
def test_listing_day(submitted, listed):
    assert listing_day(eastern(submitted)) == date.fromisoformat(listed)


@pytest.mark.parametrize(
    ("submitted", "listed"),
    [
        # 14:00 Eastern is 18:00 UTC in summer, 19:00 in winter; clocks change on 2026-03-08 and 2026-11-01
        ("2026-03-06T18:59:59", "2026-03-09"),
        ("2026-03-06T19:00:00", "2026-03-10"),
        ("2026-03-09T17:59:59", "2026-03-10"),
        ("2026-03-09T18:00:00", "2026-03-11"),
        ("2026-10-30T17:59:59", "2026-11-02"),
        ("2026-10-30T18:00:00", "2026-11-03"),
        ("2026-11-02T18:59:59", "2026-11-03"),
        ("2026-11-02T19:00:00", "2026-11-04"),
        ("2026-11-01T05:30:00", "2026-11-03"),
        ("2026-11-01T06:30:00", "2026-11-03"),
    ],
)
def test_the_cut_off_follows_the_clocks_of_new_york(submitted, listed):
    moment = datetime.fromisoformat(submitted).replace(tzinfo=UTC)
    assert listing_day(moment) == date.fromisoformat(listed)
    assert listing_day(moment.astimezone(timezone(timedelta(hours=8)))) == date.fromisoformat(listed)


def test_a_time_without_zone_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        listing_day(datetime(2026, 11, 9, 13))


@pytest.mark.parametrize(
    "day",
    [
        # measured: no paper of cs.CV, cs.CL or cs.AI was listed on these weekdays
        "2025-06-20", "2025-07-07", "2025-09-02", "2025-12-26",
        "2025-12-31", "2026-01-02", "2026-01-20", "2026-06-22",
        # from arXiv's lists, for days still to come
        "2026-11-27", "2026-12-28", "2026-12-30", "2027-01-01",
        # Saturday and Sunday
        "2026-11-14", "2026-11-15",
    ],
)  # fmt: skip
def test_days_without_listing(day):
    assert not is_listing_day(date.fromisoformat(day))


@pytest.mark.parametrize(
    "day", ["2026-11-09", "2026-11-26", "2026-12-25", "2026-12-29", "2026-12-31", "2027-01-04"]
)
def test_days_with_listing(day):
    assert is_listing_day(date.fromisoformat(day))


def test_neighbouring_days():
    assert previous_listing_day(date(2026, 11, 16)) == date(2026, 11, 13)
    assert next_listing_day(date(2026, 11, 13)) == date(2026, 11, 16)
    assert next_listing_day(date(2026, 12, 25)) == date(2026, 12, 29)
    assert previous_listing_day(date(2027, 1, 4)) == date(2026, 12, 31)
    assert next_listing_day(date(2026, 12, 31)) == date(2027, 1, 4)


MOMENTS = st.datetimes(datetime(1990, 1, 1), datetime(2100, 12, 31), timezones=st.just(UTC))


@given(MOMENTS, st.timedeltas(timedelta(0), timedelta(days=12)))
def test_later_submissions_are_never_listed_earlier(submitted, later):
    assert listing_day(submitted) <= listing_day(submitted + later)


@given(MOMENTS)
def test_a_submission_is_listed_after_its_day_and_within_a_week(submitted):
    listed = listing_day(submitted)
    day = submitted.astimezone(EASTERN).date()
    assert is_listing_day(listed)
    assert day < listed <= day + timedelta(days=7)


@given(st.dates(date(1990, 1, 1), date(2100, 12, 31)))
def test_neighbours_are_listing_days_with_none_between(day):
    before, after = previous_listing_day(day), next_listing_day(day)
    assert before < day < after
    assert is_listing_day(before)
    assert is_listing_day(after)
    assert next_listing_day(before) == (day if is_listing_day(day) else after)
