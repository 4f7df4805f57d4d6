"""The pledge form: what a backer fills in before paying on line."""

from __future__ import annotations

import hashlib
import hmac
import uuid

from django import forms
from django.conf import settings

from campaigns.forms.backers import BackerForm


class PledgeForm(BackerForm):
    """Valid data are exactly what `services.pledging.start_pledge` takes."""

    submission_key = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)

    def confirmation_key(self) -> str:
        """Return the key under which this very content makes one pledge, however often it is sent.

        It is made of the form's own key and of what was typed: a double click, a reload or Back and resubmit give
        the same key, a changed amount another one.
        """
        facts = [
            str(self.cleaned_data[name])
            for name in sorted(self.fields)
            if name not in {"submission_key", "tier"}
        ]
        tier = self.cleaned_data.get("tier")
        facts.append(str(tier.pk if tier else ""))
        content = "\x1f".join([self.cleaned_data["submission_key"], str(self.campaign.pk), *facts])
        return hmac.new(settings.SECRET_KEY.encode(), content.encode(), hashlib.sha256).hexdigest()

    @property
    def hidden(self) -> list[tuple[str, str]]:
        """What the review screen posts again, as (name, value)."""
        return [(name, self.data.get(name, "")) for name in self.fields]


def new_key() -> str:
    """Return the key of a form about to be shown: sent twice, it makes one pledge."""
    return uuid.uuid4().hex
