"""System checks: what `manage.py check` and every start tells an operator, with the mend."""

from typing import Any

from django.conf import settings
from django.core import checks
from django.core.checks import CheckMessage, Error, Tags, register

from coolpapers.env import LOOPBACK, PREFIX, unknown_variables


@register(Tags.compatibility)
def environment_names(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """W001: a variable with our prefix that nothing reads, most often a slip of the pen."""
    return [
        checks.Warning(
            f"{name} is not a setting.",
            hint=f"Did you mean {near}?" if near else "See deploy/CONFIGURATION.md.",
            id="coolpapers.W001",
        )
        for name, near in unknown_variables().items()
    ]


@register(Tags.security)
def debug_is_local(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """E001: debug pages show settings and source, so they stay on this machine."""
    served = {host.strip("[]") for host in settings.ALLOWED_HOSTS} - {"testserver"}
    if settings.DEBUG and not served <= LOOPBACK:
        return [
            Error(
                f"{PREFIX}DEBUG is on while other hosts are served.",
                hint=f"Unset {PREFIX}DEBUG.",
                id="coolpapers.E001",
            )
        ]
    return []


@register(Tags.files)
def data_dir_is_writable(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """E002: the store, the index and the caches need the folder."""
    probe = settings.DATA_DIR / ".write-probe"
    try:
        settings.DATA_DIR.mkdir(parents=True, exist_ok=True)
        probe.touch()
        probe.unlink(missing_ok=True)
    except OSError as error:
        return [
            Error(
                f"{settings.DATA_DIR} cannot be written: {error}.",
                hint=f"Set {PREFIX}DATA_DIR to a folder of your own.",
                id="coolpapers.E002",
            )
        ]
    return []
