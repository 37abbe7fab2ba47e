"""Every environment variable, typed and bounded: the only reader of the environment.

Each field of `Env` is the variable COOLPAPERS_FIELD in capitals; COOLPAPERS_FIELD_FILE names a file that holds its value
(for secrets). All wrong values are reported at once. deploy/CONFIGURATION.md documents the same list for operators.
"""

import difflib
import os
import re
import secrets
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    field_validator,
    model_validator,
)

PREFIX = "COOLPAPERS_"
TEST_PREFIX = "COOLPAPERS_TEST_"
PROJECT = Path(__file__).resolve().parent.parent
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
ARXIV_INTERVAL_S = 3.0  # arXiv's terms of use: at most one request in three seconds
SECRET_FILE = "secret_key"  # noqa: S105 - a file's name


class WrongEnvironment(Exception):
    """One or more variables hold a value that cannot be used; the message names every one."""


def _split_names(value: object) -> object:
    return [name.strip() for name in value.split(",") if name.strip()] if isinstance(value, str) else value


def _check_url(value: str, takes: dict[str, str]) -> str:
    scheme = value.partition("://")[0]
    if "://" not in value or scheme not in takes:
        raise ValueError("an address such as " + " or ".join(takes.values()))
    return value


def _host(url: str) -> str:
    with suppress(ValueError):
        return urlsplit(url).hostname or ""
    return ""


