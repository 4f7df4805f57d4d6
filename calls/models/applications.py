"""Applications: what somebody answers to a call, from the first draft to the decision.

Only `calls.services` writes here. An application is written as a draft (`answers`), and each deposit freezes a copy
(`ApplicationVersion`) that nothing changes any more; reviews and decisions speak of a version.
"""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from calls.application_querysets import ApplicationInvitationQuerySet, ApplicationQuerySet
from calls.models.pages import CallPage
from calls.questionnaire import Questionnaire


class ApplicantKind(models.TextChoices):
    """Who answers, in law."""

    INDIVIDUAL = "individual", _("une personne")
    COLLECTIVE = "collective", _("un collectif")
    ASSOCIATION = "association", _("une association")
    FIRM = "firm", _("une entreprise")
    PUBLIC_BODY = "public_body", _("un service ou organisme public")


class FormVersion(models.Model):
    """The form of a call and its criteria as they were at some moment; equal ones are one row, never changed."""

    call = models.ForeignKey(CallPage, on_delete=models.PROTECT, related_name="form_versions")
    digest = models.CharField(max_length=64)
    content = models.JSONField()
    made_at = models.DateTimeField(_("le"))

    class Meta:
        verbose_name = _("version du questionnaire")
        verbose_name_plural = _("versions du questionnaire")
        constraints = [models.UniqueConstraint(fields=["call", "digest"], name="one_row_per_form")]

    def __str__(self) -> str:
        return f"{self.call_id} · {self.digest[:8]}"

    @property
    def questionnaire(self) -> Questionnaire:
        """The form as values."""
        return Questionnaire.from_json(self.content)


class Application(models.Model):
    """One answer to a call, by one holder for themselves or for an organisation. Amounts are cents, times UTC."""

    class State(models.TextChoices):
        """Where it stands; `calls.rules.APPLICATION_MOVES` says what may follow what."""

        DRAFT = "draft", _("brouillon, pas encore déposé")
        DEPOSITED = "deposited", _("déposé")
        MORE_ASKED = "more_asked", _("complément demandé")
        ACCEPTED = "accepted", _("retenu")
        RESERVE = "reserve", _("en réserve")
        REFUSED = "refused", _("non retenu")
        WITHDRAWN = "withdrawn", _("retiré")

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    call = models.ForeignKey(
        CallPage, on_delete=models.PROTECT, related_name="applications", verbose_name=_("appel")
    )
    holder = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="applications",
        verbose_name=_("porteur"),
    )
    applicant_kind = models.CharField(
        _("nature"), max_length=20, choices=ApplicantKind, default=ApplicantKind.INDIVIDUAL
    )
    organisation = models.ForeignKey(
        "accounts.Organisation",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="applications",
        verbose_name=_("organisation"),
    )
    collective_name = models.CharField(_("nom du collectif"), max_length=120, blank=True)
    kit = models.ForeignKey(
        "stories.KitPage",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("kit repris"),
    )
    state = models.CharField(_("état"), max_length=12, choices=State, default=State.DRAFT)
    # The draft: answers by question, the revision at which each last changed, the form it was last shown with.
    form = models.ForeignKey(FormVersion, on_delete=models.PROTECT, related_name="drafts")
    answers = models.JSONField(default=dict, blank=True)
    changed_at_revision = models.JSONField(default=dict, blank=True)
    revision = models.PositiveIntegerField(default=0)
    # What was typed and cannot be an answer, by question, as the fields of the page hold it: shown again, never lost.
    unfit = models.JSONField(default=dict, blank=True)
    # Copies of answers by which lists filter, written with them.
    title = models.CharField(_("projet"), max_length=120, blank=True)
    neighbourhood = models.CharField(_("quartier"), max_length=80, blank=True)
    goal_cents = models.PositiveBigIntegerField(_("somme demandée"), null=True, blank=True)

    number = models.PositiveIntegerField(_("numéro"), null=True, blank=True)
    current = models.ForeignKey(
        "calls.ApplicationVersion", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    round = models.PositiveSmallIntegerField(_("tour"), default=1)
    campaign = models.OneToOneField(
        "campaigns.Campaign",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="application",
        verbose_name=_("campagne"),
    )
    begun_at = models.DateTimeField(_("commencé le"))
    saved_at = models.DateTimeField(_("enregistré le"))
    deposited_at = models.DateTimeField(_("déposé le"), null=True, blank=True)
    erased_at = models.DateTimeField(_("effacé le"), null=True, blank=True)

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("candidature")
        verbose_name_plural = _("candidatures")
        ordering = ["-deposited_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["call", "number"], name="one_number_per_application"),
            models.CheckConstraint(
                condition=Q(deposited_at=None, number=None, current=None)
                | Q(deposited_at__isnull=False, number__isnull=False, current__isnull=False),
                name="a_deposit_has_a_number_and_a_copy",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "withdrawn"]) | Q(deposited_at__isnull=False),
                name="what_is_read_was_deposited",
            ),
        ]
        indexes = [models.Index(fields=["call", "state"], name="application_call_state")]

    def __str__(self) -> str:
        return self.title or str(_("Candidature sans titre"))

    @property
    def applicant_name(self) -> str:
        """Who answers, by name."""
        if self.organisation:
            return self.organisation.name
        return self.collective_name or self.holder.public_name

    @property
    def receipt_number(self) -> str:
        """The number people quote, « 12-0042 »; empty before the deposit."""
        return f"{self.call_id}-{self.number:04d}" if self.number else ""

    @property
    def is_draft(self) -> bool:
        """Whether it was never deposited."""
        return self.state == self.State.DRAFT

    @property
    def is_writable(self) -> bool:
        """Whether its holders may write answers: a draft, or one of which more was asked."""
        return self.state in {self.State.DRAFT, self.State.MORE_ASKED}


