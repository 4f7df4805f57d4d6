"""Addresses of the site. Wagtail's pages come last, because they answer for everything else."""

from django.conf import settings
from django.urls import include, path
from django.views.generic import RedirectView
from django.views.static import serve
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.contrib.sitemaps.views import sitemap
from wagtail.documents import urls as wagtaildocs_urls

handler429 = "base.rate_limits.refuse"

urlpatterns = [
    # One door: the admin's own sign-in form would know nothing of our limits.
    path("admin/login/", RedirectView.as_view(pattern_name="account_login", query_string=True)),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("compte/", include("accounts.urls")),
    path("sitemap.xml", sitemap),
    path("", include("base.urls")),
    path("", include("demo_bank.urls")),
    path("", include("campaigns.urls")),
    path("", include("search.urls")),
    path("", include("stories.urls")),
    path("", include("calls.urls")),
    path("", include("home.urls")),
]
if settings.SERVE_MEDIA:
    urlpatterns += [path("media/<path:path>", serve, {"document_root": settings.MEDIA_ROOT})]
urlpatterns += [path("", include(wagtail_urls))]