class Env(BaseModel):
    """The settings that operators choose; `Env.read()` takes them from the process environment."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    data_dir: Path = Field(
        PROJECT / "var",
        description="folder of the SQLite file, the Tantivy index, caches and the made SECRET_KEY",
    )
    database_url: str = Field(
        "", description="the paper store: sqlite:///PATH or postgresql://user:pw@host:5432/name"
    )
    search_url: str = Field(
        "", description="the engine: tantivy:///PATH, elasticsearch://user:pw@host:9200/papers or memory://"
    )
    broker_url: str = Field(
        "", description="Celery's queue, redis://host:6379/0; empty: tasks run in the calling process"
    )
    cache_url: str = Field("", description="redis://host:6379/1; empty: cache and rate limits in process")
    oai_url: str = Field("https://oaipmh.arxiv.org/oai", description="OAI-PMH base address")
    feed_url: str = Field("https://rss.arxiv.org", description="base address of the daily feeds")
    arxiv_api_url: str = Field(
        "https://export.arxiv.org/api/query",
        description="the Atom API's address; without one single papers come from OAI-PMH",
    )
    listing_url: str = Field(
        "https://arxiv.org",
        description="base address of the listing pages; without them the feeds alone tell the days",
    )
    offline: bool = Field(
        False,
        description="no request leaves this machine: network commands fail at once, the schedule harvests nothing",
    )
    request_interval_s: float = Field(
        ARXIV_INTERVAL_S,
        ge=0,
        le=3600,
        description="seconds between two requests to one source; under 3 for loopback addresses only",
    )
    debug: bool = Field(False, description="Django's debug pages; never on a public address")
    secret_key: str = Field(
        "", description="at least 32 characters; made and kept in DATA_DIR while only this machine is served"
    )
    allowed_hosts: Annotated[tuple[str, ...], BeforeValidator(_split_names)] = Field(
        ("localhost", "127.0.0.1", "[::1]"),
        description="host names that the site answers to, separated by commas",
    )
    base_url: str = Field(
        "", description="the public address, https://papers.example.org; empty: as the request says"
    )
    log_format: Literal["console", "json"] = Field(
        "console", description="console for people, json for log collectors"
    )
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] | None = Field(
        None,
        description="the least level that is logged; unset: INFO for services, WARNING for commands, which print what they did",
    )
    contact_email: str = Field("", description="named in the User-Agent of requests to arXiv")

    @classmethod
    def read(cls, environ: Mapping[str, str] = os.environ) -> Self:
        """The settings of this process. Raises WrongEnvironment: every wrong variable, what it was given, what it takes."""
        given, faults = _collect(environ, cls.model_fields)
        try:
            env = cls.model_validate(given)
        except ValidationError as error:
            for fault in error.errors():
                name = str(fault["loc"][0]) if fault["loc"] else ""
                message = fault["msg"].removeprefix("Value error, ")
                faults.append(f"{PREFIX}{name.upper()}={_shown(name, given)}: {message}" if name else message)
        if faults:
            raise WrongEnvironment("Wrong settings in the environment:\n  " + "\n  ".join(faults))
        return env

    @model_validator(mode="before")
    @classmethod
    def _stand_in(cls, given: dict[str, str]) -> dict[str, str]:
        """Who puts servers of this machine in arXiv's place means those: arXiv's own are not asked beside them."""
        here = any(_host(given.get(name, "")) in LOOPBACK for name in ("oai_url", "feed_url"))
        return ({"arxiv_api_url": "", "listing_url": ""} if here else {}) | given

    @field_validator("data_dir")
    @classmethod
    def _absolute(cls, value: Path) -> Path:
        return value.expanduser().resolve()

    @field_validator("database_url")
    @classmethod
    def _database(cls, value: str) -> str:
        takes = {
            "sqlite": "sqlite:///PATH",
            "postgresql": "postgresql://user:pw@host:5432/name",
            "postgres": "postgres://…",
        }
        return _check_url(value, takes) if value else value

    @field_validator("search_url")
    @classmethod
    def _search(cls, value: str) -> str:
        takes = {
            "tantivy": "tantivy:///PATH",
            "elasticsearch": "elasticsearch://user:pw@host:9200/papers",
            "elasticsearch+https": "elasticsearch+https://…",
            "memory": "memory://",
        }
        return _check_url(value, takes) if value else value

    @field_validator("broker_url", "cache_url")
    @classmethod
    def _redis(cls, value: str) -> str:
        return (
            _check_url(value, {"redis": "redis://host:6379/0", "rediss": "rediss://host:6379/0"})
            if value
            else value
        )

    @field_validator("oai_url", "feed_url", "arxiv_api_url", "listing_url", "base_url")
    @classmethod
    def _web(cls, value: str) -> str:
        return (
            _check_url(value, {"https": "https://host/path", "http": "http://host/path"}).rstrip("/")
            if value
            else value
        )

    @field_validator("feed_url")
    @classmethod
    def _feeds(cls, value: str) -> str:
        """Without the part that the sources add: feeds have addresses like https://rss.arxiv.org/rss/cs.LG."""
        return value.removesuffix("/rss")

    @field_validator("contact_email")
    @classmethod
    def _address(cls, value: str) -> str:
        if value and not re.fullmatch(r"[^@\s]+@[^@\s]+", value):
            raise ValueError("an address such as papers@example.org")
        return value

    @field_validator("allowed_hosts")
    @classmethod
    def _hosts(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        if any(re.search(r"[\s/]", host) for host in value):
            raise ValueError("host names separated by commas, without blanks and slashes")
        return value

    @field_validator("secret_key")
    @classmethod
    def _long_enough(cls, value: str) -> str:
        if value and len(value) < 32:
            raise ValueError(
                "at least 32 characters; python -c 'import secrets; print(secrets.token_urlsafe(48))' makes one"
            )
        return value

    @model_validator(mode="after")
    def _polite(self) -> Self:
        sources = (self.oai_url, self.feed_url, self.arxiv_api_url, self.listing_url)
        if self.request_interval_s < ARXIV_INTERVAL_S and not any(_host(url) in LOOPBACK for url in sources):
            raise ValueError(
                f"{PREFIX}REQUEST_INTERVAL_S={self.request_interval_s:g}: at least {ARXIV_INTERVAL_S:g} s (arXiv's terms); "
                "less is for sources on loopback addresses only"
            )
        return self

    @model_validator(mode="after")
    def _secret(self) -> Self:
        local = all(host.strip("[]") in LOOPBACK for host in self.allowed_hosts)
        if not self.secret_key and not self.debug and not local:
            raise ValueError(
                f"{PREFIX}SECRET_KEY: not given; it is required when {PREFIX}ALLOWED_HOSTS names other machines"
            )
        return self

    @property
    def secret_key_in_use(self) -> str:
        """The given key, or the one kept in DATA_DIR, made there (readable by its owner alone) the first time."""
        if self.secret_key:
            return self.secret_key
        kept = self.made_data_dir / SECRET_FILE
        try:
            if not kept.exists():
                made = kept.with_suffix(f".{os.getpid()}")
                with os.fdopen(os.open(made, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as new:
                    new.write(secrets.token_urlsafe(48))
                with suppress(FileExistsError):  # another process was first
                    kept.hardlink_to(made)
                made.unlink()
            return kept.read_text().strip()
        except OSError as error:
            raise self._unwritable(error) from error

    @property
    def made_data_dir(self) -> Path:
        """DATA_DIR, which is there then. Raises WrongEnvironment."""
        try:
            self.data_dir.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise self._unwritable(error) from error
        return self.data_dir

    def _unwritable(self, error: OSError) -> WrongEnvironment:
        return WrongEnvironment(f"{PREFIX}DATA_DIR={self.data_dir}: a folder that can be written ({error})")

    @property
    def database_url_in_use(self) -> str:
        """The given address, or a file in DATA_DIR, which is made for it. Raises WrongEnvironment."""
        return self.database_url or f"sqlite:///{self.made_data_dir / 'coolpapers.sqlite3'}"

    @property
    def search_url_in_use(self) -> str:
        return self.search_url or f"tantivy://{self.data_dir / 'index'}"


def unknown_variables(environ: Mapping[str, str] = os.environ) -> dict[str, str]:
    """Variables with our prefix that nothing reads, each with the nearest known name or ''."""
    known = [PREFIX + name.upper() for name in Env.model_fields]
    known += [f"{name}_FILE" for name in known]
    strange = [
        n for n in environ if n.startswith(PREFIX) and not n.startswith(TEST_PREFIX) and n not in known
    ]
    return {name: next(iter(difflib.get_close_matches(name, known, n=1)), "") for name in strange}


def _collect(environ: Mapping[str, str], fields: Mapping[str, object]) -> tuple[dict[str, str], list[str]]:
    given: dict[str, str] = {}
    faults: list[str] = []
    for name in fields:
        variable = PREFIX + name.upper()
        value, path = (environ.get(key, "").strip() for key in (variable, f"{variable}_FILE"))
        if value and path:
            faults.append(f"{variable} and {variable}_FILE: one of them, not both")
        elif value:
            given[name] = value
        elif path:
            try:
                given[name] = Path(path).read_text().strip()
            except (OSError, UnicodeDecodeError) as error:
                faults.append(f"{variable}_FILE={path}: a readable text file ({error})")
    return given, faults


def _shown(name: str, given: Mapping[str, str]) -> str:
    value = given.get(name, "")
    return "(hidden)" if name == "secret_key" or ("@" in value and "://" in value) else repr(value)
