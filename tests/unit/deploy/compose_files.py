"""The files of deploy/ as the tests read them: parsed, and with what they name pulled out."""

import re
from functools import cache
from typing import Any

import yaml

from tests.source_tree import ROOT

DEPLOY = ROOT / "deploy"
MANAGE = re.compile(r"manage\.py[\s\",']+([a-z][a-z_]+)")
VARIABLE = re.compile(r"\bCOOLPAPERS_[A-Z_]*[A-Z]\b")


@cache
def compose(name: str = "compose.yaml") -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((DEPLOY / name).read_text("utf-8"))
    return loaded


def words(service: dict[str, Any]) -> list[str]:
    """The command of a service as the words it is made of."""
    command = service.get("command", [])
    return command.split() if isinstance(command, str) else [str(word) for word in command]
