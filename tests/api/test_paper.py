"""GET /papers/{id}: every field, every spelling of an identifier, every format."""

import json

import pytest

from tests.api.conftest import FOUR_DIGITS, OLD, OLDER, REPLACED, TEAPOT, WITHDRAWN

pytestmark = pytest.mark.usefixtures("world")


def test_every_field(api):
    assert api.json(f"/papers/{TEAPOT}") == {
        "id": TEAPOT,
        "version": 2,
        "title": r"Schr\"odinger teapots and $\alpha$-divergence",
        "abstract": "We pour $E=mc^2$ cups of tea.\n  Teapots by P. Erd\\H{o}s & friends: <b>not bold</b>. 茶 🫖 pouring.",
        "title_html": 'Schrödinger teapots and <span class="math notranslate" translate="no">\\(\\alpha\\)</span>-divergence',
        "abstract_html": 'We pour <span class="math notranslate" translate="no">\\(E=mc^2\\)</span> cups of tea.<br><br>'
        "Teapots by P. Erdős &amp; friends: &lt;b&gt;not bold&lt;/b&gt;. 茶 🫖 pouring.",
        "authors": [
            {"name": "Ada Kettle", "keyname": "Kettle", "forenames": "Ada", "affiliation": "Tea House"},
            {"name": "The Saucer Collaboration", "keyname": "", "forenames": "", "affiliation": None},
        ],
        "primary_category": "cs.CV",
        "categories": ["cs.CV", "cs.LG"],
        "announced": "2026-11-17",
        "announced_source": "estimated",
        "submitted": "2026-11-16T15:00:07Z",
        "updated": "2026-11-17T09:30:00Z",
        "versions": [
            {"number": 1, "submitted": "2026-11-16T15:00:07Z", "size_kb": 12},
            {"number": 2, "submitted": "2026-11-17T09:30:00Z", "size_kb": None},
        ],
        "comments": "12 pages",
        "journal_ref": "J. Tea 1 (2026) 1-12",
        "doi": "10.1000/tea.1",
        "license": "http://creativecommons.org/licenses/by/4.0/",
        "withdrawn": False,
        "url": f"http://testserver/arxiv/{TEAPOT}",
        "pdf_url": f"https://arxiv.org/pdf/{TEAPOT}",
    }


def test_what_is_not_told_is_null(api):
    paper = api.json(f"/papers/{REPLACED}")
    assert [paper[name] for name in ("comments", "journal_ref", "doi", "license")] == [None] * 4


def test_withdrawn(api):
    assert api.json(f"/papers/{WITHDRAWN}")["withdrawn"] is True


def test_the_version_asked_for(api):
    paper = api.json(f"/papers/{TEAPOT}v1")
    newest = api.json(f"/papers/{TEAPOT}")
    assert (paper["version"], paper["updated"]) == (1, "2026-11-16T15:00:07Z")
    assert paper["url"].endswith(f"/arxiv/{TEAPOT}v1")
    assert paper["pdf_url"].endswith(f"/pdf/{TEAPOT}v1")
    own = {"version", "updated", "url", "pdf_url"}
    assert {k: v for k, v in paper.items() if k not in own} == {
        k: v for k, v in newest.items() if k not in own
    }


def test_a_version_that_is_not_held_is_404_and_names_those_that_are(api):
    assert "held in v1, v2, not in v3" in api.problem(f"/papers/{TEAPOT}v3", status=404)["detail"]


@pytest.mark.parametrize("address", [OLD, OLD.replace("/", "%2F"), OLD.replace("/", "%2f")])
def test_an_old_identifier_with_its_slash_in_any_form(api, address):
    assert api.json(f"/papers/{address}")["id"] == OLD
    assert api.json(f"/papers/{address}v1")["version"] == 1
    assert api.json(f"/papers/{address}/related")["results"] is not None


@pytest.mark.parametrize(
    "given, known",
    [
        ("1406.02661", FOUR_DIGITS),
        ("math.GT/0309136", OLDER),
        ("math.GT/0309136v1", f"{OLDER}v1"),
        ("hepth/9901001", OLD),
        ("HEP-TH/9901001", OLD),
        (f"arXiv:{TEAPOT}v2", f"{TEAPOT}v2"),
        (f"{TEAPOT}/", TEAPOT),
        (f"https://arxiv.org/abs/{TEAPOT}", TEAPOT),
    ],
)
def test_another_spelling_moves_to_the_known_one(api, given, known):
    answer = api.get(f"/papers/{given}?format=ris")
    assert (answer.status_code, answer["Location"]) == (301, f"/api/v1/papers/{known}?format=ris")
    assert api.get(answer["Location"]).status_code == 200


def test_related_moves_too(api):
    answer = api.get("/papers/1406.02661/related?limit=3")
    assert answer["Location"] == f"/api/v1/papers/{FOUR_DIGITS}/related?limit=3"


def test_a_moved_answer_still_refuses_unknown_parameters(api):
    api.problem("/papers/1406.02661", {"fromat": "ris"})


@pytest.mark.parametrize(
    "given", ["2611.99999", "nope", "9913.00001", "hep-th", "%00", "%FF", "..", "a" * 2000]
)
def test_what_is_not_held_is_404(api, given):
    problem = api.problem(f"/papers/{given}", status=404)
    assert problem["errors"][0]["param"] == "id"


def test_bibtex(api):
    answer = api.get(f"/papers/{TEAPOT}v2", {"format": "bibtex"})
    assert answer["Content-Type"] == "application/x-bibtex; charset=utf-8"
    assert answer["Content-Disposition"] == f'inline; filename="{TEAPOT}v2.bib"'
    text = answer.content.decode()
    assert text.startswith("@article{kettle2026schrodinger,")
    assert f"eprint = {{{TEAPOT}}}" in text
    assert "version = {2}" in text


def test_ris_of_an_old_identifier(api):
    answer = api.get(f"/papers/{OLD}", {"format": "ris"})
    assert answer["Content-Disposition"] == 'inline; filename="hep-th-9901001.ris"'
    assert "UR  - https://arxiv.org/abs/hep-th/9901001\r\n" in answer.content.decode()


def test_csl_json(api):
    (item,) = json.loads(api.get(f"/papers/{TEAPOT}", {"format": "csl-json"}).content)
    assert item["title"].startswith("Schrödinger teapots")
    assert item["DOI"] == "10.1000/tea.1"


def test_an_unknown_format_is_refused(api):
    assert "csl-json" in api.problem(f"/papers/{TEAPOT}", {"format": "endnote"})["detail"]


def test_addresses_come_from_the_base_url(api, settings):
    settings.BASE_URL = "https://papers.example.org"
    assert api.json(f"/papers/{TEAPOT}")["url"] == f"https://papers.example.org/arxiv/{TEAPOT}"


def test_one_paper_takes_two_reads(api, django_assert_max_num_queries):
    with django_assert_max_num_queries(2):
        api.json(f"/papers/{TEAPOT}")
