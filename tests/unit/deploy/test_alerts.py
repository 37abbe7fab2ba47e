"""deploy/prometheus: alerts on metrics that there are, each with its place in deploy/README.md."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.source_tree import ROOT
from tests.unit.deploy.compose_files import DEPLOY

METRICS = ROOT / "coolpapers" / "metrics"
README = (DEPLOY / "README.md").read_text("utf-8")
RULES: list[dict[str, Any]] = [
    rule
    for group in yaml.safe_load((DEPLOY / "prometheus" / "alerts.yml").read_text("utf-8"))["groups"]
    for rule in group["rules"]
]


def exposed() -> set[str]:
    """The names of our metrics without their prefix, as the sources spell them, and what Prometheus makes of them."""
    state = (METRICS / "state.py").read_text("utf-8")
    names = set(re.findall(r'_gauges?\(\s*"([a-z_]+)"', state))
    names |= {f"{part}_up" for part in re.findall(r'_up\("(\w+)"', state)}
    requests = (METRICS / "requests.py").read_text("utf-8")
    counters = re.findall(r'Counter\(\s*"coolpapers_(\w+)"', requests)
    histograms = re.findall(r'Histogram(?:MetricFamily)?\(\s*"coolpapers_(\w+)"', requests + state)
    return names | {f"{name}_total" for name in counters} | set(histograms)


def named(text: str) -> set[str]:
    return {name.removesuffix("_bucket") for name in re.findall(r"\bcoolpapers_(\w+)", text)}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule["alert"])
def test_an_alert_is_whole(rule: dict[str, Any]) -> None:
    used = named(rule["expr"])
    assert used or "up{" in rule["expr"]
    assert used <= exposed()
    assert rule["expr"].count("(") == rule["expr"].count(")")
    assert rule["labels"]["severity"] in {"page", "ticket"}
    assert rule["annotations"]["summary"].endswith(".")
    assert re.search(rf"^\*\*[^*]*\b{rule['alert']}\b[^*]*\*\*", README, re.MULTILINE), (
        "not in deploy/README.md"
    )


def test_every_metric_is_in_the_readme() -> None:
    table = re.search(r"^\| metric .*?(?=\n\n)", README, re.MULTILINE | re.DOTALL)
    assert table
    documented = {name.partition("{")[0] for name in re.findall(r"`([a-z_]+(?:\{[^}]*\})?)`", table[0])}
    assert documented == exposed()


def test_prometheus_finds_the_rules() -> None:
    settings = yaml.safe_load((DEPLOY / "prometheus" / "prometheus.yml").read_text("utf-8"))
    assert all((DEPLOY / "prometheus" / Path(name)).is_file() for name in settings["rule_files"])
