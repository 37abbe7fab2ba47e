"""Django's settings, all derived from `coolpapers.env`."""

import sys

import dj_database_url

from coolpapers import observability
from coolpapers.env import PROJECT, Env, WrongEnvironment
from coolpapers.shared_cache import ANSWER_S

try:
    ENV = Env.read()
    SECRET_KEY = ENV.secret_key_in_use
    DATABASE_URL = ENV.database_url_in_use
except WrongEnvironment as error:
    sys.exit(str(error))

DATA_DIR = ENV.data_dir
DEBUG = ENV.debug
ALLOWED_HOSTS = list(ENV.allowed_hosts)
BASE_URL = ENV.base_url
SEARCH_URL = ENV.search_url_in_use

OAI_URL = ENV.oai_url
FEED_URL = ENV.feed_url
ARXIV_API_URL = ENV.arxiv_api_url
LISTING_URL = ENV.listing_url
OFFLINE = ENV.offline
REQUEST_INTERVAL_S = ENV.request_interval_s
CONTACT_EMAIL = ENV.contact_email

ROOT_URLCONF = "coolpapers.urls"
WSGI_APPLICATION = "coolpapers.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
APPEND_SLASH = False

INSTALLED_APPS = [
    "django.contrib.staticfiles",
    "coolpapers.apps.CoolPapersConfig",
    "coolpapers.papers.apps.PapersConfig",
    "coolpapers.web",
    "coolpapers.api",
    "worker.apps.WorkerConfig",
]

MIDDLEWARE = [
    "coolpapers.middleware.RequestLog",
    "coolpapers.middleware.SecurityHeaders",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "coolpapers.middleware.ServiceFaults",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "coolpapers.web.context.site",
            ]
        },
    }
]

DATABASES = {"default": dj_database_url.parse(DATABASE_URL, conn_max_age=60, conn_health_checks=True)}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        # A harvest writes while readers read: WAL lets them; IMMEDIATE makes writers wait instead of failing half-way.
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-16384",
        "transaction_mode": "IMMEDIATE",
        "timeout": 30,
    }
else:
    DATABASES["default"]["OPTIONS"] = {"connect_timeout": 5}

CACHES = {
    "default": {
        "BACKEND": "coolpapers.shared_cache.SharedCache",
        "LOCATION": ENV.cache_url,
        "OPTIONS": {"socket_timeout": ANSWER_S, "socket_connect_timeout": ANSWER_S},
    }
    if ENV.cache_url
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 5000}}
}

# Queues, routes and the timetable are worker/celery.py's; here is what follows from the environment, and how messages are kept.
CELERY_BROKER_URL = ENV.broker_url or None
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None  # a broker that is away is waited for, however long
CELERY_TASK_ALWAYS_EAGER = not ENV.broker_url
CELERY_TASK_EAGER_PROPAGATES = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True  # the message of a killed process goes back to its queue at once
CELERY_WORKER_PREFETCH_MULTIPLIER = 1  # what one process has taken no other can do
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = False
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BEAT_SCHEDULE_FILENAME = str(DATA_DIR / "beat")
CELERY_BEAT_MAX_LOOP_INTERVAL = 5  # seconds; the shortest rhythm of worker/schedule.py

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "coolpapers.web.assets.HashedStaticFiles"},
}

WHITENOISE_USE_FINDERS = True  # so that the site has its styles before the first collectstatic
WHITENOISE_MAX_AGE = 86_400  # seconds, for vendor/ alone: hashed names are kept for ever

USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "en"
USE_I18N = True
LOCALE_PATHS = [PROJECT / "coolpapers" / "web" / "locale"]

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
# TLS, its redirect and HSTS are the server's in front; frames and forged forms our own middleware's and views'.
SILENCED_SYSTEM_CHECKS = ["security.W002", "security.W003", "security.W004", "security.W008"]
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000

LOGGING_CONFIG = None
LOG_LEVEL = ENV.log_level
observability.configure(ENV.log_format, LOG_LEVEL or "INFO")
