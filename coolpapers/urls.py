"""Addresses of the whole service: health, REST, pages."""

from django.urls import include, path
from django.views.generic import RedirectView

from coolpapers.health import healthz, readyz
from coolpapers.metrics.view import metrics

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("metrics", metrics, name="metrics"),
    path("api", RedirectView.as_view(url="/api/docs"), name="api-home"),
    path("api/", include("coolpapers.api.urls")),
    path("", include("coolpapers.web.urls")),
]

handler400 = "coolpapers.web.errors.bad_request"
handler404 = "coolpapers.web.errors.not_found"
handler500 = "coolpapers.web.errors.server_error"
