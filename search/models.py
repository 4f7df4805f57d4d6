"""What search reads: one row for each page that may be found."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from search.lookups import WordsField


class SearchCard(models.Model):
    """The words of one published page. Derived: `manage.py rebuild_search` makes all of them again.

    A card says nothing of who may see the page: `search.queries` asks the page and the campaign themselves.
    """

    class Kind(models.TextChoices):
        """What a result is, in the words of the filters."""

        CAMPAIGN = "campaign", _("Projets")
        CALL = "call", _("Appels à projets")
        THEME = "theme", _("Thèmes")
        STORY = "story", _("Récits")
        EVENT = "event", _("Rendez-vous")
        SCHEME = "scheme", _("Dispositifs")
        KIT = "kit", _("Kits")

    page = models.OneToOneField(
        "wagtailcore.Page",
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="+",
        verbose_name=_("page"),
    )
    kind = models.CharField(_("nature"), max_length=10, choices=Kind)
    date = models.DateTimeField(_("date"), null=True)
    title_words = WordsField(_("mots du titre"), blank=True)
    words = WordsField(_("mots du titre et du texte"), blank=True)

    class Meta:
        verbose_name = _("fiche de recherche")
        verbose_name_plural = _("fiches de recherche")

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"
