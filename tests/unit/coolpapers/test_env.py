"""The environment: typed, bounded, all faults at once."""

import stat

import pytest

from coolpapers.env import Env, WrongEnvironment, unknown_variables


def read(**variables: str) -> Env:
    return Env.read({f"COOLPAPERS_{name}": value for name, value in variables.items()})


def test_nothing_configured_is_sqlite_tantivy_and_in_process(tmp_path):
    env = read(DATA_DIR=str(tmp_path))
    assert env.database_url_in_use == f"sqlite:///{tmp_path}/coolpapers.sqlite3"
    assert env.search_url_in_use == f"tantivy://{tmp_path}/index"
    assert (env.broker_url, env.cache_url, env.debug, env.request_interval_s) == ("", "", False, 3)


def test_all_faults_are_told_at_once_with_what_was_given_and_what_is_taken():
    with pytest.raises(WrongEnvironment) as told:
        read(
            DATABASE_URL="mysql://x",
            SEARCH_URL="solr",
            DEBUG="perhaps",
            REQUEST_INTERVAL_S="-1",
            LOG_FORMAT="xml",
            CONTACT_EMAIL="nobody",
        )
    message = str(told.value)
    for name in (
        "DATABASE_URL='mysql://x'",
        "SEARCH_URL='solr'",
        "DEBUG='perhaps'",
        "REQUEST_INTERVAL_S='-1'",
        "LOG_FORMAT='xml'",
        "CONTACT_EMAIL='nobody'",
    ):
        assert f"COOLPAPERS_{name}" in message
    assert "postgresql://" in message
    assert "tantivy:///PATH" in message


@pytest.mark.parametrize(
    "url",
    [
        "tantivy:///srv/index",
        "memory://",
        "elasticsearch://u:p@one:9200,two:9200/papers",
        "elasticsearch+https://:KEY@one/papers?ca=/etc/ca.pem&timeout=5",
    ],
)
def test_every_engine_may_be_named(url):
    assert read(SEARCH_URL=url).search_url_in_use == url


@pytest.mark.parametrize("url", ["postgresql://u:hush@h/db", "redis://:hush@h/0"])
def test_no_fault_shows_a_password(url):
    with pytest.raises(WrongEnvironment) as told:
        read(SEARCH_URL=url, SECRET_KEY="hush")
    assert "hush" not in str(told.value)


def test_a_secret_may_come_from_a_file(tmp_path):
    secret = tmp_path / "key"
    secret.write_text("k" * 40 + "\n")
    assert read(SECRET_KEY_FILE=str(secret)).secret_key == "k" * 40
    with pytest.raises(WrongEnvironment, match="SECRET_KEY_FILE"):
        read(SECRET_KEY_FILE=str(tmp_path / "missing"))
    with pytest.raises(WrongEnvironment, match="one of them, not both"):
        read(SECRET_KEY="k" * 40, SECRET_KEY_FILE=str(secret))


def test_a_secret_key_is_made_once_for_this_machine_alone(tmp_path):
    made = read(DATA_DIR=str(tmp_path)).secret_key_in_use
    assert len(made) >= 50
    assert read(DATA_DIR=str(tmp_path)).secret_key_in_use == made
    assert stat.S_IMODE((tmp_path / "secret_key").stat().st_mode) == 0o600
    with pytest.raises(WrongEnvironment, match="SECRET_KEY"):
        read(DATA_DIR=str(tmp_path), ALLOWED_HOSTS="papers.example.org")
    assert read(ALLOWED_HOSTS="papers.example.org", SECRET_KEY="k" * 40).allowed_hosts == (
        "papers.example.org",
    )


def test_short_secrets_are_refused():
    with pytest.raises(WrongEnvironment, match="32 characters"):
        read(SECRET_KEY="short")


def test_haste_is_for_loopback_only():
    with pytest.raises(WrongEnvironment, match="at least 3 s"):
        read(REQUEST_INTERVAL_S="0")
    assert read(REQUEST_INTERVAL_S="0", OAI_URL="http://127.0.0.1:9/oai").request_interval_s == 0


def test_the_feeds_base_may_end_as_their_addresses_begin():
    named = {read(FEED_URL=f"https://feeds.example.org{end}").feed_url for end in ("", "/", "/rss", "/rss/")}
    assert named == {"https://feeds.example.org"}


@pytest.mark.parametrize("source", ["OAI_URL", "FEED_URL"])
def test_servers_of_this_machine_stand_for_all_of_arxiv(source):
    env = read(**{source: "http://127.0.0.1:9/x"})
    assert (env.arxiv_api_url, env.listing_url) == ("", "")
    named = read(**{source: "http://[::1]:9/x"}, LISTING_URL="http://127.0.0.1:9")
    assert (named.arxiv_api_url, named.listing_url) == ("", "http://127.0.0.1:9")
    elsewhere = read(**{source: "https://mirror.example.org/x"})
    assert elsewhere.arxiv_api_url == "https://export.arxiv.org/api/query"
    assert elsewhere.listing_url == "https://arxiv.org"


def test_a_slip_of_the_pen_is_noticed():
    strange = unknown_variables(
        {
            "COOLPAPERS_DATABSE_URL": "x",
            "COOLPAPERS_TEST_DATA": "y",
            "COOLPAPERS_SECRET_KEY_FILE": "z",
            "PATH": "w",
        }
    )
    assert strange == {"COOLPAPERS_DATABSE_URL": "COOLPAPERS_DATABASE_URL"}


def test_the_network_may_be_left_out_and_the_listing_pages_named():
    assert (read().offline, read().listing_url) == (False, "https://arxiv.org")
    env = read(OFFLINE="true", LISTING_URL="http://127.0.0.1:9/", REQUEST_INTERVAL_S="0")
    assert (env.offline, env.listing_url) == (True, "http://127.0.0.1:9")
    with pytest.raises(WrongEnvironment, match="LISTING_URL='arxiv'"):
        read(LISTING_URL="arxiv")
