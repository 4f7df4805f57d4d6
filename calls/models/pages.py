"""Calls for projects: why, who may answer, what is judged and offered, until when. They never name a theme."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from taggit.models import ItemBase
from wagtail.fields import StreamField
from wagtail.models import Page, PageManager

from base import clock
from base.blocks import EditorialBody, PlainBody, plain_text
from base.models import BasePage, Tag, Territory, page_tags
from calls import reading
from calls.blocks import QuestionnaireBody
from calls.forms.pages import CallPageForm
from calls.models.panels import call_screen
from calls.querysets import CallPageQuerySet
from calls.status import CallState, CallStatus, state_of, status_at

PER_PAGE = 12


class CallTag(ItemBase):
    """A word carried by a call."""

    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="call_items")
    content_object = ParentalKey("calls.CallPage", on_delete=models.CASCADE, related_name="tagged_items")


class CallIndexPage(BasePage, Page):
    """The list of a territory's calls for projects."""

    show_in_menus_default = True
    max_count_per_parent = 1
    subpage_types = ["calls.CallPage"]
    kept_seconds = 60
    page_description = _("Les appels ouverts, puis à venir, puis clos.")

    class Meta:
        verbose_name = _("liste des appels à projets")
        verbose_name_plural = _("listes des appels à projets")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the page of calls asked for, and the call open all year."""
        calls = CallPage.objects.visible().child_of(self).open_first(at=clock.now()).with_cards()
        return {
            **super().get_context(request, *args, **kwargs),
            "standing": CallPage.objects.visible().child_of(self).standing().with_cards().first(),
            "calls": Paginator(calls, PER_PAGE).get_page(request.GET.get("page")),
        }


class CallPage(BasePage, Page):
    """One call for projects. Amounts are integer cents of euro; an empty ceiling means the territory's."""

    body = StreamField(EditorialBody(), verbose_name=_("pourquoi cet appel"), blank=True)
    who_may_answer = StreamField(
        PlainBody(),
        verbose_name=_("qui peut répondre"),
        blank=True,
        help_text=_("Habitants, collectifs, associations, entreprises… et où le projet doit se tenir."),
    )
    is_standing = models.BooleanField(
        _("ouvert toute l’année"),
        default=False,
        help_text=_(
            "L’appel permanent, par lequel on propose un projet hors de tout appel : il n’a pas de clôture."
        ),
    )
    answerers = models.JSONField(
        _("qui peut répondre, par nature"),
        default=list,
        blank=True,
        help_text=_("Rien de coché : tout le monde."),
    )
    area = models.CharField(
        _("où le projet doit se tenir"),
        max_length=160,
        blank=True,
        help_text=_("« Rivelaine et les communes voisines ». Vide : tout le territoire."),
    )
    opens_at = models.DateTimeField(_("ouverture"), null=True, blank=True, help_text=_("Heure de Paris."))
    closes_at = models.DateTimeField(
        _("clôture"),
        null=True,
        blank=True,
        help_text=_("Heure de Paris. À cette heure précise, il n’est plus temps de répondre."),
    )
    results_at = models.DateTimeField(_("annonce des résultats"), null=True, blank=True)
    places = models.PositiveSmallIntegerField(
        _("nombre de projets retenus"),
        null=True,
        blank=True,
        help_text=_("Laissez vide s’il n’est pas fixé."),
    )
    goal_ceiling_cents = models.PositiveBigIntegerField(
        _("plafond de l’objectif"), null=True, blank=True, validators=[MinValueValidator(100)]
    )
    surplus_percent = models.PositiveIntegerField(
        _("plafond de la collecte (% de l’objectif)"),
        null=True,
        blank=True,
        validators=[MinValueValidator(100), MaxValueValidator(1000)],
        help_text=_("150 : la collecte s’arrête à une fois et demie l’objectif. Vide : celui du territoire."),
    )
    fund_cents = models.PositiveBigIntegerField(
        _("enveloppe de l’abondement"), null=True, blank=True, validators=[MinValueValidator(100)]
    )
    fund_percent = models.PositiveSmallIntegerField(
        _("part abondée (% de la somme demandée)"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
    )
    fund_cap_cents = models.PositiveBigIntegerField(
        _("plafond par projet"), null=True, blank=True, validators=[MinValueValidator(100)]
    )
    is_read_without_names = models.BooleanField(
        _("le jury lit sans les noms"),
        default=False,
        help_text=_("Les jurés ne voient ni qui répond, ni les réponses marquées comme révélant qui répond."),
    )
    questions = StreamField(
        QuestionnaireBody(),
        verbose_name=_("questionnaire"),
        blank=True,
        help_text=_("Le nom du projet, sa phrase, son quartier et la somme sont demandés d’office."),
    )
    contact_name = models.CharField(
        _("personne à contacter"),
        max_length=120,
        blank=True,
        help_text=_("Laissez vide pour celle du territoire."),
    )
    contact_phone = models.CharField(_("téléphone"), max_length=40, blank=True)
    contact_email = models.EmailField(_("adresse électronique"), blank=True)
    results = StreamField(
        EditorialBody(),
        verbose_name=_("présentation des résultats"),
        blank=True,
        help_text=_(
            "Ce que le jury a retenu et pourquoi. Paraît dès que vous publiez, une fois l’appel clos."
        ),
    )
    tags = page_tags(CallTag)

    objects = PageManager.from_queryset(CallPageQuerySet)()

    # A copy of the standing call is an ordinary one until somebody says otherwise.
    exclude_fields_in_copy = ["is_standing"]
    base_form_class = CallPageForm
    parent_page_types = ["calls.CallIndexPage"]
    subpage_types: list[str] = []
    page_description = _("Invite à proposer des projets sur un sujet, jusqu’à une date.")
    edit_handler = call_screen(promote=Page.promote_panels, settings=Page.settings_panels, form=CallPageForm)

    class Meta:
        verbose_name = _("appel à projets")
        verbose_name_plural = _("appels à projets")

    def kept_from_public(self) -> str:
        """A territory has one standing call: a copy of it, or an old revision, is no second one."""
        other = CallPage.objects.live_standing_near(self, but=self.pk) if self.is_standing else None
        sentence = _now("« %(page)s » est déjà l’appel permanent de ce territoire : il n’en faut qu’un.")
        return sentence % {"page": other.title} if other else ""

    def searchable_text(self) -> str:
        """Add the reasons, the conditions and the results to what search reads."""
        bodies = (self.body, self.who_may_answer, self.results)
        return " ".join([self.summary, *(plain_text(body) for body in bodies)])

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the projects the jury kept, their campaigns and the call's events."""
        return {**super().get_context(request, *args, **kwargs), **reading.call_details(self)}

    def status_at(self, at: datetime) -> CallStatus:
        """Return whether the call is to come, open or closed at `at`."""
        return status_at(
            opens_at=self.opens_at, closes_at=self.closes_at, is_standing=self.is_standing, at=at
        )

    def state_at(self, at: datetime) -> CallState:
        """Return the words that say where the call stands at `at`."""
        return state_of(
            self.status_at(at),
            opens_at=self.opens_at,
            closes_at=self.closes_at,
            results_at=self.results_at,
            has_results=bool(self.results) or self.has_published_decisions,
            at=at,
            zone=self.zone,
        )

    @cached_property
    def zone(self) -> str:
        """The zone in which the call's hours are said: its territory's; read with the row by `with_zone`."""
        known: str | None = getattr(self, "local_zone", None)
        if known:
            return known
        territory = Territory.objects.for_page(self) if self.path else None
        return territory.zone if territory else settings.TIME_ZONE

    @property
    def has_published_decisions(self) -> bool:
        """Whether decisions were published; lists read it with `with_results`."""
        known: bool | None = self.__dict__.get("decisions_are_out")
        if not self.pk:  # a preview before the first draft is kept
            return False
        return self.publications.filter(published_at__isnull=False).exists() if known is None else known

    @property
    def state(self) -> CallState:
        """Label, tone and sentence of the status now."""
        return self.state_at(clock.now())

    @property
    def is_open(self) -> bool:
        """Whether the call may be answered now."""
        return self.status_at(clock.now()) == CallStatus.OPEN

    @property
    def is_closed(self) -> bool:
        """Whether it is too late to answer."""
        return self.status_at(clock.now()) == CallStatus.CLOSED