class ApplicationVersion(models.Model):
    """A frozen copy of what was deposited, with the form it answered; numbered from 1."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField(_("dépôt"))
    form = models.ForeignKey(FormVersion, on_delete=models.PROTECT, related_name="versions")
    answers = models.JSONField()
    # What the applicant was called then: kind, organisation's name and identifiers, people.
    applicant = models.JSONField(default=dict)
    digest = models.CharField(max_length=64)
    deposited_at = models.DateTimeField(_("déposé le"))
    deposited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        verbose_name = _("dépôt")
        verbose_name_plural = _("dépôts")
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["application", "number"], name="one_row_per_deposit")]

    def __str__(self) -> str:
        return f"{self.application_id} · {self.number}"


class ApplicationFile(models.Model):
    """A file of an answer, named in it by `reference`. It may be a version of a document its organisation keeps.

    The row outlives its removal from the draft when a deposited copy names it.
    """

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="files")
    question = models.CharField(max_length=64)
    file = models.ForeignKey("base.PrivateFile", on_delete=models.PROTECT, related_name="+")
    # Said in the copy even when the organisation's document changes: what it was called, and until when it was valid.
    title = models.CharField(_("titre"), max_length=160, blank=True)
    valid_until = models.DateField(_("valable jusqu’au"), null=True, blank=True)
    attached_at = models.DateTimeField(_("joint le"))

    class Meta:
        verbose_name = _("fichier d’une candidature")
        verbose_name_plural = _("fichiers des candidatures")
        ordering = ["attached_at", "pk"]

    def __str__(self) -> str:
        return self.title or self.file.original_name


class ApplicationMember(models.Model):
    """Somebody who writes an application with its holder."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="members")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="application_memberships"
    )
    joined_at = models.DateTimeField()

    class Meta:
        verbose_name = _("co-porteur")
        verbose_name_plural = _("co-porteurs")
        constraints = [
            models.UniqueConstraint(fields=["application", "user"], name="one_membership_per_application")
        ]

    def __str__(self) -> str:
        return str(self.user)


class ApplicationInvitation(models.Model):
    """A link by which one person joins an application, once; only its sum is kept."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField(_("adresse électronique"))
    token_digest = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    invited_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = ApplicationInvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation à écrire")
        verbose_name_plural = _("invitations à écrire")

    def __str__(self) -> str:
        return self.email


class InformationRequest(models.Model):
    """A request for more about a deposited application, and when it was answered by another deposit."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="requests")
    text = models.TextField(_("ce qui est demandé"))
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(_("demandé le"))
    due_at = models.DateTimeField(_("attendu avant le"), null=True, blank=True)
    answered_by = models.ForeignKey(
        ApplicationVersion, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("demande de complément")
        verbose_name_plural = _("demandes de complément")
        ordering = ["asked_at", "pk"]

    def __str__(self) -> str:
        return self.text[:60]


class ApplicationChange(models.Model):
    """One move of an application, with who made it and why; only ever added."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="changes")
    before = models.CharField(_("avant"), max_length=12, blank=True)
    after = models.CharField(_("après"), max_length=12)
    at = models.DateTimeField(_("le"))
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    reason = models.TextField(_("raison"), blank=True)

    class Meta:
        verbose_name = _("étape d’une candidature")
        verbose_name_plural = _("étapes des candidatures")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.before} → {self.after}"

    @property
    def words(self) -> str:
        """The state it came to, as people read it."""
        return str(dict(Application.State.choices).get(self.after, self.after))
