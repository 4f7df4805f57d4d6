"""Payment providers behind one protocol; each pledge, operation and event names its own."""

from django.conf import settings

from campaigns.gateways.base import Gateway
from campaigns.gateways.demo import DemoGateway

_GATEWAYS: dict[str, Gateway] = {"demo": DemoGateway()}


def gateway_named(name: str) -> Gateway:
    """Return the gateway of that name; KeyError when there is none."""
    return _GATEWAYS[name]


def default_gateway() -> str:
    """Return the name of the gateway new campaigns use."""
    return str(settings.PAYMENT_GATEWAY)
