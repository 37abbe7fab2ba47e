"""Who asks: the User-Agent by which arXiv's operators know the program and whom to write to."""

import tomllib
from functools import cache

from coolpapers.env import PROJECT


@cache
def version() -> str:
    """The version in pyproject.toml; "0" where the program runs without that file."""
    try:
        project = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))["project"]
    except FileNotFoundError:
        return "0"
    return str(project["version"])


def user_agent(contact: str) -> str:
    """`CoolPapers/VERSION (+CONTACT)`; without a contact, the product alone."""
    product = f"CoolPapers/{version()}"
    return f"{product} (+{contact})" if contact else product
