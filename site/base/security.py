"""Security headers that Django does not set, and the content policy of each room."""

from __future__ import annotations

from typing import Any

from csp.middleware import CSPMiddleware, PolicyParts
from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

NO_DEVICES = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"


class SecurityHeadersMiddleware(CSPMiddleware):
    """Adds the content policy and the permissions policy to every response.

    A response that already has its own policy (Wagtail's documents, a preview rendered inside the admin)
    keeps it.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Add the permissions policy and let the library write the content policy."""
        response.setdefault("Permissions-Policy", NO_DEVICES)
        return super().process_response(request, response)

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        """Return the policy of the request's room; the library's decorators still refine it."""
        parts = super().get_policy_parts(request, response, report_only)
        if not report_only and parts.config is None:
            parts.config = dict(policy_for(request))
        return parts


def policy_for(request: HttpRequest) -> dict[str, Any]:
    """Return the content policy of a request.

    Wagtail renders a preview by sending a request of its own through the middleware, under the page's public
    address: it is recognised by `is_dummy`, which no visitor can set, and may be framed by the admin alone.
    """
    if getattr(request, "is_dummy", False):
        return settings.PREVIEW_CSP
    if request.path.startswith(settings.ADMIN_PREFIX):
        return settings.ADMIN_CSP
    return settings.PUBLIC_CSP
