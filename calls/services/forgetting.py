"""What a jury wrote of an application goes with it: words and reasons are emptied, marks and dates stay to count."""

from __future__ import annotations

from calls.models import Application, Decision, Recusal, Review, SecondLook


def forget_reviews(application: Application) -> None:
    """Empty the reviews, recusals, decisions and requests of an application that is erased."""
    Review.objects.filter(assignment__application=application).update(scores={}, comment="", notes="")
    Recusal.objects.filter(application=application).update(reason="")
    Decision.objects.filter(application=application).update(reasons={}, public_sentence="", addition="")
    SecondLook.objects.filter(decision__application=application).update(text="", answer="")
