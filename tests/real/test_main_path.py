"""The main path on 20,000 real papers: file → store → index → pages and REST, held against the file itself."""

import json
import random
from collections import Counter
from email.utils import parsedate_to_datetime
from io import StringIO

import pytest
import zstandard
from django.core.management import call_command
from django.test import Client

from coolpapers import engine
from coolpapers.papers.models import Paper, Version
from coolpapers.taxonomy import canonical

NAME = "arxiv_sample_20k.jsonl.zst"


@pytest.fixture(scope="module")
def source(real_data):
    """The file's records by id, each with its canonical categories."""
    with (real_data / NAME).open("rb") as packed:
        lines = zstandard.ZstdDecompressor().stream_reader(packed).read().splitlines()
    papers = {record["id"]: record for record in map(json.loads, lines)}
    for record in papers.values():
        names = (canonical(token) for token in record["categories"].split())
        record["canonical"] = list(dict.fromkeys(name for name in names if name))
    return papers


@pytest.fixture(scope="module")
def loaded(real_data, django_db_setup, django_db_blocker, tmp_path_factory):
    """The file, harvested and indexed as the command does it; the store is emptied afterwards."""
    from django.conf import settings

    before = settings.SEARCH_URL
    settings.SEARCH_URL = f"tantivy://{tmp_path_factory.mktemp('real')}/index"
    engine.search_backend.cache_clear()
    with django_db_blocker.unblock():
        call_command("harvest", "snapshot", str(real_data / NAME), stdout=StringIO())
        yield Client(headers={"host": "localhost"})
        call_command("flush", interactive=False, verbosity=0)
    settings.SEARCH_URL = before
    engine.search_backend.cache_clear()


def get(client, address, **parameters):
    answer = client.get(address, parameters)
    assert answer.status_code == 200, (address, parameters, answer.content[:300])
    return answer.json()


@pytest.mark.usefixtures("loaded")
class TestLoaded:
    pytestmark = pytest.mark.django_db

    def test_no_paper_is_lost_and_none_doubled(self, source):
        assert Paper.objects.count() == len(source) == 20_000
        assert set(Paper.objects.values_list("pk", flat=True)) == set(source)
        assert Version.objects.count() == sum(len(record["versions"]) for record in source.values())

    def test_the_same_file_again_changes_nothing(self, real_data):
        before = list(Paper.objects.order_by("pk").values_list("pk", "fingerprint", "revision", "changed"))
        out = StringIO()
        call_command("harvest", "snapshot", str(real_data / NAME), stdout=out)
        assert "0 new, 0 updated, 20,000 unchanged" in out.getvalue()
        assert "index: 0 papers" in out.getvalue()
        assert (
            list(Paper.objects.order_by("pk").values_list("pk", "fingerprint", "revision", "changed"))
            == before
        )

    def test_counts_by_category_are_the_files(self, loaded, source):
        counts = Counter(name for record in source.values() for name in record["canonical"])
        leaves = {
            name: count for name, count in counts.items() if name not in {"astro-ph", "cond-mat", "q-bio"}
        }
        told = {name: get(loaded, "/api/v1/papers", category=name, limit=1)["total"] for name in leaves}
        assert told == leaves
        found = {
            name: get(loaded, "/api/v1/search", q=f"category:{name}", limit=1)["total"] for name in leaves
        }
        assert found == leaves

    def test_counts_by_month_and_day_of_submission_are_the_files(self, loaded, source):
        days = [parsedate_to_datetime(record["versions"][0]["created"]).date() for record in source.values()]
        for day, count in random.Random(1).sample(sorted(Counter(days).items()), 60):
            told = get(
                loaded, "/api/v1/search", **{"from": day, "until": day, "date_field": "submitted", "limit": 1}
            )
            assert told["total"] == count, day
        for month, count in random.Random(1).sample(sorted(Counter(f"{d:%Y-%m}" for d in days).items()), 40):
            assert get(loaded, "/api/v1/search", q=f"submitted:{month}", limit=1)["total"] == count, month

    def test_random_papers_field_by_field(self, loaded, source):
        def words(text):
            return (text or "").split()

        for key in random.Random(2).sample(sorted(source), 200):
            record, paper = source[key], get(loaded, f"/api/v1/papers/{key}")
            assert paper["id"] == key
            for name, field in {
                "journal-ref": "journal_ref",
                "title": "title",
                "abstract": "abstract",
                "comments": "comments",
                "doi": "doi",
                "license": "license",
            }.items():
                assert words(paper[field]) == words(record[name]), (key, field)
            assert paper["categories"] == record["canonical"]
            assert paper["primary_category"] == record["canonical"][0]
            assert [words(a["keyname"]) for a in paper["authors"]] == [
                words(parts[0]) for parts in record["authors_parsed"]
            ]
            moments = [
                parsedate_to_datetime(v["created"]).strftime("%Y-%m-%dT%H:%M:%SZ") for v in record["versions"]
            ]
            assert [v["submitted"] for v in paper["versions"]] == moments
            assert (paper["submitted"], paper["updated"]) == (moments[0], moments[-1])

    def test_ids_of_every_kind_open_their_page(self, loaded, source):
        old = [key for key in sorted(source) if "/" in key]
        for key in random.Random(3).sample(sorted(source), 100) + random.Random(3).sample(old, 100):
            answer = loaded.get(f"/arxiv/{key}")
            assert answer.status_code == 200, key
            assert f'id="{key}"'.encode() in answer.content

    @pytest.mark.parametrize(
        "name", ["Schrodinger", "Schrödinger", 'Schr\\"odinger', 'author:"Erdos"', "kahler"]
    )
    def test_accents_and_tex_never_matter(self, loaded, name):
        assert get(loaded, "/api/v1/search", q=name, limit=1)["total"] > 0

    def test_spellings_of_one_name_find_the_same(self, loaded):
        spellings = ["Schrodinger", "Schrödinger", 'Schr\\"odinger', "SCHRÖDINGER"]
        assert len({get(loaded, "/api/v1/search", q=name, limit=1)["total"] for name in spellings}) == 1
