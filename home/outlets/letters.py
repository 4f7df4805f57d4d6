"""A newsletter as its readers will see it, to look at before it leaves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from base.mail import compose, message_context
from home.models import Newsletter
from home.services.newsletters import letter_of


@dataclass(frozen=True)
class Preview:
    """Both forms of a letter; in the HTML one the site's own pictures have addresses without host."""

    subject: str
    html: str
    text: str


def preview_of(newsletter: Newsletter, *, at: datetime) -> Preview:
    """Return the letter as it would leave at `at`, or as it left; its personal links lead to the public form."""
    letter = newsletter.content or letter_of(newsletter, at=at)
    form = reverse("home:subscribe")
    context = {
        **message_context({"territory_id": newsletter.selection.territory_id}),
        "letter": letter,
        "manage_path": form,
        "leave_path": form,
    }
    message = compose(
        template="email/home/newsletter", subject=letter["subject"], recipient="", context=context
    )
    html = str(message.alternatives[0][0]).replace(f'src="{context["site_url"]}/', 'src="/')
    return Preview(str(message.subject), html, str(message.body))
