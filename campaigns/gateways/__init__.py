"""Payment providers behind one protocol; each pledge, operation and event names its own."""

from importlib import import_module

from django.conf import settings

from campaigns.gateways.base import Gateway

# Where each gateway is: loaded when it is first asked for, so that a site knows no provider but its own.
_CLASSES = {
    "demo": ("campaigns.gateways.demo", "DemoGateway"),
    "stripe": ("campaigns.gateways.stripe", "StripeGateway"),
}
_GATEWAYS: dict[str, Gateway] = {}


def gateway_named(name: str) -> Gateway:
    """Return the gateway of that name; KeyError when there is none."""
    if name not in _GATEWAYS:
        module, gateway = _CLASSES[name]
        _GATEWAYS[name] = getattr(import_module(module), gateway)()
    return _GATEWAYS[name]


def gateway_names() -> list[str]:
    """Return the names a site may choose from."""
    return list(_CLASSES)


def default_gateway() -> str:
    """Return the name of the gateway new campaigns use."""
    return str(settings.PAYMENT_GATEWAY)
