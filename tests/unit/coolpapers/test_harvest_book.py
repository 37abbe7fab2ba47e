"""Reasons of rejected records as the public sees them: grouped, without the values they quote."""

import time

import pytest

from coolpapers.harvest_book import REASONS_SHOWN, rejected_reasons
from worker.models import HarvestRun, Rejected

pytestmark = pytest.mark.django_db


def reject(*reasons: str) -> None:
    run = HarvestRun.objects.create(source="oai", target="x")
    Rejected.objects.bulk_create(
        Rejected(run=run, identifier=f"2611.{number:05}", reason=reason, raw="raw")
        for number, reason in enumerate(reasons, 1)
    )


@pytest.mark.parametrize(
    "reason, told",
    [
        ("field 'title' is missing or empty", "field 'title' is missing or empty"),
        ("field 'date' has the unreadable time 'soon'", "field 'date' has the unreadable time …"),
        ('it holds "x\'y" there', "it holds … there"),
        (r"it holds 'x\'y' there", "it holds … there"),
        ("the paper's date isn't “2026”", "the paper's date isn't …"),
        ("it holds 'what is cut", "it holds …"),
        ("'" + "a" * 1000, "…"),
    ],
)
def test_quoted_values_are_left_out(reason: str, told: str) -> None:
    reject(reason)
    assert [one.reason for one in rejected_reasons()] == [told]


def test_reasons_that_differ_in_values_are_one() -> None:
    reject("no date in 'a'", "field 'title' is empty", "no date in 'b'")
    first, second = rejected_reasons()
    assert (first.reason, first.records, first.newest) == ("no date in …", 2, "2611.00003")
    assert (second.reason, second.records, second.newest) == ("field 'title' is empty", 1, "2611.00002")


def test_many_and_hostile_reasons_are_bounded() -> None:
    reject(*(f"kind {number}" for number in range(700)), *(mark * 20_000 for mark in ("'\\", '"', "“", "'a")))
    began = time.perf_counter()
    assert len(rejected_reasons()) == REASONS_SHOWN
    assert time.perf_counter() - began < 5
