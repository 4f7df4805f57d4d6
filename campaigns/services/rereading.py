"""Objects of the provider read again when an event or a line of its balance names them."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from campaigns.gateways import gateway_named
from campaigns.gateways.base import Gateway
from campaigns.models import PaymentOperation
from campaigns.rules.status import OperationState
from campaigns.services.refunding import record_failure
from campaigns.services.returning import record_return_failure


def sync_refund(*, gateway_name: str, remote_id: str, at: datetime, gateway: Gateway | None = None) -> bool:
    """Re-read a refund and write what it means; tell whether this site asked for it.

    One that was done and failed days later is a debt again. One still awaited is left to the worker, which is told to
    look at it now.
    """
    snapshot = (gateway or gateway_named(gateway_name)).read_refund(remote_id)
    operations = PaymentOperation.objects.refunds().filter(gateway=gateway_name)
    operation = operations.filter(remote_id=remote_id).first()
    if operation is None:
        asked = operations.filter(charge_id=snapshot.charge_id, remote_id="").exclude(charge_id="")
        operation = asked.exclude(state=OperationState.CANCELLED).order_by("-pk").first()
        if operation is None:
            return False
    if operation.state == OperationState.DONE and snapshot.state == "failed":
        operation.remote_id = remote_id
        with transaction.atomic():
            is_return = operation.kind == PaymentOperation.Kind.RETURN
            write = record_return_failure if is_return else record_failure
            write(operation=operation, problem=f"remboursement revenu ({remote_id})", at=at)
    elif operation.state == OperationState.SENDING:
        PaymentOperation.objects.filter(pk=operation.pk, state=OperationState.SENDING).filter(
            Q(lease_until=None) | Q(lease_until__lte=at)
        ).update(next_try_at=at)
    return True
