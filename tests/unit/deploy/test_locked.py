"""What runs in production needs no package that only the tests install."""

import re
import subprocess
import sys

from tests.source_tree import ROOT

# Everything a web process, a worker and beat import, the broker's transport by name included.
PROGRAM = """
import sys
from importlib.abc import MetaPathFinder
from importlib.metadata import packages_distributions

locked = {name.lower().replace("_", "-") for name in sys.argv[1:]}
top = {
    package for package, owners in packages_distributions().items()
    if not any(owner.lower().replace("_", "-") in locked for owner in owners)
}

class OnlyLocked(MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in top:
            raise ModuleNotFoundError(f"No module named {name!r} in requirements/app.txt", name=name)

sys.meta_path.insert(0, OnlyLocked())
import os
os.environ["DJANGO_SETTINGS_MODULE"] = "coolpapers.settings"
import django
django.setup()
import celery.bin.celery, celery.concurrency.prefork, gunicorn.app.wsgiapp, kombu.transport.redis, psycopg
import coolpapers.urls, coolpapers.wsgi, django.core.cache.backends.redis
import search.backends.elasticsearch, search.backends.tantivy, worker.celery, worker.tasks
import worker.management.commands.harvest, worker.management.commands.work
from django.urls import get_resolver
get_resolver().url_patterns
"""


def test_the_lock_of_the_application_is_enough(tmp_path):
    names = re.findall(
        r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==", (ROOT / "requirements/app.txt").read_text(), re.M
    )
    assert len(names) > 30
    environment = {"PATH": "/usr/bin:/bin", "COOLPAPERS_DATA_DIR": str(tmp_path), "LANG": "C.UTF-8"}
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, *names],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
