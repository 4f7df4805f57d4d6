"""The questions put to residents, in the admin; `home` gives them their place in the menu."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList, PageChooserPanel
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets import ListingButton
from wagtail.permissions import register_permission_policy

from accounts.permissions import EVERY_ACTION, EditorsPolicy
from base.dates_display import day
from base.models import Territory
from calls.models import WishQuestion
from calls.views.wishes import screens

register_permission_policy(WishQuestion, EditorsPolicy(WishQuestion, EVERY_ACTION))


class WishQuestionIndexView(generic.IndexView):
    """The questions, with the number of wishes that wait."""

    def get_base_queryset(self) -> Any:
        """Count the wishes of each in the same query."""
        waiting = Count("wishes", filter=Q(wishes__state="pending"))
        published = Count("wishes", filter=Q(wishes__state="published"))
        return super().get_base_queryset().annotate(waiting=waiting, published=published)

    def get_list_more_buttons(self, instance: WishQuestion) -> list[Any]:
        """Lead to the wishes."""
        read = ListingButton(
            _("Lire et regrouper"),
            url=reverse("wish_questions:gather", args=[instance.pk]),
            icon_name="comment",
            priority=5,
        )
        return [read, *super().get_list_more_buttons(instance)]


class WishQuestionCreateView(generic.CreateView):
    """A new question; its territory is that of the page where it stands."""

    def save_instance(self) -> Any:
        """Write the territory before the rest."""
        _place(self.form)
        return super().save_instance()


class WishQuestionEditView(generic.EditView):
    """A question to change."""

    def save_instance(self) -> Any:
        """Follow the page, if it changed."""
        _place(self.form)
        return super().save_instance()


class WishQuestionDeleteView(generic.DeleteView):
    """A question to delete, unless somebody answered it."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Keep what people said."""
        if self.object.wishes.exists():
            messages.error(
                request,
                _("Des habitants ont répondu à cette question : fermez-la en lui donnant une fin, plutôt."),
            )
            return redirect("wish_questions:gather", self.object.pk)
        self.object.groups.all().delete()
        return super().post(request, *args, **kwargs)


class WishQuestionViewSet(ModelViewSet):
    """Questions to residents, for editors; one that was answered is not deleted, it is closed."""

    model = WishQuestion
    name = "wish_questions"
    url_prefix = "envies"
    icon = "comment"
    menu_label = _("Envies des habitants")
    copy_view_enabled = False
    index_view_class = WishQuestionIndexView
    add_view_class = WishQuestionCreateView
    edit_view_class = WishQuestionEditView
    delete_view_class = WishQuestionDeleteView
    list_display = [
        "question",
        Column("page", label=_("posée sur"), accessor=lambda row: row.page.title),
        Column("waiting", label=_("à lire"), accessor="waiting"),
        Column("published", label=_("publiées"), accessor="published"),
        Column("opens_at", label=_("depuis"), accessor=lambda row: day(row.opens_at)),
    ]
    search_fields = ["question"]
    edit_handler = ObjectList(
        [
            FieldPanel("question"),
            FieldPanel("hint"),
            PageChooserPanel("page"),
            FieldRowPanel([FieldPanel("opens_at"), FieldPanel("closes_at")]),
        ]
    )

    def get_urlpatterns(self) -> list[Any]:
        """Add the screens of the wishes to Wagtail's own addresses."""
        return [
            *super().get_urlpatterns(),
            path("", self.index_view, name="list"),
            path("<int:pk>/", screens.gather, name="gather"),
            path("groupes/<int:pk>/appel/", screens.launch, name="launch"),
            path("groupes/<int:pk>/fait/", screens.deliver, name="deliver"),
        ]


def _place(form: Any) -> None:
    territory = Territory.objects.for_page(form.cleaned_data["page"])
    form.instance.territory = territory or Territory.objects.order_by("pk").first()
