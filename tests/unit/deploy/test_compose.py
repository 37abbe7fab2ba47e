"""deploy/compose.yaml and compose.test.yaml: what they name exists, nothing is open, nothing is known to everybody."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from celery import current_app
from django.core.management import get_commands

from coolpapers.env import PREFIX, TEST_PREFIX, Env
from tests.source_tree import ROOT
from tests.unit.deploy.compose_files import DEPLOY, MANAGE, VARIABLE, compose, words

FILES = ("compose.yaml", "compose.test.yaml")
ONE_SHOT = {"migrate"}
SECRETS = compose()["secrets"]
IMAGE = re.compile(r"[a-z]+:\d+\.\d+(\.\d+)?(-[a-z0-9.-]+)?")  # no registry's host, an exact version
OURS = re.compile(r"coolpapers:\d+\.\d+\.\d+")

every_service = pytest.mark.parametrize(
    "file, name", [(file, name) for file in FILES for name in compose(file)["services"]]
)


@every_service
def test_images_are_pinned(file: str, name: str) -> None:
    image = compose(file)["services"][name]["image"]
    assert IMAGE.fullmatch(image), image
    assert not image.endswith("latest")


def test_our_image_has_the_version_of_the_project() -> None:
    version = re.search(r'^version = "(.+)"', (ROOT / "pyproject.toml").read_text("utf-8"), re.MULTILINE)
    assert version
    ours = {
        service["image"] for service in compose()["services"].values() if OURS.fullmatch(service["image"])
    }
    assert ours == {f"coolpapers:{version[1]}"}


@every_service
def test_every_service_is_watched_and_bounded(file: str, name: str) -> None:
    service = compose(file)["services"][name]
    assert service.get("mem_limit"), "no memory limit"
    if name in ONE_SHOT:
        return
    assert service["healthcheck"]["test"]
    if file == "compose.yaml":
        assert service["restart"] == "unless-stopped"
        assert service["logging"]["options"]["max-size"]


@every_service
def test_ports_are_open_on_this_machine_alone(file: str, name: str) -> None:
    for port in compose(file)["services"][name].get("ports", []):
        assert str(port).startswith("127.0.0.1:"), port


def test_names_within_the_file_exist() -> None:
    whole = compose()
    for name, service in whole["services"].items():
        assert set(service.get("depends_on", {})) <= set(whole["services"]), name
        assert set(service.get("secrets", [])) <= set(whole["secrets"]), name
        assert set(service.get("networks", [])) <= set(whole["networks"]), name
        named = {volume.partition(":")[0] for volume in service.get("volumes", [])}
        assert named <= set(whole["volumes"]), name
    used = {secret for service in whole["services"].values() for secret in service.get("secrets", [])}
    assert used == set(whole["secrets"])


def test_a_secret_that_is_read_is_given() -> None:
    for name, service in compose()["services"].items():
        read = set(re.findall(r"/run/secrets/(\w+)", str(service)))
        assert read <= set(service.get("secrets", [])), name


def test_only_databases_are_shut_in() -> None:
    services = compose()["services"]
    assert compose()["networks"]["inside"]["internal"] is True
    for name in ("postgres", "redis", "elasticsearch"):
        assert services[name]["networks"] == ["inside"], name
    assert all("outside" in services[name]["networks"] for name in ("worker", "reader", "web"))


def test_every_variable_is_a_setting() -> None:
    known = {PREFIX + name.upper() for name in Env.model_fields}
    known |= {f"{name}_FILE" for name in known}
    for path in sorted(DEPLOY.rglob("*")):
        if path.is_file() and "secrets" not in path.parts and path.suffix not in {".pyc", ".md"}:
            found = {
                name for name in VARIABLE.findall(path.read_text("utf-8")) if not name.startswith(TEST_PREFIX)
            }
            assert found <= known, path


def test_no_password_stands_in_the_file() -> None:
    for name, service in compose()["services"].items():
        for variable, value in service.get("environment", {}).items():
            if re.search(r"PASSWORD|SECRET|_URL$|KEY", variable) and variable != "COOLPAPERS_BASE_URL":
                assert variable.endswith("_FILE"), f"{name}: {variable}={value}"


def test_commands_exist() -> None:
    commands = get_commands()
    for path in [
        *DEPLOY.rglob("*.yaml"),
        *DEPLOY.rglob("*.service"),
        DEPLOY / "Dockerfile",
        DEPLOY / "README.md",
    ]:
        named = set(MANAGE.findall(path.read_text("utf-8")))
        assert named <= set(commands), path


@pytest.mark.parametrize("sources", ["compose.yaml", "systemd/*.service"])
def test_the_workers_take_every_queue_once_and_readers_alone(sources: str) -> None:
    text = "\n".join(path.read_text("utf-8") for path in DEPLOY.glob(sources))
    queues = [found.split(",") for found in re.findall(r"--queues[\s,]+\"?([\w,]+)", text)]
    assert sorted(name for taken in queues for name in taken) == sorted(current_app.amqp.queues)
    assert ["reader"] in queues


def test_the_application_of_the_workers_exists() -> None:
    for name, does in {"reader": "worker", "worker": "worker", "beat": "beat"}.items():
        command = words(compose()["services"][name])
        assert command[:4] == ["celery", "--app", "worker.celery", does]
    assert current_app.main == "coolpapers"


def test_secrets_are_made_in_agreement(tmp_path: Path) -> None:
    made = tmp_path / "secrets"
    subprocess.run(["sh", DEPLOY / "make_secrets.sh", made], check=True, capture_output=True)
    held = {path.name: path.read_text().strip() for path in made.iterdir()}
    assert {path["file"].removeprefix("secrets/") for path in SECRETS.values()} <= set(held)
    assert f":{held['postgres_password']}@postgres:5432/" in held["database_url"]
    assert f":{held['elastic_password']}@elasticsearch:9200/" in held["search_url"]
    assert f"requirepass {held['redis_password']}" in held["redis_conf"]
    assert held["redis_password"] in held["broker_url"]
    assert held["redis_password"] in held["cache_url"]
    assert made.stat().st_mode & 0o077 == 0
    assert len({held["postgres_password"], held["redis_password"], held["elastic_password"]}) == 3
    environ = {
        f"{PREFIX}{name.upper()}_FILE": str(made / name)
        for name in ("secret_key", "database_url", "search_url", "broker_url", "cache_url")
    }
    env = Env.read(environ)
    assert env.database_url == held["database_url"]
    again = subprocess.run(["sh", DEPLOY / "make_secrets.sh", made], check=False, capture_output=True)
    assert again.returncode == 1
    assert {path.name: path.read_text().strip() for path in made.iterdir()} == held


@pytest.mark.skipif(not shutil.which("redis-server"), reason="redis-server is not installed")
def test_redis_takes_its_settings(tmp_path: Path) -> None:
    subprocess.run(["sh", DEPLOY / "make_secrets.sh", tmp_path / "made"], check=True, capture_output=True)
    conf = (tmp_path / "made" / "redis_conf").read_text().replace("dir /data", f"dir {tmp_path}")
    given = tmp_path / "redis.conf"
    given.write_text(f"{conf}\nport 0\nunixsocket {tmp_path}/s\n")
    server = subprocess.Popen(["redis-server", given], stdout=subprocess.PIPE, text=True)
    try:
        assert server.stdout
        lines = []
        for line in server.stdout:
            lines.append(line)
            if "eady to accept connections" in line or "FATAL" in line:
                break
        assert "eady to accept" in lines[-1], "".join(lines)
    finally:
        server.terminate()
        server.communicate()
