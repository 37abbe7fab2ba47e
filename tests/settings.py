"""Django's settings under test: the project's own, over an environment that touches nothing of the caller's.

Has to be the settings module, not a fixture: pytest-django loads the settings before any conftest.
Of the caller's COOLPAPERS_ variables only COOLPAPERS_TEST_* and COOLPAPERS_DATABASE_URL count; of that server the
tests use a database named test_… that they make and drop.
"""

import atexit
import os
import shutil
import tempfile

KEPT = "COOLPAPERS_DATABASE_URL"
# Nothing listens on the discard port: a test that forgets to name its source fails, and arXiv is never asked.
NOBODY = "http://127.0.0.1:9"

# A worker of pytest-xdist ends without its atexit calls: its folder lies in that of the process that started it.
outer = os.environ.get("COOLPAPERS_DATA_DIR") if "PYTEST_XDIST_WORKER" in os.environ else None

for name in [n for n in os.environ if n.startswith("COOLPAPERS_")]:
    if not name.startswith("COOLPAPERS_TEST_") and name != KEPT:
        del os.environ[name]

folder = tempfile.mkdtemp(prefix="coolpapers-tests-", dir=outer)
atexit.register(shutil.rmtree, folder, ignore_errors=True)
os.environ |= {
    "COOLPAPERS_DATA_DIR": folder,
    "COOLPAPERS_SECRET_KEY": "a key for the tests, known to everybody",
    "COOLPAPERS_OAI_URL": f"{NOBODY}/oai",
    "COOLPAPERS_FEED_URL": f"{NOBODY}/feed",
    "COOLPAPERS_ARXIV_API_URL": f"{NOBODY}/api",
    "COOLPAPERS_LISTING_URL": NOBODY,
    "COOLPAPERS_REQUEST_INTERVAL_S": "0",
}

from coolpapers.settings import *  # noqa: E402, F403 - reads the environment made above
from coolpapers.settings import DATA_DIR, DATABASES, STATIC_ROOT, STORAGES  # noqa: E402

# A file as in use: Django's own choice, SQLite in memory, knows neither WAL nor two writers.
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["TEST"] = {"NAME": DATA_DIR / "test.sqlite3"}

# Hashed names need collectstatic first; the live server finds the files in the tree under their own names.
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
STATIC_ROOT.mkdir(parents=True)
