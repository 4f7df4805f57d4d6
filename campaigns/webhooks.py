"""Where providers' events arrive: POST only, bounded, signed, kept, answered; nothing is trusted but the identity."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from campaigns.errors import BadSignature
from campaigns.gateways.demo import SIGNATURE_HEADER
from campaigns.services.inbox import LARGEST_BODY, take_event


@csrf_exempt
@require_POST
def receive(request: HttpRequest, gateway_name: str) -> HttpResponse:
    """Take one event: 200 kept (new or known), 400 not signed, 404 no such gateway, 413 too large."""
    if int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST_BODY:
        return HttpResponse(status=413)
    try:
        take_event(gateway_name=gateway_name, body=request.body, headers=request.headers, at=timezone.now())
    except KeyError as error:
        raise Http404 from error
    except BadSignature:
        return HttpResponse(status=400)
    return HttpResponse(status=200)


def take_demo_event(sender: Any, body: bytes, header: str, **kwargs: Any) -> bool:
    """Take an event of the demonstration bank, which stands in the same process: same inbox, same signature check."""
    headers: Mapping[str, str] = {SIGNATURE_HEADER: header}
    take_event(gateway_name="demo", body=body, headers=headers, at=timezone.now())
    return True
